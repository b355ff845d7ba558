"""A firm's own page of an IR day: phone first, plain HTML; a small script keeps what is typed and counts down.

The page loads nothing once it is there. Every text is escaped; the address holds the secret, so it stands nowhere else.
"""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Final

import segno

from dealflow.actions.irday.firm_page.firm_page import FirmPage, Person
from dealflow.domain.irday.floor.badge_codes import code_of
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.timetable.day_agenda import Line, LineKind, clock, clock_at, falls_away, minute_of, moment_of
from dealflow.domain.values.korean_days import korean_day
from dealflow.i18n import Language, name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.irday.firm_page import consultation_form, firm_forms
from dealflow.reports.kit import public_page
from dealflow.reports.kit.public_page import said

SCRIPT: Final = "irday/firm_page/firm_page.js"
WORKER: Final = "irday/firm_page/firm_worker.js"
_STYLES: Final = ("kit/public_page.css", "irday/firm_page/firm_page.css")
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


def page(given: FirmPage, lang: str, *, at: datetime, told: str = "", is_good: bool = True) -> str:
    """Return the whole page; ``told`` says what was just done, or what went wrong."""
    title = name_of(given.firm, lang)
    parts = [
        _head(given, lang),
        f'<p class="told{" good" if is_good else ""}" role="status">{escape(told)}</p>' if told else "",
        _next(given, lang, at),
        _people(given, lang),
        _agenda(given, lang, at),
        consultation_form.another(given, lang),
        firm_forms.wishes(given, lang),
        _programme(given, lang),
        firm_forms.survey(given, lang) if given.event.held_on <= korean_day(at) else "",
    ]
    data = {
        "link": given.firm.id,
        "words": {one: t(f"firm.js.{one}", lang) for one in _WORDS},
        "lang": lang,
        "logs": given.logs_consultations,
    }
    body = f"<main>{''.join(parts)}</main>"
    return public_page.document(title, body, lang, styles=_STYLES, script=SCRIPT, data=data)


def refusal(words: str, lang: str) -> str:
    """Return the page of an address that does not open, with what to do next."""
    head = f"<header><h1>{said('firm.refused', lang)}</h1>{public_page.switch(lang)}</header>"
    return public_page.document(
        t("firm.refused", lang), f"<main>{head}<p>{escape(words)}</p></main>", lang, styles=_STYLES
    )


def event_title(given: FirmPage, lang: str) -> str:
    """Return the event's title in the reader's language where it has one."""
    event = given.event
    return (event.title_en if lang == Language.EN else event.title_ko) or event.title_ko


def _head(given: FirmPage, lang: str) -> str:
    event = given.event
    where = " · ".join(filter(None, (day(event.held_on, lang), event.venue)))
    return (
        f'<header><div><p class="soft">{escape(event_title(given, lang))}</p>'
        f"<h1>{escape(name_of(given.firm, lang))}</h1>"
        f'<p class="soft">{escape(where)}</p></div>{public_page.switch(lang)}</header>'
        f'<p id="line" hidden></p>{_calendar(given, lang)}'
    )


def _calendar(given: FirmPage, lang: str) -> str:
    """Return the way to the firm's day as a calendar; the script gives it its address, which holds the secret."""
    return f'<p><a id="calendar" hidden>{said("firm.calendar", lang)}</a></p>' if given.published else ""


def _next(given: FirmPage, lang: str, at: datetime) -> str:
    """Return what is on now or comes next; the script keeps it up to date."""
    if not given.published:
        return f'<div class="card"><p>{said("firm.not_published", lang)}</p></div>'
    now = minute_of(given.event.held_on, at)
    left = [one for one in given.lines if one.span.end_min > now and not falls_away(one, given.states)]
    if not left:
        return f'<div class="next" id="next"><p class="what">{said("firm.next.none", lang)}</p></div>'
    one = left[0]
    on = one.span.start_min <= now
    head = t("firm.next.now" if on else "firm.next", lang)
    return (
        f'<div class="next" id="next"><p class="soft" data-part="head">{escape(head)}</p>'
        f'<p class="what" data-part="what">{escape(_what(given, one, lang))}</p>'
        f'<p data-part="where">{escape(_times(one))} · {escape(place(given.programme, one, lang))}</p>'
        f'<p class="count" data-part="count"></p></div>'
    )


def _agenda(given: FirmPage, lang: str, at: datetime) -> str:
    if not given.published:
        return ""
    now = minute_of(given.event.held_on, at)
    lines = "".join(_line(given, one, lang, now) for one in given.lines)
    hint = f'<p class="soft">{said("firm.agenda.log", lang)}</p>' if given.logs_consultations else ""
    empty = f"<p>{said('firm.agenda.empty', lang)}</p>"
    return f"<h2>{said('firm.agenda', lang)}</h2>{hint}<ol class='agenda'>{lines}</ol>{'' if lines else empty}"


