"""The pages of accounts, drawn without the screens."""
