"""What waits to be told, and what was: written by the actions themselves, beside the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlmodel import Session, col, delete, select

from dealflow.domain.notices.outbox import OutboxState
from dealflow.domain.notices.preferences import Preferences
from dealflow.store.ledger.tables.notices import NoticeMarkRow, NoticePreferenceRow, NoticeRow, OutboxRow

Letter = OutboxRow
Notice = NoticeRow


def all_preferences(session: Session, workspace: str) -> dict[str, Preferences]:
    """Return what people said that they want, by person."""
    rows = session.exec(select(NoticePreferenceRow).where(NoticePreferenceRow.workspace == workspace))
    return {row.person_id: row.preferences for row in rows}


def preferences_of(session: Session, workspace: str, person_id: str) -> Preferences | None:
    """Return what a person said to want, None: never anything."""
    row = session.get(NoticePreferenceRow, (workspace, person_id))
    return None if row is None else row.preferences


def keep_preferences(session: Session, workspace: str, person_id: str, preferences: Preferences) -> None:
    """Keep what a person wants."""
    session.merge(NoticePreferenceRow(workspace=workspace, person_id=person_id, preferences=preferences))


def mark(session: Session, workspace: str) -> tuple[int, str] | None:
    """Return how far the journal was gone through, and the last day of deadlines; None: not yet."""
    row = session.get(NoticeMarkRow, workspace)
    return None if row is None else (row.position, row.day)


def keep_mark(session: Session, workspace: str, position: int, day: str) -> None:
    """Keep how far the journal was gone through."""
    session.merge(NoticeMarkRow(workspace=workspace, position=position, day=day))


def add_notices(session: Session, notices: Iterable[NoticeRow]) -> int:
    """Add the notices that are not there yet, and return how many those were."""
    count = 0
    for notice in notices:
        if session.get(NoticeRow, (notice.workspace, notice.id)) is None:
            session.add(notice)
            session.flush()
            count += 1
    return count


def known_notices(session: Session, workspace: str, ids: Collection[str]) -> frozenset[str]:
    """Return those of the ids that notices have."""
    query = select(NoticeRow.id).where(NoticeRow.workspace == workspace, col(NoticeRow.id).in_(sorted(ids)))
    return frozenset(session.exec(query))


def waiting_notices(session: Session, workspace: str) -> tuple[NoticeRow, ...]:
    """Return what no letter tells yet, by person, the oldest first."""
    rows = session.exec(
        select(NoticeRow)
        .where(NoticeRow.workspace == workspace, NoticeRow.letter_id == "")
        .order_by(NoticeRow.person_id, col(NoticeRow.made_at), NoticeRow.id)
    )
    return tuple(rows)


def take_notices(session: Session, workspace: str, ids: Collection[str], letter_id: str) -> bool:
    """Let a letter tell these notices; False: another letter tells one of them already."""
    rows = session.exec(select(NoticeRow).where(NoticeRow.workspace == workspace, col(NoticeRow.id).in_(sorted(ids))))
    taken = list(rows)
    if any(row.letter_id for row in taken):
        return False
    for row in taken:
        row.letter_id = letter_id
        session.add(row)
    return True


def letter(session: Session, workspace: str, letter_id: str) -> OutboxRow | None:
    """Return the letter of that id."""
    return session.get(OutboxRow, (workspace, letter_id))


def due_letters(session: Session, workspace: str, at: datetime, most: int) -> tuple[str, ...]:
    """Return the ids of letters whose time has come, the longest waiting first."""
    rows = session.exec(
        select(OutboxRow.id)
        .where(OutboxRow.workspace == workspace, OutboxRow.state == OutboxState.WAITING, col(OutboxRow.due_at) <= at)
        .order_by(col(OutboxRow.due_at), OutboxRow.id)
        .limit(most)
    )
    return tuple(rows)


def letters_in(session: Session, workspace: str, state: OutboxState) -> tuple[OutboxRow, ...]:
    """Return the letters of a state, the oldest first."""
    rows = session.exec(
        select(OutboxRow)
        .where(OutboxRow.workspace == workspace, OutboxRow.state == state)
        .order_by(col(OutboxRow.made_at), OutboxRow.id)
    )
    return tuple(rows)


def letters_to(
    session: Session, workspace: str, person_ids: Collection[str] | None, most: int
) -> tuple[OutboxRow, ...]:
    """Return the letters to these people, or to everybody, the latest first."""
    query = select(OutboxRow).where(OutboxRow.workspace == workspace)
    if person_ids is not None:
        query = query.where(OutboxRow.about == "", col(OutboxRow.person_id).in_(sorted(person_ids)))
    return tuple(session.exec(query.order_by(col(OutboxRow.made_at).desc(), OutboxRow.id).limit(most)))


def letters_about(session: Session, workspace: str, ir_event_id: str) -> tuple[OutboxRow, ...]:
    """Return the letters to the participants of an event, the latest first."""
    rows = session.exec(
        select(OutboxRow)
        .where(OutboxRow.workspace == workspace, OutboxRow.about == ir_event_id)
        .order_by(col(OutboxRow.made_at).desc(), OutboxRow.id)
    )
    return tuple(rows)


def letters_of_kinds(
    session: Session, workspace: str, kinds: Collection[str], ir_event_ids: Collection[str]
) -> tuple[OutboxRow, ...]:
    """Return the letters of some kinds about some events, the earliest first."""
    rows = session.exec(
        select(OutboxRow)
        .where(
            OutboxRow.workspace == workspace,
            col(OutboxRow.kind).in_(sorted(kinds)),
            col(OutboxRow.about).in_(sorted(ir_event_ids)),
        )
        .order_by(col(OutboxRow.made_at), OutboxRow.id)
    )
    return tuple(rows)


def forget_person(session: Session, workspace: str, person_id: str) -> None:
    """Destroy what is kept of how a person is reached, and what was written to them."""
    for table in (NoticePreferenceRow, NoticeRow, OutboxRow):
        session.exec(delete(table).where(col(table.workspace) == workspace, col(table.person_id) == person_id))
