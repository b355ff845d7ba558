"""What programs ask and are told: records page by page, changes, answers given again, webhooks."""
