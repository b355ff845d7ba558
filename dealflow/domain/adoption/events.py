"""What can happen to needs of adopters and to deployments: each kept whole, with what was taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dealflow.domain.adoption.deployments import Deployment
from dealflow.domain.adoption.needs import Need


@dataclass(frozen=True, slots=True)
class NeedKept:
    """A need was written down or changed: all its values anew. ``undoes``: the event taken back."""

    kind: ClassVar[str] = "need_kept"
    need: Need
    undoes: int | None = None

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"need:{self.need.id}"


@dataclass(frozen=True, slots=True)
class DeploymentKept:
    """A deployment was written down or changed: all its values anew. ``undoes``: the event taken back."""

    kind: ClassVar[str] = "deployment_kept"
    deployment: Deployment
    undoes: int | None = None

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"deployment:{self.deployment.id}"


AdoptionEvent = NeedKept | DeploymentKept
