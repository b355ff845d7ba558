"""Scores of a deal: blind until one's own is in, weighted, with the spread and what people disagree about."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.scorecards import load_scorecards, shipped_scorecard
from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.investment.committee import Mark, Score
from dealflow.domain.investment.deal_scoring import (
    DealScore,
    Opinion,
    Weight,
    opinion,
    require_marks_of_card,
    require_sound_card,
)
from dealflow.errors import InvalidInputError

WEIGHTS = (Weight("market", 30), Weight("team", 10))
CARD = shipped_scorecard("vc")


def scored(who: str, market: int, team: int) -> DealScore:
    return DealScore(Score(who, (Mark("market", market), Mark("team", team))), WEIGHTS, 0)


ANNA, ADAM = scored("anna", 80, 40), scored("adam", 40, 60)


def test_the_weighted_means_by_hand() -> None:
    assert ANNA.overall == Fraction(70)  # (80 * 30 + 40 * 10) / 40
    assert ADAM.overall == Fraction(45)
    seen = opinion("e", (ADAM, ANNA), "anna", may_score=True)
    assert (seen.overall, seen.lowest, seen.highest, seen.count) == (Fraction(115, 2), 45, 70, 2)
    assert seen.scores == (ANNA, ADAM)
    assert [(of.criterion, of.lowest, of.highest) for of in seen.spread] == [("market", 40, 80), ("team", 40, 60)]
    assert seen.apart == ("market",)


def test_others_marks_are_hidden_until_ones_own_are_in() -> None:
    assert opinion("e", (ANNA,), "adam", may_score=True) == Opinion("e", 1, is_open=False)
    assert opinion("e", (ANNA, ADAM), "adam", may_score=True).is_open
    assert opinion("e", (ANNA,), "vera", may_score=False).overall == 70
    assert opinion("e", (), "anna", may_score=True) == Opinion("e", 0, is_open=False)


def test_people_disagree_from_thirty_points_on() -> None:
    other = scored("adam", 51, 40)
    assert opinion("e", (ANNA, other), "anna", may_score=True).apart == ()
    assert opinion("e", (ANNA, scored("adam", 50, 40)), "anna", may_score=True).apart == ("market",)


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=1, max_size=8))
def test_the_mean_lies_between_the_lowest_and_the_highest(marks: list[tuple[int, int]]) -> None:
    scores = [scored(f"p{place}", *pair) for place, pair in enumerate(marks)]
    seen = opinion("e", scores, "p0", may_score=True)
    assert seen.overall is not None
    assert seen.lowest is not None
    assert seen.highest is not None
    assert 0 <= seen.lowest <= seen.overall <= seen.highest <= 100


def test_every_track_is_shipped_with_a_card() -> None:
    tracks = {track.id for track in load_tracks()}
    assert {card.track_id for card in load_scorecards()} < tracks
    assert all(shipped_scorecard(track).criteria for track in tracks)
    unknown = shipped_scorecard("new")
    assert {criterion.weight for criterion in unknown.criteria} == {1}


@pytest.mark.parametrize(
    "text",
    [
        "[[scorecard]]\ntrack = 'vc'\ncriteria = [{ id = 'nobody', weight = 1 }]",
        "[[scorecard]]\ntrack = 'vc'\ncriteria = [{ id = 'market', weight = 0 }]",
        "[[scorecard]]\ntrack = 'vc'\ncriteria = [{ id = 'market', weight = 1 }, { id = 'market', weight = 1 }]",
        "[[scorecard]]\ntrack = 'vc'\ncriteria = []",
    ],
)
def test_a_card_that_nobody_can_score_by_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        load_scorecards(text)


def test_marks_are_one_for_each_criterion_of_the_card() -> None:
    right = tuple(Mark(criterion.id, 50) for criterion in CARD.criteria)
    require_marks_of_card(right, CARD)
    for wrong in (right[1:], (*right, right[0]), (*right[1:], Mark(right[0].criterion, 101))):
        with pytest.raises(InvalidInputError):
            require_marks_of_card(wrong, CARD)
    with pytest.raises(InvalidInputError):
        require_sound_card(replace(CARD, criteria=(replace(CARD.criteria[0], name_ko=""),)))
