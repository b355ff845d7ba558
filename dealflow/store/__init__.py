"""What is kept: the ledger (SQL), the warehouse (DuckDB), the deck files, and their backup."""