def _line(given: FirmPage, one: Line, lang: str, now: int) -> str:
    state = given.states.get(one.pair, MeetingState.PLANNED)
    marks = []
    if one.kind is not LineKind.PART and state is not MeetingState.PLANNED:
        key = "firm.pitched" if one.kind is LineKind.PITCH else f"enum.meeting_state.{state.value}"
        marks.append(f'<span class="mark {_TONES.get(state, "")}">{escape(t(key, lang))}</span>')
    is_log = one.kind is LineKind.MEETING and given.logs_consultations
    if is_log:
        known = one.company in given.logs
        tone = " good" if known else " warn" if one.span.end_min <= now and not falls_away(one, given.states) else ""
        words = t("firm.log.known" if known else "firm.log.open", lang)
        marks.append(f'<span class="mark{tone}" data-stand="{escape(one.company)}">{escape(words)}</span>')
    row = (
        f'<span class="when">{_times(one)}</span><span><span class="who">{escape(_what(given, one, lang))}</span><br>'
        f'<span class="where">{escape(place(given.programme, one, lang))}</span></span>'
        f'<span class="marks">{"".join(marks)}</span>'
    )
    classes = " ".join(
        name
        for name, holds in (
            ("now", one.span.start_min <= now < one.span.end_min),
            ("past", one.span.end_min <= now),
            ("gone", falls_away(one, given.states)),
        )
        if holds
    )
    start, end = (
        int(moment_of(given.event.held_on, minute).timestamp()) for minute in (one.span.start_min, one.span.end_min)
    )
    body = f'<div class="row">{row}</div>'
    if is_log:
        body = (
            f'<details><summary class="row">{row}</summary>{consultation_form.form(given, one.company, lang)}</details>'
        )
    return f'<li class="{classes}" data-start="{start}" data-end="{end}">{body}</li>'


def _what(given: FirmPage, one: Line, lang: str) -> str:
    """Return what a line is to this firm: with whom it consults, its pitch, or the part's title."""
    if one.kind is LineKind.PART:
        return name_of(one.part, lang) if one.part is not None else ""
    if one.kind is LineKind.PITCH:
        company = given.firms.get(one.company)
        own = one.company == given.firm.id
        return t("firm.pitch.own", lang) if own or company is None else name_of(company, lang)
    other = given.firms.get(one.investor if one.company == given.firm.id else one.company)
    return name_of(other, lang) if other is not None else t("firm.unknown", lang)


def place(programme: Programme, one: Line, lang: str) -> str:
    """Return where a line takes place: its table with the room, or the room; empty where none is told."""
    rooms = {room.id: name_of(room, lang) for room in programme.rooms}
    if one.kind is LineKind.MEETING:
        table = next((each for each in programme.tables if each.id == one.place), None)
        if table is None:
            return ""
        return " · ".join(filter(None, (t("firm.table", lang, label=table.label), rooms.get(table.room_id, ""))))
    room = one.part.room_id if one.part is not None else one.place
    return rooms.get(room, "")


def _times(one: Line) -> str:
    return f"{clock(one.span.start_min)}–{clock(one.span.end_min)}"


def _people(given: FirmPage, lang: str) -> str:
    if not given.people:
        return ""
    rows = "".join(_person(one, lang) for one in given.people)
    return f'<h2>{said("firm.people", lang)}</h2><div class="card">{rows}</div>'


def _person(one: Person, lang: str) -> str:
    who = escape(one.card.name or t("firm.somebody", lang))
    title = f' <span class="soft">{escape(one.card.title)}</span>' if one.card.title else ""
    roles = f' <span class="mark">{said("firm.presents", lang)}</span>' if one.attendee.presents else ""
    since = one.presence.since if one.presence is not None else None
    if one.is_here and since is not None:
        act = f'<span class="mark good">{escape(t("firm.here", lang, at=clock_at(since)))}</span>'
    else:
        act = (
            f'<form method="post"><input type="hidden" name="act" value="here">'
            f'<input type="hidden" name="who" value="{escape(one.attendee.id)}">'
            f'<button class="main">{said("firm.check_in", lang)}</button></form>'
        )
    code = segno.make(code_of(one.attendee.id), error="m", micro=False).svg_inline(border=2, omitsize=True)
    return (
        f'<div class="person"><div><b>{who}</b>{title}{roles}'
        f'<details><summary class="soft">{said("firm.badge", lang)}</summary><div class="qr">{code}</div></details>'
        f"</div>{act}</div>"
    )


def _programme(given: FirmPage, lang: str) -> str:
    if not given.everything:
        return ""
    rows = "".join(
        f"<tr><td>{_times(one)}</td><td>{escape(_what_all(given, one, lang))}<br>"
        f'<span class="soft">{escape(place(given.programme, one, lang))}</span></td></tr>'
        for one in given.everything
    )
    return (
        f'<h2>{said("firm.programme", lang)}</h2><details class="card"><summary>{said("firm.programme.show", lang)}'
        f'</summary><table class="programme">{rows}</table></details>'
    )


def _what_all(given: FirmPage, one: Line, lang: str) -> str:
    if one.kind is LineKind.PITCH:
        company = given.firms.get(one.company)
        return t("firm.pitch.of", lang, company=name_of(company, lang) if company else t("firm.unknown", lang))
    return _what(given, one, lang)
