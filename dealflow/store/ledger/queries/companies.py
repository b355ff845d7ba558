"""Companies as they stand, for those who may know of them."""

from __future__ import annotations

from sqlmodel import Session, select

from dealflow.domain.claims import company
from dealflow.domain.people.access import Viewer
from dealflow.store.ledger.queries.visibility import company_known
from dealflow.store.ledger.tables.core import Company


def companies(session: Session, workspace: str, viewer: Viewer) -> tuple[company.Company, ...]:
    """Return the companies that the viewer may know of, by name."""
    rows = session.exec(
        select(Company).where(Company.workspace == workspace, company_known(viewer)).order_by(Company.name, Company.id)
    )
    return tuple(_record(row) for row in rows)


def find_company(session: Session, workspace: str, viewer: Viewer, company_id: str) -> company.Company | None:
    """Return the company, or nothing if there is none that the viewer may know of."""
    row = session.exec(
        select(Company).where(Company.workspace == workspace, Company.id == company_id, company_known(viewer))
    ).one_or_none()
    return None if row is None else _record(row)


def _record(row: Company) -> company.Company:
    return company.Company(
        id=row.id,
        name=row.name,
        name_en=row.name_en,
        biz_reg_no=row.biz_reg_no,
        region=row.region,
        sector=row.sector,
        owner_id=row.owner_id,
        is_demo=row.is_demo,
        version=row.seq,
    )
