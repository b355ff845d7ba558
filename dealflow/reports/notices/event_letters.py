"""Letters to the people of an event in words: a proposal for each kind, and the letter of each addressee."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dealflow.actions.notices.event_letters import Addressee, Written
from dealflow.actions.notices.outbox import Attachment
from dealflow.domain.notices.merge import EventLetterKind, Template, merged
from dealflow.i18n import Language, name_of, t
from dealflow.i18n.numbers import day as day_words
from dealflow.reports.irday.timetable import calendar_feed
from dealflow.reports.notices.letters import plain_letter

_HOUR = 60


@dataclass(frozen=True, slots=True)
class Marks:
    """The pictures that a letter of an event bears: the organiser's house above, who is behind the event below."""

    house: bytes = b""
    hosts: tuple[bytes, ...] = ()


NO_MARKS: Final = Marks()


def proposed(kind: EventLetterKind, lang: str) -> Template:
    """Return the words that a letter of a kind begins with."""
    return Template(t(f"notices.event.{kind.value}.subject", lang), t(f"notices.event.{kind.value}.body", lang))


def written(
    addressee: Addressee,
    kind: EventLetterKind,
    template: Template,
    lang: str,
    *,
    at: datetime,
    marks: Marks = NO_MARKS,
) -> Written:
    """Return the letter of one addressee; a change notice and a reminder carry the firm's day as a calendar file.

    Raises:
        InvalidInputError: the subject or the body is missing, or a place in them is unknown.
    """
    letter = merged(template, _values(addressee, lang))
    files: tuple[Attachment, ...] = ()
    if kind is not EventLetterKind.INVITATION and addressee.firm_day.entries:
        ics = calendar_feed.as_ics(addressee.firm_day, at=at, lang=lang).decode()
        files = (Attachment(f"{calendar_feed.file_name(name_of(addressee.firm, lang))}.ics", "text/calendar", ics),)
    return Written(
        addressee, plain_letter(letter.subject, letter.body, lang, files, logo=marks.house, marks=marks.hosts)
    )


def _values(addressee: Addressee, lang: str) -> dict[str, str]:
    firm_day = addressee.firm_day
    event = firm_day.day.event
    venue = (event.venue_en or event.venue) if lang == Language.EN else (event.venue or event.venue_en)
    title = (event.title_en or event.title_ko) if lang == Language.EN else event.title_ko
    return {
        "name": addressee.person_name or name_of(addressee.firm, lang),
        "firm": name_of(addressee.firm, lang),
        "event": title,
        "day": day_words(event.held_on, lang),
        "venue": venue,
        "times": times(addressee, lang),
        "organiser": name_of(firm_day.organiser, lang) if firm_day.organiser else "",
    }


def times(addressee: Addressee, lang: str) -> str:
    """Return what a firm has when, a line each, and that it goes along as a file; what fell away is not among it."""
    lines = []
    for entry in addressee.firm_day.entries:
        if not entry.is_cancelled:
            span = entry.told.span
            called = calendar_feed.summary(addressee.firm_day, entry, lang)
            lines.append(f"{_clock(span.start_min)}–{_clock(span.end_min)} {called}")
    if not addressee.firm_day.entries:
        return t("notices.event.no_times", lang)
    return "\n\n".join(filter(None, ("\n".join(lines), t("notices.event.attached", lang))))


def _clock(minutes: int) -> str:
    return f"{minutes // _HOUR:02d}:{minutes % _HOUR:02d}"
