"""Decks of companies that a house passed on, and those whose destruction is announced or done; for its clocks."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, or_, select

from dealflow.domain.claims.deck import Deck, DeckState
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.domain.inbound.inbound import InboundState
from dealflow.domain.people.access import Audience
from dealflow.domain.pipeline.funnel import NEEDS_REASON
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.tables.claims import DeckRow
from dealflow.store.ledger.tables.inbound import InboundRow
from dealflow.store.ledger.tables.pipeline import EngagementRow


def passed(session: Session, workspace: str, owner_id: str) -> list[tuple[str, datetime]]:
    """Return a house's own decks that came in vain, each with the moment since which nothing is wanted of it.

    Its letter was declined, or every deal of the house with its company is over without an investment; a deal that is
    under way keeps all decks of its company. What is shared at an event is not the house's to destroy.
    """
    over, open_companies = _deals(session, workspace, owner_id)
    declined = _declined(session, workspace, owner_id)
    rows = session.exec(
        select(DeckRow)
        .where(
            DeckRow.workspace == workspace,
            DeckRow.owner_id == owner_id,
            col(DeckRow.audience) == Audience.ORGANISATION,
            col(DeckRow.state) != DeckState.QUEUED,
            or_(col(DeckRow.refusal).is_(None), col(DeckRow.refusal) != RefusalReason.RETENTION),
            col(DeckRow.destroy_on).is_(None),
        )
        .order_by(DeckRow.id)
    )
    since = []
    for row in rows:
        company = row.company_id or ""
        moments = [moment for moment in (declined.get(row.id), over.get(company)) if moment is not None]
        if moments and company not in open_companies:
            since.append((row.id, max(moments)))
    return since


def _deals(session: Session, workspace: str, owner_id: str) -> tuple[dict[str, datetime], set[str]]:
    """Return when a house's last deal with each company was over, and the companies with one that is not."""
    over: dict[str, datetime] = {}
    open_companies: set[str] = set()
    deals = session.exec(
        select(EngagementRow.company_id, EngagementRow.status, EngagementRow.last_event_at).where(
            EngagementRow.workspace == workspace, EngagementRow.owner_id == owner_id
        )
    )
    for company_id, status, at in deals:
        if status in NEEDS_REASON:
            over[company_id] = max(at, over.get(company_id, at))
        else:
            open_companies.add(company_id)
    return over, open_companies


def _declined(session: Session, workspace: str, owner_id: str) -> dict[str, datetime]:
    """Return when the letters that brought decks were declined, by deck."""
    letters = session.exec(
        select(InboundRow).where(
            InboundRow.workspace == workspace,
            InboundRow.owner_id == owner_id,
            col(InboundRow.state) == InboundState.DECLINED,
        )
    )
    return {
        deck_id: letter.settled_at
        for letter in letters
        if letter.settled_at is not None
        for deck_id in letter.inbound.deck_ids
    }


def shelved(session: Session, workspace: str, owner_id: str) -> list[tuple[Deck, date]]:
    """Return a house's decks whose destruction is announced, each with its day, the next first."""
    rows = session.exec(
        select(DeckRow)
        .where(DeckRow.workspace == workspace, DeckRow.owner_id == owner_id, col(DeckRow.destroy_on).is_not(None))
        .order_by(col(DeckRow.destroy_on), DeckRow.id)
    )
    return [(value_of(Deck, row), row.destroy_on) for row in rows if row.destroy_on is not None]


def destroyed_hashes(session: Session, workspace: str, owner_id: str) -> tuple[str, ...]:
    """Return the hashes of the files of a house's decks that were destroyed when their time was over."""
    query = select(DeckRow.sha256).where(
        DeckRow.workspace == workspace,
        DeckRow.owner_id == owner_id,
        col(DeckRow.refusal) == RefusalReason.RETENTION,
    )
    return tuple(session.exec(query.distinct().order_by(DeckRow.sha256)))
