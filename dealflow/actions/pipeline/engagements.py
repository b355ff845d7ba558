"""The pipeline: engagements opened, moved, held, passed, noted and taken back, in their owner's private books.

``seen`` is the version that the screen showed; a rival act since then makes this one lose (ChangedMeanwhileError).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from dealflow.actions.pipeline import stage_gates
from dealflow.actions.pipeline.engagement_views import (
    BoardColumn,
    EngagementFilter,
    EngagementRecord,
    EngagementRow,
    HistoryLine,
    Matrix,
    board,
    columns_of,
    engagement,
    engagements,
    matrix,
    matrix_of,
)
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline import undo as undo_rules
from dealflow.domain.pipeline.deal_sizes import DealSize, require_sound
from dealflow.domain.pipeline.engagement_state import since_opened
from dealflow.domain.pipeline.events import (
    DealSizeNoted,
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementStatusSet,
    EngagementTagged,
    NextStepSet,
    RoundNamed,
)
from dealflow.domain.pipeline.funnel import (
    NEEDS_REASON,
    Engagement,
    NewEngagement,
    Status,
    Track,
    require_legal_move,
    require_legal_status,
)
from dealflow.domain.pipeline.tags import tags_of
from dealflow.domain.values.event import Event
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies, people, pipeline

__all__ = [
    "BoardColumn",
    "EngagementFilter",
    "EngagementRecord",
    "EngagementRow",
    "HistoryLine",
    "Matrix",
    "board",
    "columns_of",
    "engagement",
    "engagements",
    "matrix",
    "matrix_of",
    "move",
    "name_round",
    "note",
    "note_size",
    "open_engagement",
    "set_next_step",
    "set_status",
    "set_tags",
    "undo",
]

_NOTE = 10_000
"""The most characters of a note."""


@transacted
def open_engagement(acting: Acting, new: NewEngagement) -> str:
    """Open an engagement in the viewer's books and return its id; it starts at the track's first stage.

    Raises:
        NotAllowedError: the viewer's role may not.
        NotFoundError: the viewer knows of no such company.
        InvalidInputError: the investor, track, stage or assignee is unknown, or the engagement exists already.
        GateClosedError: it is to start at a later stage, and something must be in place first.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    track_of = acting.ws.track(new.track)
    label = written(new.round_label, "round_label")
    event = EngagementOpened(
        engagement_id=new_id(
            "engagement",
            acting.ws.name,
            acting.viewer.organisation_id,
            new.company_id,
            new.investor_id,
            new.track,
            label,
        ),
        owner_id=acting.viewer.organisation_id,
        company_id=new.company_id,
        investor_id=new.investor_id,
        track=new.track,
        round_label=label,
        stage=track_of.stage(new.stage).id if new.stage is not None else track_of.first.id,
        assignee_id=new.assignee_id,
        ir_event_id=new.ir_event_id,
        source=acting.source,
    )
    if companies.find_company(acting.session, acting.ws.name, acting.viewer, new.company_id) is None:
        raise NotFoundError(kind="company", id=new.company_id)
    if new.investor_id not in {
        organisation.id for organisation in people.organisations(acting.session, acting.ws.name)
    }:
        raise InvalidInputError(field="investor", problem="unknown", value=new.investor_id)
    _require_colleague(acting, new.assignee_id)
    if pipeline.find_engagement(acting.session, acting.ws.name, acting.viewer, event.engagement_id) is not None:
        raise InvalidInputError(field="engagement", problem="exists", value=event.engagement_id)
    stage_gates.require_open_gates(acting, _begun(event, track_of, acting.at), event.stage, korean_day(acting.at))
    acting.record([event], after=journal.length(acting.session, acting.ws.name, event.stream))
    return event.engagement_id


def _begun(event: EngagementOpened, track: Track, at: datetime) -> Engagement:
    """Return the engagement that is to be opened as if it stood at the track's first stage."""
    return Engagement(
        id=event.engagement_id,
        owner_id=event.owner_id,
        company_id=event.company_id,
        investor_id=event.investor_id,
        track=event.track,
        round_label=event.round_label,
        stage=track.first.id,
        status=Status.ACTIVE,
        opened_at=at,
        stage_since=at,
        last_event_at=at,
        version=0,
        assignee_id=event.assignee_id,
    )


@transacted
def move(  # who, what, where to, when, as seen
    acting: Acting, engagement_id: str, to_stage: str, *, seen: int | None = None, note: str = ""
) -> EngagementMoved:
    """Move an engagement to a stage and return the event.

    Raises:
        IllegalMoveError: the stage does not follow, or the engagement is not active.
        GateClosedError: something must be in place first; ``missing`` holds the ids of the closed gates.
        ChangedMeanwhileError: somebody acted on it since the screen showed version ``seen``.
        NotAllowedError, NotFoundError: the role may not; the engagement is not in the viewer's books.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    text = written(note, "note", longest=_NOTE)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id, seen)
    require_legal_move(now, acting.ws.track(now.track), to_stage)
    stage_gates.require_open_gates(acting, now, to_stage, korean_day(acting.at))
    event = EngagementMoved(now.id, now.stage, to_stage, text)
    acting.record([event], after=now.version)
    return event


@transacted
def set_status(  # who, what, how it stands and why, when, as seen
    acting: Acting,
    engagement_id: str,
    status: Status,
    *,
    seen: int | None = None,
    reason: str | None = None,
    note: str = "",
) -> EngagementStatusSet:
    """Set an engagement's status and return the event; passing and withdrawing need a reason of ``ws.reasons``.

    Raises:
        ReasonRequiredError: no reason is given where one is needed.
        InvalidInputError: the status is the present one, or the reason is unknown.
        ChangedMeanwhileError: somebody acted on it since the screen showed version ``seen``.
        NotAllowedError, NotFoundError: the role may not; the engagement is not in the viewer's books.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    text = written(note, "note", longest=_NOTE)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id, seen)
    require_legal_status(now, status, reason)
    if reason and reason not in {other_reason.id for other_reason in acting.ws.reasons}:
        raise InvalidInputError(field="reason", problem="unknown", value=reason)
    why = reason if status in NEEDS_REASON else None
    event = EngagementStatusSet(now.id, now.status, status, why, text)
    acting.record([event], after=now.version)
    return event


