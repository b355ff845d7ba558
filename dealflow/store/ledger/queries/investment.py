"""Funds, deals and committees, for those in whose books they are."""

from __future__ import annotations

from sqlmodel import Session, col, select

from dealflow.domain.investment.committee import CommitteeSession, Fund
from dealflow.domain.investment.deal_scoring import DealScore
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.people.access import Viewer
from dealflow.store.ledger.queries.visibility import in_books
from dealflow.store.ledger.tables.investment import AgendaRow, DealRow, DealScoreRow, FundRow, SessionRow


def funds(session: Session, workspace: str, viewer: Viewer) -> tuple[Fund, ...]:
    """Return the funds of the viewer's house, by name."""
    mine = in_books(viewer, col(FundRow.owner_id))
    rows = session.exec(select(FundRow).where(FundRow.workspace == workspace, mine))
    return tuple(sorted((row.fund for row in rows), key=lambda fund: (fund.name_ko, fund.id)))


def deal(session: Session, workspace: str, viewer: Viewer, engagement_id: str) -> Deal:
    """Return the money side of an engagement, an empty one where nothing was agreed or it is not in their books."""
    mine = in_books(viewer, col(DealRow.owner_id))
    row = session.exec(
        select(DealRow).where(DealRow.workspace == workspace, DealRow.engagement_id == engagement_id, mine)
    ).one_or_none()
    return Deal(engagement_id, viewer.organisation_id) if row is None else row.deal


def deals(session: Session, workspace: str, viewer: Viewer) -> tuple[Deal, ...]:
    """Return every deal of the viewer's books, by engagement."""
    mine = in_books(viewer, col(DealRow.owner_id))
    query = select(DealRow).where(DealRow.workspace == workspace, mine).order_by(DealRow.engagement_id)
    return tuple(row.deal for row in session.exec(query))


def committee_sessions(session: Session, workspace: str, viewer: Viewer) -> tuple[CommitteeSession, ...]:
    """Return the committee sessions of the viewer's house, the latest first."""
    mine = in_books(viewer, col(SessionRow.owner_id))
    query = select(SessionRow).where(SessionRow.workspace == workspace, mine)
    rows = session.exec(query.order_by(col(SessionRow.held_at).desc(), SessionRow.id))
    return tuple(row.session for row in rows)


def find_session(
    session: Session, workspace: str, viewer: Viewer, session_id: str
) -> tuple[CommitteeSession, int] | None:
    """Return a committee session of the viewer's house with its version, nothing if there is none."""
    mine = in_books(viewer, col(SessionRow.owner_id))
    row = session.exec(
        select(SessionRow).where(SessionRow.workspace == workspace, SessionRow.id == session_id, mine)
    ).one_or_none()
    return None if row is None else (row.session, row.seq)


def session_versions(session: Session, workspace: str, viewer: Viewer) -> dict[str, int]:
    """Return the last event's number of every committee session of the viewer's house, by its id."""
    mine = in_books(viewer, col(SessionRow.owner_id))
    return dict(
        session.exec(select(SessionRow.id, SessionRow.seq).where(SessionRow.workspace == workspace, mine)).all()
    )


def session_of_link(session: Session, workspace: str, session_id: str) -> tuple[CommitteeSession, int] | None:
    """Return a session with its version for whoever holds one of its one-time links: the caller checks the secret."""
    row = session.get(SessionRow, (workspace, session_id))
    return None if row is None else (row.session, row.seq)


def sessions_of_engagement(
    session: Session, workspace: str, viewer: Viewer, engagement_id: str
) -> tuple[CommitteeSession, ...]:
    """Return the sessions that had the engagement on their agenda, oldest first."""
    mine = in_books(viewer, col(SessionRow.owner_id))
    tabled = select(AgendaRow.session_id).where(
        AgendaRow.workspace == workspace, AgendaRow.engagement_id == engagement_id
    )
    query = select(SessionRow).where(SessionRow.workspace == workspace, mine, col(SessionRow.id).in_(tabled))
    rows = session.exec(query.order_by(col(SessionRow.held_at), SessionRow.id))
    return tuple(row.session for row in rows)


def deal_scores(
    session: Session, workspace: str, viewer: Viewer, engagement_id: str | None = None
) -> dict[str, tuple[DealScore, ...]]:
    """Return the marks of the viewer's house by engagement, of one or all. Who may see which: the caller's."""
    mine = in_books(viewer, col(DealScoreRow.owner_id))
    query = select(DealScoreRow).where(DealScoreRow.workspace == workspace, mine)
    if engagement_id is not None:
        query = query.where(DealScoreRow.engagement_id == engagement_id)
    scores: dict[str, tuple[DealScore, ...]] = {}
    for row in session.exec(query.order_by(DealScoreRow.engagement_id, DealScoreRow.reviewer_id)):
        scores[row.engagement_id] = (*scores.get(row.engagement_id, ()), row.given)
    return scores
