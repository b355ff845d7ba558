"""What cannot be planned is explained by the fewest requests that conflict, and the rule by which they do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from dealflow.domain.irday.timetable.hard_rules import Rule
from dealflow.domain.irday.timetable.timetable import Act, Order, Pair, Pin, Pitcher, Problem, Table
from dealflow.domain.values.day_span import Span
from dealflow.errors import NoTimetableError
from dealflow.schedule.explain import explain
from dealflow.schedule.explanation import Binding, Request, RequestKind
from dealflow.schedule.solve import solve
from tests.schedule.days import SMALL, company, grid, investor, problems


def test_a_day_that_can_be_planned_has_nothing_to_explain() -> None:
    found = explain(SMALL)
    assert (found.is_possible, found.requests, found.binds) == (True, (), ())


def test_three_meetings_and_two_slots_conflict_at_the_only_table() -> None:
    problem = Problem(
        slots=grid("s", 2),
        pitch_slots=(),
        firms=(*(company(c) for c in range(4)), *(investor(v) for v in range(4))),
        tables=(Table("t0"),),
        stages=(),
        pairs=(*(Pair(f"c{n}", f"v{n}", must=True) for n in range(3)), Pair("c3", "v3")),
    )
    found = explain(problem)
    assert found.is_possible is False
    assert found.is_smallest
    assert {request.kind for request in found.requests} == {RequestKind.MUST}
    assert {request.firms for request in found.requests} == {(f"c{n}", f"v{n}") for n in range(3)}
    assert found.binds == (Binding(Rule.TABLE_TAKEN),)


def test_the_smallest_of_two_conflicts_is_told() -> None:
    problem = replace(
        SMALL,
        pairs=(
            Pair("c0", "v0", must=True, slots=("s0",)),
            Pair("c1", "v1", must=True),
            Pair("c2", "v1", must=True),
        ),
        firms=(company(0, (Span(50, 500),)), company(1), company(2), investor(0), investor(1, (Span(0, 20),))),
        pitchers=(),
    )
    found = explain(problem)
    assert found.is_smallest
    assert len(found.requests) == 2


def test_orders_that_go_round_in_a_circle_conflict() -> None:
    acts = [Act("c0", "v0"), Act("c1", "v0"), Act("c2", "v0")]
    problem = replace(
        SMALL,
        pairs=tuple(Pair(act.company, "v0", must=True) for act in acts),
        orders=tuple(Order(one, other) for one, other in zip(acts, acts[1:] + acts[:1], strict=True)),
        pitchers=(),
    )
    found = explain(problem)
    assert {request.kind for request in found.requests} == {RequestKind.MUST, RequestKind.ORDER}
    assert len(found.requests) == 6


def test_a_pitch_that_is_pinned_into_a_plenary_conflicts_by_it() -> None:
    problem = replace(SMALL, pitchers=(Pitcher("c0", pin=Pin("p1")),), taken=(Span(40, 60),))
    found = explain(problem)
    assert found.requests == (
        Request(RequestKind.PITCH, (Act("c0"),), ("c0",)),
        Request(RequestKind.PIN, (Act("c0"),), ("c0",), ("p1",)),
    )
    assert Binding(Rule.TAKEN) in found.binds


def test_the_solver_tells_the_explanation() -> None:
    problem = replace(SMALL, pairs=(Pair("c0", "v0", must=True, slots=()),))
    with pytest.raises(NoTimetableError) as caught:
        solve(problem, seconds=2)
    assert caught.value.parameters["explanation"] == explain(problem)


@given(problems())
def test_what_is_told_conflicts_and_without_any_one_of_it_does_not(problem: Problem) -> None:
    found = explain(problem)
    if found.is_possible is not False:
        return
    assert found.requests
    for request in found.requests:
        musts = [each for each in found.requests if each.kind is RequestKind.MUST and each != request]
        if request.kind is RequestKind.MUST and len(found.requests) == len(musts) + 1:
            asked = {each.acts[0] for each in musts}
            pairs = tuple(
                replace(pair, must=Act(pair.company, pair.investor) in asked, pin=None, slots=None, seat=None)
                for pair in problem.pairs
            )
            eased = replace(problem, pairs=pairs, pitchers=(), orders=(), firms=_unlimited(problem))
            assert explain(eased).is_possible


def _unlimited(problem: Problem) -> tuple:  # type: ignore[type-arg]  # of what the solver returns
    return tuple(replace(firm, most=None) for firm in problem.firms)
