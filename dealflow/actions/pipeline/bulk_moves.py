"""Several engagements moved at once: each by itself, so that all that can go go, and the rest are told why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.domain.people.access import Act, require
from dealflow.errors import DealflowError


@dataclass(frozen=True, slots=True)
class Wanted:
    """An engagement that is to move; ``seen``: the version that the screen showed, None where nobody looked."""

    engagement_id: str
    to_stage: str
    seen: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of them; ``error``: why it stayed where it was, None where it went."""

    order: Wanted
    error: DealflowError | None

    @property
    def went(self) -> bool:
        """Say whether it moved."""
        return self.error is None


def move_many(acting: Acting, orders: Sequence[Wanted]) -> tuple[Outcome, ...]:
    """Move each engagement through the same checks as a single move, and return what became of each, in their order.

    Raises:
        NotAllowedError: the viewer's role may not move anything.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    return tuple(_outcome_of(acting, order) for order in orders)


def _outcome_of(acting: Acting, order: Wanted) -> Outcome:
    """Return what became of one move."""
    try:
        engagements.move(acting, order.engagement_id, order.to_stage, seen=order.seen, note=order.note)
    except DealflowError as error:
        return Outcome(order, error)
    return Outcome(order, None)
