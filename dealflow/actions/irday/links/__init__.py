"""Links by which people without an account reach their part of a day."""
