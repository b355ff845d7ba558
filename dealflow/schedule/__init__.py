"""Timetables made by OR-Tools: plan a day, plan again what changed, say what cannot be met."""
