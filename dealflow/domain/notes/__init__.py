"""What a house writes and keeps about companies and deals: notes, meetings, files."""
