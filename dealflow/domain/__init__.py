"""Plain values and pure functions of the field: no input, no output, no framework."""
