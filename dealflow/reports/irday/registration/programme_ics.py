"""The programme as a calendar file, whole or one track or part of it, on Korean clocks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from icalendar import Calendar, Event

from dealflow.actions.irday.registration.public_programme import PublicProgramme
from dealflow.domain.irday.programme.programme import Part
from dealflow.domain.irday.timetable.calendar_history import Key
from dealflow.domain.irday.timetable.day_agenda import moment_of
from dealflow.domain.values.korean_days import SEOUL
from dealflow.i18n import called, name_of
from dealflow.reports.irday.papers.day_words import event_title, event_venue
from dealflow.reports.irday.timetable.calendar_feed import uid


def as_ics(
    programme: PublicProgramme, *, at: datetime, lang: str, track: str = "", parts: Collection[str] = (), url: str = ""
) -> bytes:
    """Return the programme as a calendar file of ``at``: a track (and what is of no track), some parts, or all.

    A part bears the UID that it has in firms' calendars, so that nobody has it twice.
    """
    day = programme.day
    calendar = Calendar()
    calendar.add("prodid", "-//Dealflow//IR day//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", " · ".join(filter(None, (event_title(day.event, lang), track))))
    calendar.add("x-wr-timezone", SEOUL.key)
    for shown in programme.parts:
        part = shown.part
        if (parts and part.id not in parts) or (track and part.track not in {"", track}):
            continue
        about = called(shown.content.abstract_ko, shown.content.abstract_en, lang)
        calendar.add_component(_entry(programme, part, about, at, lang, url))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _entry(programme: PublicProgramme, part: Part, about: str, at: datetime, lang: str, url: str) -> Event:
    event, rooms = programme.day.event, {room.id: name_of(room, lang) for room in programme.day.programme.rooms}
    entry = Event()
    entry.add("uid", uid(event.id, Key((), part=part.id)))
    entry.add("sequence", programme.day.programme_version)
    entry.add("dtstamp", at)
    entry.add("dtstart", moment_of(event.held_on, part.span.start_min))
    entry.add("dtend", moment_of(event.held_on, part.span.end_min))
    entry.add("summary", name_of(part, lang))
    entry.add("location", ", ".join(filter(None, (rooms.get(part.room_id, ""), event_venue(event, lang)))))
    if about:
        entry.add("description", about)
    if url:
        entry.add("url", f"{url}#{part.id}")
    return entry
