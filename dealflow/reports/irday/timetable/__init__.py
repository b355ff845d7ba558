"""The day's timetable: planning, hard rules, hand work, versions, re-planning."""
