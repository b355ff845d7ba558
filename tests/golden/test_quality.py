"""What the app says of its own quality is so: the shipped counts are those of the shipped extractor."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fiction import judged, told, truth
from fiction.judged import Answers, Bin, Verdict, reliability, verdict_of
from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.metrics import load_metrics
from dealflow.catalogue.quality import load_quality
from dealflow.domain.claims.claims import Scope
from dealflow.domain.claims.page import DeckText

NEAR = 0.02
"""What a share may be off before `make bench-extraction` must be run again."""
METRICS = load_metrics()


@pytest.fixture(scope="module")
def answers(texts: dict[str, DeckText]) -> Answers:
    """Return what is said of each deck of the event, beside its golden claims."""
    return {name: (told.read(text)[0], truth.read(name)) for name, text in texts.items()}


def test_the_shipped_shares_are_those_of_today(answers: Answers) -> None:
    shipped, now = load_quality().total, judged.together("all", judged.by_deck(answers))
    assert shipped.found / shipped.printed == pytest.approx(now.found / now.printed, abs=NEAR)
    assert shipped.named / shipped.printed == pytest.approx(now.named / now.printed, abs=NEAR)
    assert shipped.right / shipped.claims == pytest.approx(now.right / now.claims, abs=NEAR)


def test_the_sums_by_deck_by_language_and_by_family_are_one(answers: Answers) -> None:
    decks = judged.together("all", judged.by_deck(answers))
    assert judged.together("all", judged.by_language(answers)) == decks
    families = judged.together("all", judged.by_family(answers, METRICS))
    assert (families.printed, families.claims, families.right) == (decks.printed, decks.claims, decks.right)
    assert sum(each.claims for each in reliability(judged.judged(answers))) == decks.claims


def test_a_figure_with_another_scope_or_name_is_not_right(answers: Answers) -> None:
    claims, golden = answers["gaonvision_v1"]
    first = next(one for one in claims if one.metric == "revenue" and verdict_of(one, golden) is Verdict.RIGHT)
    assert verdict_of(replace(first, scope=Scope.UNKNOWN), golden) is Verdict.SCOPE_OPEN
    assert verdict_of(replace(first, scope=Scope.MARKET), golden) is Verdict.SCOPE_WRONG
    assert verdict_of(replace(first, metric="arr"), golden) is Verdict.MISNAMED
    assert verdict_of(replace(first, metric="other"), golden) is Verdict.UNNAMED
    assert verdict_of(first, ()) is Verdict.SURPLUS


def test_claims_fall_into_bins_by_their_confidence_with_nine_tenths_in_the_middle_of_one() -> None:
    pairs = [(0.29, False), (0.3, True), (0.85, True), (0.9, False), (0.94, True), (0.95, True), (1.0, False)]
    assert reliability(pairs) == [
        Bin(0.2, 0.3, 1, 0.29, 0),
        Bin(0.3, 0.4, 1, 0.3, 1),
        Bin(0.85, 0.95, 3, 0.897, 2),
        Bin(0.95, 1.0, 2, 0.975, 1),
    ]


@given(st.lists(st.tuples(st.integers(0, 100).map(lambda hundredths: hundredths / 100), st.booleans())))
def test_every_claim_falls_into_one_bin(pairs: list[tuple[float, bool]]) -> None:
    bins = reliability(pairs)
    assert sum(each.claims for each in bins) == len(pairs)
    assert sum(each.right for each in bins) == sum(holds for _, holds in pairs)
    assert all(each.low <= each.said <= each.high + 1e-9 for each in bins)


@pytest.mark.parametrize("half", [0, 1])
def test_our_own_slides_are_read_right_at_least_as_often_as_is_said(answers: Answers, half: int) -> None:
    """They are easier than real decks, on which confidence is set (docs/extraction.md)."""
    bins = reliability(judged.judged({name: answers[name] for name in sorted(answers)[half::2]}))
    named = [each for each in bins if each.low >= 0.6 and each.claims >= 10]
    assert named
    assert all(each.right >= each.said * each.claims for each in named)
