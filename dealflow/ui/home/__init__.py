"""Home: what is due today, alerts, calendar feed."""
