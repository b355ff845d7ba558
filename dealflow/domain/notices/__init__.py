"""What people are told: which events, by which way, at which hours."""
