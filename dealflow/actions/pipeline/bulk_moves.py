"""Several engagements moved at once: each by itself, so that all that can go go, and the rest are told why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, transacted
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.funnel import goes_back
from dealflow.errors import DealflowError, InvalidInputError
from dealflow.store.ledger.queries import pipeline


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
    version: int = 0
    """The engagement's version after its move: nobody acted on it since while it is the present one."""

    @property
    def went(self) -> bool:
        """Say whether it moved."""
        return self.error is None


def move_many(acting: Acting, orders: Sequence[Wanted]) -> tuple[Outcome, ...]:
    """Move each engagement through the same checks as a single move, and return what became of each, in their order.

    A move that goes back needs its reason as a note: of many at once it is easily a mistake.

    Raises:
        NotAllowedError: the viewer's role may not move anything.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    return tuple(_outcome_of(acting, order) for order in orders)


def _outcome_of(acting: Acting, order: Wanted) -> Outcome:
    """Return what became of one move."""
    try:
        return Outcome(order, None, _move(acting, order))
    except DealflowError as error:
        return Outcome(order, error)


@transacted
def _move(acting: Acting, order: Wanted) -> int:
    """Move one engagement, and return its version after that."""
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, order.engagement_id, order.seen)
    if goes_back(acting.ws.track(now.track), now.stage, order.to_stage) and not order.note.strip():
        raise InvalidInputError(field="note", problem="back_needs_reason")
    engagements.move(acting, order.engagement_id, order.to_stage, seen=now.version, note=order.note)
    return pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, order.engagement_id).version


def take_back_many(acting: Acting, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Take back what of the outcomes went, each by its inverse; what somebody acted on since stays, with the error."""
    require(acting.viewer, Act.EDIT_PIPELINE)
    return tuple(_taken_back(acting, outcome) for outcome in outcomes if outcome.went)


def _taken_back(acting: Acting, outcome: Outcome) -> Outcome:
    """Return what became of taking one move back."""
    try:
        return replace(outcome, version=_undo(acting, outcome))
    except DealflowError as error:
        return replace(outcome, error=error)


@transacted
def _undo(acting: Acting, outcome: Outcome) -> int:
    """Take one move back where nobody acted on its engagement since, and return the version after that."""
    name = outcome.order.engagement_id
    pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, name, outcome.version)
    engagements.undo(acting, name)
    return pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, name).version
