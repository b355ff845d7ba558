"""The door for programs, /api/v1: a person's token lists, reads and does what that person may, by the same acts."""
