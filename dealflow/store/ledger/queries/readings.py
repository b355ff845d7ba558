"""Readings of decks, as the journal keeps them."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import Session, col, select

from dealflow.domain.claims.events import DeckRead
from dealflow.store.ledger.tables.journal import JournalRow

_FIRST, _BEYOND = "deck:", "deck;"
"""The streams of decks are those from the first up to, and without, the other: an index answers that."""


def read_more_than_once(session: Session, workspace: str) -> tuple[str, ...]:
    """Return the ids of the decks with two readings or more, the last one read first; whoever may see them."""
    rows = session.exec(
        select(JournalRow.stream)
        .where(
            JournalRow.workspace == workspace,
            col(JournalRow.stream) >= _FIRST,
            col(JournalRow.stream) < _BEYOND,
            JournalRow.kind == DeckRead.kind,
        )
        .group_by(JournalRow.stream)
        .having(func.count() > 1)
        .order_by(func.max(JournalRow.position).desc())
    )
    return tuple(stream.removeprefix(_FIRST) for stream in rows)
