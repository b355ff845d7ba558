"""Published instances of the timetable problem as problems of ours: IR days (JSON) and B2B events (MiniZinc data)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from dealflow.domain.irday.timetable.timetable import (
    Act,
    Firm,
    Order,
    Pair,
    Pin,
    Pitcher,
    Problem,
    Seat,
    Side,
    Slot,
    Stage,
    Table,
    Timetable,
    Want,
    Weights,
)
from dealflow.domain.values.day_span import Span

LENGTH_MIN = 20
"""How long a slot of such a file is: any figure does, since only the order of slots counts there."""


def read_instance(path: Path, *, spread: int = 2) -> Problem:
    """Return the problem in the file; ``spread`` is the fairness of a B2B event, which its file does not hold."""
    text = path.read_text("utf-8")
    return b2b_event(text, spread=spread) if path.suffix == ".dzn" else ir_day(json.loads(text))


def ir_day(day: dict[str, Any]) -> Problem:
    """Return an IR day: slots that nobody of the investors has are lunch, pitch slots lie in the same grid."""
    lunch = sorted(set(range(day["T"])) - {slot for free in day["av_v"] for slot in free})
    slots = tuple(_slot(slot) for slot in range(day["T"]))
    pitch_slots = tuple(_slot(slot) for slot in day["pslots"])
    companies = (_firm(day, number, Side.COMPANY) for number in range(day["nc"]))
    investors = (_firm(day, number, Side.INVESTOR) for number in range(day["nv"]))
    names = tuple(slot.id for slot in pitch_slots)
    return Problem(
        slots=slots,
        pitch_slots=pitch_slots,
        firms=(*companies, *investors),
        tables=tuple(Table(f"t{number}") for number in range(day["K"])),
        stages=tuple(Stage(f"p{number}", names, day["q"]) for number in range(day["stages"])),
        pairs=tuple(Pair(f"c{c}", f"v{v}", points) for c, v, points in day["score"]),
        pitchers=tuple(Pitcher(f"c{c}") for c in day["pitchers"]),
        wants=tuple(Want(f"c{c}", f"v{v}", points) for c, v, points in day["want"]),
        taken=tuple(_span(slot) for slot in lunch),
        weights=Weights(table_change=0),
    )


def plan_of(timetable: Timetable) -> dict[str, Any]:
    """Return the timetable of an IR day as its judge reads it."""
    return {
        "meetings": [[int(m.company[1:]), int(m.investor[1:]), int(m.slot[1:])] for m in timetable.meetings],
        "pitches": {p.company[1:]: [int(p.slot[1:]), int(p.stage[1:])] for p in timetable.pitches},
    }


def b2b_event(text: str, *, spread: int) -> Problem:
    """Return a B2B event: every meeting must be held, and what counts is the breaks of all.

    Anybody meets anybody there: who stands first in a meeting sits in the company's chair. Two meetings of the same
    two are told apart by who stands first.
    """
    number = {name: int(value) for name, value in re.findall(r"^(n\w+)\s*=\s*(\d+)\s*;", text, re.MULTILINE)}
    meetings = [[int(other_text) for other_text in row.split(",")] for row in _rows(text, "requested")]
    forbidden, fixed, before = _sets(text, "forbidden"), _numbers(text, "fixed"), _sets(text, "precedences")
    firms = tuple(
        Firm(
            f"b{b}", Side.COMPANY, (Seat(f"b{b}", _free(number["nTotalSlots"], forbidden[b - 1] if forbidden else ())),)
        )
        for b in range(1, number["nBusiness"] + 1)
    )
    acts = _acts(meetings)
    pairs = tuple(
        Pair(
            act.company,
            act.investor or "",
            must=True,
            slots=_session(meeting[2], number["nTotalSlots"], number["nMorningSlots"]),
            pin=Pin(f"s{fixed[index] - 1}") if fixed and fixed[index] else None,
        )
        for index, (act, meeting) in enumerate(zip(acts, meetings, strict=True))
    )
    orders = tuple(
        Order(acts[first - 1], acts[index]) for index, firsts in enumerate(before) for first in firsts if first
    )
    return Problem(
        slots=tuple(_slot(slot) for slot in range(number["nTotalSlots"])),
        pitch_slots=(),
        firms=firms,
        tables=tuple(Table(f"t{other_number}") for other_number in range(number["nTables"])),
        stages=(),
        pairs=pairs,
        orders=orders,
        spread=spread,
        weights=Weights(gap=1, company_gap=1, table_change=0),
    )


def _span(slot: int) -> Span:
    return Span(slot * LENGTH_MIN, (slot + 1) * LENGTH_MIN)


def _slot(slot: int) -> Slot:
    return Slot(f"s{slot}", _span(slot))


def _firm(day: dict[str, Any], number: int, side: Side) -> Firm:
    letter, free, least, most = (
        ("c", day["av_c"], day["cmin"], day["cmax"])
        if side is Side.COMPANY
        else ("v", day["av_v"], day["vmin"], day["vmax"])
    )
    seat = Seat(f"{letter}{number}", tuple(_span(slot) for slot in free[number]))
    return Firm(f"{letter}{number}", side, (seat,), least[number], most[number])


def _acts(meetings: list[list[int]]) -> list[Act]:
    acts: list[Act] = []
    for first, second, _ in meetings:
        act = Act(f"b{first}", f"b{second}")
        acts.append(Act(f"b{second}", f"b{first}") if act in acts else act)
    return acts


def _free(slots: int, forbidden: tuple[int, ...]) -> tuple[Span, ...]:
    return tuple(_span(slot) for slot in range(slots) if slot + 1 not in forbidden)


def _session(session: int, slots: int, morning: int) -> tuple[str, ...] | None:
    spans = {1: range(morning), 2: range(morning, slots)}
    return tuple(f"s{slot}" for slot in spans[session]) if session in spans else None


def _body(text: str, name: str) -> str:
    match = re.search(rf"^{name}\s*=\s*\[(.*?)\]\s*;", text, re.MULTILINE | re.DOTALL)
    return match[1] if match else ""


def _rows(text: str, name: str) -> list[str]:
    rows = (row.strip().rstrip(",") for row in _body(text, name).split("|"))
    return [row for row in rows if row]


def _numbers(text: str, name: str) -> list[int]:
    return [int(each) for each in re.findall(r"\d+", _body(text, name))]


def _sets(text: str, name: str) -> list[tuple[int, ...]]:
    return [
        tuple(int(each) for each in re.findall(r"\d+", body)) for body in re.findall(r"\{(.*?)\}", _body(text, name))
    ]
