from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims.claim_views import ClaimView, view, with_rivals
from dealflow.domain.claims.claims import ASK, Claim, ClaimStatus, Scope, Verdict
from dealflow.domain.claims.doubts import with_doubts
from dealflow.domain.values.quantity import Quantity, Unit
from tests.domain.claims.test_claim_views import ANNA, AT, DECK, revenue, word

LATER = replace(DECK, id="later", received_at=AT + timedelta(days=300))
DECKS = {"d": DECK, "later": LATER}
amounts = st.integers(min_value=1, max_value=10**12)


def money(name: str, metric: str, value: int, unit: Unit = Unit.USD, **given: object) -> Claim:
    return revenue(name, 0, None, metric=metric, quantity=Quantity(unit, Decimal(value)),
                   status=given.pop("status", ClaimStatus.UNKNOWN), **given)  # fmt: skip


def seen(claim: Claim, *, sure: bool = False, later: bool = False) -> ClaimView:
    shown = view(claim, DECK, ANNA, [word("a", Verdict.ACCEPTED)] if sure else [])
    return replace(shown, deck_id="later") if later else shown


def doubted(views: Iterable[ClaimView]) -> set[str]:
    return {one.claim.id for one in with_doubts([*views], DECKS) if one.doubted}


@given(ask=amounts, valuation=amounts, metric=st.sampled_from(["pre_money", "post_money"]))
def test_of_two_that_nobody_confirmed_a_valuation_is_doubted_just_if_it_is_surely_below_the_ask(
    ask: int, valuation: int, metric: str
) -> None:
    found = doubted([seen(money("ask", ASK, ask)), seen(money("worth", metric, valuation))])
    below = Decimal(valuation) * Decimal("1.02") < Decimal(ask) * Decimal("0.98")
    assert found == ({"worth"} if below else set())


@given(ask=amounts, valuation=amounts, sure_ask=st.booleans(), sure_valuation=st.booleans())
def test_what_a_person_confirmed_is_never_doubted(
    ask: int, valuation: int, *, sure_ask: bool, sure_valuation: bool
) -> None:
    views = [
        seen(money("ask", ASK, ask), sure=sure_ask),
        seen(money("worth", "post_money", valuation), sure=sure_valuation),
    ]
    confirmed = {name for name, sure in (("ask", sure_ask), ("worth", sure_valuation)) if sure}
    assert not doubted(views) & confirmed


def test_a_confirmed_valuation_casts_the_doubt_on_a_larger_ask_unless_it_is_past() -> None:
    ask = seen(money("ask", ASK, 10_000_000))
    assert doubted([ask, seen(money("worth", "post_money", 36_000), sure=True)]) == {"ask"}
    past = money("worth", "post_money", 36_000, status=ClaimStatus.ACTUAL)
    assert doubted([ask, seen(past, sure=True)]) == set()


def test_a_valuation_is_held_against_its_own_decks_asks_and_later_ones_and_doubted_only_below_each() -> None:
    worth = money("worth", "pre_money", 50)
    assert doubted([seen(money("ask", ASK, 100)), seen(worth, later=True)]) == set()
    assert doubted([seen(money("ask", ASK, 100), later=True), seen(worth)]) == {"worth"}
    assert doubted([seen(money("ask", ASK, 100)), seen(money("ask2", ASK, 10)), seen(worth)]) == set()
    confirmed = seen(money("ask", ASK, 100), sure=True)
    assert doubted([confirmed, seen(money("ask2", ASK, 10)), seen(worth)]) == {"worth"}


def test_other_currencies_companies_and_other_peoples_money_tell_nothing() -> None:
    worth = seen(money("worth", "post_money", 50))
    for ask in (
        seen(money("ask", ASK, 100, Unit.KRW)),
        replace(seen(money("ask", ASK, 100)), company_id="another"),
        seen(money("ask", ASK, 100, scope=Scope.CUSTOMER)),
        view(money("ask", ASK, 100), DECK, ANNA, [word("a", Verdict.REJECTED)]),
    ):
        assert doubted([ask, worth]) == set()


def test_stakes_rounds_and_prices_beside_each_other_are_no_conflict_unless_they_name_the_same() -> None:
    for metric in ("prev_rounds", "price", "founder_stake", "use_of_funds"):
        one, other = (money(name, metric, value, Unit.PERCENT) for name, value in (("one", 36), ("two", 4)))
        assert [shown.rivals for shown in with_rivals([seen(one), seen(other)])] == [(), ()]
        named = [seen(replace(claim, subject="가상벤처스")) for claim in (one, other)]
        assert [shown.rivals for shown in with_rivals(named)] == [("two",), ("one",)]
