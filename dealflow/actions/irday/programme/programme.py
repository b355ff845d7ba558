"""An event's programme: begun from a template, kept whole, and only where it is sound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import written
from dealflow.catalogue.programmes import minute_of, shipped_templates, template
from dealflow.domain.irday.events import ProgrammeKept
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.programme.membership import engaged_twice, has_members
from dealflow.domain.irday.programme.programme import (
    Aim,
    Closure,
    ConsultationTable,
    Finding,
    Part,
    Programme,
    Room,
    findings,
)
from dealflow.domain.irday.timetable.places_in_use import lost_places
from dealflow.domain.irday.timetable.plan_state import Plan
from dealflow.domain.values.day_span import Span
from dealflow.errors import InvalidInputError, MemberTwiceError, PlaceInUseError, ProgrammeUnsoundError
from dealflow.store.ledger.queries import irday

__all__ = ["begun", "findings", "in_use", "keep_programme", "minute_of", "programme_of", "shifted", "shipped_templates"]

_NAME: Final = 80
_MOST: Final = 400
"""Parts, rooms, tables or closures: more are a slip, and would make every screen slow."""


def programme_of(looking: Looking, ir_event_id: str) -> tuple[Programme, int]:
    """Return an event's programme with its version; an empty one of version 0 where none was kept.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run it; there is no such event.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        return irday.programme(session, looking.ws.name, ir_event_id)


def begun(
    template_id: str, ir_event_id: str, *, starts_min: int | None = None, of_house: Programme | None = None
) -> Programme:
    """Return a template as the programme of an event, moved so that its first part begins at ``starts_min``.

    ``of_house``: the programme of a house's own template, in place of a shipped one.

    Raises:
        InvalidInputError: there is no such template.
    """
    programme = replace(of_house or template(template_id).programme, ir_event_id=ir_event_id)
    first = min((part.span.start_min for part in programme.parts), default=0)
    return programme if starts_min is None else shifted(programme, starts_min - first)


def shifted(programme: Programme, by_min: int) -> Programme:
    """Return the programme with everything so many minutes later (or, below zero, earlier)."""

    def later(span: Span) -> Span:
        return Span(span.start_min + by_min, span.end_min + by_min)

    return replace(
        programme,
        parts=tuple(replace(part, span=later(part.span)) for part in programme.parts),
        closures=tuple(replace(closure, span=later(closure.span)) for closure in programme.closures),
    )


def in_use(looking: Looking, programme: Programme) -> tuple[tuple[str, ...], int]:
    """Return the rooms and tables that would fall out though the published plan uses them, and how much stands there.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), programme.ir_event_id)
        before, _ = irday.programme(session, looking.ws.name, programme.ir_event_id)
        lost = lost_places(before, programme, irday.plan(session, looking.ws.name, programme.ir_event_id)[0].published)
    return _place_names(before, lost), sum(lost.values())


@transacted
def keep_programme(acting: Acting, programme: Programme, *, seen: int | None = None) -> None:
    """Keep a programme whole, parts in the order of time. ``seen`` is the version that the screen showed.

    Raises:
        ProgrammeUnsoundError: it cannot be used; ``problem`` and ``ids`` are the first finding's.
        InvalidInputError: a name is missing or too long, an id stands twice, a number makes no sense, or a member of a
            part is no participant.
        PlaceInUseError: the published timetable places something at a room or table that falls out.
        MemberTwiceError: somebody would take part in two parts at once who did not before.
        ChangedMeanwhileError: somebody kept another one since.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    kept_programme = _cleaned(programme)
    wrong: Sequence[Finding] = findings(kept_programme)
    if wrong:
        raise ProgrammeUnsoundError(problem=wrong[0].problem.value, ids=wrong[0].ids)
    run_event(acting, kept_programme.ir_event_id)
    before, version = irday.programme(acting.session, acting.ws.name, kept_programme.ir_event_id)
    if kept_programme == before and version:
        return
    _require_free_places(
        irday.plan(acting.session, acting.ws.name, kept_programme.ir_event_id)[0], before, kept_programme
    )
    _require_free_members(
        irday.participants(acting.session, acting.ws.name, kept_programme.ir_event_id), before, kept_programme
    )
    acting.record([ProgrammeKept(kept_programme.ir_event_id, kept_programme)], after=version if seen is None else seen)


