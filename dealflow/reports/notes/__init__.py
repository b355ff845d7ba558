"""Notes as they are read."""
