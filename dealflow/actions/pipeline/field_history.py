"""The history of every field of an engagement and its terms, bringing a value back, and doing again what was undone.

Nothing is rewritten: bringing a value back is a new act by the same rules, through the same actions as any other.
"""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.actions.investment import deals
from dealflow.actions.pipeline import engagements, stage_gates
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.domain.investment.events import TermsSet
from dealflow.domain.people.access import Act, Viewer, may, require
from dealflow.domain.pipeline import field_history, undo
from dealflow.domain.pipeline.engagement_state import since_opened
from dealflow.domain.pipeline.events import EngagementMoved, EngagementsJoined, EngagementStatusSet, NextStepSet
from dealflow.domain.pipeline.field_history import FieldLine
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.values.event import Event, Recorded
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import DealflowError, InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import people, pipeline

__all__ = ["FieldChange", "FieldLine", "can_redo", "fields", "redo", "restore"]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One change of one field, with the name of who made it.

    ``restorable``: the viewer may bring the value before it back, and it differs from what stands now.
    """

    line: FieldLine
    actor_name: str
    restorable: bool


def fields(looking: Looking, engagement_id: str, field: str | None = None) -> tuple[tuple[FieldChange, ...], int]:
    """Return the changes of one field of an engagement, or of all, the latest first, and the version they stand at.

    Raises:
        NotFoundError: the engagement is not in the viewer's books.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        now, past = _past(looking.within(session), engagement_id)
        names = people.names(session, looking.ws.name)
    lines = field_history.field_history(past, field)
    field_changes = (
        FieldChange(line, names.get(line.actor, ""), _is_restorable(looking.viewer, past, line))
        for line in reversed(lines)
    )
    return tuple(field_changes), now.version


def restore(  # whose, which field's change, as seen
    acting: Acting, engagement_id: str, *, field: str, seq: int, seen: int | None = None
) -> None:
    """Give a field the value that it had before its change number ``seq``, by the same rules as any other act.

    Raises:
        NotFoundError: the engagement is not in the viewer's books, or the field did not change then.
        InvalidInputError: it has that value now, or the value can no longer be taken.
        IllegalMoveError, GateClosedError: the stage cannot be entered as things stand.
        ChangedMeanwhileError: somebody acted on the engagement since version ``seen``.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    with acting.ws.ledger.read() as session:
        now, past = _past(acting.within(session), engagement_id)
    line = next((field_line for field_line in field_history.field_history(past, field) if field_line.seq == seq), None)
    if line is None:
        raise NotFoundError(kind="field_line", id=f"{field}:{seq}")
    version = now.version if seen is None else seen
    _act(acting, field_history.restore(past, line), seen=version)


@transacted
def redo(acting: Acting, engagement_id: str) -> Event:
    """Do again what the viewer took back last, and return that event.

    Raises:
        NothingToUndoError: nothing was taken back, something was done since, or somebody else took it back.
        GateClosedError: it leads forward, and a gate on the way is closed now.
        NotFoundError: the engagement is not in the viewer's books.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    now, past = _past(acting, engagement_id)
    event = undo.do_again(past, acting.viewer.person_id)
    stage_gates.require_returnable(acting, now, event, korean_day(acting.at))
    acting.record([event], after=now.version)
    return event


def can_redo(looking: Looking, engagement_id: str) -> bool:
    """Say whether the viewer's own taking back was the last thing that happened to the engagement."""
    if not may(looking.viewer, Act.EDIT_PIPELINE):
        return False
    with looking.ws.ledger.read() as session:
        _, past = _past(looking.within(session), engagement_id)
    return undo.can_do_again(past, looking.viewer.person_id)


def _past(looking: Looking, engagement_id: str) -> tuple[Engagement, tuple[Recorded, ...]]:
    now = pipeline.own_engagement(looking.session, looking.ws.name, looking.viewer, engagement_id)
    past = journal.read_stream(looking.session, looking.ws.name, f"engagement:{engagement_id}")
    return now, since_opened(past)


def _is_restorable(viewer: Viewer, past: tuple[Recorded, ...], line: FieldLine) -> bool:
    """Say whether to offer bringing the value back; the action decides again."""
    if not may(viewer, Act.DECIDE if line.field.startswith("terms.") else Act.EDIT_PIPELINE):
        return False
    try:
        field_history.restore(past, line)
    except DealflowError:
        return False
    return True


def _act(acting: Acting, event: field_history.Restored, *, seen: int) -> None:
    """Do what an event says through the action that does such things."""
    match event:
        case EngagementMoved(engagement_id=name, to_stage=stage):
            engagements.move(acting, name, stage, seen=seen)
        case EngagementStatusSet(engagement_id=name, to_status=status, reason=reason):
            engagements.set_status(acting, name, status, reason=reason, seen=seen)
        case NextStepSet(engagement_id=name, step=step, due=due, assignee_id=who):
            engagements.set_next_step(acting, name, step=step, due=due, assignee_id=who, seen=seen)
        case TermsSet(engagement_id=name, terms=terms):
            deals.set_terms(acting, name, terms, seen=seen)
        case EngagementsJoined(engagement_id=name, joined_id=other):
            with acting.ws.ledger.read() as session:
                pipeline.own_engagement(session, acting.ws.name, acting.viewer, name, seen)
            deals.join(acting, name, other or None)
        case _:
            raise InvalidInputError(field="restore", problem="unknown", value=event.kind)
