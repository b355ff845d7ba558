"""Companies: the list and one company's record."""
