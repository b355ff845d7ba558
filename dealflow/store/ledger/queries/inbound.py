"""Inbounds as they stand, for the house to which they came, and the words of their letters."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, delete, select

from dealflow.domain.inbound.inbound import Inbound, InboundState, InboundWords, StandingInbound, is_same
from dealflow.domain.people.access import Viewer
from dealflow.domain.values.register_numbers import require_no_resident_number
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries.visibility import in_books
from dealflow.store.ledger.tables.inbound import InboundLetter, InboundRow


def inbounds(
    session: Session, workspace: str, viewer: Viewer, states: Iterable[InboundState]
) -> tuple[StandingInbound, ...]:
    """Return the inbounds of the viewer's house in these states, the latest first."""
    query = select(InboundRow).where(
        InboundRow.workspace == workspace,
        in_books(viewer, col(InboundRow.owner_id)),
        col(InboundRow.state).in_(sorted(states)),
    )
    rows = session.exec(query.order_by(col(InboundRow.received_at).desc(), InboundRow.id))
    return tuple(value_of(StandingInbound, row, version="seq") for row in rows)


def find_inbound(session: Session, workspace: str, viewer: Viewer, inbound_id: str) -> StandingInbound | None:
    """Return the inbound, or nothing if none of that id came to the viewer's house."""
    row = session.exec(
        select(InboundRow).where(
            InboundRow.workspace == workspace,
            InboundRow.id == inbound_id,
            in_books(viewer, col(InboundRow.owner_id)),
        )
    ).one_or_none()
    return None if row is None else value_of(StandingInbound, row, version="seq")


def known_copy(session: Session, workspace: str, new: Inbound) -> str | None:
    """Return the id of the inbound of the same house that a new one is a copy of."""
    same = session.get(InboundRow, (workspace, new.id))
    if same is not None:
        return same.id
    if not new.message_hash:
        return None
    rows = session.exec(
        select(InboundRow)
        .where(
            InboundRow.workspace == workspace,
            InboundRow.owner_id == new.owner_id,
            InboundRow.message_hash == new.message_hash,
        )
        .order_by(InboundRow.id)
    )
    return next((row.id for row in rows if is_same(row.inbound, new)), None)


def letters(session: Session, workspace: str, inbound_ids: Iterable[str]) -> dict[str, InboundWords]:
    """Return the words of letters by inbound; destroyed ones are missing. Who may read them is asked before."""
    rows = session.exec(
        select(InboundLetter).where(
            InboundLetter.workspace == workspace, col(InboundLetter.inbound_id).in_(sorted(inbound_ids))
        )
    )
    return {row.inbound_id: row.words for row in rows}


def keep_letter(session: Session, workspace: str, inbound_id: str, words: InboundWords) -> None:
    """Keep the words of a letter beside the journal.

    Raises:
        InvalidInputError: they hold what may be a resident number.
    """
    require_no_resident_number(words)
    domain = words.writer.domain
    session.merge(InboundLetter(workspace=workspace, inbound_id=inbound_id, domain=domain, words=words))


def destroy_letter(session: Session, workspace: str, inbound_id: str) -> None:
    """Destroy the words of a letter, with its writer and the names of its files."""
    session.exec(
        delete(InboundLetter).where(
            col(InboundLetter.workspace) == workspace, col(InboundLetter.inbound_id) == inbound_id
        )
    )


def filed_domains(session: Session, workspace: str, viewer: Viewer) -> dict[str, str]:
    """Return the company to which the house last filed a letter from each domain of mail."""
    query = (
        select(InboundLetter.domain, InboundRow.company_id)
        .join(
            InboundRow,
            (col(InboundRow.workspace) == col(InboundLetter.workspace))
            & (col(InboundRow.id) == col(InboundLetter.inbound_id)),
        )
        .where(
            InboundRow.workspace == workspace,
            in_books(viewer, col(InboundRow.owner_id)),
            InboundRow.state == InboundState.FILED,
            InboundLetter.domain != "",
        )
        .order_by(col(InboundRow.settled_at), InboundRow.id)
    )
    return dict(session.exec(query).all())
