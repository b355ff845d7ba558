from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.investment.approvals import (
    Tabled,
    Unbacked,
    Validity,
    may_pay,
    open_conditions,
    standing_approvals,
    tabled_of,
    unbacked,
    validity,
)
from dealflow.domain.investment.committee import Condition, ConditionState, Resolution, Result, SessionKind
from dealflow.domain.investment.deal_terms import Deal, FundLine, Instrument, Payment, Terms
from dealflow.domain.values.field_problem import Problem
from tests.domain.investment.committees import AT, ITEM, SESSION

EOK = 100_000_000
TERMS = Terms(Instrument.RCPS, (FundLine("f1", 20 * EOK), FundLine("f2", 5 * EOK)), price_won=15_000)
DEAL = Deal("e", "house", (TERMS,))
LATENT = Condition("k", "특허 이전", "dora", None)
PAID = Payment("p", "f1", "house", 999_990_000, 66_666, 15_000, Instrument.RCPS, date(2099, 4, 1), terms_version=1)


def tabled(
    result: Result = Result.PASSED,
    *conditions: Condition,
    kind: SessionKind = SessionKind.MAIN,
    version: int = 1,
    fund: str = "f1",
    later: int = 0,
) -> Tabled:
    ended = Resolution(result, None, conditions, (), "anna", AT + timedelta(days=later))
    item = replace(ITEM, fund_id=fund, terms_version=version, resolution=ended)
    return Tabled(item, replace(SESSION, kind=kind, items=(item,)))


def test_only_a_main_committees_approval_of_the_present_terms_stands() -> None:
    def worth(tabled: Tabled, deal: Deal = DEAL) -> Validity | None:
        return validity(tabled, [tabled], deal)

    assert worth(tabled()) is Validity.STANDS
    assert worth(tabled(Result.CONDITIONAL, LATENT)) is Validity.STANDS
    assert worth(tabled(kind=SessionKind.PRELIMINARY)) is None
    assert {worth(tabled(result)) for result in (Result.REJECTED, Result.HELD, Result.WITHDRAWN)} == {None}
    assert worth(tabled(), replace(DEAL, terms=(TERMS, TERMS))) is Validity.VOID
    assert worth(tabled(version=0), Deal("e", "house")) is Validity.VOID
    assert worth(Tabled(ITEM, SESSION)) is None


def test_an_approval_is_overruled_by_a_later_word_for_the_same_fund_alone() -> None:
    def named(tabled: Tabled, name: str) -> Tabled:
        item = replace(tabled.item, id=name)
        return Tabled(item, replace(tabled.session, items=(item,)))

    first, later = named(tabled(), "first"), named(tabled(Result.REJECTED, later=1), "later")
    assert validity(first, [first, later], DEAL) is Validity.OVERRULED
    assert validity(first, [first, named(tabled(later=1), "again")], DEAL) is Validity.OVERRULED
    assert (
        validity(first, [first, named(tabled(Result.REJECTED, fund="f2", later=1), "other")], DEAL) is Validity.STANDS
    )
    assert validity(first, [first, later], replace(DEAL, terms=(TERMS, TERMS))) is Validity.VOID


def test_money_waits_for_the_approval_of_its_own_fund() -> None:
    assert may_pay([], DEAL, "f1") == Problem("approval", "missing", {"holder": "f1"})
    assert may_pay([tabled(fund="f2")], DEAL, "f1") == Problem("approval", "missing", {"holder": "f1"})
    assert may_pay([tabled()], DEAL, "f1") is None


def test_new_terms_void_the_approval() -> None:
    assert may_pay([tabled()], replace(DEAL, terms=(TERMS, TERMS)), "f1") == Problem(
        "approval", "void", {"holder": "f1"}
    )
    assert may_pay([tabled(), tabled(version=2, later=1)], replace(DEAL, terms=(TERMS, TERMS)), "f1") is None


def test_money_waits_until_every_condition_is_met_or_waived() -> None:
    waived = replace(LATENT, id="w", state=ConditionState.WAIVED)
    met = replace(LATENT, id="m", state=ConditionState.MET)
    waiting = tabled(Result.CONDITIONAL, waived, LATENT, met)
    assert may_pay([waiting], DEAL, "f1") == Problem("conditions", "open", {"holder": "f1", "count": 1})
    assert open_conditions([waiting]) == (LATENT,)
    assert may_pay([tabled(Result.CONDITIONAL, waived, met)], DEAL, "f1") is None


