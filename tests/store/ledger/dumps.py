"""The current tables of a workspace as the database keeps them, to compare byte by byte."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from dealflow.store.ledger.projections.projecting import PROJECTED


def dump(session: Session, workspace: str) -> dict[str, list[tuple[object, ...]]]:
    """Return each projected table's rows, in the order of their keys."""
    return {name: [tuple(row.values()) for row in rows] for name, rows in _rows(session, workspace).items()}


def named_dump(session: Session, workspace: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each projected table that has any, by column, in the order of their keys."""
    return {name: rows for name, rows in _rows(session, workspace).items() if rows}


def _rows(session: Session, workspace: str) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for table in PROJECTED:
        key = ", ".join(column.name for column in table.primary_key.columns)
        query = text(f"select * from {table.name} where workspace = :workspace order by {key}")
        rows = session.connection().execute(query, {"workspace": workspace}).mappings()
        found[table.name] = [dict(row) for row in rows]
    return found
