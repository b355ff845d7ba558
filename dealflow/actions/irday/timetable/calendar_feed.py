"""A firm's day as calendars take it: what is on, and what was published once and fell away, with how often it changed.

A firm's own address (``/day/firm-.../SECRET.ics``) opens it to calendar programs; the organiser hands it out as files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.links.access_links import open_link
from dealflow.actions.irday.programme.day_state import Day, load_day, run_event
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.timetable.placements import Placed, of_firm, placed
from dealflow.domain.irday.timetable.plan_state import Plan
from dealflow.domain.irday.timetable.timetable import Act, Timetable
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["Entry", "FirmDay", "firm_day", "firm_days", "public_day", "shared_day"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A consultation or pitch of a firm in its calendar. A cancelled one stands where it last stood.

    ``sequence`` never falls and rises with every publication and every mark, as RFC 5545 asks.
    """

    placed: Placed
    is_cancelled: bool
    sequence: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class FirmDay:
    """A firm's day as it was last published, in the order of time, cancelled entries included."""

    day: Day
    firm: Participant
    entries: tuple[Entry, ...]


def shared_day(ws: Workspace, link: str, secret: str, *, at: datetime) -> FirmDay:
    """Return the day of the firm whose own address was opened.

    Raises:
        DayLinkError: it does not open.
    """
    opened = open_link(ws, link, secret, at=at, purpose=LinkPurpose.FIRM)
    with ws.ledger.read() as session:
        day = load_day(ws, session, opened.event)
        return _firm_day(day, day.participant(opened.link.participant_id), _published(ws, session, day.plan))


def public_day(ws: Workspace, link: str, secret: str, *, at: datetime) -> Day:
    """Return the day whose hall board's address was opened: for its published programme, not for who meets whom.

    Raises:
        DayLinkError: it does not open.
    """
    opened = open_link(ws, link, secret, at=at, purpose=LinkPurpose.BOARD)
    with ws.ledger.read() as session:
        return load_day(ws, session, opened.event)


def firm_day(looking: Looking, ir_event_id: str, participant_id: str) -> FirmDay:
    """Return a firm's day, for the organiser.

    Raises:
        NotFoundError: there is no such event or participant.
        NotAllowedError: the viewer does not run the event.
    """
    with looking.ws.ledger.read() as session:
        day = load_day(looking.ws, session, run_event(looking.within(session), ir_event_id))
        return _firm_day(day, day.participant(participant_id), _published(looking.ws, session, day.plan))


def firm_days(looking: Looking, ir_event_id: str) -> tuple[FirmDay, ...]:
    """Return the days of all firms that have anything in them, for the organiser.

    Raises:
        NotFoundError: there is no such event.
        NotAllowedError: the viewer does not run it.
    """
    with looking.ws.ledger.read() as session:
        day = load_day(looking.ws, session, run_event(looking.within(session), ir_event_id))
        published = _published(looking.ws, session, day.plan)
    firm_days = (_firm_day(day, participant, published) for participant in day.participants)
    return tuple(firm_day for firm_day in firm_days if firm_day.entries)


def _published(ws: Workspace, session: Session, plan: Plan) -> tuple[tuple[datetime, Timetable], ...]:
    """Return every timetable that was published, in the order of publication, with its moment."""
    timetables_by_number: dict[int, Timetable] = {}
    for version in {publication.version for publication in plan.publications}:
        timetable = irday.timetable(session, ws.name, plan.ir_event_id, version)
        if timetable is not None:
            timetables_by_number[version] = timetable
    return tuple(
        (publication.at, timetables_by_number[publication.version])
        for publication in plan.publications
        if publication.version in timetables_by_number
    )


def _firm_day(day: Day, firm: Participant, published: tuple[tuple[datetime, Timetable], ...]) -> FirmDay:
    last: dict[Act, Placed] = {}
    since: dict[Act, datetime] = {}
    current: frozenset[Act] = frozenset()
    for at, timetable in published:
        now = {other_placed.act: other_placed for other_placed in of_firm(placed(day.programme, timetable), firm.id)}
        since |= {act: at for act, other_placed in now.items() if last.get(act) != other_placed or act not in current}
        since |= dict.fromkeys(current - set(now), at)
        last |= now
        current = frozenset(now)
    entries = tuple(
        _entry(day, other_placed, other_placed.act in current, since[other_placed.act])
        for other_placed in last.values()
    )
    return FirmDay(day, firm, tuple(sorted(entries, key=lambda entry: (entry.placed.span, entry.placed.firms))))


def _entry(day: Day, other_placed: Placed, is_on: bool, at: datetime) -> Entry:  # noqa: FBT001 - one of the entry's own fields
    mark = day.marks.get((other_placed.act.company, other_placed.act.investor or ""))
    is_cancelled = not is_on or (mark is not None and mark.state is MeetingState.CANCELLED)
    changed = at if mark is None else max(at, mark.marked_at)
    return Entry(other_placed, is_cancelled, day.plan.revision + (0 if mark is None else mark.version), changed)
