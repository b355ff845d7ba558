"""The pages by which people sign in, join, and look after their own account."""
