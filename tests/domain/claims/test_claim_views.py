from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims.claim_views import contradict, figure, view, with_rivals
from dealflow.domain.claims.claims import (
    Aggregation,
    Claim,
    ClaimStatus,
    Evidence,
    Metric,
    Origin,
    ReviewState,
    Scope,
    Verdict,
    Verification,
)
from dealflow.domain.claims.deck import Deck, DeckState
from dealflow.domain.claims.page import Box
from dealflow.domain.people.access import Audience, Role, Viewer
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Bound, Quantity, Unit

AT = datetime(2026, 1, 1, tzinfo=UTC)
ANNA = Viewer("anna", "a", Role.ANALYST)
REVENUE = Metric("revenue", "s", "매출", "Revenue", (), (), (Unit.KRW,), Scope.COMPANY, Aggregation.ANNUAL)
DECK = Deck(
    "d", "0" * 64, "a.pdf", 1, "o", Audience.EVENT, "c", "", 1, None, DeckState.READ, None, AT, "x", AT, (), (), (), 1
)
Y2024 = Period(PeriodKind.YEAR, "2024", date(2024, 1, 1), date(2024, 12, 31))
Y2025 = Period(PeriodKind.YEAR, "2025", date(2025, 1, 1), date(2025, 12, 31))
amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def revenue(name: str, value: int, period: Period | None = Y2024, **given: object) -> Claim:
    made = Claim(
        name, "revenue", Quantity(Unit.KRW, Decimal(value)), (Evidence(3, (Box(0, 0, 1, 1),), (), str(value)),), "매출",
        Scope.COMPANY, ClaimStatus.ACTUAL, Aggregation.ANNUAL, period,
    )  # fmt: skip
    return replace(made, **given)  # type: ignore[arg-type]  # a test's shorthand


def word(organisation: str, verdict: Verdict) -> Verification:
    return Verification("one", organisation, verdict, "somebody", AT)


@pytest.mark.parametrize(
    ("words", "audience", "state"),
    [
        ([], Audience.EVENT, ReviewState.PROPOSED),
        ([word("a", Verdict.REJECTED), word("o", Verdict.ACCEPTED)], Audience.EVENT, ReviewState.REJECTED),
        ([word("a", Verdict.REOPENED), word("o", Verdict.ACCEPTED)], Audience.EVENT, ReviewState.VERIFIED),
        ([word("o", Verdict.ACCEPTED)], Audience.EVENT, ReviewState.VERIFIED),
        ([word("o", Verdict.ACCEPTED)], Audience.ORGANISATION, ReviewState.PROPOSED),
        ([word("b", Verdict.ACCEPTED)], Audience.EVENT, ReviewState.PROPOSED),
    ],
)
def test_own_word_counts_then_the_owners_of_an_event_deck_then_none(
    words: list[Verification], audience: Audience, state: ReviewState
) -> None:
    assert view(revenue("one", 1), replace(DECK, audience=audience), ANNA, words).state is state


def test_a_guest_of_the_same_organisation_has_no_word() -> None:
    guest = Viewer("gil", "a", Role.COMPANY_GUEST, "c")
    assert view(revenue("one", 1), DECK, guest, [word("a", Verdict.ACCEPTED)]).state is ReviewState.PROPOSED


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (Quantity(Unit.COUNT, Decimal(100)), Quantity(Unit.COUNT, Decimal(100)), False),
        (Quantity(Unit.COUNT, Decimal(100)), Quantity(Unit.COUNT, Decimal(101)), True),
        (Quantity(Unit.COUNT, Decimal(100), bound=Bound.AT_LEAST), Quantity(Unit.COUNT, Decimal(120)), False),
        (Quantity(Unit.COUNT, Decimal(100), bound=Bound.AT_LEAST), Quantity(Unit.COUNT, Decimal(99)), True),
        (Quantity(Unit.COUNT, Decimal(100), bound=Bound.UNDER), Quantity(Unit.COUNT, Decimal(120)), True),
        (Quantity(Unit.KRW, Decimal(150), approx=True), Quantity(Unit.KRW, Decimal(153)), False),
        (Quantity(Unit.KRW, Decimal(150), approx=True), Quantity(Unit.KRW, Decimal(160)), True),
        (Quantity(Unit.KRW, None, Decimal(10), Decimal(15)), Quantity(Unit.KRW, Decimal(12)), False),
        (Quantity(Unit.KRW, None, Decimal(10), Decimal(15)), Quantity(Unit.KRW, Decimal(16)), True),
        (Quantity(Unit.DATE, text="2018"), Quantity(Unit.DATE, text="2018-11"), False),
        (Quantity(Unit.DATE, text="2018"), Quantity(Unit.DATE, text="2019-11"), True),
    ],
)
def test_bounds_roundings_and_ranges_are_heard(one: Quantity, other: Quantity, *, wanted: bool) -> None:
    assert contradict(one, other) is wanted
    assert contradict(other, one) is wanted


