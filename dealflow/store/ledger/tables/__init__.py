"""The ledger's tables, by area: the journal with its head, and the current state that projections write from it."""

from dealflow.store.ledger.tables import (
    api,
    claims,
    inbound,
    investment,
    irday,
    journal,
    notes,
    notices,
    people,
    pipeline,
    search,
    sheets,
    tips,
)

__all__ = [
    "api",
    "claims",
    "inbound",
    "investment",
    "irday",
    "journal",
    "notes",
    "notices",
    "people",
    "pipeline",
    "search",
    "sheets",
    "tips",
]  # whoever has one table has all
