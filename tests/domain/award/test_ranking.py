"""Sheets become a ranking: means by hand, who stood aside counts for nothing, and no tie is broken by chance."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealflow.catalogue.regional_offices import award_defaults
from dealflow.domain.award.awards import (
    Award,
    AwardEntry,
    AwardRound,
    Judge,
    Prize,
    Ranked,
    ScoreSheet,
    chosen,
    prizes_of,
    ranking,
    require_sound_award,
    require_sound_sheet,
)
from dealflow.errors import InvalidInputError

USUAL = award_defaults()
AWARD = Award("a", "o", "상(가상)", "", 2026, None, None, "", USUAL.criteria, USUAL.prizes, 3)
JUDGES = [Judge(f"j{place}", "a", "o", AwardRound.REGIONAL, "busan", str(place), "") for place in (1, 2, 3)]
ENTRIES = [AwardEntry(f"e{n}", "a", "o", "", f"c{n}", "busan", n, f"사례 {n}") for n in (1, 2, 3)]


def sheet(judge: int, entry: int, points: int, *, recused: str = "") -> ScoreSheet:
    marks = () if recused else (("effect", points), ("technology", 0), ("spread", 0), ("will", 0))
    return ScoreSheet(f"j{judge}", f"e{entry}", "a", "o", marks, "", recused)


FULL = [sheet(j, e, 10 * e + j) for j in (1, 2, 3) for e in (1, 2, 3)]


def problem_of(caught: pytest.ExceptionInfo[InvalidInputError]) -> object:
    return caught.value.parameters["problem"]


def lines(ranked: tuple[Ranked, ...]) -> list[tuple[int, object, int | None]]:
    return [(line.entry.number, line.mean, line.rank) for line in ranked]


def test_the_mean_of_the_sheets_ranks_and_who_stood_aside_counts_for_nothing() -> None:
    own = [other for other in FULL if (other.judge_id, other.entry_id) != ("j1", "e1")]
    ranked = ranking(ENTRIES, [*own, sheet(1, 1, 0, recused="계열사(가상)")], JUDGES)
    assert lines(ranked) == [(3, Fraction(32), 1), (2, Fraction(22), 2), (1, Fraction(25, 2), 3)]
    assert (ranked[2].sheets, ranked[2].recused, ranked[2].waiting) == (2, 1, 0)


def test_sheets_of_others_do_not_count_and_what_is_missing_is_named() -> None:
    strange = ScoreSheet("j9", "e1", "a", "o", (("effect", 40),))
    ranked = ranking(ENTRIES, [sheet(1, 1, 5), strange], JUDGES)
    assert lines(ranked) == [(1, Fraction(5), 1), (2, None, None), (3, None, None)]
    assert [line.waiting for line in ranked] == [2, 3, 3]
    with pytest.raises(InvalidInputError) as caught:
        chosen(ranked, 1)
    assert (problem_of(caught), caught.value.parameters["value"]) == ("sheets_missing", 8)


def test_a_tie_across_the_line_is_left_to_the_judges() -> None:
    equal = [sheet(j, e, 20) for j in (1, 2, 3) for e in (1, 2, 3)]
    ranked = ranking(ENTRIES, equal, JUDGES)
    assert [line.rank for line in ranked] == [1, 1, 1]
    with pytest.raises(InvalidInputError) as caught:
        chosen(ranked, 2)
    assert problem_of(caught) == "tie"
    assert len(chosen(ranked, 3)) == 3
    prizes = (Prize("grand", "대상", "", 1), Prize("top", "최우수상", "", 2))
    with pytest.raises(InvalidInputError):
        prizes_of(ranked, prizes)
    given_prizes = prizes_of(ranking(ENTRIES, FULL, JUDGES), prizes)
    assert [(entry.number, prize.id) for entry, prize in given_prizes] == [(3, "grand"), (2, "top"), (1, "top")]


@settings(max_examples=40)
@given(st.permutations(FULL), st.permutations(ENTRIES))
def test_the_order_in_which_sheets_and_cases_come_changes_nothing(
    sheets: list[ScoreSheet], entries: list[AwardEntry]
) -> None:
    assert ranking(entries, sheets, JUDGES) == ranking(ENTRIES, FULL, JUDGES)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        (sheet(1, 1, 41), "outside"), (sheet(1, 1, -1), "outside"),
        (replace(sheet(1, 1, 1), marks=(("effect", 1),)), "missing"),
        (replace(sheet(1, 1, 1), marks=(*sheet(1, 1, 1).marks, ("charm", 9))), "missing"),
        (replace(sheet(1, 1, 1), recused_because="친족"), "recused"),
    ],
)  # fmt: skip
def test_a_sheet_that_is_not_whole_is_refused(wrong: ScoreSheet, problem: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        require_sound_sheet(AWARD.criteria, wrong)
    assert problem_of(caught) == problem


def test_an_award_that_nobody_could_judge_is_refused() -> None:
    for award in (replace(AWARD, criteria=()), replace(AWARD, prizes=()), replace(AWARD, finalists=0)):
        with pytest.raises(InvalidInputError):
            require_sound_award(award)
    require_sound_award(AWARD)
    assert (len(USUAL.offices), sum(criterion.points for criterion in USUAL.criteria)) == (13, 100)
    assert sum(prize.count for prize in USUAL.prizes) == 10
