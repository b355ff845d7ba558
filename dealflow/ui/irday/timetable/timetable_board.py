"""The grid of a day: what is placed by slot and table or stage, as plain data in and as what was asked for out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from string import ascii_lowercase
from typing import Final

import streamlit as st

from dealflow.actions.irday.timetable.plan_views import PlanView
from dealflow.domain.irday.programme.programme import PLACED
from dealflow.domain.irday.timetable.day_agenda import clock
from dealflow.domain.irday.timetable.manual_edits import Spot, spot_of, things
from dealflow.domain.irday.timetable.open_slots import Barred
from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.timetable import Act, Slot
from dealflow.domain.irday.timetable.timetable_lookup import overlaps_any
from dealflow.domain.irday.timetable.unmet_requests import Why
from dealflow.domain.values.day_span import Span
from dealflow.i18n import name_of, t
from dealflow.reports.irday.timetable.plan_words import Names
from dealflow.ui.kit.component_script import script

Band = tuple[int, int, str]
_FRONT: Final = files(__package__) / "front"
_component = st.components.v2.component(
    "dealflow_timetable",
    html='<div class="timetable"></div><div class="menu" popover role="menu" tabindex="-1"></div>',
    css=(_FRONT / "timetable.css").read_text("utf-8"),
    js=script(_FRONT / "timetable.js"),
)
_LABELS: Final = (
    "move", "place", "pin", "unpin", "cancel", "swap", "here", "choose", "full", "hint", "tray", "meeting", "pitch",
)  # fmt: skip
_CODES: Final = dict(zip(Barred, ascii_lowercase, strict=False))
"""A letter for each reason: what cannot be where is sent as one letter a slot."""
_REASONS: Final = (*(barred_item.value for barred_item in Barred), "closed", "past", "occupied", "fixed", "kind")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asked for on the grid: move, add, swap, pin, unpin or cancel; ``seen``: the version shown."""

    what: str
    act: Act
    seen: int
    spot: Spot | None = None
    other: Act | None = None


def key_of(act: Act) -> str:
    """Return the id under which the browser knows an act."""
    return f"{act.company}|{act.investor or ''}"


def act_of_key(key: str) -> Act:
    """Return the act of such an id."""
    company, _, investor = key.partition("|")
    return Act(company, investor or None)


def data(view: PlanView, lang: str, *, editable: bool) -> dict[str, object]:
    """Return everything that the grid draws, as plain values."""
    names = Names(view.day, lang)
    return {
        "labels": {word: t(f"timetable.board.{word}", lang) for word in _LABELS},
        "reasons": {word: t(f"timetable.barred.{word}", lang) for word in _REASONS} | {"here": ""},
        "editable": editable,
        "seen": view.number,
        "codes": {code: why.value for why, code in _CODES.items()},
        "places": {
            slot.id: number
            for grid in (view.problem.slots, view.problem.pitch_slots)
            for number, slot in enumerate(grid)
        },
        "grids": _grids(view, names),
        "items": list(_items(view, names)),
        "tray": list(_waiting(view, names)) if editable else [],
    }


def _grids(view: PlanView, names: Names) -> list[dict[str, object]]:
    """Return one grid where pitches and consultations run beside each other, else one for each, the earlier first."""
    problem = view.problem
    slots = [slot for slot in problem.slots if not overlaps_any(slot.span, problem.taken)]
    pitch_slots = [slot for slot in problem.pitch_slots if not overlaps_any(slot.span, problem.taken)]
    if not slots or not pitch_slots or overlaps_any(_whole(slots), (_whole(pitch_slots),)):
        return [_grid(view, names, slots, pitch_slots, _bands(view, names.lang, (*slots, *pitch_slots)))]
    bands = _bands(view, names.lang, (*slots, *pitch_slots))
    first, second = sorted((slots, pitch_slots), key=_whole)
    early = [band for band in bands if band[0] < _whole(second).start_min]
    late = [band for band in bands if band not in early]
    return [
        _grid(
            view,
            names,
            other_slots if other_slots is slots else [],
            other_slots if other_slots is pitch_slots else [],
            own,
        )
        for other_slots, own in ((first, early), (second, late))
    ]


def _whole(slots: Sequence[Slot]) -> Span:
    return Span(min(slot.span.start_min for slot in slots), max(slot.span.end_min for slot in slots))


def _grid(
    view: PlanView, names: Names, slots: Sequence[Slot], pitch_slots: Sequence[Slot], bands: Sequence[Band]
) -> dict[str, object]:
    spans = [slot.span for slot in (*slots, *pitch_slots)]
    edges = {m for span in spans for m in (span.start_min, span.end_min)} | {m for band in bands for m in band[:2]}
    columns = [
        *(_stage_columns(view, names.lang) if pitch_slots else []),
        *(_table_columns(view, names) if slots else []),
    ]
    return {
        "bounds": sorted(edges),
        "times": _times(spans, names),
        "bands": [{"from": start, "to": end, "text": text} for start, end, text in bands],
        "columns": columns,
        "cells": list(_cells(view, names, slots, pitch_slots)),
    }


