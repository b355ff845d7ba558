"""Letters to attendees in words: how the registration stands, the pass, its QR code, the day as a calendar file."""

from __future__ import annotations

import base64
import io
from typing import Final

import segno

from dealflow.actions.notices.attendee_letters import AttendeeLetter, AttendeeLetterKind
from dealflow.actions.notices.outbox import Attachment, Content
from dealflow.domain.irday.floor.badge_codes import code_of
from dealflow.i18n import name_of, t
from dealflow.reports.irday.papers.day_words import date_words, event_title, event_venue
from dealflow.reports.irday.registration import programme_ics
from dealflow.reports.irday.registration.attendee_pass import part_lines
from dealflow.reports.irday.timetable.calendar_feed import file_name
from dealflow.reports.notices.letters import Button, Letter, Section, composed
from dealflow.reports.notices.letters import Written as Line

_QR: Final = "pass.png"
_COMING: Final = frozenset({AttendeeLetterKind.SEATED, AttendeeLetterKind.FREED})


def written(letter: AttendeeLetter, *, is_copied: bool = False) -> Content:
    """Return a letter to an attendee as text and page; who has a seat gets the QR code and the calendar file along.

    ``is_copied``: its text is copied by hand, and nothing goes along.
    """
    lang, organiser = letter.language, letter.programme.organiser
    has_files = letter.kind in _COMING and not is_copied
    key, title = f"notices.{letter.kind.value}", event_title(letter.attendee_pass.event, lang)
    closing = "why" if letter.kind is AttendeeLetterKind.CANCELLED else "closing"
    sheet = Letter(
        t(f"{key}.subject", lang, event=title),
        t(f"notices.attendee.{closing}", lang),
        _opening(
            letter, t(f"{key}.opening", lang, event=title, n=letter.attendee_pass.ahead + 1), lang, has_files=has_files
        ),
        sections=tuple(_sections(letter, lang)),
        button=Button(t("notices.attendee.open", lang), letter.url) if letter.url else None,
        picture=_QR if has_files else "",
        sender="" if organiser is None else name_of(organiser, lang),
    )
    return composed(sheet, lang, files=_files(letter, lang) if has_files else ())


def _opening(letter: AttendeeLetter, words: str, lang: str, *, has_files: bool) -> str:
    """Return what a letter begins with; one without the pass's address says where that is found."""
    parts = [t("notices.attendee.greeting", lang, name=letter.attendee_pass.card.name), words]
    if has_files:
        parts[1] += f" {t('notices.attendee.calendar', lang)}"
    if letter.kind is AttendeeLetterKind.FREED:
        parts.append(t("notices.attendee.first_letter", lang))
    return "\n\n".join(parts)


def _sections(letter: AttendeeLetter, lang: str) -> list[Section]:
    attendee_pass, programme = letter.attendee_pass, letter.programme
    event = attendee_pass.event
    about = (
        ("when", date_words(event, attendee_pass.programme, lang)),
        ("venue", event_venue(event, lang)),
        ("organiser", "" if programme.organiser is None else name_of(programme.organiser, lang)),
        ("number", str(attendee_pass.registration.number)),
        ("contact", programme.profile.contact),
    )
    lines = tuple(Line(f"{t(f'notices.attendee.{name}', lang)}: {words}") for name, words in about if words)
    sections = [Section(t("notices.attendee.about", lang), lines)]
    parts = tuple(Line(f"{time} {title}") for time, title in part_lines(attendee_pass, lang))
    return [*sections, Section(t("attend.pass.parts", lang), parts)] if parts else sections


def _files(letter: AttendeeLetter, lang: str) -> tuple[Attachment, ...]:
    attendee_pass = letter.attendee_pass
    picture = io.BytesIO()
    segno.make(code_of(attendee_pass.registration.id), error="m", micro=False).save(
        picture, kind="png", scale=6, border=3
    )
    ics = programme_ics.as_ics(
        letter.programme, at=letter.at, lang=lang, parts=attendee_pass.registration.parts, url=letter.url
    )
    return (
        Attachment(_QR, "image/png", base64.b64encode(picture.getvalue()).decode()),
        Attachment(f"{file_name(event_title(attendee_pass.event, lang))}.ics", "text/calendar", ics.decode()),
    )
