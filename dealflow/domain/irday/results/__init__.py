"""What a day came to: measures, survey, follow-up, result report."""
