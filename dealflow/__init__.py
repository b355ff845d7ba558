"""Dealflow: pitch decks in, figures with their evidence out; the funnel, the committee and the IR day."""

__version__ = "0.1.0"
