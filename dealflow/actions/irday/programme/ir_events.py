"""An IR event itself: its title, its day and its venue."""

from __future__ import annotations

from datetime import date

from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.platform.context import Acting, transacted
from dealflow.actions.platform.workspace import commit, new_id, record, written
from dealflow.domain.people.access import Act, require
from dealflow.domain.people.events import IrEventRegistered
from dealflow.store.ledger import journal


def register_ir_event(  # the fields of the form
    acting: Acting,
    *,
    title_ko: str,
    title_en: str,
    held_on: date,
    venue: str = "",
    organiser_id: str | None = None,
    ir_event_id: str | None = None,
) -> str:
    """Register an IR event and return its id; the organiser is the viewer's organisation unless told otherwise.

    Raises:
        NotAllowedError: the viewer's role runs no events.
        ChangedMeanwhileError: there is an event of that id.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    event = IrEventRegistered(
        ir_event_id=ir_event_id or new_id("ir_event", title_ko, held_on, acting.at),
        organiser_id=organiser_id or acting.viewer.organisation_id,
        title_ko=written(title_ko, "title_ko", required=True),
        title_en=written(title_en, "title_en"),
        held_on=held_on,
        venue=written(venue, "venue"),
    )
    commit(acting.ws, lambda session: record(acting.ws, session, [event], acting.by, after=0))
    return event.ir_event_id


@transacted
def amend_ir_event(  # the fields of the form
    acting: Acting, ir_event_id: str, *, title_ko: str, title_en: str, held_on: date, venue: str
) -> None:
    """Change an IR event's title, day and venue; its programme moves with the day.

    Raises:
        NotFoundError: there is no such event.
        NotAllowedError: the viewer does not run it.
        InvalidInputError: the title is missing.
    """
    event = IrEventRegistered(
        ir_event_id=ir_event_id,
        organiser_id=run_event(acting, ir_event_id).organiser_id,
        title_ko=written(title_ko, "title_ko", required=True),
        title_en=written(title_en, "title_en"),
        held_on=held_on,
        venue=written(venue, "venue"),
    )
    past = journal.read_stream(acting.session, acting.ws.name, event.stream)
    if past[-1].event != event:
        acting.record([event], after=len(past))
