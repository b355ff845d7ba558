"""Letters in the language of their reader."""
