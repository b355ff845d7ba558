"""Who takes part in an IR day, and whom they wish to meet."""
