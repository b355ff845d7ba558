"""The papers of a regional programme: the form by link, the result report, the sheets."""