@transacted
def note(acting: Acting, engagement_id: str, text: str) -> EngagementNoted:
    """Write a private note on an engagement and return the event. Notes never collide: each is added after the last.

    Raises:
        InvalidInputError: the note is empty or too long.
        NotAllowedError, NotFoundError: the role may not; the engagement is not in the viewer's books.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    event = EngagementNoted(engagement_id, written(text, "note", longest=_NOTE, required=True))
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id)
    acting.record([event], after=now.version)
    return event


@transacted
def set_next_step(  # who, what, until when, by whom, as seen
    acting: Acting, engagement_id: str, *, step: str, due: date | None, assignee_id: str | None, seen: int | None = None
) -> NextStepSet:
    """Agree the next step of an engagement (an empty one clears it) and return the event.

    Raises:
        InvalidInputError: the assignee is nobody of the viewer's organisation.
        ChangedMeanwhileError: somebody acted on it since the screen showed version ``seen``.
        NotAllowedError, NotFoundError: the role may not; the engagement is not in the viewer's books.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    text = written(step, "step", longest=500)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id, seen)
    _require_colleague(acting, assignee_id, before=now.assignee_id)
    event = NextStepSet(now.id, text, due if text else None, assignee_id, now.next_step, now.next_due, now.assignee_id)
    acting.record([event], after=now.version)
    return event


@transacted
def name_round(acting: Acting, engagement_id: str, round_label: str, *, seen: int | None = None) -> RoundNamed:
    """Name the round of an engagement, also one that was opened without, and return the event.

    Raises:
        InvalidInputError: it is empty, or the present one.
        ChangedMeanwhileError: somebody acted on it since the screen showed version ``seen``.
        NotAllowedError, NotFoundError: the role may not; the engagement is not in the viewer's books.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    label = written(round_label, "round_label", required=True)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id, seen)
    if label == now.round_label:
        raise InvalidInputError(field="round_label", problem="unchanged", value=label)
    event = RoundNamed(now.id, label)
    acting.record([event], after=now.version)
    return event


@transacted
def note_size(acting: Acting, engagement_id: str, size: DealSize, *, seen: int | None = None) -> DealSizeNoted:
    """Note what is known of a deal's size without terms, all of it (None: nothing), and return the event.

    Raises:
        InvalidInputError: an amount is no money, or nothing is new.
        ChangedMeanwhileError: somebody acted on it since the screen showed version ``seen``.
        NotAllowedError, NotFoundError: the role may not; the engagement is not in the viewer's books.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    require_sound(size)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id, seen)
    if size == now.size:
        raise InvalidInputError(field="size", problem="unchanged")
    event = DealSizeNoted(now.id, size, now.size)
    acting.record([event], after=now.version)
    return event


@transacted
def set_tags(acting: Acting, engagement_id: str, tags: Iterable[str], *, seen: int | None = None) -> EngagementTagged:
    """Set the tags of an engagement, all of them, and return the event.

    Raises:
        InvalidInputError: a tag is too long, there are too many, or nothing is new.
        ChangedMeanwhileError: somebody acted on it since the screen showed version ``seen``.
        NotAllowedError, NotFoundError: the role may not; the engagement is not in the viewer's books.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    words = tags_of(written(tag, "tags") for tag in tags)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id, seen)
    if words == now.tags:
        raise InvalidInputError(field="tags", problem="unchanged")
    event = EngagementTagged(now.id, words, now.tags)
    acting.record([event], after=now.version)
    return event


@transacted
def undo(acting: Acting, engagement_id: str) -> Event:
    """Take back the viewer's last move, status, step, round, size or tags by its inverse, and return that event.

    Raises:
        NothingToUndoError: there is none, or somebody else acted on the engagement since.
        GateClosedError: it went back, and a gate on the way to where it stood is closed now.
        NotAllowedError, NotFoundError: the role may not; the engagement is not in the viewer's books.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id)
    past = since_opened(journal.read_stream(acting.session, acting.ws.name, f"engagement:{engagement_id}"))
    event = undo_rules.take_back(past, acting.viewer.person_id)
    stage_gates.require_returnable(acting, now, event, korean_day(acting.at))
    acting.record([event], after=now.version)
    return event


def _require_colleague(looking: Looking, person_id: str | None, *, before: str | None = None) -> None:
    """Require that the person is missing or works for the viewer's organisation, or was in charge before they left."""
    colleagues = {
        person.id
        for person in people.persons(looking.session, looking.ws.name)
        if person.organisation_id == looking.viewer.organisation_id
        and person.company_id is None
        and (not person.has_left or person.id == before)
    }
    if person_id is not None and person_id not in colleagues:
        raise InvalidInputError(field="assignee", problem="unknown", value=person_id)