@given(amounts, amounts)
def test_exact_amounts_contradict_each_other_unless_equal(one: Decimal, other: Decimal) -> None:
    assert contradict(Quantity(Unit.KRW, one), Quantity(Unit.KRW, other)) is (one != other)


def rivals(*claims: Claim) -> dict[str, tuple[str, ...]]:
    return {one.claim.id: one.rivals for one in with_rivals([view(claim, DECK, ANNA) for claim in claims])}


def test_only_the_same_thing_is_compared() -> None:
    first = revenue("one", 1)
    assert rivals(first, revenue("two", 2)) == {"one": ("two",), "two": ("one",)}
    for other in (
        revenue("two", 2, Y2025),
        revenue("two", 2, scope=Scope.MARKET),
        revenue("two", 2, status=ClaimStatus.FORECAST),
        revenue("two", 2, subject="자회사"),
        revenue("two", 2, quantity=Quantity(Unit.USD, Decimal(2))),
    ):
        assert rivals(first, other) == {"one": (), "two": ()}
    assert rivals(revenue("one", 1, metric="other"), revenue("two", 2, metric="other")) == {"one": (), "two": ()}


def test_figures_of_several_customers_contradict_each_other_only_where_both_name_the_same() -> None:
    one, other = revenue("one", 1, scope=Scope.CUSTOMER), revenue("two", 2, scope=Scope.CUSTOMER)
    assert rivals(one, other) == {"one": (), "two": ()}
    named = (replace(one, subject="A사(가상)"), replace(other, subject="A사(가상)"))
    assert rivals(*named) == {"one": ("two",), "two": ("one",)}


def chosen(*claims: Claim, words: dict[str, Verdict] | None = None) -> str | None:
    said = {name: [word("a", verdict)] for name, verdict in (words or {}).items()}
    views = [view(claim, DECK, ANNA, said.get(claim.id, [])) for claim in claims]
    best = figure(REVENUE, views, {"d": DECK})
    return None if best is None else best.claim_id


def test_what_happened_goes_before_what_is_expected_and_later_before_earlier() -> None:
    assert chosen(revenue("old", 1), revenue("new", 2, Y2025)) == "new"
    assert chosen(revenue("actual", 1), revenue("hoped", 9, Y2025, status=ClaimStatus.FORECAST)) == "actual"


def test_a_verified_value_goes_before_everything_and_a_rejected_one_is_gone() -> None:
    old, new = revenue("old", 1), revenue("new", 2, Y2025)
    assert chosen(old, new, words={"old": Verdict.ACCEPTED}) == "old"
    assert chosen(old, new, words={"new": Verdict.REJECTED}) == "old"
    assert chosen(old, words={"old": Verdict.REJECTED}) is None


def test_other_peoples_figures_never_stand_for_the_companys() -> None:
    market = revenue("market", 9, scope=Scope.MARKET)
    assert chosen(market) is None
    assert chosen(market, revenue("unknown", 1, scope=Scope.UNKNOWN)) == "unknown"


def test_a_figure_is_of_its_periods_end_or_of_the_day_the_deck_came() -> None:
    for period, day in ((Y2024, date(2024, 12, 31)), (None, AT.date())):
        shown = figure(REVENUE, [view(revenue("one", 1, period), DECK, ANNA)], {"d": DECK})
        assert shown is not None
        assert (shown.as_of, shown.page) == (day, 3)


def test_two_companies_never_contradict_each_other() -> None:
    mine, theirs = (view(revenue(name, value), DECK, ANNA) for name, value in (("one", 45), ("two", 48)))
    assert [one.rivals for one in with_rivals([mine, theirs])] == [("two",), ("one",)]
    assert [one.rivals for one in with_rivals([mine, replace(theirs, company_id="c2")])] == [(), ()]


def test_the_last_whole_year_is_shown_before_a_later_quarter() -> None:
    quarter = Period(PeriodKind.QUARTER, "'26.1Q", date(2026, 1, 1), date(2026, 3, 31))
    assert chosen(revenue("quarter", 11, quarter), revenue("year", 45, Y2025)) == "year"
    assert chosen(revenue("quarter", 11, quarter)) == "quarter"


def test_an_amount_without_a_year_does_not_stand_before_one_with_a_year() -> None:
    assert chosen(revenue("undated", 121, None), revenue("dated", 45)) == "dated"


def test_what_the_company_answered_stands_for_what_its_deck_says() -> None:
    deck, answer = revenue("z", 2, confidence=1.0), revenue("a", 1, origin=Origin.ANSWER)
    accepted = {"a": Verdict.ACCEPTED, "z": Verdict.ACCEPTED}
    assert chosen(deck, answer, words=accepted) == "a"
    assert chosen(revenue("later", 3, Y2025), answer, words=accepted | {"later": Verdict.ACCEPTED}) == "later"


def test_a_head_count_without_a_date_stands_now() -> None:
    people = Quantity(Unit.COUNT, Decimal(42))
    now, then = revenue("now", 1, None, quantity=people), revenue("then", 1, Y2024, quantity=people)
    assert chosen(then, now) == "now"
