"""Companies as they stand, for those who may know of them."""

from __future__ import annotations

from sqlmodel import Session, select

from dealflow.domain.claims import company
from dealflow.domain.people.access import Viewer
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries.visibility import company_known
from dealflow.store.ledger.tables.claims import CompanyRow


def companies(session: Session, workspace: str, viewer: Viewer) -> tuple[company.Company, ...]:
    """Return the companies that the viewer may know of, by name."""
    rows = session.exec(
        select(CompanyRow)
        .where(CompanyRow.workspace == workspace, company_known(viewer))
        .order_by(CompanyRow.name, CompanyRow.id)
    )
    return tuple(_record(row) for row in rows)


def find_company(session: Session, workspace: str, viewer: Viewer, company_id: str) -> company.Company | None:
    """Return the company, or nothing if there is none that the viewer may know of."""
    row = session.exec(
        select(CompanyRow).where(CompanyRow.workspace == workspace, CompanyRow.id == company_id, company_known(viewer))
    ).one_or_none()
    return None if row is None else _record(row)


def _record(row: CompanyRow) -> company.Company:
    return value_of(company.Company, row, version="seq")
