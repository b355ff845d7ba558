"""A firm's day as an iCalendar file or feed (RFC 5545), on Korean clocks.

A consultation keeps its UID wherever it moves, and both sides' calendars share it. SEQUENCE grows with publications and
marks, so that calendars take changes over; what was published once and fell away is told as cancelled.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, vText

from dealflow.actions.irday.timetable.calendar_feed import Entry, FirmDay
from dealflow.domain.irday.programme.programme import Part
from dealflow.domain.irday.timetable.placements import Placed
from dealflow.domain.values.korean_days import SEOUL
from dealflow.i18n import name_of, t
from dealflow.reports.irday.papers.day_words import begins, ends, event_title, table_words

_DOMAIN: Final = "dealflow"
_REFRESH: Final = timedelta(minutes=15)
_BEFORE: Final = timedelta(minutes=-10)


def as_ics(firm_day: FirmDay, *, at: datetime, lang: str) -> bytes:
    """Return the firm's day as a calendar file of ``at`` (aware), in UTF-8 with CRLF."""
    event = firm_day.day.event
    calendar = Calendar()
    calendar.add("prodid", "-//Dealflow//IR day//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"{event_title(event, lang)} · {name_of(firm_day.firm, lang)}")
    calendar.add("x-wr-timezone", SEOUL.key)
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vText("PT15M"))
    for part in firm_day.day.programme.parts if firm_day.day.plan.revision else ():
        if part.for_all:
            calendar.add_component(_part(firm_day, part, at, lang))
    for entry in firm_day.entries:
        calendar.add_component(_entry(firm_day, entry, at, lang))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def as_zip(firm_days: Iterable[FirmDay], *, at: datetime, lang: str) -> bytes:
    """Return one calendar file a firm, packed together."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, firm_day in enumerate(firm_days, start=1):
            stamp = at.astimezone(SEOUL).timetuple()[:6]
            name = zipfile.ZipInfo(f"{number:03d}_{file_name(name_of(firm_day.firm, lang))}.ics", stamp)
            packed.writestr(name, as_ics(firm_day, at=at, lang=lang))
    return file.getvalue()


def file_name(words: str) -> str:
    """Return words that every file system takes as a name."""
    return re.sub(r"[^\w()-]+", "_", words).strip("_")[:60] or "_"


def uid(ir_event_id: str, placed: Placed) -> str:
    """Return the UID of a consultation or pitch, which follows from who takes part alone."""
    return _uid("placed", ir_event_id, *placed.firms)


def _entry(firm_day: FirmDay, entry: Entry, at: datetime, lang: str) -> Event:
    placed, event = entry.placed, firm_day.day.event
    made_entry = _blank(uid(event.id, placed), entry.sequence, at)
    made_entry.add("last-modified", entry.changed_at)
    made_entry.add("dtstart", begins(event, placed.span))
    made_entry.add("dtend", ends(event, placed.span))
    names = {participant.id: name_of(participant, lang) for participant in firm_day.day.participants}
    other = [names.get(firm, t("papers.gone", lang)) for firm in placed.firms if firm != firm_day.firm.id]
    kind = t("papers.ics.pitch" if placed.is_pitch else "papers.ics.meeting", lang)
    made_entry.add("summary", " · ".join([kind, *other]) if other else kind)
    where = _where(firm_day, placed, lang)
    if where:
        made_entry.add("location", where)
    made_entry.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    made_entry.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    made_entry.add(
        "description", t("papers.ics.version", lang, n=firm_day.day.plan.revision, event=event_title(event, lang))
    )
    if not entry.is_cancelled:
        made_entry.add_component(_alarm(str(made_entry["summary"])))
    return made_entry


def _part(firm_day: FirmDay, part: Part, at: datetime, lang: str) -> Event:
    made_part = _blank(_uid("part", firm_day.day.event.id, part.id), firm_day.day.programme_version, at)
    made_part.add("dtstart", begins(firm_day.day.event, part.span))
    made_part.add("dtend", ends(firm_day.day.event, part.span))
    made_part.add("summary", name_of(part, lang))
    room = next((other_room for other_room in firm_day.day.programme.rooms if other_room.id == part.room_id), None)
    if room is not None:
        made_part.add("location", name_of(room, lang))
    made_part.add("status", "CONFIRMED")
    return made_part


def _where(firm_day: FirmDay, placed: Placed, lang: str) -> str:
    programme = firm_day.day.programme
    table = next(
        (consultation_table for consultation_table in programme.tables if consultation_table.id == placed.place), None
    )
    room = next((other_room for other_room in programme.rooms if other_room.id == placed.room), None)
    parts = (
        "" if table is None else table_words(table.label, lang),
        "" if room is None else name_of(room, lang),
        firm_day.day.event.venue,
    )
    return ", ".join(filter(None, parts))


def _blank(its_uid: str, sequence: int, at: datetime) -> Event:
    event = Event()
    event.add("uid", its_uid)
    event.add("sequence", sequence)
    event.add("dtstamp", at)
    return event


def _alarm(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", _BEFORE)
    return alarm


def _uid(*subject: str) -> str:
    whole = "\x1f".join(subject).encode()
    return f"{hashlib.sha256(whole).hexdigest()[:32]}@{_DOMAIN}"
