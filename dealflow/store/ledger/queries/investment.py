"""Funds, deals, committees, operators, eligibility facts and filings, for those in whose books they are.

Tracks and holidays belong to the workspace: everybody sees them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, false
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from dealflow.domain.investment.committee import CommitteeSession, Fund
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.people.access import Act, Role, Viewer, may
from dealflow.domain.pipeline.funnel import Track
from dealflow.domain.tips.operators import Operator
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.tables.investment import AgendaRow, DealRow, FundRow, SessionRow
from dealflow.store.ledger.tables.pipeline import HolidayRow, TrackRow
from dealflow.store.ledger.tables.tips import CompanyFactRow, FilingRow, OperatorRow


@dataclass(frozen=True, slots=True)
class CompanyFact:
    """One thing that an organisation noted of a company for eligibility; ``value`` is canonical text."""

    fact: str
    value: str
    as_of: date | None
    valid_to: date | None
    proof: str
    kept_by: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class Filing:
    """A report to file, with its sheet; ``version`` is the last event of its stream."""

    id: str
    report: str
    session_id: str
    item_id: str
    state: str
    filed_at: datetime | None
    filed_by: str
    values: tuple[tuple[str, str], ...]
    version: int


def funds(session: Session, workspace: str, viewer: Viewer) -> tuple[Fund, ...]:
    """Return the funds of the viewer's house, by name."""
    mine = _books(viewer, col(FundRow.owner_id))
    rows = session.exec(select(FundRow).where(FundRow.workspace == workspace, mine))
    return tuple(sorted((row.fund for row in rows), key=lambda fund: (fund.name_ko, fund.id)))


def deal(session: Session, workspace: str, viewer: Viewer, engagement_id: str) -> Deal:
    """Return the money side of an engagement, an empty one where nothing was agreed or it is not in their books."""
    mine = _books(viewer, col(DealRow.owner_id))
    row = session.exec(
        select(DealRow).where(DealRow.workspace == workspace, DealRow.engagement_id == engagement_id, mine)
    ).one_or_none()
    return Deal(engagement_id, viewer.organisation_id) if row is None else row.deal


def deals(session: Session, workspace: str, viewer: Viewer) -> tuple[Deal, ...]:
    """Return every deal of the viewer's books, by engagement."""
    mine = _books(viewer, col(DealRow.owner_id))
    wanted = select(DealRow).where(DealRow.workspace == workspace, mine).order_by(DealRow.engagement_id)
    return tuple(row.deal for row in session.exec(wanted))


def committee_sessions(session: Session, workspace: str, viewer: Viewer) -> tuple[CommitteeSession, ...]:
    """Return the committee sessions of the viewer's house, the latest first."""
    mine = _books(viewer, col(SessionRow.owner_id))
    wanted = select(SessionRow).where(SessionRow.workspace == workspace, mine)
    rows = session.exec(wanted.order_by(col(SessionRow.held_at).desc(), SessionRow.id))
    return tuple(row.session for row in rows)


def find_session(
    session: Session, workspace: str, viewer: Viewer, session_id: str
) -> tuple[CommitteeSession, int] | None:
    """Return a committee session of the viewer's house with its version, nothing if there is none."""
    mine = _books(viewer, col(SessionRow.owner_id))
    row = session.exec(
        select(SessionRow).where(SessionRow.workspace == workspace, SessionRow.id == session_id, mine)
    ).one_or_none()
    return None if row is None else (row.session, row.seq)


def session_versions(session: Session, workspace: str, viewer: Viewer) -> dict[str, int]:
    """Return the last event's number of every committee session of the viewer's house, by its id."""
    mine = _books(viewer, col(SessionRow.owner_id))
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
    mine = _books(viewer, col(SessionRow.owner_id))
    tabled = select(AgendaRow.session_id).where(
        AgendaRow.workspace == workspace, AgendaRow.engagement_id == engagement_id
    )
    wanted = select(SessionRow).where(SessionRow.workspace == workspace, mine, col(SessionRow.id).in_(tabled))
    rows = session.exec(wanted.order_by(col(SessionRow.held_at), SessionRow.id))
    return tuple(row.session for row in rows)


def operators(session: Session, workspace: str, viewer: Viewer) -> tuple[tuple[Operator, int], ...]:
    """Return the operators that the viewer's organisation leads, with their versions."""
    mine = _books(viewer, col(OperatorRow.organisation_id))
    rows = session.exec(select(OperatorRow).where(OperatorRow.workspace == workspace, mine).order_by(OperatorRow.id))
    return tuple((row.operator, row.seq) for row in rows)


def company_facts(session: Session, workspace: str, viewer: Viewer, company_id: str) -> tuple[CompanyFact, ...]:
    """Return what the viewer's organisation noted of a company, by fact; emptied ones left out."""
    mine = _books(viewer, col(CompanyFactRow.organisation_id))
    wanted = select(CompanyFactRow).where(
        CompanyFactRow.workspace == workspace,
        CompanyFactRow.company_id == company_id,
        CompanyFactRow.value != "",
        mine,
    )
    rows = session.exec(wanted.order_by(CompanyFactRow.fact))
    return tuple(value_of(CompanyFact, row) for row in rows)


def dated_company_facts(session: Session, workspace: str, viewer: Viewer) -> tuple[tuple[str, CompanyFact], ...]:
    """Return what the viewer's organisation noted of any company that runs out on a day, with the company's id."""
    mine = _books(viewer, col(CompanyFactRow.organisation_id))
    wanted = select(CompanyFactRow).where(
        CompanyFactRow.workspace == workspace,
        CompanyFactRow.value != "",
        col(CompanyFactRow.valid_to).is_not(None),
        mine,
    )
    rows = session.exec(wanted.order_by(col(CompanyFactRow.valid_to), CompanyFactRow.company_id, CompanyFactRow.fact))
    return tuple(
        (
            row.company_id,
            value_of(CompanyFact, row),
        )
        for row in rows
    )


def filings(session: Session, workspace: str, viewer: Viewer) -> tuple[Filing, ...]:
    """Return the filings of the viewer's house."""
    mine = _books(viewer, col(FilingRow.owner_id))
    rows = session.exec(select(FilingRow).where(FilingRow.workspace == workspace, mine).order_by(FilingRow.id))
    return tuple(value_of(Filing, row, version="seq") for row in rows)


def edited_tracks(session: Session, workspace: str) -> tuple[tuple[Track, int], ...]:
    """Return the tracks that an administrator edited, with their versions."""
    rows = session.exec(select(TrackRow).where(TrackRow.workspace == workspace).order_by(TrackRow.id))
    return tuple((row.track, row.seq) for row in rows)


def holidays(session: Session, workspace: str) -> tuple[tuple[date, bool, str], ...]:
    """Return the days declared closed (True) or open over the calendar, with their names, in order."""
    rows = session.exec(select(HolidayRow).where(HolidayRow.workspace == workspace).order_by(col(HolidayRow.day)))
    return tuple((row.day, row.is_closed, row.name) for row in rows)


def _books(viewer: Viewer, owner: Mapped[str]) -> ColumnElement[bool]:
    """Return the condition that a row stands in the viewer's own books."""
    if viewer.role is Role.COMPANY_GUEST or not may(viewer, Act.SEE_PIPELINE):
        return false()
    return owner == viewer.organisation_id
