"""Regional programmes: set up and planned, firms listed, quarterly figures collected, plan held against actual."""
