"""What comes in as a sheet and what goes out as one: a pipeline of elsewhere, taken in and given back; exports."""
