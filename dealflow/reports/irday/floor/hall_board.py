"""The board in the hall: what is on at every stage and table and what comes next, in big type, in both languages."""

from __future__ import annotations

from datetime import datetime
from html import escape
from typing import Final

from dealflow.actions.irday.floor.hall_displays import Hall, Place, place_lines
from dealflow.domain.irday.timetable import day_agenda
from dealflow.domain.irday.timetable.day_agenda import Line, LineKind, clock
from dealflow.i18n import LANGUAGES, Language, name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.kit import public_page
from dealflow.reports.kit.public_page import said

SCRIPT: Final = "irday/floor/hall_board.js"
_STYLES: Final = ("irday/floor/hall_board.css",)
_FEW, _MANY = 8, 18
"""Tables up to which cards are large, and from which on they are small."""


def page(given: Hall, langs: tuple[str, ...], *, at: datetime, timer: str) -> str:
    """Return the board in one language, or in several that take turns; ``timer``: the way to the presenters' timer."""
    boards = "".join(_board(given, lang, is_first=place == 0) for place, lang in enumerate(langs))
    ways = "".join(
        f'<a href="{escape(href)}">{said(key, langs[0])}</a>'
        for href, key in (
            (timer, "hall.timer"),
            ("?lang=ko", "frame.language.name"),
            ("?lang=en", "hall.english"),
            ("?", "hall.both"),
        )
    )
    data = {
        "now": str(int(at.timestamp() * 1000)),
        "tag": tag(given, langs),
        "off": {lang: said("hall.off", lang) for lang in langs},
    }
    body = (
        f'<header><div class="title"></div><div class="clock" id="clock"></div></header>'
        f'<div id="board">{boards}</div><footer><span id="state"></span><nav>{ways}</nav></footer>'
    )
    title = t("hall.title", langs[0])
    return public_page.document(title, body, langs[0], styles=_STYLES, script=SCRIPT, data=data, kind="hall")


def tag(given: Hall, langs: tuple[str, ...]) -> str:
    """Return a word that stays the same for as long as the board does."""
    return f"{given.position}-{given.minute}-{'-'.join(langs)}"


def languages(asked: str) -> tuple[str, ...]:
    """Return the languages of a board: the one that was asked for, else all of them in turn."""
    return (asked,) if asked in LANGUAGES else tuple(one.value for one in LANGUAGES)


def _board(given: Hall, lang: str, *, is_first: bool) -> str:
    event = given.event
    title = (event.title_en if lang == Language.EN else event.title_ko) or event.title_ko
    head = f'<h1>{escape(title)}</h1><p class="soft">{escape(day(event.held_on, lang))}</p>'
    hidden = "" if is_first else " hidden"
    return f'<section lang="{lang}"{hidden}><div class="head">{head}</div>{_body(given, lang)}</section>'


def _body(given: Hall, lang: str) -> str:
    if not given.published:
        return f'<p class="empty">{said("hall.not_published", lang)}</p>'
    standing = [one for one in given.lines if one.kind is LineKind.PART]
    now = day_agenda.at_minute(standing, given.minute)
    stages, tables = place_lines(given, LineKind.PITCH), place_lines(given, LineKind.MEETING)
    parts = [
        "".join(_part(given, one, lang) for one in now),
        _stages(given, stages, lang),
        _tables(given, tables, lang),
        _coming(given, standing, lang),
    ]
    found = "".join(parts)
    return found or f'<p class="empty">{said("hall.over", lang)}</p>'


def _part(given: Hall, one: Line, lang: str) -> str:
    title = name_of(one.part, lang) if one.part else ""
    where = _room(given, one.place, lang)
    return (
        f'<div class="now"><span class="when">{_times(one)}</span><b>{escape(title)}</b>'
        f'<span class="where">{escape(where)}</span></div>'
    )


def _stages(given: Hall, stages: tuple[Place, ...], lang: str) -> str:
    if not stages:
        return ""
    cards = "".join(_stage(given, one, lang) for one in stages)
    return f'<h2>{said("hall.pitching", lang)}</h2><div class="stages">{cards}</div>'


def _stage(given: Hall, one: Place, lang: str) -> str:
    now = (
        f'<p class="firm">{escape(_firm(given, one.now.company, lang))}</p><p class="when">{_times(one.now)}</p>'
        if one.now
        else f'<p class="firm none">{said("hall.soon", lang)}</p>'
    )
    then = (
        f'<p class="then"><span>{said("hall.next", lang)} {clock(one.then.span.start_min)}</span> '
        f"{escape(_firm(given, one.then.company, lang))}</p>"
        if one.then
        else ""
    )
    return (
        f'<article><p class="label">{escape(_room(given, one.place, lang))}{_late(one, lang)}</p>{now}{then}</article>'
    )


def _tables(given: Hall, tables: tuple[Place, ...], lang: str) -> str:
    if not tables:
        return ""
    size = "large" if len(tables) <= _FEW else "small" if len(tables) > _MANY else "middle"
    cards = "".join(_table(given, one, lang) for one in tables)
    return f'<h2>{said("hall.consultations", lang)}</h2><div class="tables {size}">{cards}</div>'


def _table(given: Hall, one: Place, lang: str) -> str:
    label = next((table.label for table in given.programme.tables if table.id == one.place), one.place)
    now = ""
    if one.now:
        now = (
            f'<p class="firm">{escape(_firm(given, one.now.company, lang))}</p>'
            f'<p class="with">{escape(_firm(given, one.now.investor, lang))}</p>'
        )
    then = ""
    if one.then:
        names = " · ".join(escape(_firm(given, each, lang)) for each in (one.then.company, one.then.investor))
        then = f'<p class="then"><span>{clock(one.then.span.start_min)}</span> {names}</p>'
    free = "" if one.now else f'<p class="firm none">{said("hall.free", lang)}</p>'
    return f'<article><p class="label">{escape(label)}{_late(one, lang)}</p>{now}{free}{then}</article>'


def _coming(given: Hall, standing: list[Line], lang: str) -> str:
    """Return the next part of the day for everybody to know of."""
    then = day_agenda.coming(standing, given.minute)
    if not then:
        return ""
    rows = "".join(
        f'<li><span class="when">{clock(one.span.start_min)}</span> '
        f"{escape(name_of(one.part, lang) if one.part else '')} "
        f'<span class="where">{escape(_room(given, one.place, lang))}</span></li>'
        for one in then
    )
    return f'<h2>{said("hall.later", lang)}</h2><ul class="later">{rows}</ul>'


def _late(one: Place, lang: str) -> str:
    return f' <span class="late">{said("hall.late", lang, n=one.late)}</span>' if one.late else ""


def _firm(given: Hall, participant_id: str, lang: str) -> str:
    found = given.firms.get(participant_id)
    return name_of(found, lang) if found is not None else "–"


def _room(given: Hall, room_id: str, lang: str) -> str:
    return next((name_of(room, lang) for room in given.programme.rooms if room.id == room_id), "")


def _times(one: Line) -> str:
    return f"{clock(one.span.start_min)}–{clock(one.span.end_min)}"
