"""The tables of adopters' needs and of deployments."""

from __future__ import annotations

from sqlalchemy import Index
from sqlmodel import Field

from dealflow.domain.adoption.deployments import Deployment
from dealflow.domain.adoption.needs import Need
from dealflow.store.ledger.columns import kept_as
from dealflow.store.ledger.tables.journal import Row


class NeedRow(Row, table=True):
    """A need, private to ``owner_id``; ``seq`` is the last event of its stream."""

    __tablename__ = "need"
    __table_args__ = (Index("ix_need_owner", "workspace", "owner_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    need: Need = kept_as("need_json", Need)
    seq: int


class DeploymentRow(Row, table=True):
    """A deployment of a supplier; others than ``owner_id`` read it where it is shared."""

    __tablename__ = "deployment"
    __table_args__ = (Index("ix_deployment_company", "workspace", "company_id"),)

    workspace: str = Field(primary_key=True)
    id: str = Field(primary_key=True)
    owner_id: str
    company_id: str
    is_shared: bool
    is_withdrawn: bool
    deployment: Deployment = kept_as("deployment_json", Deployment)
    seq: int
