"""Rooms with their tables, and when one of them cannot be used."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from functools import partial

import streamlit as st

from dealflow.actions.platform.workspace import new_id
from dealflow.domain.irday.programme.programme import Closure, ConsultationTable, Programme, Room, tables_in
from dealflow.domain.values.day_span import Span
from dealflow.i18n import name_of, t
from dealflow.ui.irday.programme import programme_draft
from dealflow.ui.irday.programme.programme_day import DAY_MIN, times
from dealflow.ui.irday.programme.programme_draft import Draft
from dealflow.ui.kit import context, dialogs, fields, grid, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table

_NEW = "room-new"
_CLOSE = "close-new"
_MOST_SEATS = 100_000
_MOST_TABLES = 100


def draw(draft: Draft, lang: str) -> None:
    """Draw the rooms and the closures; a click changes one."""
    programme = draft.programme
    with st.container(horizontal=True):
        dialogs.offer(_NEW, t("event.room.new", lang), icon=":material/add:", key="event_room_new")
        dialogs.offer(_CLOSE, t("event.close.new", lang), icon=":material/block:", key="event_close_new")
    at = grid.show(_rooms(programme, lang), caption=t("event.tab.rooms", lang), key="event_rooms", lang=lang).place
    if at:
        dialogs.open_at(f"room-{at[0]}")
    if programme.closures:
        st.subheader(t("event.closures", lang), anchor=False)
        table = _closures(programme, lang)
        at = grid.show(table, caption=t("event.closures", lang), key="event_closures", lang=lang).place
        if at:
            left = tuple(closure for place, closure in enumerate(programme.closures) if place != int(at[0]))
            programme_draft.change(draft, replace(programme, closures=left))
            st.rerun()
    _dialogs(draft, lang)


def _dialogs(draft: Draft, lang: str) -> None:
    if dialogs.is_open(_NEW):
        dialogs.show(t("event.room.new", lang), partial(_form, draft, None))
    if dialogs.is_open(_CLOSE):
        dialogs.show(t("event.close.new", lang), partial(_close, draft))
    for room in draft.programme.rooms:
        if dialogs.is_open(f"room-{room.id}"):
            dialogs.show(t("event.room.change", lang), partial(_form, draft, room))


def _rooms(programme: Programme, lang: str) -> Table:
    return Table(
        tuple(Column(column, t(f"event.room.{column}", lang)) for column in ("name", "seats", "tables", "parts")),
        tuple(
            Row(
                room.id,
                (
                    Cell(name_of(room, lang), act=True),
                    Cell(str(room.seats) if room.seats else "–", tone="" if room.seats else "muted"),
                    Cell(_labels(tables_in(programme, room.id)), tone="wrap"),
                    Cell(
                        ", ".join(name_of(part, lang) for part in programme.parts if part.room_id == room.id) or "–",
                        tone="wrap",
                    ),
                ),
            )
            for room in programme.rooms
        ),
    )


def _labels(tables: tuple[ConsultationTable, ...]) -> str:
    return ", ".join(table.label for table in tables) or "–"


def _closures(programme: Programme, lang: str) -> Table:
    places = _places(programme, lang)
    return Table(
        (
            Column("place", t("event.close.place", lang)),
            Column("when", t("event.close.when", lang)),
            Column("why", t("event.close.why", lang)),
            Column("drop", ""),
        ),
        tuple(
            Row(
                str(place),
                (
                    Cell(places.get(closure.place_id, closure.place_id)),
                    Cell(times(closure.span)),
                    Cell(closure.why or "–"),
                    Cell(t("event.close.drop", lang), act=True),
                ),
            )
            for place, closure in enumerate(programme.closures)
        ),
    )


def _places(programme: Programme, lang: str) -> dict[str, str]:
    rooms = {room.id: name_of(room, lang) for room in programme.rooms}
    tables = {
        table.id: t("event.table_in", lang, label=table.label, room=rooms.get(table.room_id, ""))
        for table in programme.tables
    }
    return rooms | tables


def _form(draft: Draft, room: Room | None) -> None:
    """Draw a room's form: its names, seats, and how many tables stand in it."""
    lang, programme = state.language(), draft.programme
    key = f"event_room_{room.id if room else 'new'}"
    own = tables_in(programme, room.id) if room else ()
    with st.form(key, border=False, enter_to_submit=False):
        name_ko = st.text_input(t("event.room.name_ko", lang), value=room.name_ko if room else "", key=f"{key}_ko")
        name_en = st.text_input(t("event.room.name_en", lang), value=room.name_en if room else "", key=f"{key}_en")
        left, right = st.columns(2)
        seats = fields.whole(
            t("event.room.seats", lang),
            bounds=(1, _MOST_SEATS),
            value=room.seats if room else None,
            key=f"{key}_seats",
            place=left,
        )
        tables = fields.whole(
            t("event.room.count", lang), bounds=(0, _MOST_TABLES), value=len(own), key=f"{key}_tables", place=right
        )
        keep = st.form_submit_button(t("event.part.set", lang), type="primary", key=f"{key}_set")
        drop = room is not None and st.form_submit_button(t("event.room.drop", lang), key=f"{key}_drop")
    if room is not None and drop:
        _drop(draft, room)
        dialogs.done("event.part.changed")
    if not keep:
        return
    if not name_ko.strip():
        st.error(t("event.room.no_name", lang), icon=":material/info:")
        return
    count = tables.required
    made_room = Room(room.id if room else new_id("room", name_ko, context.now()), name_ko, name_en, seats.value)
    rooms = tuple(made_room if other_room.id == made_room.id else other_room for other_room in programme.rooms)
    after = replace(programme, rooms=rooms if room else (*programme.rooms, made_room))
    programme_draft.change(draft, with_tables(after, made_room.id, count))
    dialogs.done("event.part.changed")


