"""An IR event itself: its title, its day and its venue."""

from __future__ import annotations

from dealflow.actions.irday.programme import event_profile, part_contents, programme
from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.platform.context import Acting, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.irday.programme.part_contents import content_taken_over, profile_taken_over
from dealflow.domain.irday.programme.set_up import next_title, next_year, taken_over
from dealflow.domain.people.access import Act, require
from dealflow.domain.people.events import IrEventRegistered
from dealflow.domain.people.people import IrEvent, IrEventDetails
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import attendees, irday


@transacted
def register_ir_event(
    acting: Acting, details: IrEventDetails, *, organiser_id: str | None = None, ir_event_id: str | None = None
) -> str:
    """Register an IR event and return its id; the organiser is the viewer's organisation unless told otherwise.

    Raises:
        NotAllowedError: the viewer's role runs no events.
        ChangedMeanwhileError: there is an event of that id.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    event_id = ir_event_id or new_id("ir_event", details.title_ko, details.held_on, acting.at)
    event = _registered(event_id, organiser_id or acting.viewer.organisation_id, details)
    acting.record([event], after=0)
    return event.ir_event_id


@transacted
def copy_ir_event(acting: Acting, ir_event_id: str, details: IrEventDetails) -> str:
    """Register another event with the programme, contents, hosts, rooms and rules of one, and return its id.

    Who took part, the timetable and what came of it stay with the one that is copied.

    Raises:
        NotFoundError: there is no such event.
        NotAllowedError: the viewer does not run it.
        InvalidInputError: the title is missing.
    """
    event = run_event(acting, ir_event_id)
    copy_id = register_ir_event(acting, details, organiser_id=event.organiser_id)
    before, version = irday.programme(acting.session, acting.ws.name, ir_event_id)
    if version:
        programme.keep_programme(acting, taken_over(before, copy_id), seen=0)
    _copy_contents(acting, ir_event_id, copy_id)
    return copy_id


def _copy_contents(acting: Acting, ir_event_id: str, copy_id: str) -> None:
    """Take over who is behind an event and what its parts hold, without people, files and days of that one."""
    profile, version = attendees.event_profile(acting.session, acting.ws.name, ir_event_id)
    if version:
        taken_over = profile_taken_over(profile, copy_id)
        brought = frozenset(host.logo for host in taken_over.hosts)
        event_profile.keep_profile(acting, taken_over, brought=brought)
    for content, _ in attendees.part_contents(acting.session, acting.ws.name, ir_event_id).values():
        part_contents.keep_content(acting, content_taken_over(content, copy_id))


def as_next_year(event: IrEvent) -> IrEventDetails:
    """Return what a form begins with that copies an event to the next year."""
    on = next_year(event.held_on)
    title_ko, title_en = (next_title(title, event.held_on, on) for title in (event.title_ko, event.title_en))
    return IrEventDetails(title_ko, title_en, on, event.venue, event.venue_en)


@transacted
def amend_ir_event(acting: Acting, ir_event_id: str, details: IrEventDetails) -> None:
    """Change an IR event's title, day and venue; its programme moves with the day.

    Raises:
        NotFoundError: there is no such event.
        NotAllowedError: the viewer does not run it.
        InvalidInputError: the title is missing.
    """
    event = _registered(ir_event_id, run_event(acting, ir_event_id).organiser_id, details)
    past = journal.read_stream(acting.session, acting.ws.name, event.stream)
    if past[-1].event != event:
        acting.record([event], after=len(past))


def _registered(ir_event_id: str, organiser_id: str, details: IrEventDetails) -> IrEventRegistered:
    """Return the event that says so.

    Raises:
        InvalidInputError: the title is missing, or a text is too long.
    """
    return IrEventRegistered(
        ir_event_id=ir_event_id,
        organiser_id=organiser_id,
        title_ko=written(details.title_ko, "title_ko", required=True),
        title_en=written(details.title_en, "title_en"),
        held_on=details.held_on,
        venue=written(details.venue, "venue"),
        venue_en=written(details.venue_en, "venue"),
    )
