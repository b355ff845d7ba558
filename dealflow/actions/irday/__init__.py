"""The IR day, from its programme to its results."""
