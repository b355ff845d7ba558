"""The floor as a grid: every stage and table by what is on now and what comes next, and who of them is not here."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.irday.floor import floor, hall_displays
from dealflow.actions.irday.floor.hall_displays import Hall, Place
from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.timetable.day_agenda import Line, LineKind, clock, clock_at
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import t
from dealflow.ui.irday.floor import floor_words
from dealflow.ui.irday.floor.floor import day_of
from dealflow.ui.kit import components, context, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_EVERY: Final = "20s"
_COLUMNS: Final = ("place", "now", "then")
_WIDTHS: Final = {"place": "24%", "now": "32%"}
"""So that stages and tables stand in line below each other."""
_HEIGHT: Final = 620


@st.fragment(run_every=_EVERY)
def draw(event: IrEvent) -> None:
    """Draw the grid; drawn again by itself, so that it follows the clock and others' taps."""
    lang = state.language()
    with frame.errors_in_words():
        at = context.now()
        day = day_of(event)
        hall = hall_displays.hall(context.workspace(), state.viewer(), event.id, at=at)
        if not hall.published:
            components.empty_state("floor.no_plan", page="timetable")
            return
        st.caption(t("floor.grid.at", lang, at=clock_at(at)))
        shown = [(kind, hall_displays.place_lines(hall, kind)) for kind in (LineKind.PITCH, LineKind.MEETING)]
        if not any(places for _, places in shown):
            components.empty_state("floor.grid.nothing")
            return
        for kind, places in shown:
            if places:
                caption = t(f"floor.grid.{kind.value}", lang)
                st.markdown(f"**{caption}**")
                height = _HEIGHT if kind is LineKind.MEETING else None
                grid.show(
                    table(day, hall, places, lang),
                    caption=caption,
                    key=f"floor_grid_{kind.value}",
                    lang=lang,
                    height=height,
                )


def table(day: Day, hall: Hall, places: tuple[Place, ...], lang: str) -> Table:
    """Return stages or tables as lines: where, what is on now, what comes next."""
    columns = tuple(
        Column(name, t(f"floor.grid.column.{name}", lang), width=_WIDTHS.get(name, "")) for name in _COLUMNS
    )
    return Table(columns, tuple(_row(day, hall, place, lang) for place in places))


def _row(day: Day, hall: Hall, place: Place, lang: str) -> Row:
    line = place.now or place.then
    label = "" if line is None else floor_words.place(hall.programme, line, lang)
    late = (Mark(t("hall.late", lang, n=place.late), "late"),) if place.late else ()
    now = _cell(day, place.now, lang) if place.now else Cell(t("hall.free", lang), tone="muted")
    then = _cell(day, place.then, lang) if place.then else Cell("–", tone="muted")
    return Row(place.place, (Cell(label, marks=late), now, then))


def _cell(day: Day, line: Line, lang: str) -> Cell:
    """Return one consultation or pitch: who with whom, from when, how it stands, and who is not here yet."""
    firms = [firm for firm in (line.company, line.investor) if firm]
    here = floor.here(day)
    names = " · ".join(floor_words.firm(day, firm, lang) for firm in firms)
    stands = day.state_of(line.company, line.investor)
    marks = [] if stands is MeetingState.PLANNED else [Mark(t(f"floor.mark.{stands.value}", lang), "info")]
    if day.presences and stands is MeetingState.PLANNED:
        away = [floor_words.firm(day, firm, lang) for firm in firms if firm not in here]
        marks += [Mark(t("floor.grid.away", lang, who=who), "warn") for who in away]
    return Cell(names, sub=f"{clock(line.span.start_min)}–{clock(line.span.end_min)}", marks=tuple(marks), tone="wrap")
