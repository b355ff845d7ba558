"""Tracks and the calendar as administrators edit them: stages, names, gates, days closed or open; all see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.overrides import TrackVersion, versions
from dealflow.actions.platform.workspace import Workspace, written
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.events import HolidayKept, TrackEdited
from dealflow.domain.pipeline.funnel import Stage, StageKind, Track
from dealflow.domain.pipeline.track_editing import require_legal_edit
from dealflow.errors import ChangedMeanwhileError, InvalidInputError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import pipeline
from dealflow.store.ledger.queries.visibility import Session

_LONGEST_ID = 40


def history(ws: Workspace, track_id: str) -> tuple[TrackVersion, ...]:
    """Return every version of a track, the shipped one first."""
    return ws.amended.history(ws.track(track_id).id)


def version_of(ws: Workspace, track_id: str) -> int:
    """Return the number of a track's present version, 0 as shipped; acts give it back as ``seen``."""
    return history(ws, track_id)[-1].version


def track_at(ws: Workspace, track_id: str, at: datetime) -> Track:
    """Return a track as it was called at a moment, for its history; stages added later keep their later names."""
    known = history(ws, track_id)
    then = [track_version for track_version in known if track_version.since is None or track_version.since <= at][
        -1
    ].track
    names = {stage.id: stage for track_version in known for stage in track_version.track.stages}
    names |= {stage.id: stage for stage in then.stages}
    return replace(then, stages=tuple(names.values()))


def bound_stages(looking: Looking, track_id: str) -> frozenset[str]:
    """Return the stages that cannot be taken away: an engagement stands or stood there, or decisions rest upon them."""
    require(looking.viewer, Act.ADMINISTER)
    with looking.ws.ledger.read() as session:
        return _bound(looking.ws, session, track_id)


def edit_track(  # who, the new track, the version it was made from
    acting: Acting, track: Track, *, seen: int | None = None
) -> Track:
    """Put an edited track in the place of the present one and return it. What was moved before keeps its old names.

    Stages keep their order and their kind; new ones are ordinary work between the first and the last.

    Raises:
        InvalidInputError: the edit is not allowed (``domain.pipeline.track_editing.require_legal_edit``), a new stage
            decides something, or a kind was changed.
        ChangedMeanwhileError: somebody edited the track since version ``seen``.
        NotAllowedError: the viewer is no administrator.
    """
    require(acting.viewer, Act.ADMINISTER)
    shipped = acting.ws.amended.history(acting.ws.track(track.id).id)[0].track
    stages = tuple(_normalised(stage) for stage in track.stages)
    name_ko, name_en = written(track.name_ko, "name_ko", required=True), written(track.name_en, "name_en")
    edited = replace(shipped, name_ko=name_ko, name_en=name_en, stages=stages)
    _keep_edit(acting, shipped, edited, seen)
    acting.ws.amended.forget()
    return edited


@transacted
def _keep_edit(acting: Acting, shipped: Track, edited: Track, seen: int | None) -> None:
    """Record an edited track, if it may follow the present one and the one that was shipped."""
    event = TrackEdited(edited.id, edited.name_ko, edited.name_en, edited.stages)
    now = versions(acting.session, acting.ws.name, shipped)[-1]
    if seen is not None and seen != now.version:
        raise ChangedMeanwhileError(stream=event.stream, expected=seen, found=now.version)
    if now.track == edited:
        raise InvalidInputError(field="track", problem="unchanged", value=edited.id)
    bound = _bound(acting.ws, acting.session, edited.id)
    require_legal_edit(now.track, edited, bound)
    require_legal_edit(shipped, edited, bound & {stage.id for stage in shipped.stages})
    _require_same_kinds((*shipped.stages, *now.track.stages), edited)
    acting.record([event], after=now.version)


def declare_day(  # who, which day, how
    acting: Acting, day: date, *, closed: bool, name: str = ""
) -> None:
    """Declare a day closed (a temporary holiday, which needs its name) or open, for every count of business days.

    Raises:
        InvalidInputError: the day is so already, or a holiday has no name.
        NotAllowedError: the viewer is no administrator.
    """
    require(acting.viewer, Act.ADMINISTER)
    event = HolidayKept(day, closed, written(name, "name", required=closed))
    acting.ws.amended.forget()
    _keep_day(acting, event)
    acting.ws.amended.forget()


@transacted
def _keep_day(acting: Acting, event: HolidayKept) -> None:
    """Record how a day is counted, where that is news."""
    if acting.ws.calendar.is_business(event.day) is not event.closed:
        raise InvalidInputError(field="day", problem="unchanged", value=event.day.isoformat())
    acting.record([event], after=len(journal.read_stream(acting.session, acting.ws.name, event.stream)))


def days_declared(ws: Workspace) -> tuple[tuple[date, bool, str], ...]:
    """Return the days declared closed (True) or open over the calendar, with their names, in order."""
    return ws.amended.days


def new_stage(name_ko: str, name_en: str, track: Track, *, stale_days: int | None = None) -> Stage:
    """Return a stage of ordinary work for a track, with an id of its own that says nothing."""
    taken = {stage.id for stage in track.stages}
    number = next(number for number in range(1, len(taken) + 2) if f"own_{number}" not in taken)
    return Stage(f"own_{number}", StageKind.ACTIVE, name_ko, name_en, stale_days)


def _normalised(stage: Stage) -> Stage:
    """Return a stage with its names as they are kept."""
    return replace(
        stage,
        id=written(stage.id, "stage", longest=_LONGEST_ID, required=True),
        name_ko=written(stage.name_ko, "name_ko", longest=_LONGEST_ID, required=True),
        name_en=written(stage.name_en, "name_en", longest=_LONGEST_ID, required=True),
        gate=tuple(dict.fromkeys(stage.gate)),
    )


def _bound(ws: Workspace, session: Session, track_id: str) -> frozenset[str]:
    """Return the stages that must stay: stood at, the first and last, decisions, and those guarded when shipped."""
    shipped = ws.amended.history(ws.track(track_id).id)[0].track
    stays = {stage.id for stage in shipped.stages if stage.kind is not StageKind.ACTIVE or stage.gate}
    return pipeline.stages_stood_at(session, ws.name, track_id) | stays


def _require_same_kinds(before: tuple[Stage, ...], after: Track) -> None:
    """Require that every known stage keeps its kind and new ones are ordinary work."""
    kinds = {stage.id: stage.kind for stage in before}
    for stage in after.stages:
        if stage.kind is not kinds.get(stage.id, StageKind.ACTIVE):
            raise InvalidInputError(field="kind", problem="unchangeable", value=stage.id)
