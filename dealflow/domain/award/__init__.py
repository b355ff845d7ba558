"""Awards of best cases: entries, judges, blind score sheets, ranking, prizes. Pure rules."""
