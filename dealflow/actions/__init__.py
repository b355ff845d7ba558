"""The verbs that pages, command line and API share. Each: load, decide, append."""
