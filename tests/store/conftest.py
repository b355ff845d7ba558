from __future__ import annotations

from tests.databases import empty_url, ledger, ledger_url, new_postgres, postgres_url

__all__ = ["empty_url", "ledger", "ledger_url", "new_postgres", "postgres_url"]
