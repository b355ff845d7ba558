"""From an event to the current tables, by area."""
