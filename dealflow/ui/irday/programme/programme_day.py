"""The programme as a day: rooms side by side, time downwards; a part opens its form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import time
from functools import partial
from importlib.resources import files
from typing import Final

import streamlit as st

from dealflow.actions.platform.workspace import new_id
from dealflow.domain.irday.programme.programme import PLACED, Part, PartKind, Programme, slots_of, tables_in
from dealflow.domain.irday.programme.set_up import Spot, copied, moved, spot_for
from dealflow.domain.irday.timetable.day_agenda import clock
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.field_parsing import SMALL_HOURS_MIN
from dealflow.i18n import name_of, t
from dealflow.ui.irday.programme import members, programme_draft
from dealflow.ui.irday.programme.programme_draft import Draft
from dealflow.ui.kit import context, dialogs, fields, state
from dealflow.ui.kit.component_script import script
from dealflow.ui.kit.fields import Entry

_FRONT: Final = files(__package__) / "front"
_component = st.components.v2.component(
    "dealflow_day",
    html='<div class="day" tabindex="-1" role="group"></div>',
    css=(_FRONT / "day.css").read_text("utf-8"),
    js=script(_FRONT / "day.js"),
)
DAY_MIN: Final = 24 * 60
_HOUR: Final = 60
_SCALE: Final = 1.7
"""Pixels a minute: a part of twenty minutes shows its title."""
_LEAST: Final = 150
_NEW: Final = "part-new"
_USUAL_MIN: Final = 30
"""How long a new part is until somebody says otherwise."""
_LONGEST: Final = 240
"""Minutes of one pitch or consultation at most."""


def draw(draft: Draft, lang: str) -> None:
    """Draw the day, or each of several days, and the form of the part that was picked."""
    programme = draft.programme
    for number in range(programme.days):
        if programme.days > 1:
            st.subheader(t("event.day", lang, number=number + 1), anchor=False)
        day_data = data(draft, number, lang)
        if not day_data["parts"] and not day_data["wide"]:
            if programme.days > 1:
                st.caption(t("event.day.empty", lang))
            continue
        answer = _component(
            key=f"event_day_{number}", data=day_data, on_picked_change=lambda: None, on_moved_change=lambda: None
        )
        if picked := answer.get("picked"):
            dialogs.open_at(f"part-{picked}")
        if to := answer.get("moved"):
            programme_draft.change(draft, moved(programme, str(to["id"]), int(to["from"]), str(to["column"])))
            st.rerun()
    if programme.parts:
        st.caption(t("event.day.hint", lang))
    _dialogs(draft, lang)


def offer_new(lang: str) -> None:
    """Offer to add a part."""
    dialogs.offer(_NEW, t("event.part.new", lang), icon=":material/add:", key="event_part_new")


def _dialogs(draft: Draft, lang: str) -> None:
    if dialogs.is_open(_NEW):
        dialogs.show(t("event.part.new", lang), partial(_form, draft, None), width="medium")
    for part in draft.programme.parts:
        if dialogs.is_open(f"part-{part.id}"):
            dialogs.show(t("event.part.change", lang), partial(_form, draft, part), width="medium")


def data(draft: Draft, number: int, lang: str) -> dict[str, object]:
    """Return everything that the day's drawing needs, as plain values."""
    programme = draft.programme
    parts_of_day = [part for part in programme.parts if part.span.start_min // DAY_MIN == number]
    wrong = {part_id for finding in draft.wrong for part_id in finding.ids}
    used = {part.room_id for part in parts_of_day}
    columns = [{"id": room.id, "name": name_of(room, lang), "sub": _room_sub(programme, room.id, lang)}
               for room in programme.rooms if room.id in used]  # fmt: skip
    wide = [part for part in parts_of_day if part.for_all or not part.room_id]
    rest = [part for part in parts_of_day if part not in wide]
    start = min((part.span.start_min for part in parts_of_day), default=0) // 30 * 30
    end = -(-max((part.span.end_min for part in parts_of_day), default=_HOUR) // 30) * 30
    places = {
        part.id: place for room in used for part, place in _beside([other for other in rest if other.room_id == room])
    }
    return {
        "caption": t("event.tab.day", lang),
        "scale": _SCALE,
        "least": _LEAST,
        "from": start,
        "to": end,
        "marks": [{"at": at, "text": clock(at % DAY_MIN)} for at in range(start, end + 1, 30)],
        "columns": columns or [{"id": "", "name": t("event.day.all", lang), "sub": ""}],
        "parts": [_box(programme, part, wrong, lang, places[part.id]) for part in rest],
        "wide": [_box(programme, part, wrong, lang, place) for part, place in _beside(wide)],
        "closed": [
            {"column": closure.place_id, "from": closure.span.start_min, "to": closure.span.end_min}
            for closure in programme.closures
            if closure.span.start_min // DAY_MIN == number
        ],
    }


def _beside(parts: Sequence[Part]) -> Iterable[tuple[Part, tuple[int, int]]]:
    """Yield each part with its place among those that overlap it, which only happens while something is wrong."""
    for part in parts:
        crossing = [other for other in parts if other.id == part.id or other.span.overlaps(part.span)]
        yield part, (crossing.index(part), len(crossing))


def _room_sub(programme: Programme, room_id: str, lang: str) -> str:
    tables = len(tables_in(programme, room_id))
    seats = next((room.seats for room in programme.rooms if room.id == room_id), None)
    parts = [t("event.tables", lang, n=tables)] if tables else []
    parts += [t("event.seats", lang, n=seats)] if seats else []
    return " · ".join(parts)


def _box(programme: Programme, part: Part, wrong: set[str], lang: str, place: tuple[int, int]) -> dict[str, object]:
    begins, ends = part.span.start_min, max(part.span.end_min, part.span.start_min + 5)
    return {
        "id": part.id,
        "column": part.room_id,
        "kind": part.kind.value,
        "from": begins,
        "to": ends,
        "title": name_of(part, lang),
        "sub": " · ".join(filter(None, (times(part.span), _slots(programme, part, lang), members.words(part, lang)))),
        "wrong": part.id in wrong,
        "at": place[0],
        "of": place[1],
    }


def times(span: Span) -> str:
    """Return when a part begins and ends."""
    return f"{clock(span.start_min % DAY_MIN)}–{clock(span.end_min % DAY_MIN)}"


def _slots(programme: Programme, part: Part, lang: str) -> str:
    """Return how many pitches or consultations a part holds."""
    if part.kind not in PLACED:
        return ""
    slots = len(slots_of(part))
    if part.kind is PartKind.PITCHING:
        return t("event.pitches", lang, n=slots, item=part.item_min, qa=part.qa_min)
    tables = len(tables_in(programme, part.room_id))
    return t("event.rounds", lang, n=slots, item=part.item_min + part.qa_min, most=slots * tables)


def _form(draft: Draft, part: Part | None) -> None:
    """Draw a part's form; what was typed stays if something is refused."""
    lang, programme = state.language(), draft.programme
    key = f"event_part_{part.id if part else 'new'}"
    kind = _kind(part, key, lang)
    with st.form(key, border=False, enter_to_submit=False):
        read = _fields(programme, part, kind, key, lang)
        with st.container(horizontal=True):
            keep = st.form_submit_button(t("event.part.set", lang), type="primary", key=f"{key}_set")
            again = part is not None and st.form_submit_button(
                t("event.part.copy", lang), icon=":material/content_copy:", key=f"{key}_copy"
            )
            drop = part is not None and st.form_submit_button(
                t("event.part.drop", lang), icon=":material/delete:", key=f"{key}_drop"
            )
    rest = tuple(other for other in programme.parts if part is None or other.id != part.id)
    if drop:
        programme_draft.change(draft, replace(programme, parts=rest))
        dialogs.done("event.part.dropped")
    if part is not None and again:
        copy_id = new_id("part", part.id, context.now())
        programme_draft.change(draft, copied(programme, part, copy_id))
        dialogs.done("event.part.copied")
    if not keep:
        return
    typed = read()
    if not typed.title_ko:
        st.error(t("event.part.no_title", lang), icon=":material/info:")
        return
    edited = typed if part else replace(typed, id=new_id("part", typed.title_ko, typed.span, context.now()))
    parts = sorted((*rest, edited), key=lambda other: (other.span, other.room_id, other.id))
    programme_draft.change(draft, replace(programme, parts=tuple(parts)))
    dialogs.done("event.part.changed")


def _fields(programme: Programme, part: Part | None, kind: PartKind, key: str, lang: str) -> Callable[[], Part]:
    """Draw a part's fields and return how to read the part that they say; a new one has no id yet."""
    spot = spot_for(programme, kind, _USUAL_MIN) if part is None else Spot(part.span, part.room_id)
    placed_key = key if part else f"{key}_{kind.value}"
    left, right = st.columns(2)
    title = left.text_input(t("event.part.title_ko", lang), value=part.title_ko if part else "", key=f"{key}_ko")
    title_en = right.text_input(t("event.part.title_en", lang), value=part.title_en if part else "", key=f"{key}_en")
    room_id = _room(programme, spot, placed_key, lang)
    span = _span(programme, spot.span, placed_key, lang)
    for_all = st.checkbox(
        t("event.part.for_all", lang),
        value=part.for_all if part else False,
        help=t("event.part.for_all.help", lang),
        key=f"{key}_all",
    )
    like = part or next((other for other in programme.parts if other.kind is kind), None)
    lengths = _lengths(like, placed_key, lang)
    who = members.fields(programme.ir_event_id, part, f"{key}_members", lang)
    left, right = st.columns(2)
    note = left.text_input(t("event.part.note", lang), value=part.note if part else "", key=f"{key}_note")
    track = right.text_input(
        t("event.part.track", lang),
        value=part.track if part else "",
        help=t("event.part.track.help", lang),
        key=f"{key}_track",
    )

    def read() -> Part:
        typed = [minutes.value or 0 for minutes in lengths]
        item_min, qa_min, change_min = typed if kind in PLACED else (0, 0, 0)
        return Part(
            id=part.id if part else "",
            kind=kind,
            title_ko=title.strip(),
            title_en=title_en.strip(),
            span=span(),
            room_id=room_id,
            track=track.strip(),
            for_all=for_all,
            item_min=item_min,
            qa_min=qa_min,
            change_min=change_min,
            note=note,
            members=who if kind not in PLACED and not for_all else None,
        )

    return read


def _kind(part: Part | None, key: str, lang: str) -> PartKind:
    """Draw what kind of part it is: before the form, since where a new one has room follows from it."""
    kinds = tuple(PartKind)
    kind = st.selectbox(
        t("event.part.kind", lang),
        kinds,
        index=kinds.index(part.kind if part else PartKind.TALK),
        format_func=lambda kind: t(f"enum.part_kind.{kind.value}", lang),
        key=f"{key}_kind",
    )
    return PartKind(kind)


def _room(programme: Programme, spot: Spot, key: str, lang: str) -> str:
    """Draw in which room it is, and return its id; empty for none."""
    rooms = {room.id: name_of(room, lang) for room in programme.rooms}
    room_id = st.selectbox(
        t("event.part.room", lang),
        tuple(rooms),
        index=list(rooms).index(spot.room_id) if spot.room_id in rooms else None,
        format_func=rooms.__getitem__,
        placeholder=t("event.part.no_room", lang),
        key=f"{key}_room",
    )
    return room_id or ""


def _span(programme: Programme, span: Span, key: str, lang: str) -> Callable[[], Span]:
    """Draw when the part begins and ends, with its day where there are several; return how to read it."""
    begins, ends = span.start_min, span.end_min
    columns = st.columns(3 if programme.days > 1 else 2)
    on = (
        fields.whole(
            t("event.part.day", lang),
            bounds=(1, programme.days),
            value=begins // DAY_MIN + 1,
            key=f"{key}_day",
            place=columns[0],
        )
        if programme.days > 1
        else None
    )
    first = fields.clock(t("event.part.from", lang), value=_clock(begins), key=f"{key}_from", place=columns[-2])
    last = fields.clock(t("event.part.to", lang), value=_clock(ends), key=f"{key}_to", place=columns[-1])

    def read() -> Span:
        number = begins // DAY_MIN if on is None else on.required - 1
        start, end = (at.hour * _HOUR + at.minute for at in (first.required, last.required))
        if end <= start and end <= SMALL_HOURS_MIN:
            end += DAY_MIN
        return Span(number * DAY_MIN + start, number * DAY_MIN + end)

    return read


def _clock(minute: int) -> time:
    return time(minute % DAY_MIN // _HOUR, minute % _HOUR)


def _lengths(part: Part | None, key: str, lang: str) -> tuple[Entry[int], ...]:
    """Draw the minutes of a pitch or consultation, of its questions, and between two."""
    st.caption(t("event.part.lengths", lang))
    columns = st.columns(3)
    usual = (part.item_min, part.qa_min, part.change_min) if part else (0, 0, 0)
    return tuple(
        fields.whole(t(f"event.part.{name}", lang), bounds=(0, _LONGEST), value=value, key=f"{key}_{name}", place=place)
        for place, name, value in zip(columns, ("item", "qa", "change_min"), usual, strict=True)
    )
