"""A person's deadlines and committees as an iCalendar feed (RFC 5545), on Korean clocks.

An entry keeps its UID while its record lives; SEQUENCE grows with the record, so that calendars take over changes. What
is done or gone leaves the feed.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Final

from icalendar import Alarm, Calendar, Event, vText

from dealflow.actions.home.calendar_feed import Feed
from dealflow.actions.home.deadlines import Due
from dealflow.domain.investment.committee import CommitteeSession
from dealflow.domain.values.korean_days import SEOUL
from dealflow.i18n import t
from dealflow.i18n.numbers import day
from dealflow.reports.pipeline.deadline_words import business_left, kind_of, left, title

_LASTS: Final = timedelta(hours=2)
"""How long a committee is shown to last: sessions have no end."""
_REFRESH: Final = timedelta(hours=1)
_DOMAIN: Final = "dealflow"


def as_ics(feed: Feed, *, at: datetime, lang: str) -> bytes:
    """Return the feed as a calendar file of ``at`` (aware), in UTF-8 with CRLF."""
    calendar = Calendar()
    calendar.add("prodid", "-//Dealflow//Deadlines//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", t("deadlines.feed.name", lang))
    calendar.add("x-wr-timezone", SEOUL.key)
    calendar.add("refresh-interval", _REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vText("PT1H"))
    for due in feed.deadlines:
        calendar.add_component(_deadline(due, at, lang))
    for session, version in feed.sessions:
        calendar.add_component(_session(session, version, at, lang))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _deadline(due: Due, at: datetime, lang: str) -> Event:
    event = _entry(f"deadline:{due.id}", due.revision, at)
    event.add("summary", title(due, lang))
    event.add("dtstart", due.deadline.due)
    event.add("dtend", due.deadline.due + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [kind_of(due.deadline.kind, lang)])
    lines = [f"{left(due.days_left, lang)} ({business_left(due.business_days_left, lang)})"]
    if due.owner_name:
        lines.append(t("deadlines.feed.owner", lang, name=due.owner_name))
    if due.deadline.opens is not None:
        lines.append(t("deadlines.feed.opens", lang, day=day(due.deadline.opens, lang)))
    event.add("description", "\n".join(lines))
    event.add_component(_alarm(title(due, lang), timedelta(hours=-15)))
    return event


def _session(session: CommitteeSession, version: int, at: datetime, lang: str) -> Event:
    event = _entry(f"session:{session.id}", version, at)
    kind = t(f"enum.session_kind.{session.kind.value}", lang)
    event.add("summary", f"{kind} · {session.title}")
    start = session.held_at.astimezone(SEOUL)
    event.add("dtstart", start)
    event.add("dtend", start + _LASTS)
    if session.place:
        event.add("location", session.place)
    event.add("description", t("deadlines.feed.items", lang, n=len(session.items)))
    event.add_component(_alarm(session.title, timedelta(hours=-1)))
    return event


def _entry(subject: str, revision: int, at: datetime) -> Event:
    """Return an entry whose UID follows from its subject alone."""
    event = Event()
    event.add("uid", f"{hashlib.sha256(subject.encode()).hexdigest()[:32]}@{_DOMAIN}")
    event.add("sequence", revision)
    event.add("dtstamp", at)
    return event


def _alarm(words: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", before)
    return alarm
