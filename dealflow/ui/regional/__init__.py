"""A regional programme on the screen."""
