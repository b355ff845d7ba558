"""Scale-up TIPS: eligibility by dated rules, operators, recommendations, filings."""
