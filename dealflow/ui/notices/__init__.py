"""What is told to whom: preferences, what was sent, letters to the participants of an event."""
