"""A company's fit with a mandate: points over what could be judged, unknown told apart from unfit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.irday.participants.mandate_fit import Aspect, Basis, CompanyFacts, Fit, Known, Verdict, fit_of
from dealflow.domain.irday.participants.participants import Mandate
from dealflow.domain.values.regions import province_of
from dealflow.domain.values.rounds import LADDER, rung_of

EOK = 100_000_000
GAON = CompanyFacts(
    sectors=(Known(Basis.BOOKS, "자동차부품"), Known(Basis.DECLARED, "AI 비전검사")),
    rounds=(Known(Basis.VERIFIED, "Series A"),),
    raises=(Known(Basis.READ, low=30 * EOK, high=30 * EOK),),
    regions=(Known(Basis.BOOKS, "경남"),),
)


def verdicts(fit: Fit) -> dict[Aspect, Verdict]:
    return {reason.aspect: reason.verdict for reason in fit.reasons}


def test_all_four_aspects_fit_to_ten_points() -> None:
    fit = fit_of(GAON, Mandate(("비전 검사",), ("시리즈 A",), ("동남권",), 5 * EOK, 20 * EOK))
    assert (fit.points, fit.judged, fit.named) == (10, 4, 4)
    assert fit.reasons[0].known == Known(Basis.DECLARED, "AI 비전검사")


def test_points_are_weighed_by_hand() -> None:
    """Sector misses (0 of 4), the round is near (1 of 2), ticket and region fit (2 of 2 each): 5 of 10."""
    fit = fit_of(GAON, Mandate(("바이오",), ("Series B",), ("경남",), None, 20 * EOK))
    assert fit.points == 5
    assert verdicts(fit) == {
        Aspect.SECTOR: Verdict.MISSES, Aspect.ROUND: Verdict.NEAR, Aspect.TICKET: Verdict.FITS,
        Aspect.REGION: Verdict.FITS,
    }  # fmt: skip


def test_unknown_takes_nothing_away_and_nothing_known_is_no_points() -> None:
    mandate = Mandate(("비전",), ("Series A",), ("경남",), 5 * EOK, None)
    some = CompanyFacts(regions=(Known(Basis.BOOKS, "경상남도 창원시"),))
    assert (fit_of(some, mandate).points, fit_of(some, mandate).judged) == (10, 1)
    assert fit_of(CompanyFacts(), mandate).points is None
    assert set(verdicts(fit_of(CompanyFacts(), mandate)).values()) == {Verdict.UNKNOWN}
    assert fit_of(GAON, Mandate()) == Fit(None, ())


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (30 * EOK, None, Verdict.FITS),
        (30 * EOK + 1, None, Verdict.MISSES),
        (None, 6 * EOK, Verdict.FITS),
        (None, 6 * EOK - 1, Verdict.NEAR),
    ],
)
def test_a_ticket_fits_up_to_its_bounds(low: int | None, high: int | None, verdict: Verdict) -> None:
    assert verdicts(fit_of(GAON, Mandate(ticket_low=low, ticket_high=high))) == {Aspect.TICKET: verdict}


def test_rounds_are_known_however_they_are_written() -> None:
    written = ("시드", "Pre-Series A", "A라운드", "Series B2", "시리즈C", "프리IPO")
    assert [rung_of(text) for text in written] == list(range(6))
    assert [rung_of(text) for text in LADDER] == list(range(6))
    assert rung_of("협의") is rung_of("") is None


def test_places_are_known_however_they_are_written() -> None:
    written = ("경상남도 창원시", "창원", "Busan", " 울산광역시", "전라북도", "달나라")
    assert [province_of(text) for text in written] == [
        "경남", "경남", "부산", "울산", "전북", "",
    ]  # fmt: skip


_TEXTS = st.sampled_from(["", "로봇", "AI 비전", "Series A", "경남", "부산", "?"])
_KNOWN = st.builds(
    Known, st.sampled_from(Basis), _TEXTS, st.none() | st.integers(0, 10**11), st.none() | st.integers(0, 10**11)
)
_SOME = st.lists(_KNOWN, max_size=2).map(tuple)
_WORDS = st.lists(_TEXTS, max_size=2).map(tuple)


@given(
    st.builds(CompanyFacts, _SOME, _SOME, _SOME, _SOME),
    st.builds(Mandate, _WORDS, _WORDS, _WORDS, st.none() | st.integers(0, 10**11), st.none() | st.integers(0, 10**11)),
)
def test_points_lie_between_0_and_10_exactly_where_something_was_judged(facts: CompanyFacts, mandate: Mandate) -> None:
    fit = fit_of(facts, mandate)
    assert (fit.points is None) == (fit.judged == 0)
    assert fit.points is None or 0 <= fit.points <= 10
