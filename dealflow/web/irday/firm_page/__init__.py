"""The page that a firm opens by its link on the day."""
