"""Awards: the call, entries on the award track, judges by their links, ranking, prizes."""
