"""Adopters' needs and deployments, for those who may see them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from dealflow.domain.adoption.deployments import Deployment
from dealflow.domain.adoption.needs import Need
from dealflow.domain.people.access import Act, Role, Viewer, may
from dealflow.store.ledger.queries.visibility import in_books
from dealflow.store.ledger.tables.adoption import DeploymentRow, NeedRow


def needs(session: Session, workspace: str, viewer: Viewer) -> tuple[tuple[Need, int], ...]:
    """Return the needs in the books of the viewer's house, with their versions."""
    mine = in_books(viewer, col(NeedRow.owner_id))
    rows = session.exec(select(NeedRow).where(NeedRow.workspace == workspace, mine).order_by(NeedRow.id))
    return tuple((row.need, row.seq) for row in rows)


def deployments(
    session: Session, workspace: str, viewer: Viewer, company_ids: Collection[str] | None = None
) -> tuple[tuple[Deployment, int], ...]:
    """Return the deployments that the viewer may see (own ones, and what others share), withdrawn ones left out.

    ``company_ids``: of these suppliers alone. A company's guest sees what is shared of the own company.
    """
    shared = and_(col(DeploymentRow.is_shared).is_(True), _may_read(viewer))
    seen = or_(in_books(viewer, col(DeploymentRow.owner_id)), shared)
    query = select(DeploymentRow).where(
        DeploymentRow.workspace == workspace, col(DeploymentRow.is_withdrawn).is_(False), seen
    )
    if company_ids is not None:
        query = query.where(col(DeploymentRow.company_id).in_(sorted(company_ids)))
    return tuple((row.deployment, row.seq) for row in session.exec(query.order_by(DeploymentRow.id)))


def _may_read(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.role is Role.COMPANY_GUEST:
        return col(DeploymentRow.company_id) == (viewer.company_id or "")
    is_read = may(viewer, Act.SEE_DECKS)
    return col(DeploymentRow.id).is_not(None) if is_read else col(DeploymentRow.id).is_(None)


def find_deployment(
    session: Session, workspace: str, viewer: Viewer, deployment_id: str
) -> tuple[Deployment, int] | None:
    """Return a deployment of the viewer's own house with its version, withdrawn ones too."""
    mine = in_books(viewer, col(DeploymentRow.owner_id))
    row = session.exec(
        select(DeploymentRow).where(DeploymentRow.workspace == workspace, DeploymentRow.id == deployment_id, mine)
    ).first()
    return None if row is None else (row.deployment, row.seq)
