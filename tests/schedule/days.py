"""Small days drawn by chance with everything that a day can have, for the properties of the schedule's tests."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from dealflow.domain.irday.timetable.timetable import (
    Act,
    Firm,
    Meeting,
    Order,
    Pair,
    Pin,
    Pitch,
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

DAY = Span(0, 1_000)


def grid(letter: str, count: int, *, start: int = 0, length: int = 20, every: int = 25) -> tuple[Slot, ...]:
    return tuple(
        Slot(f"{letter}{number}", Span(start + every * number, start + every * number + length))
        for number in range(count)
    )


def company(number: int, free: tuple[Span, ...] = (DAY,), *, least: int = 1, most: int | None = None) -> Firm:
    return Firm(f"c{number}", Side.COMPANY, (Seat(f"c{number}", free),), least, most)


def investor(number: int, *free: tuple[Span, ...], least: int = 0, most: int | None = None) -> Firm:
    seats = tuple(Seat(f"v{number}.{seat}", each) for seat, each in enumerate(free or ((DAY,),)))
    return Firm(f"v{number}", Side.INVESTOR, seats, least, most)


SMALL = Problem(
    slots=grid("s", 4),
    pitch_slots=grid("p", 2, start=10),
    firms=(company(0), company(1), company(2), investor(0, (DAY,), (DAY,)), investor(1)),
    tables=(Table("t0"), Table("t1")),
    stages=(Stage("hall", ("p0", "p1"), 1),),
    pairs=tuple(Pair(f"c{c}", f"v{v}", 3 + c) for c in range(3) for v in range(2)),
    pitchers=(Pitcher("c0"),),
    wants=(Want("c0", "v0", 5), Want("c0", "v1", 2)),
)
"""Three companies, an investor of two people and one alone; pitches overlap two consultation slots each."""

SOUND = Timetable(
    meetings=(
        Meeting("c0", "v0", "s3", "t0", "v0.0"),
        Meeting("c1", "v0", "s0", "t0", "v0.0"),
        Meeting("c1", "v1", "s1", "t1", "v1.0"),
        Meeting("c2", "v1", "s0", "t1", "v1.0"),
    ),
    pitches=(Pitch("c0", "p1", "hall"),),
)
"""Breaks no rule of ``SMALL``."""


@st.composite
def problems(draw: st.DrawFn, *, is_hard: bool = True) -> Problem:
    """A day that may be impossible: with pins, musts and orders as they fall, if ``is_hard``."""
    slots = grid("s", draw(st.integers(2, 5)))
    is_one_grid = draw(st.booleans())
    starts, every = (0, 25) if is_one_grid else (draw(st.integers(0, 15)), draw(st.integers(20, 40)))
    pitch_slots = grid("p", draw(st.integers(1, 3)), start=starts, length=20 if is_one_grid else 15, every=every)
    companies = [company(c, draw(_free()), most=draw(_most())) for c in range(draw(st.integers(2, 4)))]
    investors = [
        investor(v, *(draw(_free()) for _ in range(draw(st.integers(1, 2)))), most=draw(_most()), least=draw(_least()))
        for v in range(draw(st.integers(1, 3)))
    ]
    tables = tuple(Table(f"t{t}", draw(_closed())) for t in range(draw(st.integers(1, 3))))
    stages = (Stage("hall", tuple(slot.id for slot in pitch_slots), draw(st.integers(1, 2))),)
    pairs = [
        draw(_pair(a.id, b, slots, tables, is_hard=is_hard))
        for a in companies
        for b in investors
        if draw(st.booleans())
    ]
    pitchers = tuple(
        Pitcher(each.id, pin=draw(st.none() | st.just(Pin(pitch_slots[0].id, "hall"))) if is_hard else None)
        for each in companies[: draw(st.integers(0, 2))]
    )
    wants = tuple(
        Want(pitcher.company, each.id, draw(st.integers(1, 5)))
        for pitcher in pitchers
        for each in investors
        if draw(st.booleans())
    )
    acts = [*(Act(pair.company, pair.investor) for pair in pairs), *(Act(each.company) for each in pitchers)]
    return Problem(
        slots=slots,
        pitch_slots=pitch_slots,
        firms=(*companies, *investors),
        tables=tables,
        stages=stages,
        pairs=tuple(pairs),
        pitchers=pitchers,
        wants=wants,
        orders=tuple(draw(_orders(acts))) if is_hard else (),
        taken=draw(st.just(()) | st.just((Span(45, 55),))),
        apart_min=draw(st.sampled_from((0, 10))),
        weights=draw(st.sampled_from((Weights(), Weights(company_gap=3, unfair=2), Weights(table_change=0)))),
    )


def _free() -> st.SearchStrategy[tuple[Span, ...]]:
    return st.sampled_from(((DAY,), (DAY,), (Span(0, 70),), (Span(25, 1_000),), (Span(0, 20), Span(50, 1_000))))


def _most() -> st.SearchStrategy[int | None]:
    return st.sampled_from((None, None, 1, 2))


def _least() -> st.SearchStrategy[int]:
    return st.integers(0, 2)


def _closed() -> st.SearchStrategy[tuple[Span, ...]]:
    return st.sampled_from(((), (), (Span(0, 30),)))


@st.composite
def _pair(
    draw: st.DrawFn, company: str, investor: Firm, slots: tuple[Slot, ...], tables: tuple[Table, ...], *, is_hard: bool
) -> Pair:
    pair = Pair(company, investor.id, draw(st.integers(0, 9)))
    if not is_hard:
        return pair
    kind = draw(st.sampled_from(("plain", "plain", "plain", "must", "pin", "slots", "seat")))
    if kind == "must":
        return replace(pair, must=True)
    if kind == "pin":
        table = draw(st.none() | st.sampled_from([table.id for table in tables]))
        return replace(pair, pin=Pin(draw(st.sampled_from([slot.id for slot in slots])), table))
    if kind == "slots":
        return replace(pair, slots=tuple(slot.id for slot in slots[: draw(st.integers(1, 2))]))
    if kind == "seat":
        return replace(pair, seat=draw(st.sampled_from([seat.id for seat in investor.seats])))
    return pair


@st.composite
def _orders(draw: st.DrawFn, acts: list[Act]) -> list[Order]:
    if len(acts) < 2 or draw(st.booleans()):
        return []
    first, then = draw(st.lists(st.sampled_from(acts), min_size=2, max_size=2, unique=True))
    return [Order(first, then)]
