"""Adopters on the screens: needs, the suppliers that fit, references."""
