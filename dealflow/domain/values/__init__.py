"""Values that every area reckons with: amounts, periods, days, regions, what is typed into a field."""
