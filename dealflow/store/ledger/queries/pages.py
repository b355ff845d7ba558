"""Records page by page, in the order of their ids, for programs: whoever comes back with the last id gets the rest.

A page is cut in SQL, by the same conditions as every other query. New records may come before a page that was read:
``changes`` tells of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, or_, select

from dealflow.domain.claims.company import Company
from dealflow.domain.claims.deck import Deck, DeckState
from dealflow.domain.notes.notes import Note
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.funnel import Engagement, Status
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries.visibility import company_known, deck_seen, engagement_owned, note_seen
from dealflow.store.ledger.tables.claims import CompanyRow, DeckRow
from dealflow.store.ledger.tables.notes import NoteRow
from dealflow.store.ledger.tables.pipeline import EngagementRow


@dataclass(frozen=True, slots=True)
class Cut:
    """Which part of a list: what comes after an id, so many of them."""

    after: str = ""
    most: int = 50


@dataclass(frozen=True, slots=True)
class CompanyWish:
    """Which companies; ``text``: in a name."""

    text: str = ""
    biz_reg_no: str | None = None


@dataclass(frozen=True, slots=True)
class DeckWish:
    """Which decks."""

    company_id: str | None = None
    state: DeckState | None = None


@dataclass(frozen=True, slots=True)
class EngagementWish:
    """Which engagements."""

    track: str | None = None
    stage: str | None = None
    status: Status | None = None
    company_id: str | None = None


@dataclass(frozen=True, slots=True)
class NoteWish:
    """Which notes."""

    company_id: str | None = None
    engagement_id: str | None = None


def companies(session: Session, workspace: str, viewer: Viewer, wish: CompanyWish, cut: Cut) -> tuple[Company, ...]:
    """Return a page of the companies that the viewer may know of, without those that were merged into others."""
    query = select(CompanyRow).where(
        CompanyRow.workspace == workspace, company_known(viewer), col(CompanyRow.merged_into).is_(None)
    )
    if wish.text:
        names = (col(CompanyRow.name), col(CompanyRow.name_en))
        query = query.where(or_(*(name.icontains(wish.text, autoescape=True) for name in names)))
    query = query.where(*_equal((col(CompanyRow.biz_reg_no), wish.biz_reg_no)), col(CompanyRow.id) > cut.after)
    rows = session.exec(query.order_by(CompanyRow.id).limit(cut.most))
    return tuple(value_of(Company, row, version="seq") for row in rows)


def decks(session: Session, workspace: str, viewer: Viewer, wish: DeckWish, cut: Cut) -> tuple[Deck, ...]:
    """Return a page of the decks that the viewer may see."""
    query = select(DeckRow).where(
        DeckRow.workspace == workspace,
        deck_seen(viewer),
        *_equal((col(DeckRow.company_id), wish.company_id), (col(DeckRow.state), wish.state)),
        col(DeckRow.id) > cut.after,
    )
    return tuple(value_of(Deck, row) for row in session.exec(query.order_by(DeckRow.id).limit(cut.most)))


def engagements(
    session: Session, workspace: str, viewer: Viewer, wish: EngagementWish, cut: Cut
) -> tuple[Engagement, ...]:
    """Return a page of the engagements of the viewer's books."""
    query = select(EngagementRow).where(
        EngagementRow.workspace == workspace,
        engagement_owned(viewer),
        *_equal(
            (col(EngagementRow.track), wish.track),
            (col(EngagementRow.stage), wish.stage),
            (col(EngagementRow.status), wish.status),
            (col(EngagementRow.company_id), wish.company_id),
        ),
        col(EngagementRow.id) > cut.after,
    )
    rows = session.exec(query.order_by(EngagementRow.id).limit(cut.most))
    return tuple(value_of(Engagement, row) for row in rows)


def notes(session: Session, workspace: str, viewer: Viewer, wish: NoteWish, cut: Cut) -> tuple[Note, ...]:
    """Return a page of the notes that the viewer may read; those that were withdrawn are left out."""
    query = select(NoteRow).where(
        NoteRow.workspace == workspace,
        note_seen(viewer),
        col(NoteRow.is_withdrawn).is_(False),
        *_equal((col(NoteRow.company_id), wish.company_id), (col(NoteRow.engagement_id), wish.engagement_id)),
        col(NoteRow.id) > cut.after,
    )
    return tuple(value_of(Note, row) for row in session.exec(query.order_by(NoteRow.id).limit(cut.most)))


def _equal(
    *pairs: tuple[Mapped[str | None] | Mapped[str] | Mapped[DeckState] | Mapped[Status], object],
) -> Iterator[ColumnElement[bool]]:
    """Give the conditions of what is wished for; what is not given does not narrow."""
    for column, wished in pairs:
        if wished is not None:
            yield column == wished
