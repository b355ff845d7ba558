"""Claims and the words on them, for those who may see the deck."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, literal, or_
from sqlmodel import Session, col, exists, select

from dealflow.domain.claims.claims import Claim, Verdict, Verification
from dealflow.domain.people.access import Role, Viewer
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries.visibility import claim_seen, deck_seen, word_heard
from dealflow.store.ledger.tables.claims import ClaimRow, DeckRow, VerificationRow
from dealflow.store.ledger.tables.journal import JournalRow


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim with its deck; ``organisation_id`` is set for claims added by hand, ``superseded`` for outdated ones."""

    claim: Claim
    deck_id: str
    organisation_id: str | None
    superseded: bool


@dataclass(frozen=True, slots=True)
class HeardWord:
    """An organisation's word on a claim, with the version of the stream that holds it."""

    word: Verification
    deck_id: str
    seq: int


def claims(
    session: Session,
    workspace: str,
    viewer: Viewer,
    deck_ids: Collection[str],
    metrics: Collection[str] | None = None,
) -> tuple[StoredClaim, ...]:
    """Return the claims of the decks that the viewer may see: by deck, page and reading order.

    ``metrics`` narrows to claims read as one of these, or corrected by anybody to whatever.
    """
    query = (
        select(ClaimRow)
        .join(DeckRow, (col(DeckRow.workspace) == ClaimRow.workspace) & (col(DeckRow.id) == ClaimRow.deck_id))
        .where(ClaimRow.workspace == workspace, col(ClaimRow.deck_id).in_(deck_ids), claim_seen(viewer))
    )
    if metrics is not None:
        query = query.where(or_(col(ClaimRow.metric).in_(metrics), _corrected()))
    rows = session.exec(query.order_by(ClaimRow.deck_id, col(ClaimRow.page), col(ClaimRow.ordinal), ClaimRow.id))
    return tuple(_stored(row) for row in rows)


def read_claims(session: Session, workspace: str, deck_id: str) -> tuple[Claim, ...]:
    """Return all claims that stand of a deck's readings, whoever may see them: for the reader. None added by hand."""
    rows = session.exec(
        select(ClaimRow)
        .where(ClaimRow.workspace == workspace, ClaimRow.deck_id == deck_id, col(ClaimRow.organisation_id).is_(None))
        .order_by(col(ClaimRow.superseded), col(ClaimRow.ordinal), ClaimRow.id)
    )
    return tuple(row.claim for row in rows)


def second_looks(session: Session, workspace: str, viewer: Viewer) -> dict[str, int]:
    """Return, by deck id, how many claims the viewer's organisation accepted or corrected that are read no longer.

    Those at which it looked again since the deck was last read are not counted.
    """
    if viewer.role is Role.COMPANY_GUEST:
        return {}
    rows = session.exec(
        select(ClaimRow.deck_id, func.count())
        .join(DeckRow, (col(DeckRow.workspace) == ClaimRow.workspace) & (col(DeckRow.id) == ClaimRow.deck_id))
        .join(
            VerificationRow,
            and_(
                col(VerificationRow.workspace) == ClaimRow.workspace,
                col(VerificationRow.deck_id) == ClaimRow.deck_id,
                col(VerificationRow.claim_id) == ClaimRow.id,
            ),
        )
        .where(
            ClaimRow.workspace == workspace,
            col(ClaimRow.superseded).is_(True),
            claim_seen(viewer),
            col(VerificationRow.organisation_id) == viewer.organisation_id,
            col(VerificationRow.verdict).in_([Verdict.ACCEPTED, Verdict.CORRECTED]),
            col(VerificationRow.verified_at) < col(DeckRow.read_at),
        )
        .group_by(ClaimRow.deck_id)
    )
    return dict(rows.all())


def find_claim(session: Session, workspace: str, viewer: Viewer, claim_id: str) -> StoredClaim | None:
    """Return the claim, or nothing if there is none that the viewer may see."""
    row = session.exec(
        select(ClaimRow)
        .join(DeckRow, (col(DeckRow.workspace) == ClaimRow.workspace) & (col(DeckRow.id) == ClaimRow.deck_id))
        .where(ClaimRow.workspace == workspace, ClaimRow.id == claim_id, claim_seen(viewer))
    ).first()
    return None if row is None else _stored(row)


def words(
    session: Session, workspace: str, viewer: Viewer, deck_ids: Collection[str]
) -> dict[str, tuple[HeardWord, ...]]:
    """Return, by claim id, the words that may count for the viewer: own ones, and an event deck owner's."""
    rows = session.exec(
        select(VerificationRow)
        .join(
            DeckRow,
            (col(DeckRow.workspace) == VerificationRow.workspace) & (col(DeckRow.id) == VerificationRow.deck_id),
        )
        .where(
            VerificationRow.workspace == workspace,
            col(VerificationRow.deck_id).in_(deck_ids),
            deck_seen(viewer),
            word_heard(viewer),
        )
        .order_by(VerificationRow.claim_id, VerificationRow.organisation_id)
    )
    heard: dict[str, list[HeardWord]] = defaultdict(list)
    for row in rows:
        heard[row.claim_id].append(HeardWord(value_of(Verification, row), row.deck_id, row.seq))
    return {claim_id: tuple(words_on_claim) for claim_id, words_on_claim in heard.items()}


def own_words(session: Session, workspace: str, viewer: Viewer, deck_id: str) -> tuple[Verification, ...]:
    """Return the standing words that the viewer said on the deck for the own organisation, the latest first."""
    stream = literal("review:") + col(VerificationRow.claim_id) + ":" + col(VerificationRow.organisation_id)
    rows = session.exec(
        select(VerificationRow)
        .join(
            JournalRow,
            and_(
                col(JournalRow.workspace) == VerificationRow.workspace,
                col(JournalRow.stream) == stream,
                col(JournalRow.seq) == VerificationRow.seq,
            ),
        )
        .where(
            VerificationRow.workspace == workspace,
            VerificationRow.deck_id == deck_id,
            VerificationRow.organisation_id == viewer.organisation_id,
            VerificationRow.verified_by == viewer.person_id,
            col(VerificationRow.verdict) != Verdict.REOPENED,
        )
        .order_by(col(JournalRow.position).desc())
    )
    return tuple(value_of(Verification, row) for row in rows)


def _corrected() -> ColumnElement[bool]:
    """Return the condition that somebody corrected the row of ClaimRow."""
    return exists(
        select(VerificationRow.claim_id).where(
            col(VerificationRow.workspace) == col(ClaimRow.workspace),
            col(VerificationRow.claim_id) == col(ClaimRow.id),
            col(VerificationRow.verdict) == Verdict.CORRECTED,
        )
    )


def _stored(row: ClaimRow) -> StoredClaim:
    return value_of(StoredClaim, row)