def _require_free_places(plan: Plan, before: Programme, after: Programme) -> None:
    lost = lost_places(before, after, plan.published)
    if lost:
        raise PlaceInUseError(who=_place_names(before, lost), n=sum(lost.values()))


def _place_names(programme: Programme, places: Iterable[str]) -> tuple[str, ...]:
    names = {table.id: table.label for table in programme.tables}
    names |= {room.id: room.name_ko for room in programme.rooms}
    return tuple(names[place] for place in places)


def _require_free_members(participants: Sequence[Participant], before: Programme, after: Programme) -> None:
    there = {participant.id: {attendee.id for attendee in participant.attendees} for participant in participants}
    for part in after.parts:
        for member in part.members or ():
            if member.participant_id not in there or not there[member.participant_id].issuperset(member.people):
                raise InvalidInputError(field="members", problem="unknown", value=member.participant_id)
    twice = {*engaged_twice(after, participants)} - {*engaged_twice(before, participants)}
    if twice:
        names = {participant.id: participant.name_ko for participant in participants}
        parts = {part.id: part.title_ko for part in after.parts}
        who, first, second = min(twice)
        raise MemberTwiceError(who=names[who], parts=(parts[first], parts[second]))


def _cleaned(programme: Programme) -> Programme:
    """Return the programme with its texts as they are kept and its parts in the order of time."""
    _require_unique_ids([room.id for room in programme.rooms])
    _require_unique_ids([table.id for table in programme.tables])
    _require_unique_ids([part.id for part in programme.parts])
    _require_sound_numbers(programme)
    places = {room.id for room in programme.rooms} | {table.id for table in programme.tables}
    parts = (_part(part) for part in programme.parts)
    return replace(
        programme,
        rooms=tuple(_room(room) for room in programme.rooms),
        tables=tuple(_table(table, programme.rooms) for table in programme.tables),
        parts=tuple(sorted(parts, key=lambda part: (part.span, part.room_id, part.id))),
        closures=tuple(_closure(closure, places) for closure in programme.closures),
    )


def _require_unique_ids(ids: Sequence[str]) -> None:
    if len(ids) > _MOST:
        raise InvalidInputError(field="programme", problem="too_many", limit=_MOST)
    for place, id_ in enumerate(ids):
        if not id_ or id_ in ids[:place]:
            raise InvalidInputError(field="programme", problem="repeated", value=id_)


def _require_sound_numbers(programme: Programme) -> None:
    """Require that the numbers that hold for all firms make sense together."""
    pairs = (
        (programme.least_company, programme.most_company),
        (programme.least_investor, programme.most_investor),
    )
    for least, most in pairs:
        if least < 0 or (most is not None and most < max(least, 1)):
            raise InvalidInputError(field="consultations", problem="most_below_least")
    if programme.apart_min < 0 or programme.days < 1:
        raise InvalidInputError(field="programme", problem="negative")
    if sorted(programme.aims) != sorted(Aim):
        raise InvalidInputError(field="aims", problem="unknown")


def _room(room: Room) -> Room:
    if room.seats is not None and room.seats < 1:
        raise InvalidInputError(field="seats", problem="negative")
    return replace(
        room,
        name_ko=written(room.name_ko, "room_name", longest=_NAME, required=True),
        name_en=written(room.name_en, "room_name", longest=_NAME),
    )


def _table(table: ConsultationTable, rooms: Sequence[Room]) -> ConsultationTable:
    if table.room_id not in {room.id for room in rooms}:
        raise InvalidInputError(field="room_name", problem="unknown", value=table.room_id)
    return replace(table, label=written(table.label, "table_label", longest=20, required=True))


def _part(part: Part) -> Part:
    if min(part.item_min, part.qa_min, part.change_min) < 0:
        raise InvalidInputError(field="programme", problem="negative")
    return replace(
        part,
        title_ko=written(part.title_ko, "part_title", longest=_NAME, required=True),
        title_en=written(part.title_en, "part_title", longest=_NAME),
        track=written(part.track, "part_track", longest=_NAME),
        note=written(part.note, "note", longest=1_000),
        members=None if part.members is None or not has_members(part) else part.members,
    )


def _closure(closure: Closure, places: set[str]) -> Closure:
    if closure.place_id not in places:
        raise InvalidInputError(field="room_name", problem="unknown", value=closure.place_id)
    if closure.span.start_min >= closure.span.end_min:
        raise InvalidInputError(field="span", problem="before_start")
    return replace(closure, why=written(closure.why, "note"))
