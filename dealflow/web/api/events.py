"""IR events, which everybody of the workspace may know of, and their published timetables, for who runs them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from pydantic import BaseModel

from dealflow.actions.irday.programme.day_state import Day, day_of
from dealflow.actions.people import people
from dealflow.actions.people.api_tokens import TokenScope
from dealflow.domain.irday.timetable.placements import Placed, placed
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.korean_days import SEOUL
from dealflow.errors import NotFoundError
from dealflow.web.api.operations import Call, OneOf, Operation, Page, PageOf, next_of


class EventOut(BaseModel):
    """An IR event."""

    id: str
    organiser_id: str
    title: str
    title_en: str
    held_on: date
    venue: str


class PlaceOut(BaseModel):
    """What was published: a pitch, or a consultation of a company with an investor."""

    kind: Literal["pitch", "consultation"]
    begins_at: datetime
    ends_at: datetime
    company: str
    investor: str | None
    company_participant_id: str
    investor_participant_id: str | None
    place_id: str
    state: str


class TimetableOut(BaseModel):
    """The timetable that people go by. `version` 0: nothing was published; `revision`: how often something was."""

    event_id: str
    version: int
    revision: int
    items: list[PlaceOut]


def list_events(call: Call, params: PageOf) -> Page[EventOut]:
    """List the IR events, in the order of their ids."""
    events = sorted(people.ir_events(call.looking), key=lambda event: event.id)
    rest = [event for event in events if event.id > params.after]
    following = next_of(rest, params.limit, lambda place: rest[place].id)
    return Page[EventOut](items=[_event(event) for event in rest[: params.limit]], next=following)


def get_event(call: Call, _params: OneOf) -> EventOut:
    """Return one IR event."""
    for event in people.ir_events(call.looking):
        if event.id == call.path["event_id"]:
            return _event(event)
    raise NotFoundError(kind="ir_event", id=call.path["event_id"])


def get_timetable(call: Call, _params: OneOf) -> TimetableOut:
    """Return the published timetable of an event that your house runs, with how each consultation stands."""
    day = day_of(call.looking, call.path["event_id"])
    plan = day.plan
    things = () if plan.published is None else placed(day.programme, plan.published)
    return TimetableOut(
        event_id=day.event.id,
        version=plan.published_number,
        revision=plan.revision,
        items=[_place(day, thing) for thing in things],
    )


def _event(event: IrEvent) -> EventOut:
    return EventOut(
        id=event.id,
        organiser_id=event.organiser_id,
        title=event.title_ko,
        title_en=event.title_en,
        held_on=event.held_on,
        venue=event.venue,
    )


def _place(day: Day, thing: Placed) -> PlaceOut:
    names = {participant.id: participant.name_ko for participant in day.participants}
    company, investor = thing.act.company, thing.act.investor
    midnight = datetime.combine(day.event.held_on, time(), SEOUL)
    return PlaceOut(
        kind="pitch" if investor is None else "consultation",
        begins_at=midnight + timedelta(minutes=thing.span.start_min),
        ends_at=midnight + timedelta(minutes=thing.span.end_min),
        company=names.get(company, ""),
        investor=None if investor is None else names.get(investor, ""),
        company_participant_id=company,
        investor_participant_id=investor,
        place_id=thing.place,
        state="planned" if investor is None else day.state_of(company, investor).value,
    )


OPERATIONS: Final = (
    Operation("GET", "/events", TokenScope.READ, PageOf, Page[EventOut], list_events),
    Operation("GET", "/events/{event_id}", TokenScope.READ, OneOf, EventOut, get_event),
    Operation("GET", "/events/{event_id}/timetable", TokenScope.READ, OneOf, TimetableOut, get_timetable),
)
