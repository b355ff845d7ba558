"""The board in the hall: what is on at every stage and table and what comes next, in big type, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from dealflow.actions.irday.floor.hall_displays import Hall, Place, place_lines
from dealflow.domain.irday.timetable import day_agenda
from dealflow.domain.irday.timetable.day_agenda import Line, LineKind, clock
from dealflow.i18n import LANGUAGES, name_of, t
from dealflow.reports.irday.papers.day_words import event_title
from dealflow.reports.kit.templates import render

SCRIPT: Final = "irday/floor/hall_board.js"
_FEW, _MANY = 8, 18
"""Tables up to which cards are large, and from which on they are small."""


@dataclass(frozen=True, slots=True)
class _Item:
    """Something of the day in words: a part by its title, a pitch or consultation by its firms."""

    start: str
    time: str
    title: str
    room: str
    company: str
    investor: str


@dataclass(frozen=True, slots=True)
class _Card:
    """A stage or a table; ``late``: minutes that it runs over.

    ``begins``: when its next consultation begins, where none is on at any table: before the first, in a pause.
    """

    label: str
    now: _Item | None
    then: _Item | None
    late: int
    begins: str = ""


@dataclass(frozen=True, slots=True)
class _Board:
    """The board in one language."""

    title: str
    held_on: date
    published: bool
    now: tuple[_Item, ...]
    stages: tuple[_Card, ...]
    tables: tuple[_Card, ...]
    coming: tuple[_Item, ...]

    @property
    def is_over(self) -> bool:
        """Say whether nothing is on and nothing is to come."""
        return not (self.now or self.stages or self.tables or self.coming)

    @property
    def table_size(self) -> str:
        """Return how large the tables' cards are."""
        count = len(self.tables)
        return "large" if count <= _FEW else "small" if count > _MANY else "middle"


def page(hall: Hall, langs: tuple[str, ...], *, at: datetime, timer: str) -> str:
    """Return the board in one language, or in several that take turns; ``timer``: the way to the presenters' timer."""
    return render(
        "irday/floor/hall_board.html",
        langs[0],
        boards=[(lang, _board(hall, lang)) for lang in langs],
        now_ms=int(at.timestamp() * 1000),
        tag=tag(hall, langs),
        off={lang: t("hall.off", lang) for lang in langs},
        ways=(
            (timer, t("hall.timer", langs[0])),
            *((f"?lang={language.value}", t("frame.language.name", language)) for language in LANGUAGES),
            ("?", t("hall.both", langs[0])),
        ),
    )


def tag(hall: Hall, langs: tuple[str, ...]) -> str:
    """Return a word that stays the same for as long as the board does."""
    return f"{hall.position}-{hall.minute}-{'-'.join(langs)}"


def languages(lang: str) -> tuple[str, ...]:
    """Return the languages of a board: the one that was asked for, else all of them in turn."""
    return (lang,) if lang in LANGUAGES else tuple(language.value for language in LANGUAGES)


def _board(hall: Hall, lang: str) -> _Board:
    parts = [line for line in hall.lines if line.kind is LineKind.PART]
    return _Board(
        title=event_title(hall.event, lang),
        held_on=hall.event.held_on,
        published=hall.published,
        now=_items(hall, day_agenda.at_minute(parts, hall.minute), lang),
        stages=tuple(
            _card(hall, place, _room(hall, place.place, lang), lang) for place in place_lines(hall, LineKind.PITCH)
        ),
        tables=_tables(hall, lang),
        coming=_items(hall, day_agenda.coming(parts, hall.minute), lang),
    )


def _tables(hall: Hall, lang: str) -> tuple[_Card, ...]:
    """Return the tables; while nothing is on at any of them, each says when it begins instead of being free."""
    labels = {table.id: table.label for table in hall.programme.tables}
    places = place_lines(hall, LineKind.MEETING)
    cards = [_card(hall, place, labels.get(place.place, place.place), lang) for place in places]
    if any(card.now for card in cards):
        return tuple(cards)
    return tuple(replace(card, begins=card.then.start if card.then else "") for card in cards)


def _card(hall: Hall, place: Place, label: str, lang: str) -> _Card:
    now, then = (None if line is None else _item(hall, line, lang) for line in (place.now, place.then))
    return _Card(label, now, then, place.late)


def _items(hall: Hall, lines: tuple[Line, ...], lang: str) -> tuple[_Item, ...]:
    return tuple(_item(hall, line, lang) for line in lines)


def _item(hall: Hall, line: Line, lang: str) -> _Item:
    return _Item(
        start=clock(line.span.start_min),
        time=f"{clock(line.span.start_min)}–{clock(line.span.end_min)}",
        title=name_of(line.part, lang) if line.part else "",
        room=_room(hall, line.place, lang),
        company=_firm(hall, line.company, lang),
        investor=_firm(hall, line.investor, lang),
    )


def _firm(hall: Hall, participant_id: str, lang: str) -> str:
    firm = hall.firms.get(participant_id)
    return name_of(firm, lang) if firm is not None else "–"


def _room(hall: Hall, room_id: str, lang: str) -> str:
    return next((name_of(room, lang) for room in hall.programme.rooms if room.id == room_id), "")