def with_tables(programme: Programme, room_id: str, count: int) -> Programme:
    """Return the programme with so many tables in a room: the last ones go, new ones are numbered on."""
    own = tables_in(programme, room_id)
    texts = {table.id for table in own[:count]}
    rest = [table for table in programme.tables if table.room_id != room_id or table.id in texts]
    taken = {table.id for table in rest} | {table.label for table in rest}
    number = 0
    for _ in range(count - len(own)):
        number += 1
        while f"t{number}" in taken or str(number) in taken:
            number += 1
        rest.append(ConsultationTable(f"t{number}", room_id, str(number)))
        taken |= {f"t{number}", str(number)}
    ids = {table.id for table in rest} | {room.id for room in programme.rooms}
    return replace(
        programme,
        tables=tuple(rest),
        closures=tuple(closure for closure in programme.closures if closure.place_id in ids),
    )


def _drop(draft: Draft, room: Room) -> None:
    """Take a room away with its tables; parts that were in it need another one before the programme can be kept."""
    bare = with_tables(draft.programme, room.id, 0)
    programme_draft.change(
        draft,
        replace(
            bare,
            rooms=tuple(other_room for other_room in bare.rooms if other_room.id != room.id),
            closures=tuple(closure for closure in bare.closures if closure.place_id != room.id),
        ),
    )


def _close(draft: Draft) -> None:
    """Draw the form that closes a room or a table for a while."""
    lang, programme = state.language(), draft.programme
    places = _places(programme, lang)
    with st.form("event_close", border=False, enter_to_submit=False):
        place = st.selectbox(
            t("event.close.place", lang), tuple(places), format_func=places.__getitem__, key="event_close_place"
        )
        left, right = st.columns(2)
        first = fields.clock(t("event.part.from", lang), value=time(13), key="event_close_from", place=left)
        last = fields.clock(t("event.part.to", lang), value=time(14), key="event_close_to", place=right)
        why = st.text_input(t("event.close.why", lang), key="event_close_why")
        if not st.form_submit_button(t("event.part.set", lang), type="primary", key="event_close_set"):
            return
    begins, ends = (at.hour * 60 + at.minute for at in (first.required, last.required))
    if place is None or begins >= (ends or DAY_MIN):
        st.error(t("event.close.backwards", lang), icon=":material/info:")
        return
    closure = Closure(place, Span(begins, ends or DAY_MIN), why)
    programme_draft.change(draft, replace(programme, closures=(*programme.closures, closure)))
    dialogs.done("event.part.changed")
