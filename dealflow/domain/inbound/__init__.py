"""What comes to a house by mail or into its folder: who it is, and what becomes of it."""
