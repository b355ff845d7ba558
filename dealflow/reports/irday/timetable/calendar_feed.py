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


def as_ics(given: FirmDay, *, at: datetime, lang: str) -> bytes:
    """Return the firm's day as a calendar file of ``at`` (aware), in UTF-8 with CRLF."""
    event = given.day.event
    calendar = Calendar()
    calendar.add("prodid", "-//Dealflow//IR day//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", f"{event_title(event, lang)} · {name_of(given.firm, lang)}")
    calendar.add("x-wr-timezone", SEOUL.key)
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vText("PT15M"))
    for part in given.day.programme.parts if given.day.plan.revision else ():
        if part.for_all:
            calendar.add_component(_part(given, part, at, lang))
    for entry in given.entries:
        calendar.add_component(_entry(given, entry, at, lang))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def as_zip(given: Iterable[FirmDay], *, at: datetime, lang: str) -> bytes:
    """Return one calendar file a firm, packed together."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, one in enumerate(given, start=1):
            stamp = at.astimezone(SEOUL).timetuple()[:6]
            name = zipfile.ZipInfo(f"{number:03d}_{file_name(name_of(one.firm, lang))}.ics", stamp)
            packed.writestr(name, as_ics(one, at=at, lang=lang))
    return file.getvalue()


def file_name(words: str) -> str:
    """Return words that every file system takes as a name."""
    return re.sub(r"[^\w()-]+", "_", words).strip("_")[:60] or "_"


def uid(ir_event_id: str, one: Placed) -> str:
    """Return the UID of a consultation or pitch, which follows from who takes part alone."""
    return _uid("placed", ir_event_id, *one.firms)


def _entry(given: FirmDay, entry: Entry, at: datetime, lang: str) -> Event:
    one, event = entry.placed, given.day.event
    made = _blank(uid(event.id, one), entry.sequence, at)
    made.add("last-modified", entry.changed_at)
    made.add("dtstart", begins(event, one.span))
    made.add("dtend", ends(event, one.span))
    names = {each.id: name_of(each, lang) for each in given.day.participants}
    other = [names.get(each, t("papers.gone", lang)) for each in one.firms if each != given.firm.id]
    kind = t("papers.ics.pitch" if one.is_pitch else "papers.ics.meeting", lang)
    made.add("summary", " · ".join([kind, *other]) if other else kind)
    where = _where(given, one, lang)
    if where:
        made.add("location", where)
    made.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    made.add("description", t("papers.ics.version", lang, n=given.day.plan.revision, event=event_title(event, lang)))
    if not entry.is_cancelled:
        made.add_component(_alarm(str(made["summary"])))
    return made


def _part(given: FirmDay, part: Part, at: datetime, lang: str) -> Event:
    made = _blank(_uid("part", given.day.event.id, part.id), given.day.programme_version, at)
    made.add("dtstart", begins(given.day.event, part.span))
    made.add("dtend", ends(given.day.event, part.span))
    made.add("summary", name_of(part, lang))
    room = next((one for one in given.day.programme.rooms if one.id == part.room_id), None)
    if room is not None:
        made.add("location", name_of(room, lang))
    made.add("status", "CONFIRMED")
    return made


def _where(given: FirmDay, one: Placed, lang: str) -> str:
    programme = given.day.programme
    table = next((each for each in programme.tables if each.id == one.place), None)
    room = next((each for each in programme.rooms if each.id == one.room), None)
    parts = (
        "" if table is None else table_words(table.label, lang),
        "" if room is None else name_of(room, lang),
        given.day.event.venue,
    )
    return ", ".join(filter(None, parts))


def _blank(its_uid: str, sequence: int, at: datetime) -> Event:
    made = Event()
    made.add("uid", its_uid)
    made.add("sequence", sequence)
    made.add("dtstamp", at)
    return made


def _alarm(words: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", _BEFORE)
    return alarm


def _uid(*subject: str) -> str:
    whole = "\x1f".join(subject).encode()
    return f"{hashlib.sha256(whole).hexdigest()[:32]}@{_DOMAIN}"
