from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.investment.committee import AgendaItem, Mark, Recusal, Resolution, Result, Score
from dealflow.domain.investment.scoring import (
    Spread,
    overall,
    require_marks_allowed,
    scores_are_in,
    spread,
    visible_scores,
    waiting_for,
)
from dealflow.errors import CommitteeRuleError
from tests.domain.investment.committees import AT, ITEM, VOTERS

THREE = replace(ITEM, voters=VOTERS[:3])
CRITERIA = ("team", "market")


def score(reviewer: str, team: int, market: int) -> Score:
    return Score(reviewer, (Mark("team", team), Mark("market", market)))


ANNA, BERT, CLEO = score("anna", 90, 40), score("bert", 60, 50), score("cleo", 75, 60)


def test_scores_are_blind_until_all_are_in() -> None:
    two = replace(THREE, scores=(ANNA, BERT))
    assert visible_scores(two, "anna") == (ANNA,)
    assert visible_scores(two, "cleo") == visible_scores(two, "admin") == ()
    assert (spread(two), overall(two), waiting_for(two)) == ((), None, ("cleo",))
    three = replace(two, scores=(*two.scores, CLEO))
    assert visible_scores(three, "cleo") == visible_scores(three, "admin") == (ANNA, BERT, CLEO)


def test_nobody_waits_for_who_stands_aside() -> None:
    item = replace(THREE, scores=(ANNA, BERT, score("cleo", 0, 0)), recusals=(Recusal("cleo", "주주"),))
    assert visible_scores(item, "anna") == (ANNA, BERT)


def test_the_spread_by_hand() -> None:
    item = replace(THREE, scores=(ANNA, BERT, CLEO))
    assert spread(item) == (
        Spread("team", 3, Fraction(75), 60, 90, pytest.approx(150**0.5)),
        Spread("market", 3, Fraction(50), 40, 60, pytest.approx((200 / 3) ** 0.5)),
    )
    assert overall(item) == Fraction(125, 2)


@pytest.mark.parametrize(
    ("item", "given_score", "problem"),
    [
        (THREE, ANNA, None),
        (THREE, score("anna", 0, 100), None),
        (replace(THREE, scores=(ANNA, BERT)), ANNA, None),
        (replace(THREE, scores=(ANNA, BERT, CLEO)), ANNA, "scores_are_in"),
        (replace(THREE, resolution=Resolution(Result.HELD, None, (), (), "anna", AT)), ANNA, "ended"),
        (replace(THREE, recusals=(Recusal("anna", "주주"),)), ANNA, "stands_aside"),
        (THREE, score("eve", 1, 1), "not_voter"),
        (THREE, score("anna", 101, 1), "marks_wrong"),
        (THREE, score("anna", -1, 1), "marks_wrong"),
        (THREE, Score("anna", (Mark("team", 1),)), "marks_wrong"),
        (THREE, Score("anna", (Mark("team", 1), Mark("team", 1))), "marks_wrong"),
    ],
)
def test_marks_are_taken_or_refused_with_the_reason(item: AgendaItem, given_score: Score, problem: str | None) -> None:
    if problem is None:
        require_marks_allowed(item, given_score.reviewer_id, given_score.marks, CRITERIA)
    else:
        with pytest.raises(CommitteeRuleError) as refusal:
            require_marks_allowed(item, given_score.reviewer_id, given_score.marks, CRITERIA)
        assert refusal.value.parameters["problem"] == problem


points = st.integers(0, 100)


@given(st.lists(st.builds(score, st.sampled_from(VOTERS), points, points), max_size=9))
def test_nobody_sees_anothers_score_before_all_are_in_and_the_mean_lies_in_the_spread(scores: list[Score]) -> None:
    item = replace(THREE, scores=tuple(scores))
    for viewer in (*VOTERS, "stranger"):
        seen = visible_scores(item, viewer)
        assert scores_are_in(item) or {each.reviewer_id for each in seen} <= {viewer}
    for each in spread(item):
        assert each.lowest <= each.mean <= each.highest
        assert each.count == 3
