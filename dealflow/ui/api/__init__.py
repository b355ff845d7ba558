"""What programs are told: a person's own webhooks and their log."""
