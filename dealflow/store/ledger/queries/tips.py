"""Operators, facts for eligibility and reports, for those in whose books they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from dealflow.domain.people.access import Viewer
from dealflow.domain.tips.grant_projects import GrantProject
from dealflow.domain.tips.operators import Operator
from dealflow.domain.tips.sharing import PEERS, Sharing
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries.companies import ids_of
from dealflow.store.ledger.queries.visibility import in_books
from dealflow.store.ledger.tables.tips import CompanyFactRow, FilingRow, GrantProjectRow, OperatorRow, SharingRow


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
    document_id: str = ""
    """The file that shows it."""


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


def operators(session: Session, workspace: str, viewer: Viewer) -> tuple[tuple[Operator, int], ...]:
    """Return the operators that the viewer's organisation leads, with their versions."""
    mine = in_books(viewer, col(OperatorRow.organisation_id))
    rows = session.exec(select(OperatorRow).where(OperatorRow.workspace == workspace, mine).order_by(OperatorRow.id))
    return tuple((row.operator, row.seq) for row in rows)


def company_facts(session: Session, workspace: str, viewer: Viewer, company_id: str) -> tuple[CompanyFact, ...]:
    """Return what the viewer's organisation noted of a company, by fact; emptied ones left out."""
    mine = in_books(viewer, col(CompanyFactRow.organisation_id))
    query = select(CompanyFactRow).where(
        CompanyFactRow.workspace == workspace,
        col(CompanyFactRow.company_id).in_(ids_of(session, workspace, company_id)),
        CompanyFactRow.value != "",
        mine,
    )
    own_last = col(CompanyFactRow.company_id) == company_id  # what was noted of the company itself counts
    rows = session.exec(query.order_by(CompanyFactRow.fact, own_last))
    return tuple({row.fact: value_of(CompanyFact, row) for row in rows}.values())


def dated_company_facts(session: Session, workspace: str, viewer: Viewer) -> tuple[tuple[str, CompanyFact], ...]:
    """Return what the viewer's organisation noted of any company that runs out on a day, with the company's id."""
    mine = in_books(viewer, col(CompanyFactRow.organisation_id))
    query = select(CompanyFactRow).where(
        CompanyFactRow.workspace == workspace,
        CompanyFactRow.value != "",
        col(CompanyFactRow.valid_to).is_not(None),
        mine,
    )
    rows = session.exec(query.order_by(col(CompanyFactRow.valid_to), CompanyFactRow.company_id, CompanyFactRow.fact))
    return tuple(
        (
            row.company_id,
            value_of(CompanyFact, row),
        )
        for row in rows
    )


def filings(session: Session, workspace: str, viewer: Viewer) -> tuple[Filing, ...]:
    """Return the filings of the viewer's house."""
    mine = in_books(viewer, col(FilingRow.owner_id))
    rows = session.exec(select(FilingRow).where(FilingRow.workspace == workspace, mine).order_by(FilingRow.id))
    return tuple(value_of(Filing, row, version="seq") for row in rows)


def grant_projects(session: Session, workspace: str, viewer: Viewer) -> tuple[tuple[GrantProject, int], ...]:
    """Return the projects with a grant in the books of the viewer's house, with their versions."""
    mine = in_books(viewer, col(GrantProjectRow.owner_id))
    query = select(GrantProjectRow).where(GrantProjectRow.workspace == workspace, mine)
    return tuple((row.project, row.seq) for row in session.exec(query.order_by(GrantProjectRow.id)))


def grant_project(session: Session, workspace: str, viewer: Viewer, project_id: str) -> tuple[GrantProject, int] | None:
    """Return one project in the books of the viewer's house with its version; None where nothing is kept of it."""
    mine = in_books(viewer, col(GrantProjectRow.owner_id))
    query = select(GrantProjectRow).where(
        GrantProjectRow.workspace == workspace, GrantProjectRow.id == project_id, mine
    )
    row = session.exec(query).first()
    return None if row is None else (row.project, row.seq)


def sharing_by(session: Session, workspace: str, viewer: Viewer) -> tuple[Sharing, ...]:
    """Return the consents that the viewer's house gave and that stand."""
    mine = in_books(viewer, col(SharingRow.house_id))
    query = select(SharingRow).where(SharingRow.workspace == workspace, col(SharingRow.is_given).is_(True), mine)
    return tuple(value_of(Sharing, row) for row in session.exec(query.order_by(SharingRow.to_id)))


def sharing_with(session: Session, workspace: str, viewer: Viewer) -> tuple[str, ...]:
    """Return the houses that let the viewer's house see their results."""
    ours = in_books(viewer, col(SharingRow.to_id))
    query = select(SharingRow.house_id).where(
        SharingRow.workspace == workspace, col(SharingRow.is_given).is_(True), SharingRow.to_id != PEERS, ours
    )
    return tuple(session.exec(query.order_by(SharingRow.house_id)))


def peers(session: Session, workspace: str) -> tuple[str, ...]:
    """Return the houses of operators that agreed to tell each other whom they look at."""
    query = select(SharingRow.house_id).where(
        SharingRow.workspace == workspace, col(SharingRow.is_given).is_(True), SharingRow.to_id == PEERS
    )
    return tuple(session.exec(query.order_by(SharingRow.house_id)))
