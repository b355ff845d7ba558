"""Whatever people do in whatever order: nothing is paid before an approval of the present terms and its conditions."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealflow.actions.companies import companies
from dealflow.actions.investment import deals, sessions, voting
from dealflow.actions.investment.sessions import Ruling, WantedCondition
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.investment.committee import Appointment, Ballot, ConditionState, Fund, SessionKind, Settlement
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.domain.values.field_problem import Problem
from dealflow.errors import NotFoundError, PaymentBlockedError
from tests.actions.conftest import AT, Cast
from tests.actions.investment.test_sessions import HELD, approved, engagement, fund, payment, stands, terms

__all__ = ["engagement", "fund"]

_rounds = itertools.count(1)


def approve(ws: Workspace, cast: Cast, opened: str, fund: Fund) -> tuple[str, str]:
    """A session of its own that approves on a condition; returns its id and the item's."""
    title = f"제{next(_rounds)}회 투심"
    session_id = sessions.convene(Acting(ws, cast.anna, AT), SessionKind.MAIN, Appointment(HELD, "부산", title))
    item_id = sessions.table_item(Acting(ws, cast.anna, AT), session_id, engagement_id=opened, fund_id=fund.id)
    for voter in (cast.anna, cast.viewer_a):
        voting.vote(Acting(ws, voter, HELD), session_id, item_id, Ballot.FOR)
    condition = WantedCondition("계약 갱신", "adam", HELD.date())
    sessions.resolve(Acting(ws, cast.anna, HELD), session_id, item_id, Ruling(conditions=(condition,)))
    return session_id, item_id


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(["terms", "approve", "settle", "pay"]), min_size=2, max_size=7))
def test_no_order_of_acts_pays_before_the_conditions_are_met(
    ws: Workspace, cast: Cast, fund: Fund, acts: list[str]
) -> None:
    opened = engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", round_label=f"R{next(_rounds)}"),
    )
    deals.set_terms(Acting(ws, cast.anna, AT), opened, terms(fund))
    given_approval: tuple[str, str] | None = None
    met, valuation, paid = False, 15_000_000_000, 0
    for act in acts:
        if act == "terms":
            valuation += 1_000_000  # the price stays 15,000 won a share
            deals.set_terms(
                Acting(ws, cast.anna, HELD), opened, replace(terms(fund), pre_money_won=valuation, price_won=15_000)
            )
            given_approval, met = None, False
        elif act == "approve" and given_approval is None:
            given_approval = approve(ws, cast, opened, fund)
        elif act == "settle" and given_approval is not None and not met:
            session_id, item_id = given_approval
            resolution = next(each for each in stands(ws, cast, session_id).items if each.id == item_id).resolution
            assert resolution is not None
            condition = resolution.conditions[0].id
            sessions.settle_condition(
                Acting(ws, cast.anna, HELD),
                session_id,
                item_id,
                condition,
                Settlement(ConditionState.MET, proof="사본"),
            )
            met = True
        elif act == "pay" and paid == 0:
            if given_approval is not None and met:
                deals.pay(Acting(ws, cast.anna, HELD), opened, payment(fund))
                paid = 1_999_995_000
            else:
                with pytest.raises(PaymentBlockedError):
                    deals.pay(Acting(ws, cast.anna, HELD), opened, payment(fund))
    assert deals.deal(Looking(ws, cast.anna), opened).deal.paid_won == paid


def test_nothing_is_paid_without_the_registration_number_that_the_payment_stage_asks_for(
    ws: Workspace, cast: Cast, fund: Fund
) -> None:
    bare = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("미르비전(가상)"))
    opened = engagements.open_engagement(
        Acting(ws, cast.anna, AT), NewEngagement(company_id=bare, investor_id="a", track="vc")
    )
    deals.set_terms(Acting(ws, cast.anna, AT), opened, terms(fund))
    approved(ws, cast, opened, fund)
    assert deals.deal(Looking(ws, cast.anna), opened, on=HELD.date()).blocked(fund.id) == Problem(
        "registration_number", "missing"
    )
    with pytest.raises(PaymentBlockedError) as caught:
        deals.pay(Acting(ws, cast.anna, HELD), opened, payment(fund))
    assert caught.value.parameters == {"field": "registration_number", "problem": "missing"}
    companies.amend_company(
        Acting(ws, cast.anna, HELD), bare, CompanyDetails("미르비전(가상)", biz_reg_no="000-00-00005")
    )
    assert deals.deal(Looking(ws, cast.anna), opened, on=HELD.date()).blocked(fund.id) is None
    deals.pay(Acting(ws, cast.anna, HELD), opened, payment(fund))
    assert deals.deal(Looking(ws, cast.anna), opened).deal.paid_won == 1_999_995_000


def test_nothing_is_paid_on_what_the_house_passed_on_until_it_comes_back(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund)
    engagements.set_status(Acting(ws, cast.anna, HELD), engagement, Status.PASSED, reason=ws.reasons[0].id)
    with pytest.raises(PaymentBlockedError) as caught:
        deals.pay(Acting(ws, cast.anna, HELD), engagement, payment(fund))
    assert (caught.value.parameters["field"], caught.value.parameters["problem"]) == ("status", "not_active")
    engagements.set_status(Acting(ws, cast.anna, HELD), engagement, Status.ACTIVE)
    deals.pay(Acting(ws, cast.anna, HELD), engagement, payment(fund))
    assert deals.deal(Looking(ws, cast.anna), engagement).deal.paid_won == 1_999_995_000


def test_a_rival_and_another_houses_administrator_see_no_deal(ws: Workspace, cast: Cast, engagement: str) -> None:
    for stranger in (cast.bora, cast.admin):
        with pytest.raises(NotFoundError):
            deals.deal(Looking(ws, stranger), engagement)


def test_a_deal_says_who_agreed_which_version_and_what_is_joined(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    deals.set_terms(Acting(ws, cast.adam, HELD), engagement, replace(terms(fund), note="두 번째"))
    tips = engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=cast.shared_company, investor_id="a", track="tips", round_label="A"),
    )
    deals.join(Acting(ws, cast.anna, HELD), tips, engagement)
    shown = deals.deal(Looking(ws, cast.anna), engagement, on=HELD.date())
    assert [(each.version, each.actor_name) for each in shown.terms_history] == [(1, "anna(가상)"), (2, "adam(가상)")]
    assert [each.id for each in shown.rests_on] == [tips]
    assert shown.least_won == 1_000_000_000
