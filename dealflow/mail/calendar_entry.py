"""A calendar entry (ICS) as it is read: a meeting with its day, its people and its words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from icalendar import Calendar, Event

from dealflow.domain.values.korean_days import korean_day
from dealflow.mail.charsets import text_of
from dealflow.mail.letter import MOST_PEOPLE, MOST_TEXT, Person

MOST_ENTRIES: Final = 20
_BROKEN: Final = (ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A meeting: its title, when it begins, where, who comes (the organiser first), and what is written on it."""

    uid: str
    title: str
    day: date
    begins: datetime | None
    place: str
    people: tuple[Person, ...]
    text: str
    is_cancelled: bool = False
    recurs: str = ""
    """How it comes again, as the file says it (RRULE, or the days of RDATE); only its first day is its day."""


def read_calendar(data: bytes) -> tuple[CalendarEntry, ...]:
    """Return the meetings of a calendar file, at most twenty; what is none is passed over, never an error."""
    try:
        calendar = Calendar.from_ical(text_of(data, None))
        events = list(calendar.walk("VEVENT"))
    except _BROKEN:
        return ()
    is_cancelled = str(calendar.get("METHOD", "")).strip().upper() == "CANCEL"
    entries = (_entry(event, is_cancelled=is_cancelled) for event in events[:MOST_ENTRIES] if isinstance(event, Event))
    return tuple(entry for entry in entries if entry is not None)


def _entry(event: Event, *, is_cancelled: bool) -> CalendarEntry | None:
    try:
        start = event.decoded("DTSTART")
        people = _people([event.get("ORGANIZER"), *_many(event.get("ATTENDEE"))])
        recurs = _recurs(event)
    except _BROKEN:
        return None
    begins = start if isinstance(start, datetime) else None
    if begins is not None and begins.tzinfo is None:
        begins = None
    if not isinstance(start, date):
        return None
    return CalendarEntry(
        uid=_text(event, "UID"),
        title=_text(event, "SUMMARY")[:200],
        day=_day(start),
        begins=begins,
        place=_text(event, "LOCATION")[:300],
        people=people,
        text=_text(event, "DESCRIPTION")[:MOST_TEXT],
        is_cancelled=is_cancelled or _text(event, "STATUS").upper() == "CANCELLED",
        recurs=recurs,
    )


def _day(start: date) -> date:
    """Return the Korean day on which a meeting begins; one without a zone begins on the day that it says."""
    if not isinstance(start, datetime):
        return start
    try:
        return start.date() if start.tzinfo is None else korean_day(start)
    except OverflowError:  # the last hours of the year 9999
        return start.date()


def _recurs(event: Event) -> str:
    """Return the rules by which a meeting comes again as they are written, nothing for one that comes once."""
    told = []
    for name in ("RRULE", "RDATE"):
        for value in _many(event.get(name)):
            to_ical = getattr(value, "to_ical", None)
            told.append(f"{name}: {to_ical().decode('utf-8', 'replace')}" if to_ical else name)
    return "\n".join(told)[:500]


def _text(event: Event, name: str) -> str:
    return str(event.get(name, "") or "").strip()


def _many(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _people(values: Iterable[object]) -> tuple[Person, ...]:
    people: dict[str, Person] = {}
    for value in values:
        address = str(value or "").strip()
        if not address:
            continue
        address = address[7:] if address.lower().startswith("mailto:") else address
        parameters = getattr(value, "params", {})
        person = Person(str(parameters.get("CN", "")).strip(), address.lower() if "@" in address else "")
        people.setdefault(person.address or person.name, person)
    return tuple(people.values())[:MOST_PEOPLE]
