"""What the events of adopters' needs and of deployments change in the current tables."""

from __future__ import annotations

from dealflow.domain.adoption.events import DeploymentKept, NeedKept
from dealflow.store.ledger.projections.dispatch import keeps
from dealflow.store.ledger.tables.adoption import DeploymentRow, NeedRow

keeps(NeedKept, NeedRow, of="need")
keeps(DeploymentKept, DeploymentRow, of="deployment")
