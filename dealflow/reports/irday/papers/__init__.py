"""Papers of the day: sheets, badges, workbooks."""
