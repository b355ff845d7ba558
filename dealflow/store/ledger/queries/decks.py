"""Decks as they stand, for those who may see them."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, case, col, select

from dealflow.domain.claims import deck
from dealflow.domain.claims.claims import Verdict
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.people.access import Audience, Role, Viewer
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries.visibility import claim_seen, deck_seen
from dealflow.store.ledger.tables.claims import ClaimRow, DeckRow, VerificationRow


def decks(
    session: Session, workspace: str, viewer: Viewer, company_ids: Collection[str] | None = None
) -> tuple[deck.Deck, ...]:
    """Return the decks that the viewer may see, of these companies or all, newest first."""
    query = select(DeckRow).where(DeckRow.workspace == workspace, deck_seen(viewer))
    if company_ids is not None:
        query = query.where(col(DeckRow.company_id).in_(company_ids))
    rows = session.exec(query.order_by(col(DeckRow.received_at).desc(), DeckRow.id))
    return tuple(_record(row) for row in rows)


def find_deck(session: Session, workspace: str, viewer: Viewer, deck_id: str) -> deck.Deck | None:
    """Return the deck, or nothing if there is none that the viewer may see."""
    row = session.exec(
        select(DeckRow).where(DeckRow.workspace == workspace, DeckRow.id == deck_id, deck_seen(viewer))
    ).one_or_none()
    return None if row is None else _record(row)


def deck_to_read(session: Session, workspace: str, deck_id: str) -> deck.Deck | None:
    """Return the deck whoever owns it: for the reader, which shows it to nobody."""
    row = session.get(DeckRow, (workspace, deck_id))
    return None if row is None else _record(row)


def unread(session: Session, workspace: str) -> tuple[str, ...]:
    """Return the ids of the decks that wait to be read, in the order in which they came."""
    rows = session.exec(
        select(DeckRow.id)
        .where(DeckRow.workspace == workspace, col(DeckRow.state) == DeckState.QUEUED)
        .order_by(col(DeckRow.received_at), DeckRow.id)
    )
    return tuple(rows)


def versions(
    session: Session, workspace: str, company_id: str, round_label: str, seen_by: tuple[str, Audience]
) -> dict[str, int]:
    """Return the version numbers, by deck id, of the company's round among the decks that a deck's readers all see.

    ``seen_by`` is the owner and the audience of the deck to be numbered: an event deck counts event decks only, so
    that its number tells nothing of private ones; a private deck counts its owner's too.
    """
    owner_id, audience = seen_by
    shared = col(DeckRow.audience) == Audience.EVENT
    counted = shared if audience is Audience.EVENT else or_(shared, col(DeckRow.owner_id) == owner_id)
    rows = session.exec(
        select(DeckRow.id, DeckRow.version).where(
            DeckRow.workspace == workspace,
            DeckRow.company_id == company_id,
            DeckRow.round_label == round_label,
            counted,
        )
    )
    return dict(rows.all())


class ClaimCount(NamedTuple):
    """How many claims of a deck a viewer sees, on how many of them no word counts, and the first page of those."""

    claims: int = 0
    to_review: int = 0
    first_page: int = 0


def claim_counts(
    session: Session, workspace: str, viewer: Viewer, deck_ids: Collection[str] | None = None
) -> dict[str, ClaimCount]:
    """Return, by deck id, how many claims there are and wait for the viewer's word; of these decks, or of all."""
    own, owners = aliased(VerificationRow), aliased(VerificationRow)
    books = "" if viewer.role is Role.COMPANY_GUEST else viewer.organisation_id
    unheard = or_(col(owners.claim_id).is_(None), col(DeckRow.audience) != Audience.EVENT)
    waiting = and_(col(own.claim_id).is_(None), unheard)
    first_page = func.min(case((waiting, col(ClaimRow.page))))
    counted = (
        select(ClaimRow.deck_id, func.count(), func.sum(case((waiting, 1), else_=0)), first_page)
        .join(DeckRow, (col(DeckRow.workspace) == ClaimRow.workspace) & (col(DeckRow.id) == ClaimRow.deck_id))
        .join(own, and_(_said_on_claim(own), col(own.organisation_id) == books), isouter=True)
        .join(owners, and_(_said_on_claim(owners), col(owners.organisation_id) == DeckRow.owner_id), isouter=True)
        .where(ClaimRow.workspace == workspace, col(ClaimRow.superseded).is_(False), claim_seen(viewer))
        .group_by(ClaimRow.deck_id)
    )
    if deck_ids is not None:
        counted = counted.where(col(ClaimRow.deck_id).in_(deck_ids))
    rows = session.exec(counted)
    return {deck_id: ClaimCount(total, waits or 0, page or 0) for deck_id, total, waits, page in rows}


def _said_on_claim(word: type[VerificationRow]) -> ColumnElement[bool]:
    """Return the condition that joins a standing word to the row of ClaimRow that it is on."""
    return and_(
        col(word.workspace) == ClaimRow.workspace,
        col(word.deck_id) == ClaimRow.deck_id,
        col(word.claim_id) == ClaimRow.id,
        col(word.verdict) != Verdict.REOPENED,
    )


def _record(row: DeckRow) -> deck.Deck:
    return value_of(deck.Deck, row)
