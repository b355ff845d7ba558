"""The judges' score sheet as a page without an account."""
