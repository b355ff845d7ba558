"""Figures turned into documents in one language: what a person hands on."""
