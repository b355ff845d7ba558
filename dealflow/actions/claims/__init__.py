"""Decks and the figures read from them: claims, evidence, verification, consistency, questions."""
