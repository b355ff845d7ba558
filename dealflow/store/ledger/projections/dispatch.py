"""What projections share: the dispatch by an event's class, and the rows that an event speaks of."""

from __future__ import annotations

from functools import singledispatch
from typing import TypeVar

from sqlmodel import Session

from dealflow.domain.values.event import Event, Recorded
from dealflow.errors import NotFoundError
from dealflow.store.ledger.tables.core import EngagementRow, Row

RowT = TypeVar("RowT", bound=Row)


@singledispatch
def write(event: Event, session: Session, recorded: Recorded) -> None:
    """Write what one event changes in the current tables; functions are registered by the event's class."""
    del session, recorded
    message = f"no projection for {type(event).__name__}"
    raise TypeError(message)


def row_of(session: Session, table: type[RowT], workspace: str, row_id: str) -> RowT:
    """Return the row that an event speaks of.

    Raises:
        NotFoundError: there is none.
    """
    row = session.get(table, (workspace, row_id))
    if row is None:
        raise NotFoundError(what=str(table.__tablename__), id=row_id)
    return row


def touch(session: Session, recorded: Recorded, engagement_id: str) -> EngagementRow:
    """Return the engagement with its version and last sign of life brought forward."""
    row = row_of(session, EngagementRow, recorded.workspace, engagement_id)
    row.version, row.last_event_at = recorded.seq, recorded.ts
    return row
