"""Questions to the current tables, by area; each filters by the viewer."""
