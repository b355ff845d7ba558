"""Who is here: everybody who is expected, by firm, with one click to check in or to take it back."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.irday.floor import floor
from dealflow.actions.irday.programme.day_state import Card, Day
from dealflow.domain.irday.floor.floor import CheckIn, CheckInChannel
from dealflow.domain.irday.participants.participants import Attendee, Participant
from dealflow.domain.irday.timetable.day_agenda import clock_at
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import name_of, t
from dealflow.ui.irday.floor.floor import day_of
from dealflow.ui.kit import components, context, frame, grid, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

SHOWN: Final = ("all", "missing", "here")
_HEIGHT: Final = 620


def draw(event: IrEvent) -> None:
    """Draw the attendance list, narrowed by what is looked for."""
    lang = state.language()
    day = day_of(event)
    with st.container(horizontal=True, vertical_alignment="bottom", key="floor_people_filters"):
        text = url_filters.url_search("q", t("floor.people.find", lang), t("floor.people.find", lang))
        shown_text = components.url_tabs(
            "who", t("floor.people.shown", lang), SHOWN, words=lambda other_text: t(f"floor.people.{other_text}", lang)
        )
    people = [
        (firm, attendee)
        for firm in (*day.participants, *day.visitors)
        if firm.is_coming
        for attendee in firm.attendees
        if _is_wanted(day, firm, attendee, text, shown_text)
    ]
    if not people:
        components.empty_state("floor.people.none" if day.participants else "floor.people.empty")
        return
    caption = t("floor.people", lang)
    picked = grid.show(table(day, people, lang), caption=caption, key="floor_people", lang=lang, height=_HEIGHT).place
    if picked and picked[1] == "act":
        _turn(day, picked[0])


def table(day: Day, people: list[tuple[Participant, Attendee]], lang: str) -> Table:
    """Return one line a person: name, firm, what it takes part as, since when, and the one act."""
    columns = ("name", "act", "firm", "since")
    return Table(
        tuple(
            Column(column, t(f"floor.people.column.{column}", lang), first=int(column == "act")) for column in columns
        ),
        tuple(Row(attendee.id, _cells(day, firm, attendee, lang)) for firm, attendee in people),
    )


def _cells(day: Day, firm: Participant, attendee: Attendee, lang: str) -> tuple[Cell, ...]:
    card, presence = day.cards.get(attendee.id, Card(attendee.id)), day.presences.get(attendee.id)
    is_here = presence is not None and presence.is_here
    marks = (Mark(t("firm.presents", lang), "info"),) if attendee.presents else ()
    since = Cell("–", tone="muted")
    if presence is not None and is_here:
        since = Cell(clock_at(presence.since), sub=t(f"floor.channel.{presence.channel.value}", lang))
    return (
        Cell(card.name or t("hall.desk.unnamed", lang), sub=card.title, marks=marks),
        Cell(t("hall.desk.undo" if is_here else "hall.desk.check", lang), act=True, tone="" if is_here else "strong"),
        Cell(name_of(firm, lang), sub=t(f"enum.participant_kind.{firm.kind.value}", lang)),
        since,
    )


def _is_wanted(day: Day, firm: Participant, attendee: Attendee, text: str, shown_text: str) -> bool:
    presence = day.presences.get(attendee.id)
    is_here = presence is not None and presence.is_here
    if shown_text != "all" and is_here != (shown_text == "here"):
        return False
    card = day.cards.get(attendee.id, Card(attendee.id))
    words = f"{card.name} {card.title} {firm.name_ko} {firm.name_en}".casefold()
    return all(word in words for word in text.casefold().split())


def _turn(day: Day, attendee_id: str) -> None:
    """Check somebody in, or out again."""
    presence = day.presences.get(attendee_id)
    coming = presence is None or not presence.is_here
    with frame.attempted("floor.done.in" if coming else "floor.done.out"):
        floor.check_in(
            context.workspace(),
            state.viewer(),
            day.event.id,
            CheckIn(attendee_id, CheckInChannel.NAME, is_here=coming),
            at=context.now(),
        )
    st.rerun()