def test_money_that_was_paid_is_told_once_its_approval_no_longer_stands() -> None:
    paid = replace(DEAL, payments=(PAID,))
    anew = replace(paid, terms=(TERMS, TERMS))
    assert unbacked([tabled()], paid) == ()
    assert unbacked([tabled()], replace(anew, payments=())) == ()
    assert unbacked([tabled()], replace(anew, payments=(replace(PAID, voided_because="오입력"),))) == ()
    lost = Unbacked("f1", PAID.amount_won, 0, None)
    assert unbacked([tabled(fund="f2", version=2), tabled()], anew) == (lost,)
    waiting = Tabled(replace(ITEM, fund_id="f1", terms_version=2), SESSION)
    assert unbacked([tabled(), waiting], anew) == (replace(lost, where=waiting),)
    assert unbacked([tabled(), tabled(version=2, later=1)], anew) == ()
    assert unbacked([tabled(), tabled(Result.REJECTED, later=1)], paid) == (lost,)


def test_money_that_was_paid_is_told_while_a_condition_of_its_approval_is_open_again() -> None:
    paid = replace(DEAL, payments=(PAID,))
    again = tabled(Result.CONDITIONAL, LATENT, replace(LATENT, id="m", state=ConditionState.MET))
    assert unbacked([again], paid) == (Unbacked("f1", PAID.amount_won, 1, again),)
    assert unbacked([tabled(Result.CONDITIONAL, replace(LATENT, state=ConditionState.WAIVED))], paid) == ()


def test_a_fund_pays_its_line_over_all_tranches_and_no_won_more() -> None:
    deal = replace(DEAL, payments=(PAID, replace(PAID, id="q", voided_because="오입력")))
    left = 20 * EOK - PAID.amount_won
    assert may_pay([tabled()], deal, "f1", left) is None
    over = {"holder": "f1", "paid_won": 20 * EOK + 1, "line_won": 20 * EOK}
    assert may_pay([tabled()], deal, "f1", left + 1) == Problem("amount", "over_line", over)
    assert may_pay([tabled(fund="f3")], DEAL, "f3") == Problem("fund", "no_line", {"holder": "f3"})


def test_the_last_word_on_a_fund_counts() -> None:
    assert standing_approvals([tabled(Result.REJECTED, later=2), tabled()], DEAL) == ()
    assert standing_approvals([tabled(Result.REJECTED), tabled(later=1)], DEAL) == (tabled(later=1),)
    assert standing_approvals([tabled(), tabled(Result.HELD, later=1)], DEAL) == (tabled(),)


def test_a_withdrawn_item_takes_away_what_it_said_itself_and_no_earlier_approval() -> None:
    withdrawn = tabled(Result.WITHDRAWN, later=2)
    assert standing_approvals([withdrawn], DEAL) == ()
    assert standing_approvals([tabled(), withdrawn], DEAL) == (tabled(),)
    assert standing_approvals([tabled(), tabled(Result.REJECTED, later=1), withdrawn], DEAL) == ()


def test_the_items_of_an_engagement_are_found_in_all_sessions() -> None:
    other = replace(ITEM, id="o", engagement_id="x")
    both = replace(SESSION, items=(ITEM, other))
    assert tabled_of([both, SESSION], "e") == (Tabled(ITEM, both), Tabled(ITEM, SESSION))


@given(
    st.lists(
        st.builds(
            lambda result, state, kind, version, fund, later: tabled(
                result, replace(LATENT, state=state), kind=kind, version=version, fund=fund, later=later
            ),
            st.sampled_from(Result),
            st.sampled_from(ConditionState),
            st.sampled_from(SessionKind),
            st.integers(0, 2),
            st.sampled_from(["f1", "f2"]),
            st.integers(0, 3),
        ),
        max_size=5,
    ),
    st.integers(1, 30 * EOK),
    st.integers(1, 2),
)
def test_no_payment_before_approval_and_conditions_nor_beyond_the_line(
    given_items: list[Tabled], amount: int, version: int
) -> None:
    deal = replace(DEAL, terms=(TERMS,) * version)
    if may_pay(given_items, deal, "f1", amount) is None:
        good = [
            each
            for each in given_items
            if each.item.fund_id == "f1"
            and each.item.terms_version == version
            and each.session.kind is SessionKind.MAIN
            and each.item.resolution is not None
            and each.item.resolution.result in {Result.PASSED, Result.CONDITIONAL}
            and all(condition.state is not ConditionState.OPEN for condition in each.item.resolution.conditions)
        ]
        assert good
        assert amount <= 20 * EOK
