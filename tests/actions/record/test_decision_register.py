from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from dealflow.actions.companies import companies
from dealflow.actions.investment import deals, sessions
from dealflow.actions.investment.sessions import Ruling, WantedCondition
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.record.decision_register import (
    DROPPED,
    PAID,
    REOPENED,
    DecisionKind,
    Known,
    RegisterFilter,
    lines_of,
    register,
    totals,
)
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.investment.approvals import Tabled, Validity, tabled_of, validity
from dealflow.domain.investment.committee import ConditionState, Fund, Outward, Result, Settlement
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.investment.events import ItemResolved, PaymentMade, PaymentVoided
from dealflow.domain.pipeline.events import EngagementStatusSet
from dealflow.domain.pipeline.funnel import NEEDS_REASON, NewEngagement, Status
from dealflow.errors import NotAllowedError
from dealflow.store.ledger import journal
from tests.actions.conftest import AT, Cast
from tests.actions.investment.test_sessions import HELD, approved, engagement, fund, payment, stands, terms
from tests.costly import costly
from tests.domain.investment.decision_histories import World, decision_histories

__all__ = ["engagement", "fund"]
CONDITION = WantedCondition("핵심 인력 근로계약 갱신", "adam", date(2026, 3, 20))


def paid(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> tuple[str, str]:
    session_id, item_id = approved(ws, cast, engagement, fund, CONDITION)
    condition = stands(ws, cast, session_id).items[0].resolution.conditions[0].id  # type: ignore[union-attr]  # it is there
    sessions.settle_condition(
        Acting(ws, cast.anna, HELD), session_id, item_id, condition, Settlement(ConditionState.MET, proof="계약서 사본")
    )
    deals.pay(Acting(ws, cast.anna, HELD + timedelta(days=1)), engagement, payment(fund))
    return session_id, item_id


def test_a_house_reads_its_decisions_in_one_table(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    session_id, item_id = paid(ws, cast, engagement, fund)
    other = companies.register_company(Acting(ws, cast.anna, AT), CompanyDetails("라온비전(가상)"))
    dropped = engagements.open_engagement(
        Acting(ws, cast.anna, AT), NewEngagement(company_id=other, investor_id="a", track="vc")
    )
    engagements.set_status(
        Acting(ws, cast.adam, HELD + timedelta(days=2)), dropped, Status.PASSED, reason=ws.reasons[0].id
    )
    found = register(Looking(ws, cast.viewer_a))
    assert [(each.kind, each.result, each.company_name, each.decided_by, each.amount_won) for each in found.lines] == [
        (DecisionKind.STATUS, DROPPED, "라온비전(가상)", "adam(가상)", None),
        (DecisionKind.PAYMENT, PAID, "다온로보틱스(가상)", "anna(가상)", 1_999_995_000),
        (DecisionKind.COMMITTEE, "conditional", "다온로보틱스(가상)", "anna(가상)", 2_000_000_000),
    ]
    decided = found.lines[2]
    assert decided.session is not None
    assert (decided.session.id, decided.item_id, decided.outward, decided.fund) == (
        session_id,
        item_id,
        Outward.PASSED,
        fund,
    )
    assert (decided.conditions_open, decided.conditions, decided.stands) == (0, 1, True)
    assert (found.totals.approved_won, found.totals.paid_won, found.of) == (2_000_000_000, 1_999_995_000, 3)
    with ws.ledger.read() as session:
        assert found.head == journal.head(session, ws.name)


def test_what_was_decided_anew_stays_and_no_longer_stands(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    session_id, item_id = approved(ws, cast, engagement, fund)
    sessions.resolve(Acting(ws, cast.anna, HELD), session_id, item_id, Ruling(Result.WITHDRAWN, note="회사 사정"))
    engagements.set_status(Acting(ws, cast.anna, HELD), engagement, Status.PASSED, reason=ws.reasons[0].id)
    engagements.set_status(Acting(ws, cast.anna, HELD), engagement, Status.ACTIVE)
    found = register(Looking(ws, cast.anna))
    assert [(each.result, each.stands) for each in found.lines] == [
        (REOPENED, True),
        (DROPPED, False),
        ("withdrawn", True),
        ("passed", False),
    ]
    assert found.totals.approved_won == 0


def test_a_voided_payment_takes_no_payment_of_the_same_id_on_another_engagement_with_it(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    other = engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", round_label="B"),
    )
    deals.set_terms(Acting(ws, cast.anna, AT), other, terms(fund))
    for each in (engagement, other):
        approved(ws, cast, each, fund, title=f"투심 {each}")
        deals.pay(Acting(ws, cast.anna, HELD), each, replace(payment(fund), id="p1"))
    deals.void_payment(Acting(ws, cast.anna, HELD), other, "p1", because="오입금")
    found = register(Looking(ws, cast.anna), RegisterFilter(kind=DecisionKind.PAYMENT))
    assert {each.engagement_id: each.stands for each in found.lines} == {engagement: True, other: False}
    assert found.totals.paid_won == 1_999_995_000


def test_filters_narrow_and_the_days_are_included(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    paid(ws, cast, engagement, fund)
    day = (HELD + timedelta(days=1)).date()
    for wanted, results in (
        (RegisterFilter(kind=DecisionKind.PAYMENT), [PAID]),
        (RegisterFilter(since=day), [PAID]),
        (RegisterFilter(until=day - timedelta(days=1)), ["conditional"]),
        (RegisterFilter(since=day, until=day), [PAID]),
        (RegisterFilter(result="conditional"), ["conditional"]),
        (RegisterFilter(fund_id=fund.id, text="제1회"), ["conditional"]),
        (RegisterFilter(company_id="nobody"), []),
        (RegisterFilter(text="다온"), [PAID, "conditional"]),
    ):
        found = register(Looking(ws, cast.anna), wanted)
        assert ([each.result for each in found.lines], found.of) == (results, 2)


def test_a_rival_reads_nothing_of_it_and_a_guest_not_even_that(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    paid(ws, cast, engagement, fund)
    for stranger in (cast.bora, cast.admin, cast.organiser):
        assert register(Looking(ws, stranger)).lines == ()
    with pytest.raises(NotAllowedError):
        register(Looking(ws, cast.guest))


@costly(30)
@given(decision_histories())
def test_the_totals_are_the_journals(world: World) -> None:
    lines = lines_of(world.journal, Known({}, {}, {}))
    events = [each.event for each in world.journal]
    resolved = Counter(each.resolution.result.value for each in events if isinstance(each, ItemResolved))
    ended = Counter(
        each.to_status for each in events if isinstance(each, EngagementStatusSet) and each.to_status in NEEDS_REASON
    )
    found = totals(lines)
    assert {result: n for (kind, result), n in found.counts.items() if kind is DecisionKind.COMMITTEE} == resolved
    assert found.counts.get((DecisionKind.STATUS, DROPPED), 0) == ended[Status.PASSED]
    assert found.counts.get((DecisionKind.STATUS, "withdrawn"), 0) == ended[Status.WITHDRAWN]
    void = {each.payment_id for each in events if isinstance(each, PaymentVoided)}
    made = [each.payment for each in events if isinstance(each, PaymentMade)]
    assert found.counts.get((DecisionKind.PAYMENT, PAID), 0) == len(made)
    assert found.paid_won == sum(each.amount_won for each in made if each.id not in void)
    assert found.paid_won == sum(each.paid_won for each in world.deals.values())
    worth = [
        (item, validity(Tabled(item, session), tabled_of(world.sessions.values(), item.engagement_id), deal))
        for session in world.sessions.values()
        for item in session.items
        for deal in [world.deals.get(item.engagement_id, Deal(item.engagement_id, "a"))]
    ]
    assert found.approved_won == sum(
        line.amount_won
        for item, value in worth
        if value is Validity.STANDS
        for line in world.deals[item.engagement_id].terms[item.terms_version - 1].lines
        if line.fund_id == item.fund_id
    )
