"""Notes, meetings and files on companies and deals."""
