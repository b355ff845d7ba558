"""The current tables of a workspace as the database keeps them, to compare byte by byte."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session

from dealflow.store.ledger.projections.claims_and_pipeline import PROJECTED


def dump(session: Session, workspace: str) -> dict[str, list[tuple[object, ...]]]:
    """Return each projected table's rows, in the order of their keys."""
    found = {}
    for table in PROJECTED:
        key = ", ".join(column.name for column in table.primary_key.columns)
        query = text(f"select * from {table.name} where workspace = :workspace order by {key}")  # noqa: S608  # our own names
        found[table.name] = [tuple(row) for row in session.connection().execute(query, {"workspace": workspace})]
    return found
