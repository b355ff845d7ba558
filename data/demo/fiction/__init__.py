"""The fictional event: its facts, its decks, how they are painted, and what is true of them."""
