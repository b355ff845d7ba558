"""The funnel: engagements, stages, gates, undo, deadlines."""
