"""A firm's day as an iCalendar file or feed (RFC 5545), on Korean clocks.

A consultation keeps its UID wherever it moves, and both sides' calendars share it. SEQUENCE rises exactly when what the
entry shows has changed, so that calendars take that over; what was published once and fell away is told as cancelled.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from dealflow.actions.irday.timetable.calendar_feed import Entry, FirmDay
from dealflow.domain.irday.timetable.calendar_history import Key, Names
from dealflow.domain.irday.timetable.day_agenda import moment_of
from dealflow.domain.values.korean_days import SEOUL
from dealflow.i18n import Language, name_of, t
from dealflow.reports.irday.papers.day_words import event_title, table_words

_DOMAIN: Final = "dealflow"
_REFRESH: Final = timedelta(minutes=15)
_BEFORE: Final = timedelta(minutes=-10)


def as_ics(firm_day: FirmDay, *, at: datetime, lang: str, url: str = "") -> bytes:
    """Return the firm's day as a calendar file of ``at`` (aware), in UTF-8 with CRLF; ``url``: the firm's own page."""
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
    for entry in firm_day.entries:
        calendar.add_component(_entry(firm_day, entry, at, lang, url))
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


def uid(ir_event_id: str, key: Key) -> str:
    """Return the UID of an entry, which follows from who takes part in what alone.

    A consultation is the same entry to both sides. A part that is for all bears the same UID in every calendar.
    """
    return _uid("part", ir_event_id, key.part) if key.part else _uid("placed", ir_event_id, *key.firms)


def _entry(firm_day: FirmDay, entry: Entry, at: datetime, lang: str, url: str) -> Event:
    told = entry.told
    made_entry = _blank(uid(firm_day.day.event.id, entry.key), entry.sequence, at)
    made_entry.add("last-modified", entry.changed_at)
    made_entry.add("dtstart", moment_of(told.held_on, told.span.start_min))
    made_entry.add("dtend", moment_of(told.held_on, told.span.end_min))
    made_entry.add("summary", summary(firm_day, entry, lang))
    table = table_words(told.table, lang) if told.table else ""
    where = ", ".join(filter(None, (table, _name(told.room, lang), _name(told.venue, lang))))
    if where:
        made_entry.add("location", where)
    made_entry.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    made_entry.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    made_entry.add("description", t("papers.ics.version", lang, n=entry.revision, event=_name(told.event_title, lang)))
    if firm_day.organiser is not None:
        made_entry.add("organizer", _organiser(firm_day, lang))
    if url:
        made_entry.add("url", url)
    if not entry.is_cancelled:
        made_entry.add_component(_alarm(str(made_entry["summary"])))
    return made_entry


def summary(firm_day: FirmDay, entry: Entry, lang: str) -> str:
    """Return what an entry of a firm's day is called: the part, or whom the firm meets."""
    if entry.key.part:
        return _name(entry.told.title, lang)
    named = zip(entry.firms, entry.told.names, strict=True)
    other = [_name(names, lang) or t("papers.gone", lang) for firm, names in named if firm != firm_day.firm.id]
    kind = t("papers.ics.pitch" if entry.key.is_pitch else "papers.ics.meeting", lang)
    return " · ".join([kind, *other])


def _organiser(firm_day: FirmDay, lang: str) -> vCalAddress:
    """Return who organises; without a known e-mail an address that nobody can write to, as RFC 5546 wants one."""
    address = vCalAddress(f"mailto:{firm_day.contact}" if firm_day.contact else "invalid:nomail")
    if firm_day.organiser is not None:
        address.params["cn"] = vText(name_of(firm_day.organiser, lang))
    return address


def _name(names: Names, lang: str) -> str:
    """Return a name in the language, or in the other where it has none."""
    return (names[1] or names[0]) if lang == Language.EN else (names[0] or names[1])


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
