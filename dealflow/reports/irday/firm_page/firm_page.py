"""A firm's own page of an IR day: phone first, plain HTML; a small script keeps what is typed and counts down.

The page loads nothing once it is there. The address holds the secret, so it stands nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dealflow.actions.irday.consultations.consultation_log import LONGEST
from dealflow.actions.irday.firm_page.firm_page import FirmPage, Person
from dealflow.actions.irday.results.surveys import HIGHEST
from dealflow.domain.irday.floor.badge_codes import code_of
from dealflow.domain.irday.floor.floor import Agreement, InterestLevel, MeetingState, NextStepKind
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.timetable.day_agenda import Line, LineKind, clock, clock_at, falls_away, minute_of, moment_of
from dealflow.domain.values.korean_days import korean_day
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.irday.firm_page import consultation_form, firm_forms
from dealflow.reports.irday.firm_page.consultation_form import LogForm
from dealflow.reports.irday.papers.day_words import event_title, event_venue
from dealflow.reports.kit.templates import render

SCRIPT: Final = "irday/firm_page/firm_page.js"
WORKER: Final = "irday/firm_page/firm_worker.js"
_TONES: Final = {
    MeetingState.RUNNING: "warn",
    MeetingState.HELD: "good",
    MeetingState.COMPANY_ABSENT: "late",
    MeetingState.INVESTOR_ABSENT: "late",
    MeetingState.CANCELLED: "late",
}
_WORDS: Final = (
    "saved", "waiting", "sending", "delivered", "refused", "gone", "offline", "online", "other", "other.mine",
    "other.theirs", "now", "in_minutes", "in_hours", "over", "preview", "preview.one", "leave", "until",
)  # fmt: skip
_FORMS: Final = ("log", "wishes", "survey")
"""Acts whose forms hold what somebody typed."""
_CHOICES: Final = {
    "interest_levels": tuple(InterestLevel),
    "next_steps": tuple(NextStepKind),
    "agreements": tuple(Agreement),
    "units": tuple(consultation_form.UNITS),
    "chips": consultation_form.CHIPS,
    "days_ahead": consultation_form.DAYS_AHEAD,
    "marks": tuple(map(str, range(1, HIGHEST + 1))),
    "longest": LONGEST,
}
"""What the page's forms offer to choose from, whoever opens them."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the programme: what, when and where."""

    what: str
    time: str
    where: str


@dataclass(frozen=True, slots=True)
class _AgendaLine(_Line):
    """A line of the firm's own day. ``start_s`` and ``end_s``: seconds since 1970; ``state``: key of its words.

    ``is_open``: it is over and its log is missing; ``log``: the form of its log, for firms that log consultations.
    """

    start_s: int
    end_s: int
    is_on: bool
    classes: str
    state: str
    tone: str
    is_open: bool
    log: LogForm | None


@dataclass(frozen=True, slots=True)
class _Person:
    """One of the firm's own people; ``code``: what the badge says, ``since``: from when on the person is here."""

    id: str
    name: str
    title: str
    presents: bool
    since: str
    code: str


def page(
    firm_page: FirmPage, lang: str, *, at: datetime, message: str = "", refused: Mapping[str, str] | None = None
) -> str:
    """Return the whole page; ``message`` says what was just done, or why what was ``refused`` cannot be.

    A form that was refused shows what was posted.
    """
    event, now = firm_page.event, minute_of(firm_page.event.held_on, at)
    topics = refused if refused and refused.get("act") == "topics" else None
    log, wishes, survey = (refused if refused and refused.get("act") == act else None for act in _FORMS)
    logged, another = consultation_form.walk_ins(firm_page, lang, log)
    return render(
        "irday/firm_page/firm_page.html",
        lang,
        page=firm_page,
        event_title=event_title(event, lang),
        where=" · ".join(filter(None, (day(event.held_on, lang), event_venue(event, lang)))),
        message=message,
        is_good=refused is None,
        following=_next(firm_page, lang, now),
        people=[_person(person) for person in firm_page.people],
        agenda=[_agenda_line(firm_page, line, lang, now, log) for line in firm_page.lines],
        offers_walk_ins=firm_page.logs_consultations and firm_page.others,
        walk_ins=logged,
        new_walk_in=another,
        wishes=firm_forms.wishes(firm_page, lang, wishes),
        programme=[_programme_line(firm_page, line, lang) for line in firm_page.everything],
        tables=[
            (part.id, name_of(part, lang), "\n".join(_typed_topics(lines, part.id, topics)))
            for part, lines in firm_page.tables
        ],
        signings=_signings(firm_page, lang, now),
        survey=firm_forms.survey(firm_page, survey) if event.held_on <= korean_day(at) else None,
        words={word: t(f"firm.js.{word}", lang) for word in _WORDS},
        **_CHOICES,
    )


@dataclass(frozen=True, slots=True)
class _SigningLine:
    """A consultation to be signed: when, with whom, and the name that stands under it already."""

    time: str
    other: str
    name: str
    signed: str


