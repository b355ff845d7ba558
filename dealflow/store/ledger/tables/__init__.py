"""The ledger's tables, by area."""
