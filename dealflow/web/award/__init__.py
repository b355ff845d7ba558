"""The doors of an award: the judges' score sheets."""
