"""Whatever the day, the solver's timetable breaks no rule, and no small day is planned worse than it can be."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings

from dealflow.domain.irday.timetable.clashes import clashes
from dealflow.domain.irday.timetable.objective import worth
from dealflow.domain.irday.timetable.timetable import Act, Meeting, Order, Pair, Pin, Problem, Table, Timetable, Weights
from dealflow.domain.values.day_span import Span
from dealflow.errors import NoTimetableError
from dealflow.schedule.explanation import Explanation
from dealflow.schedule.solution import Progress
from dealflow.schedule.solve import solve
from tests.schedule.days import SMALL, company, grid, investor, problems


@given(problems())
def test_a_timetable_breaks_no_rule_and_is_worth_no_more_than_its_bound(problem: Problem) -> None:
    try:
        found = solve(problem, seconds=0.2)
    except NoTimetableError as error:
        explanation = error.parameters["explanation"]
        assert explanation is not None
        assert explanation.is_possible is False  # type: ignore[attr-defined]  # an error carries any value
        return
    assert clashes(problem, found.timetable) == ()
    assert found.worth == worth(problem, found.timetable)
    assert found.bound is None or found.worth.total <= found.bound


@given(problems())
@settings(max_examples=8)
def test_the_same_seed_gives_the_same_timetable(problem: Problem) -> None:
    def made() -> Timetable | str:
        try:
            return solve(problem, seconds=600, steps=20_000, seed=3).timetable
        except NoTimetableError:
            return "none"

    assert made() == made()


def test_a_tiny_day_is_planned_as_well_as_it_can_be() -> None:
    problem = Problem(
        slots=grid("s", 3),
        pitch_slots=(),
        firms=(company(0), company(1), investor(0, most=2), investor(1)),
        tables=(Table("t0"),),
        stages=(),
        pairs=tuple(Pair(f"c{c}", f"v{v}", 2 + c + v) for c in range(2) for v in range(2)),
        weights=Weights(table_change=0),
    )
    found = solve(problem, seconds=5)
    assert found.is_optimal
    assert found.worth.total == found.bound == max(_totals(problem))


def _totals(problem: Problem) -> list[int]:
    """Return what every timetable that breaks no rule is worth."""
    places: list[list[str | None]] = [[None, *(slot.id for slot in problem.slots)] for _ in problem.pairs]
    totals = []
    for slots in product(*places):
        meetings = tuple(
            Meeting(pair.company, pair.investor, slot, "t0", f"{pair.investor}.0")
            for pair, slot in zip(problem.pairs, slots, strict=True)
            if slot
        )
        timetable = Timetable(tuple(sorted(meetings)))
        if not clashes(problem, timetable):
            totals.append(worth(problem, timetable).total)
    return totals


def test_two_people_of_an_investor_consult_at_once() -> None:
    problem = replace(SMALL, slots=grid("s", 1), pitchers=(), wants=())
    found = solve(problem, seconds=2).timetable
    assert {meeting.seat for meeting in found.meetings if meeting.investor == "v0"} <= {"v0.0", "v0.1"}
    assert len(found.meetings) == 2


def test_pins_musts_and_orders_are_kept() -> None:
    problem = replace(
        SMALL,
        pairs=(
            Pair("c0", "v0", 1, pin=Pin("s3", "t1")),
            Pair("c1", "v0", 0, must=True),
            Pair("c2", "v1", 9),
        ),
        orders=(Order(Act("c0"), Act("c0", "v0")), Order(Act("c0", "v0"), Act("c9", "v9"))),
    )
    found = solve(problem, seconds=2).timetable
    assert Meeting("c0", "v0", "s3", "t1", "v0.0") in found.meetings
    assert {(each.company, each.investor) for each in found.meetings} == {("c0", "v0"), ("c1", "v0"), ("c2", "v1")}


def test_a_seat_stays_at_its_table_where_that_can_be() -> None:
    problem = replace(SMALL, pitchers=(), wants=(), firms=tuple(replace(f, seats=f.seats[:1]) for f in SMALL.firms))
    assert solve(problem, seconds=2).worth.table_changes == 0


def test_idle_stretches_are_spread_no_wider_than_asked() -> None:
    problem = replace(
        SMALL,
        slots=grid("s", 5),
        firms=(company(0), company(1), investor(0, (Span(0, 20), Span(50, 70), Span(100, 120))), investor(1)),
        pairs=(Pair("c0", "v0", must=True), Pair("c1", "v0", must=True), Pair("c0", "v1", 1)),
        pitchers=(),
        wants=(),
        spread=0,
    )
    with pytest.raises(NoTimetableError):
        solve(problem, seconds=5)
    assert clashes(replace(problem, spread=1), solve(replace(problem, spread=1), seconds=5).timetable) == ()


def test_who_watches_hears_of_sound_timetables_and_can_stop() -> None:
    problem = _wide()
    heard: list[Progress] = []

    def watch(progress: Progress) -> bool:
        heard.append(progress)
        return len(heard) < 3

    found = solve(problem, seconds=60, progress=watch)
    assert found.seconds < 50
    shown = [each.timetable for each in heard if each.timetable]
    assert shown
    assert all(clashes(problem, each) == () for each in shown)
    assert found.worth.total >= worth(problem, shown[-1]).total


def test_a_start_is_taken_up() -> None:
    problem = _wide()
    first = solve(problem, seconds=0.5)
    again = solve(problem, seconds=0.5, start=first.timetable)
    assert clashes(problem, again.timetable) == ()


def _wide() -> Problem:
    """A day too large to be solved as a whole."""
    return replace(
        SMALL,
        slots=grid("s", 12),
        firms=(*(company(c) for c in range(20)), *(investor(v, most=9) for v in range(12))),
        tables=tuple(Table(f"t{t}") for t in range(8)),
        pairs=tuple(Pair(f"c{c}", f"v{v}", (c * 7 + v * 3) % 10) for c in range(20) for v in range(12)),
        weights=Weights(table_change=0),
    )


def test_the_fewest_breaks_are_proved_where_every_consultation_must_be_held() -> None:
    problem = Problem(
        slots=grid("s", 4),
        pitch_slots=(),
        firms=(company(0), company(1), company(2, (Span(0, 45), Span(75, 100)), least=0)),
        tables=(Table("t0"),),
        stages=(),
        pairs=(Pair("c0", "c1", must=True), Pair("c1", "c2", must=True), Pair("c0", "c2", must=True)),
        orders=(Order(Act("c1", "c2"), Act("c0", "c1")), Order(Act("c0", "c1"), Act("c0", "c2"))),
        spread=2,
        weights=Weights(gap=1, company_gap=1, table_change=0),
    )
    found = solve(problem, seconds=10)
    assert found.is_optimal
    assert found.worth.company_gaps == 1
    assert clashes(problem, found.timetable) == ()


def test_breaks_that_cannot_be_spread_as_evenly_as_asked_are_refused_with_proof() -> None:
    problem = Problem(
        slots=grid("s", 3),
        pitch_slots=(),
        firms=(company(0, (Span(0, 20), Span(50, 70))), company(1), company(2)),
        tables=(Table("t0"),),
        stages=(),
        pairs=(Pair("c0", "c1", must=True), Pair("c0", "c2", must=True)),
        spread=0,
        weights=Weights(gap=1, company_gap=1, table_change=0),
    )
    with pytest.raises(NoTimetableError) as caught:
        solve(problem, seconds=10)
    assert caught.value.parameters["explanation"] == Explanation(is_possible=False)
