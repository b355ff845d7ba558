"""Notes, meetings and files on the screens."""
