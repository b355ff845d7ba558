"""People, organisations, and who may see and do what."""