def show(board: dict[str, object], *, key: str, on_asked: Callable[[Wish], None]) -> None:
    """Draw the grid; ``on_asked`` runs before the page is drawn again."""

    def on_ask() -> None:
        wish = st.session_state[key].get("asked")
        if wish:
            spot = Spot(str(wish["slot"]), str(wish["place"])) if wish.get("slot") else None
            other = act_of_key(str(wish["other"])) if wish.get("other") else None
            on_asked(Wish(str(wish["what"]), act_of_key(str(wish["id"])), int(wish["seen"]), spot, other))

    _component(key=key, data=board, on_asked_change=on_ask)


def _stage_columns(view: PlanView, lang: str) -> list[dict[str, str]]:
    rooms = {room.id: name_of(room, lang) for room in view.day.programme.rooms}
    words = t("timetable.board.pitch", lang)
    return [
        {"id": stage.id, "name": rooms.get(stage.id, ""), "sub": words, "kind": "pitch"}
        for stage in view.problem.stages
    ]


def _table_columns(view: PlanView, names: Names) -> list[dict[str, str]]:
    """Return a column for each table that is used, named by its room where there is more than one."""
    rooms = {room.id: name_of(room, names.lang) for room in view.day.programme.rooms}
    there = {table.id for table in view.problem.tables}
    tables = [table for table in view.day.programme.tables if table.id in there]
    several = len({table.room_id for table in tables}) > 1
    return [
        {
            "id": table.id,
            "name": names.place(table.id),
            "sub": rooms.get(table.room_id, "") if several else "",
            "kind": "meeting",
        }
        for table in tables
    ]


def _bands(view: PlanView, lang: str, slots: Iterable[Slot]) -> list[Band]:
    """Return the parts in which everybody is taken, where no slot runs beside them."""
    spans = [slot.span for slot in slots]
    return [
        (part.span.start_min, part.span.end_min, f"{clock(part.span.start_min)} {name_of(part, lang)}")
        for part in sorted(view.day.programme.parts, key=lambda part: part.span)
        if part.for_all and part.kind not in PLACED and not overlaps_any(part.span, spans)
    ]


def _times(spans: Iterable[Span], names: Names) -> list[dict[str, object]]:
    """Return a label for each moment at which a slot begins, down to the next one or its own end."""
    ends: dict[int, int] = {}
    for span in spans:
        ends[span.start_min] = max(span.end_min, ends.get(span.start_min, 0))
    starts = sorted(ends)
    following = dict(pairwise(starts))
    return [
        {
            "from": start,
            "to": min(ends[start], following.get(start, ends[start])),
            "text": names.span(Span(start, start)).partition("–")[0],
        }
        for start in starts
    ]


def _cells(
    view: PlanView, names: Names, slots: Iterable[Slot], pitch_slots: Iterable[Slot]
) -> Iterable[dict[str, object]]:
    for slot in pitch_slots:
        for stage in view.problem.stages:
            if slot.id in stage.slots:
                yield _cell(view, names, slot, stage.id, "pitch")
    for slot in slots:
        for table in view.problem.tables:
            yield _cell(view, names, slot, table.id, "meeting")


def _cell(view: PlanView, names: Names, slot: Slot, place: str, kind: str) -> dict[str, object]:
    return {
        "slot": slot.id,
        "place": place,
        "kind": kind,
        "from": slot.span.start_min,
        "to": slot.span.end_min,
        "time": names.span(slot.span),
        "name": names.place(place),
        "closed": "closed" if (slot.id, place) in view.openings.closed else "",
        "past": _is_past(view, slot.span),
    }


def _is_past(view: PlanView, span: Span) -> bool:
    return view.since_min is not None and span.start_min < view.since_min


def _items(view: PlanView, names: Names) -> Iterable[dict[str, object]]:
    clashing = {act for clash in view.clashes for act in clash.acts}
    published = view.day.plan.published
    people_go_by = {} if published is None or view.is_published else things(published)
    for act, thing in things(view.timetable).items():
        spot = spot_of(thing)
        is_changed = published is not None and not view.is_published and people_go_by.get(act) != thing
        yield _thing(view, act, names) | {
            "slot": spot.slot,
            "place": spot.place,
            "when": names.where(thing),
            "pinned": act in view.pins,
            "past": _is_past(view, span_of(spot.slot)),
            "changed": is_changed,
            "tone": "clash" if act in clashing else "",
            "note": t("timetable.board.changed", names.lang) if is_changed else "",
        }


def _waiting(view: PlanView, names: Names) -> Iterable[dict[str, object]]:
    """Yield the wished consultations that are not placed, with their dearest rank and why."""
    why = {frozenset((unmet.asker, unmet.counterpart)): unmet.why for unmet in reversed(view.unmet)}
    for act, rank in view.beside.items():
        reason = why.get(frozenset((act.company, act.investor or "")), Why.POSSIBLE)
        words = t(f"timetable.why.{reason.value}", names.lang)
        yield _thing(view, act, names) | {"mark": t("timetable.board.rank", names.lang, rank=rank, why=words)}


def _thing(view: PlanView, act: Act, names: Names) -> dict[str, object]:
    barred = view.openings.barred.get(act, {})
    slots = view.problem.slots if act.investor else view.problem.pitch_slots
    return {
        "id": key_of(act),
        "kind": "meeting" if act.investor else "pitch",
        "title": names.short(act.company),
        "sub": names.short(act.investor) if act.investor else "",
        "barred": "".join(_CODES[barred[slot.id]] if slot.id in barred else "." for slot in slots),
    }
