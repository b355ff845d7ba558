"""Several engagements changed at once: foreseen, then each by itself, so that all that can go go; one undo for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagement_views import EngagementRow
from dealflow.actions.platform.context import Acting, transacted
from dealflow.actions.platform.workspace import written
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.bulk_rules import (
    AddTags,
    AssignTo,
    BulkOrder,
    Decline,
    Held,
    MoveTo,
    held_back,
    require_reasoned,
)
from dealflow.domain.pipeline.funnel import Status, Track
from dealflow.domain.pipeline.tags import joined
from dealflow.errors import DealflowError, HeldBackError
from dealflow.store.ledger.queries import pipeline

_NOTE = 10_000


@dataclass(frozen=True, slots=True)
class Target:
    """An engagement of the choice, and the version of it that the screen showed (None where nobody looked)."""

    engagement_id: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of one of the choice: ``held`` says why it stays, None that it is changed."""

    row: EngagementRow
    held: Held | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one of them; ``error``: why it stayed as it was, None where it was changed."""

    target: Target
    error: DealflowError | None
    version: int = 0
    """The engagement's version after its change: nobody acted on it since while it is the present one."""

    @property
    def went(self) -> bool:
        """Say whether it was changed."""
        return self.error is None


def foreseen(rows: Iterable[EngagementRow], track: Track, order: BulkOrder) -> tuple[Foreseen, ...]:
    """Return what the order would do to each row as things stand, gates included."""
    return tuple(Foreseen(row, _held(row, track, order)) for row in rows)


def _held(row: EngagementRow, track: Track, order: BulkOrder) -> Held | None:
    held = held_back(row.engagement, track, order)
    if held is not None or not isinstance(order.change, MoveTo):
        return held
    hurdle = row.hurdle
    is_gated = hurdle is not None and track.position(hurdle.stage) <= track.position(order.change.stage)
    goes_on = track.position(order.change.stage) > track.position(row.engagement.stage)
    return Held.GATE if is_gated and goes_on else None


def change_many(acting: Acting, targets: Sequence[Target], order: BulkOrder) -> tuple[Outcome, ...]:
    """Change each engagement through the checks of a single act, and return what became of each, in their order.

    Raises:
        NotAllowedError: the viewer's role may not change anything.
        InvalidInputError: it goes back or behind a committee, and gives no reason.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    order = replace(order, note=written(order.note, "note", longest=_NOTE))
    require_reasoned(order)
    return tuple(_outcome_of(acting, target, order) for target in targets)


def _outcome_of(acting: Acting, target: Target, order: BulkOrder) -> Outcome:
    """Return what became of one of them."""
    try:
        return Outcome(target, None, _change(acting, target, order))
    except DealflowError as error:
        return Outcome(target, error)


@transacted
def _change(acting: Acting, target: Target, order: BulkOrder) -> int:
    """Change one engagement, and return its version after that."""
    name, books = target.engagement_id, (acting.session, acting.ws.name, acting.viewer)
    now = pipeline.own_engagement(*books, name, target.seen)
    held = held_back(now, acting.ws.track(now.track), order)
    if held is not None:
        raise HeldBackError(engagement=name, held=held.value)
    match order.change:
        case MoveTo(stage):
            engagements.move(acting, name, stage, seen=now.version, note=order.note)
        case AssignTo(person_id):
            engagements.set_next_step(
                acting, name, step=now.next_step, due=now.next_due, assignee_id=person_id, seen=now.version
            )
        case Decline(reason):
            engagements.set_status(acting, name, Status.PASSED, seen=now.version, reason=reason, note=order.note)
        case AddTags(tags):
            engagements.set_tags(acting, name, joined(now.tags, tags), seen=now.version)
    return pipeline.own_engagement(*books, name).version


def take_back_many(acting: Acting, outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """Take back what of the outcomes went, each by its inverse; what somebody acted on since stays, with the error."""
    require(acting.viewer, Act.EDIT_PIPELINE)
    return tuple(_taken_back(acting, outcome) for outcome in outcomes if outcome.went)


def _taken_back(acting: Acting, outcome: Outcome) -> Outcome:
    """Return what became of taking one change back."""
    try:
        return replace(outcome, version=_undo(acting, outcome))
    except DealflowError as error:
        return replace(outcome, error=error)


@transacted
def _undo(acting: Acting, outcome: Outcome) -> int:
    """Take one change back where nobody acted on its engagement since, and return the version after that."""
    name = outcome.target.engagement_id
    pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, name, outcome.version)
    engagements.undo(acting, name)
    return pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, name).version
