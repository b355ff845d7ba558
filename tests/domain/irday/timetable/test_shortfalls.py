"""What a day has too little of is counted before it is planned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.timetable.planning_problem import Asked, problem_of
from dealflow.domain.irday.timetable.shortfalls import Shortfall, ShortOf, shortfalls
from dealflow.domain.values.day_span import Span
from dealflow.errors import NoTimetableError
from dealflow.schedule.solve import solve
from tests.domain.irday.days import INVESTORS, NOON, SUPPLIERS, TEN, firm, programme

PLACES = 8
"""Places to pitch on the small day, each of 12 minutes with 3 between, in two hours."""


def crowd(number: int, **changes: object) -> tuple[Participant, ...]:
    """Return so many suppliers with all investors."""
    return (*(firm(f"s{place}", **changes) for place in range(number)), *INVESTORS)


@pytest.mark.parametrize(("number", "short"), [(PLACES, 0), (PLACES + 1, 1), (200, 200 - PLACES)])
def test_more_pitches_than_places_are_told_as_a_number(number: int, short: int) -> None:
    problem = problem_of(programme(least_company=0), crowd(number), Asked())
    expected = (Shortfall(ShortOf.PITCHES, number, PLACES),) if short else ()
    assert shortfalls(problem) == expected
    assert sum(found.short for found in expected) == short


def test_companies_that_are_away_leave_fewer_places_for_themselves() -> None:
    away = crowd(3, away=(Span(TEN + 15, NOON),))
    (found,) = shortfalls(problem_of(programme(least_company=0), away, Asked()))
    assert (found.needed, found.there, found.short, found.is_final) == (3, 1, 2, True)
    with pytest.raises(NoTimetableError):
        solve(problem_of(programme(), away, Asked()), seed=1, seconds=1.0)


def test_places_that_companies_can_share_out_among_themselves_are_enough() -> None:
    early = firm("early", away=(Span(TEN + 15, NOON),))
    problem = problem_of(programme(least_company=0), (SUPPLIERS[0], early, *INVESTORS), Asked())
    assert shortfalls(problem) == ()


def test_promised_consultations_beyond_tables_or_investors_are_told_and_keep_nobody_from_planning() -> None:
    day = programme(least_company=5)
    everybody = (*SUPPLIERS, replace(INVESTORS[0], most=4))
    (found,) = shortfalls(problem_of(day, everybody, Asked()))
    assert (found.of, found.needed, found.there, found.is_final) == (ShortOf.MEETINGS, 30, 4, False)
