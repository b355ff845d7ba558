"""What comes to a house by mail or into its folder, and what becomes of it."""
