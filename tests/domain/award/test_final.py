"""A final that counts the preliminary, both on a scale of 100; and what may change once it is judged."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from dealflow.domain.award.applications import CallState, call_state, require_open
from dealflow.domain.award.awards import (
    Award,
    AwardCriterion,
    AwardEntry,
    AwardRound,
    Judge,
    Prize,
    ScoreSheet,
    ranking,
    require_same_criteria,
    require_sound_award,
    with_preliminary,
)
from dealflow.errors import InvalidInputError
from tests.actions.conftest import AT

REGIONAL = (AwardCriterion("effect", "성과", "Results", 60), AwardCriterion("ai", "AI", "AI", 20))
FINAL = (AwardCriterion("talk", "발표", "Talk", 50),)
AWARD = Award(
    "a", "o", "시상(가상)", "", 2026, AT.date(), AT.date(), "", REGIONAL, (Prize("p", "상", "Prize", 1),), 1, FINAL, 40
)


def entry(number: int) -> AwardEntry:
    return AwardEntry(f"e{number}", "a", "o", "", "c", "seoul", number, "사례(가상)", is_finalist=True)


def sheet(judge: str, number: int, points: int) -> ScoreSheet:
    return ScoreSheet(judge, f"e{number}", "a", "o", (("talk", points),))


def test_a_final_score_is_sixty_of_the_final_and_forty_of_the_preliminary() -> None:
    judges = [Judge(name, "a", "o", AwardRound.FINAL, "", "1", "") for name in ("x", "y")]
    sheets = [sheet("x", 1, 40), sheet("y", 1, 45), sheet("x", 2, 50), sheet("y", 2, 50)]
    own = ranking([entry(1), entry(2)], sheets, judges)
    assert [line.entry.number for line in own] == [2, 1]
    first, second = with_preliminary(own, {"e1": Fraction(76), "e2": Fraction(40)}, AWARD)
    # e1: 42.5/50 -> 85, 76/80 -> 95: 0.6*85 + 0.4*95 = 89; e2: 100 and 50: 0.6*100 + 0.4*50 = 80
    assert [(line.entry.number, line.mean, line.rank) for line in (first, second)] == [(1, 89, 1), (2, 80, 2)]
    assert (first.own, first.before) == (Fraction(85, 2), Fraction(76))
    unjudged = with_preliminary(own, {"e1": None, "e2": Fraction(40)}, AWARD)
    assert [(line.entry.number, line.rank) for line in unjudged] == [(2, 1), (1, None)]


def test_a_bar_that_was_lifted_leaves_a_judge_of_whom_nothing_is_in() -> None:
    judge = Judge("x", "a", "o", AwardRound.FINAL, "", "1", "")
    barred = ScoreSheet("x", "e1", "a", "o", recused_because="같은 기업(가상)", is_barred=True)
    (line,) = ranking([entry(1)], [barred], [judge])
    assert (line.recused, line.waiting) == (1, 0)
    (line,) = ranking([entry(1)], [replace(barred, recused_because="", is_barred=False)], [judge])
    assert (line.recused, line.waiting) == (0, 1)


def test_criteria_stay_once_sheets_are_filled_in_and_names_may_be_mended() -> None:
    renamed = replace(AWARD, criteria=(replace(REGIONAL[0], name_ko="도입 성과"), REGIONAL[1]))
    require_same_criteria(AWARD, renamed, [AwardRound.REGIONAL, AwardRound.FINAL])
    heavier = replace(AWARD, criteria=(replace(REGIONAL[0], points=61), REGIONAL[1]))
    require_same_criteria(AWARD, heavier, [AwardRound.FINAL])
    for changed in (heavier, replace(AWARD, preliminary_percent=50)):
        with pytest.raises(InvalidInputError):
            require_same_criteria(AWARD, changed, AwardRound)
    for percent in (-1, 100):
        with pytest.raises(InvalidInputError):
            require_sound_award(replace(AWARD, preliminary_percent=percent))


def test_the_last_day_of_a_call_counts() -> None:
    opens, closes = AT.date(), AT.date().replace(day=AT.day + 1)
    award = replace(AWARD, opens_on=opens, closes_on=closes)
    days = [opens.replace(day=opens.day - 1), opens, closes, closes.replace(day=closes.day + 1)]
    assert [call_state(award, on) for on in days] == [
        CallState.EARLY, CallState.OPEN, CallState.OPEN, CallState.CLOSED
    ]  # fmt: skip
    with pytest.raises(InvalidInputError):
        require_open(award, days[-1])