def _signings(firm_page: FirmPage, lang: str, now: int) -> list[_SigningLine]:
    """Return the firm's consultations that have begun and were not called off."""
    begun = (
        line
        for line in firm_page.lines
        if line.kind is LineKind.MEETING and line.span.start_min <= now and not falls_away(line, firm_page.states)
    )
    lines = []
    for line in begun if firm_page.people else ():
        other = line.company if line.investor == firm_page.firm.id else line.investor
        name = name_of(firm_page.firms[other], lang) if other in firm_page.firms else ""
        lines.append(_SigningLine(_times(line), other, name, firm_page.signed.get(line.pair, "")))
    return lines


def _typed_topics(lines: tuple[str, ...], part_id: str, refused: Mapping[str, str] | None) -> tuple[str, ...]:
    """Return what was handed in for a round-table, or what was typed and refused just now."""
    is_refused = refused is not None and refused.get("part") == part_id
    return tuple(refused.get("lines", "").splitlines()) if refused is not None and is_refused else lines


def refusal(words: str, lang: str) -> str:
    """Return the page of an address that does not open, with what to do next."""
    return render("irday/firm_page/refusal.html", lang, why=words)


def _next(firm_page: FirmPage, lang: str, now: int) -> _AgendaLine | None:
    """Return what is on now or comes next; the script keeps it up to date."""
    left = (line for line in firm_page.lines if line.span.end_min > now and not falls_away(line, firm_page.states))
    following = next(left, None)
    return None if following is None else _agenda_line(firm_page, following, lang, now)


def _agenda_line(
    firm_page: FirmPage, line: Line, lang: str, now: int, refused: Mapping[str, str] | None = None
) -> _AgendaLine:
    state = firm_page.states.get(line.pair, MeetingState.PLANNED)
    is_on, is_past = line.span.start_min <= now < line.span.end_min, line.span.end_min <= now
    is_gone = falls_away(line, firm_page.states)
    start, end = (moment_of(firm_page.event.held_on, minute) for minute in (line.span.start_min, line.span.end_min))
    is_logged = line.kind is LineKind.MEETING and firm_page.logs_consultations
    return _AgendaLine(
        what=_what(firm_page, line, lang),
        time=_times(line),
        where=place(firm_page.programme, line, lang),
        start_s=int(start.timestamp()),
        end_s=int(end.timestamp()),
        is_on=is_on,
        classes=" ".join(name for name, holds in (("now", is_on), ("past", is_past), ("gone", is_gone)) if holds),
        state=_state_key(line, state),
        tone=_TONES.get(state, ""),
        is_open=is_past and not is_gone,
        log=consultation_form.form(firm_page, line.company, lang, refused) if is_logged else None,
    )


def _state_key(line: Line, state: MeetingState) -> str:
    if line.kind is LineKind.PART or state is MeetingState.PLANNED:
        return ""
    return "firm.pitched" if line.kind is LineKind.PITCH else f"enum.meeting_state.{state.value}"


def _what(firm_page: FirmPage, line: Line, lang: str) -> str:
    """Return what a line is to this firm: with whom it consults, its pitch, or the part's title."""
    if line.kind is LineKind.PART:
        return name_of(line.part, lang) if line.part is not None else ""
    if line.kind is LineKind.PITCH:
        company = firm_page.firms.get(line.company)
        own = line.company == firm_page.firm.id
        return t("firm.pitch.own", lang) if own or company is None else name_of(company, lang)
    other = firm_page.firms.get(line.investor if line.company == firm_page.firm.id else line.company)
    return name_of(other, lang) if other is not None else t("firm.unknown", lang)


def place(programme: Programme, line: Line, lang: str) -> str:
    """Return where a line takes place: its table with the room, or the room; empty where none is told."""
    rooms = {room.id: name_of(room, lang) for room in programme.rooms}
    if line.kind is LineKind.MEETING:
        table = next((table for table in programme.tables if table.id == line.place), None)
        if table is None:
            return ""
        return " · ".join(filter(None, (t("firm.table", lang, label=table.label), rooms.get(table.room_id, ""))))
    room = line.part.room_id if line.part is not None else line.place
    return rooms.get(room, "")


def _times(line: Line) -> str:
    return f"{clock(line.span.start_min)}–{clock(line.span.end_min)}"


def _person(person: Person) -> _Person:
    since = person.presence.since if person.is_here and person.presence is not None else None
    return _Person(
        id=person.attendee.id,
        name=person.card.name,
        title=person.card.title,
        presents=person.attendee.presents,
        since="" if since is None else clock_at(since),
        code=code_of(person.attendee.id),
    )


def _programme_line(firm_page: FirmPage, line: Line, lang: str) -> _Line:
    return _Line(_what_all(firm_page, line, lang), _times(line), place(firm_page.programme, line, lang))


def _what_all(firm_page: FirmPage, line: Line, lang: str) -> str:
    if line.kind is LineKind.PITCH:
        company = firm_page.firms.get(line.company)
        return t("firm.pitch.of", lang, company=name_of(company, lang) if company else t("firm.unknown", lang))
    return _what(firm_page, line, lang)
