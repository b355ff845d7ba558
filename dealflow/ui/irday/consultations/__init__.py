"""Consultations: the log, and what it hands on to the funnel."""
