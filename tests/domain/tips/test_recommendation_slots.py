from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.tips.findings import Answer
from dealflow.domain.tips.operators import Allotment, Operator, OperatorKind, Recommendation
from dealflow.domain.tips.recommendation_slots import (
    covers,
    needs_confirmation,
    next_slot,
    recommendation_of,
    slots_left,
    used,
)
from dealflow.errors import InvalidInputError

YEAR = (date(2099, 1, 1), date(2099, 12, 31))
DAY = date(2099, 5, 1)
OPERATOR = Operator(
    "o", "house", OperatorKind.GENERAL, "제0-00호", YEAR[0], None, allotments=(Allotment("SCALEUP_TIPS", *YEAR, 2),)
)
FIRST = Recommendation("r1", "e1", "c1", "SCALEUP_TIPS", YEAR[0], 1, "SUT-2099.1", "pass")


def test_a_slot_is_used_by_each_recommendation_of_the_period_that_stands() -> None:
    last_year = replace(FIRST, id="r0", recommended_on=date(2098, 12, 31))
    elsewhere = replace(FIRST, id="r2", programme="GLOBAL_TIPS")
    withdrawn = replace(FIRST, id="r3", slot=2, withdrawn_because="철회")
    operator = replace(OPERATOR, recommendations=(last_year, elsewhere, withdrawn, FIRST))
    assert used(operator, "SCALEUP_TIPS", DAY) == (FIRST,)
    assert (slots_left(operator, "SCALEUP_TIPS", DAY), next_slot(operator, "SCALEUP_TIPS", DAY)) == (1, 2)
    assert slots_left(operator, "GLOBAL_TIPS", DAY) == slots_left(operator, "SCALEUP_TIPS", date(2100, 1, 1)) == 0
    assert recommendation_of(operator, "e1") == FIRST
    assert recommendation_of(operator, "e9") is None


def test_no_slot_can_be_taken_that_is_not_there() -> None:
    both = replace(OPERATOR, recommendations=(FIRST, replace(FIRST, id="r2", slot=2)))
    with pytest.raises(InvalidInputError):
        next_slot(both, "SCALEUP_TIPS", DAY)


@pytest.mark.parametrize(
    ("day", "end", "inside"),
    [
        (date(2098, 12, 31), None, False),
        (YEAR[0], None, True),
        (YEAR[1], YEAR[1], True),
        (date(2100, 1, 1), YEAR[1], False),
        (date(2120, 1, 1), None, True),
    ],
)
def test_a_term_covers_its_first_and_last_day(day: date, end: date | None, inside: bool) -> None:
    assert covers(replace(OPERATOR, term_to=end), day) is inside


@given(st.integers(0, 5), st.lists(st.booleans(), max_size=12))
def test_slots_never_go_below_zero_when_each_is_asked_for(allotted: int, wanted: list[bool]) -> None:
    operator = replace(OPERATOR, allotments=(Allotment("SCALEUP_TIPS", *YEAR, allotted),))
    for number, withdrawn in enumerate(wanted):
        if slots_left(operator, "SCALEUP_TIPS", DAY) > 0:
            slot = next_slot(operator, "SCALEUP_TIPS", DAY)
            assert slot not in {each.slot for each in used(operator, "SCALEUP_TIPS", DAY)}
            new = replace(FIRST, id=f"r{number}", slot=slot, withdrawn_because="철회" if withdrawn else "")
            operator = replace(operator, recommendations=(*operator.recommendations, new))
    assert 0 <= slots_left(operator, "SCALEUP_TIPS", DAY) <= allotted


def test_a_recommendation_is_confirmed_in_writing_unless_it_passes_on_the_day_it_is_entered() -> None:
    today, yesterday = date(2026, 3, 31), date(2026, 3, 30)
    assert not needs_confirmation(Answer.PASS, today, today)
    assert needs_confirmation(Answer.PASS, yesterday, today)
    assert all(needs_confirmation(answer, today, today) for answer in Answer if answer is not Answer.PASS)
