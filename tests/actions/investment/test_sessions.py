from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from dealflow.actions.claims import review
from dealflow.actions.investment import deals, funds, session_views, sessions, voting
from dealflow.actions.investment.sessions import Ruling, WantedCondition
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.investment.committee import (
    Appointment,
    Ballot,
    CommitteeSession,
    ConditionState,
    Fund,
    Mark,
    PassRule,
    Result,
    SessionKind,
    Settlement,
    VotingRule,
)
from dealflow.domain.investment.deal_terms import FundLine, Instrument, Payment, Terms
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.errors import (
    CommitteeRuleError,
    InvalidInputError,
    NotAllowedError,
    NotARulerError,
    NotFoundError,
    PaymentBlockedError,
)
from dealflow.i18n.errors import words_of
from dealflow.store.ledger.queries import investment
from tests.actions.conftest import AT, Bring, Cast, claim, person

HELD = AT + timedelta(days=7)
SIX_DAYS_ON = AT + timedelta(days=15)
"""The sixth business day after HELD, at the same time of day: its plan can be filed on the day after HELD."""
VOTERS = ("anna", "adam", "vera")


@pytest.fixture
def fund(ws: Workspace, cast: Cast) -> Fund:
    rule = VotingRule((2, 3), PassRule.TWO_THIRDS)
    given = Fund(
        "",
        "",
        "예시-동남권 투자조합 제0호",
        "Fund 0",
        mother_fund_backed=True,
        voters=VOTERS,
        chair_id="anna",
        rule=rule,
    )
    return funds.keep_fund(Acting(ws, cast.anna, AT), given)


def terms(fund: Fund, amount_won: int = 2_000_000_000) -> Terms:
    return Terms(
        instrument=Instrument.RCPS,
        lines=(FundLine(fund.id, amount_won),),
        pre_money_won=15_000_000_000,
        issued_shares=1_000_000,
        diluted_shares=1_000_000,
        par_won=500,
    )


@pytest.fixture
def engagement(ws: Workspace, cast: Cast, fund: Fund) -> str:
    opened = engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc", round_label="A"),
    )
    assert deals.set_terms(Acting(ws, cast.anna, AT), opened, terms(fund)) == deals.TermsAgreed(1, None)
    return opened


def convened(ws: Workspace, cast: Cast, *, title: str = "제1회 투심", criteria: tuple[str, ...] = ()) -> str:
    return sessions.convene(
        Acting(ws, cast.anna, AT), SessionKind.MAIN, Appointment(HELD, "부산", title), criteria=criteria
    )


def tabled(ws: Workspace, cast: Cast | Viewer, session_id: str, engagement: str, fund: Fund) -> str:
    who = cast if isinstance(cast, Viewer) else cast.anna
    return sessions.table_item(Acting(ws, who, AT), session_id, engagement_id=engagement, fund_id=fund.id)


def stands(ws: Workspace, cast: Cast, session_id: str) -> CommitteeSession:
    with ws.ledger.read() as session:
        found = investment.find_session(session, ws.name, cast.anna, session_id)
    assert found is not None
    return found[0]


def payment(fund: Fund) -> Payment:
    return Payment(
        "", fund.id, "", 1_999_995_000, 133_333, 15_000, Instrument.RCPS, HELD.date(), contract_on=HELD.date()
    )


def approved(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund, *conditions: WantedCondition, title: str = "제1회 투심"
) -> tuple[str, str]:
    session_id = convened(ws, cast, title=title)
    item_id = tabled(ws, cast, session_id, engagement, fund)
    voting.vote(Acting(ws, cast.anna, HELD), session_id, item_id, Ballot.FOR, opinion="경쟁력이 뚜렷하다")
    voting.vote(Acting(ws, cast.viewer_a, HELD), session_id, item_id, Ballot.FOR)
    sessions.resolve(Acting(ws, cast.anna, HELD), session_id, item_id, Ruling(conditions=conditions))
    return session_id, item_id


def test_a_committee_goes_from_agenda_to_payment(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    condition = WantedCondition("핵심 인력 근로계약 갱신", "adam", date(2026, 3, 20))
    session_id, item_id = approved(ws, cast, engagement, fund, condition)
    item = stands(ws, cast, session_id).items[0]
    assert item.resolution is not None
    assert (item.resolution.result, item.resolution.tally) == (
        Result.CONDITIONAL,
        replace(item.resolution.tally, eligible=3, attending=2, in_favour=2, quorate=True, carried=True),  # type: ignore[type-var]  # it is there
    )

    with pytest.raises(PaymentBlockedError) as caught:
        deals.pay(Acting(ws, cast.anna, HELD), engagement, payment(fund))
    assert (caught.value.parameters["field"], caught.value.parameters["problem"]) == ("conditions", "open")

    sessions.settle_condition(
        Acting(ws, cast.anna, HELD),
        session_id,
        item_id,
        item.resolution.conditions[0].id,
        Settlement(ConditionState.MET, proof="계약서 사본"),
    )
    deals.pay(Acting(ws, cast.anna, HELD), engagement, payment(fund))
    assert deals.deal(Looking(ws, cast.anna), engagement).deal.paid_won == 1_999_995_000


def test_new_terms_void_the_approval_and_a_linked_session_takes_it_up_again(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    first, item_id = approved(ws, cast, engagement, fund)
    new = replace(terms(fund), pre_money_won=14_000_000_000)
    agreed = deals.set_terms(Acting(ws, cast.anna, HELD), engagement, new)
    with pytest.raises(PaymentBlockedError) as caught:
        deals.pay(Acting(ws, cast.anna, HELD), engagement, payment(fund))
    assert (caught.value.parameters["field"], caught.value.parameters["problem"]) == ("approval", "void")

    assert agreed.session_id is not None
    found = stands(ws, cast, agreed.session_id)
    assert (found.linked_session_id, found.kind, found.place, found.title, found.held_at) == (
        first, SessionKind.MAIN, "부산", "제1회 투심", SIX_DAYS_ON,
    )  # fmt: skip
    (item,) = found.items
    assert (item.fund_id, item.terms_version, item.linked_item_id, item.votes) == (fund.id, 2, item_id, ())
    assert deals.set_terms(Acting(ws, cast.anna, HELD), engagement, terms(fund)) == deals.TermsAgreed(3, None)


def test_the_linked_session_is_held_when_and_where_the_one_who_changed_the_terms_says(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund)
    wanted = Appointment(HELD + timedelta(days=3), "서울", "온새미 재심의")
    new = replace(terms(fund), pre_money_won=14_000_000_000)
    with pytest.raises(InvalidInputError):
        deals.set_terms(Acting(ws, cast.anna, HELD), engagement, new, again=replace(wanted, title=" "))
    assert deals.deal(Looking(ws, cast.anna), engagement).deal.terms_version == 1, "terms and session, or neither"
    agreed = deals.set_terms(Acting(ws, cast.anna, HELD), engagement, new, again=wanted)
    assert agreed.session_id is not None
    found = stands(ws, cast, agreed.session_id)
    assert Appointment(found.held_at, found.place, found.title) == wanted


def test_a_fund_that_no_longer_invests_has_nothing_to_decide_again(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund)
    other = funds.keep_fund(Acting(ws, cast.anna, AT), replace(fund, id="", name_ko="제2호(가상)"))
    agreed = deals.set_terms(Acting(ws, cast.anna, HELD), engagement, terms(other))
    assert agreed == deals.TermsAgreed(2, None)


def test_a_decision_keeps_the_verified_claims_as_they_stood(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund, bring: Bring
) -> None:
    deck = bring(cast.anna, "daon.pdf", (claim("customers", 42), claim("other", 7)), company_id=cast.shared_company)
    first, _ = sorted(review.claims(Looking(ws, cast.anna), deck), key=lambda one: -(one.quantity.value or 0))
    review.accept(Acting(ws, cast.anna, AT), first.claim.id)
    session_id, _ = approved(ws, cast, engagement, fund)
    review.reopen(Acting(ws, cast.anna, HELD), first.claim.id)
    resolution = stands(ws, cast, session_id).items[0].resolution
    assert resolution is not None
    assert [(one.claim_id, one.quantity.value, one.quote, one.verified_by) for one in resolution.relied] == [
        (first.claim.id, Decimal(42), "42개사", "anna")
    ]


def test_only_the_chair_and_the_voters_end_an_item_and_waive_its_conditions_and_the_refusal_names_them(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    clerk = person(ws, "clerk", "a", Role.ANALYST)
    session_id = convened(ws, cast)
    item_id = tabled(ws, clerk, session_id, engagement, fund)
    for voter in (cast.anna, cast.viewer_a):
        voting.vote(Acting(ws, voter, HELD), session_id, item_id, Ballot.FOR)
    asked = Ruling(conditions=(WantedCondition("핵심 인력 근로계약 갱신", "clerk"),))
    with pytest.raises(NotARulerError) as caught:
        sessions.resolve(Acting(ws, clerk, HELD), session_id, item_id, asked)
    assert caught.value.parameters["who"] == ("anna(가상)", "adam(가상)", "vera(가상)")
    assert "anna(가상), adam(가상), vera(가상)" in words_of(caught.value, "en")
    voting.recuse(Acting(ws, cast.adam, HELD), session_id, item_id, interest="대표와 친족")
    with pytest.raises(NotARulerError):
        sessions.resolve(Acting(ws, cast.adam, HELD), session_id, item_id, Ruling(Result.WITHDRAWN))
    sessions.resolve(Acting(ws, cast.anna, HELD), session_id, item_id, asked)

    def settle(viewer: Viewer, state: ConditionState) -> None:
        (item,) = stands(ws, cast, session_id).items
        assert item.resolution is not None
        (condition,) = item.resolution.conditions
        sessions.settle_condition(
            Acting(ws, viewer, HELD), session_id, item_id, condition.id, Settlement(state, proof="사본")
        )

    with pytest.raises(NotARulerError):
        settle(clerk, ConditionState.WAIVED)
    settle(clerk, ConditionState.MET)
    settle(cast.anna, ConditionState.OPEN)
    settle(cast.anna, ConditionState.WAIVED)


def test_a_recused_voter_has_no_vote_and_an_outsider_has_none_either(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    session_id = convened(ws, cast)
    item_id = tabled(ws, cast, session_id, engagement, fund)
    voting.recuse(Acting(ws, cast.adam, HELD), session_id, item_id, interest="대표와 친족")
    with pytest.raises(CommitteeRuleError) as caught:
        voting.vote(Acting(ws, cast.adam, HELD), session_id, item_id, Ballot.FOR)
    assert caught.value.parameters["problem"] == "stands_aside"
    with pytest.raises(NotFoundError):
        voting.vote(Acting(ws, cast.bora, HELD), session_id, item_id, Ballot.FOR)


def test_without_a_quorum_an_item_is_held_over_and_closing_holds_what_is_left(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    session_id = convened(ws, cast)
    item_id = tabled(ws, cast, session_id, engagement, fund)
    voting.vote(Acting(ws, cast.anna, HELD), session_id, item_id, Ballot.FOR)
    with pytest.raises(CommitteeRuleError):
        sessions.resolve(Acting(ws, cast.anna, HELD), session_id, item_id, Ruling(result=Result.PASSED))
    sessions.close_session(Acting(ws, cast.anna, HELD), session_id, minutes="정족수 미달로 보류")
    found = stands(ws, cast, session_id)
    assert found.items[0].resolution is not None
    assert (found.items[0].resolution.result, found.minutes) == (Result.HELD, "정족수 미달로 보류")


def test_marks_are_kept_and_wrong_ones_refused(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    session_id = convened(ws, cast, criteria=("market", "team"))
    item_id = tabled(ws, cast, session_id, engagement, fund)
    voting.score(Acting(ws, cast.anna, HELD), session_id, item_id, (Mark("market", 80), Mark("team", 60)))
    with pytest.raises(CommitteeRuleError):
        voting.score(Acting(ws, cast.adam, HELD), session_id, item_id, (Mark("market", 101), Mark("team", 1)))
    assert len(stands(ws, cast, session_id).items[0].scores) == 1


def test_a_main_committee_needs_terms_and_a_viewer_calls_none(ws: Workspace, cast: Cast, fund: Fund) -> None:
    bare = engagements.open_engagement(
        Acting(ws, cast.anna, AT), NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc")
    )
    session_id = convened(ws, cast)
    with pytest.raises(InvalidInputError) as caught:
        tabled(ws, cast, session_id, bare, fund)
    assert caught.value.parameters["field"] == "terms"
    with pytest.raises(NotAllowedError):
        sessions.convene(Acting(ws, cast.viewer_a, AT), SessionKind.MAIN, Appointment(HELD, "", "t"))


def test_a_rival_sees_nothing_of_it(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    session_id, _ = approved(ws, cast, engagement, fund)
    with ws.ledger.read() as session:
        assert investment.committee_sessions(session, ws.name, cast.bora) == ()
        assert investment.find_session(session, ws.name, cast.bora, session_id) is None
        assert investment.deal(session, ws.name, cast.bora, engagement).terms == ()
    assert funds.funds(Looking(ws, cast.bora)) == ()


def test_a_session_shows_blind_scores_and_votes_that_wait(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    session_id = convened(ws, cast, criteria=("market",))
    item_id = tabled(ws, cast, session_id, engagement, fund)
    voting.score(Acting(ws, cast.anna, HELD), session_id, item_id, (Mark("market", 80),))
    voting.vote(Acting(ws, cast.anna, HELD), session_id, item_id, Ballot.FOR)
    assert [each.item.id for each in session_views.votes_waiting(Looking(ws, cast.adam))] == [item_id]
    assert (
        session_views.votes_waiting(Looking(ws, cast.anna)) == session_views.votes_waiting(Looking(ws, cast.bora)) == ()
    )
    seen = session_views.session_view(Looking(ws, cast.adam), session_id).items[0]
    assert (seen.scores, seen.spread, seen.waiting_for, seen.quorum) == ((), (), ("adam", "vera"), 2)
    for who, points in ((cast.adam, 60), (cast.viewer_a, 40)):
        voting.score(Acting(ws, who, HELD), session_id, item_id, (Mark("market", points),))
    shown = session_views.session_view(Looking(ws, cast.adam), session_id).items[0]
    assert (len(shown.scores), shown.overall, shown.spread[0].lowest, shown.spread[0].highest) == (3, 60, 40, 80)
    (line,) = session_views.sessions(Looking(ws, cast.adam))
    assert (line.company_names, line.waiting, line.resolved) == ((("다온로보틱스(가상)", ""),), 1, 0)
    assert session_views.sessions(Looking(ws, cast.bora)) == ()
    with pytest.raises(NotFoundError):
        session_views.session_view(Looking(ws, cast.bora), session_id)


def test_a_new_fund_takes_no_other_funds_place_and_a_known_one_is_changed(
    ws: Workspace, cast: Cast, fund: Fund
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        funds.keep_fund(Acting(ws, cast.adam, AT), replace(fund, id="", voters=("adam",), chair_id=None))
    assert (caught.value.parameters["field"], caught.value.parameters["problem"]) == ("name", "taken")
    assert funds.funds(Looking(ws, cast.anna)) == (fund,)
    fewer = funds.keep_fund(Acting(ws, cast.adam, AT), replace(fund, voters=("anna", "adam")))
    assert funds.funds(Looking(ws, cast.anna)) == (fewer,)
    assert fewer.id == fund.id


def test_a_companys_guest_is_no_voter_whoever_registered_them(ws: Workspace, cast: Cast, fund: Fund) -> None:
    person(ws, "gwen", "a", Role.COMPANY_GUEST, cast.shared_company)
    with pytest.raises(InvalidInputError) as caught:
        funds.keep_fund(Acting(ws, cast.anna, AT), replace(fund, voters=(*VOTERS, "gwen")))
    assert (caught.value.parameters["field"], caught.value.parameters["problem"]) == ("voter", "unknown")


def test_a_payment_is_never_entered_void_since_it_would_escape_the_sums(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund)
    deals.pay(Acting(ws, cast.anna, HELD), engagement, replace(payment(fund), voided_because="숨김"))
    assert deals.deal(Looking(ws, cast.anna), engagement).deal.paid_won == 1_999_995_000
    with pytest.raises(InvalidInputError):
        deals.pay(Acting(ws, cast.anna, HELD), engagement, payment(fund))


def test_money_is_entered_on_the_day_it_came_or_later_but_never_before(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund)
    with pytest.raises(InvalidInputError) as caught:
        deals.pay(Acting(ws, cast.anna, HELD), engagement, replace(payment(fund), paid_on=date(2026, 3, 10)))
    assert (caught.value.parameters["field"], caught.value.parameters["problem"]) == ("paid_on", "future")
    assert deals.deal(Looking(ws, cast.anna), engagement).deal.payments == ()
    late_in_seoul = HELD.replace(hour=16)  # the tenth of March there
    deals.pay(Acting(ws, cast.anna, late_in_seoul), engagement, replace(payment(fund), paid_on=date(2026, 3, 10)))
    assert deals.deal(Looking(ws, cast.anna), engagement).deal.paid_won == 1_999_995_000


def test_only_people_of_the_house_attend_its_committees(ws: Workspace, cast: Cast) -> None:
    person(ws, "gwen", "a", Role.COMPANY_GUEST, cast.shared_company)
    session_id = convened(ws, cast)
    sessions.keep_attendance(Acting(ws, cast.anna, HELD), session_id, ("anna", "vera"))
    for stranger in ("bora", "gwen", "nobody"):
        with pytest.raises(InvalidInputError) as caught:
            sessions.keep_attendance(Acting(ws, cast.anna, HELD), session_id, ("anna", stranger))
        assert (caught.value.parameters["field"], caught.value.parameters["problem"]) == ("voter", "unknown")
    assert stands(ws, cast, session_id).present == ("anna", "vera")


def test_a_rule_of_the_chairs_consent_needs_a_chair(ws: Workspace, cast: Cast, fund: Fund) -> None:
    rule = VotingRule((2, 3), PassRule.CHAIR_CONSENT)
    assert funds.keep_fund(Acting(ws, cast.anna, AT), replace(fund, rule=rule)).rule == rule
    with pytest.raises(InvalidInputError) as caught:
        funds.keep_fund(Acting(ws, cast.anna, AT), replace(fund, rule=rule, chair_id=None))
    assert (caught.value.parameters["field"], caught.value.parameters["problem"]) == ("chair", "missing")


def test_a_session_whose_day_has_not_come_ends_with_a_reason_that_is_kept_or_is_held_today(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    early = HELD - timedelta(days=3)
    session_id = convened(ws, cast)
    item_id = tabled(ws, cast, session_id, engagement, fund)
    for voter in (cast.anna, cast.adam, cast.viewer_a):
        voting.vote(Acting(ws, voter, early), session_id, item_id, Ballot.FOR)
    with pytest.raises(CommitteeRuleError) as caught:
        sessions.resolve(Acting(ws, cast.anna, early), session_id, item_id)
    assert caught.value.parameters["problem"] == "before_meeting"
    assert "오늘로" in words_of(caught.value, "ko")
    with pytest.raises(CommitteeRuleError):
        sessions.close_session(Acting(ws, cast.anna, early), session_id, minutes="의사록")
    because = "위원 전원의 서면결의로 갈음"
    sessions.resolve(Acting(ws, cast.anna, early), session_id, item_id, Ruling(early_because=because))
    sessions.close_session(Acting(ws, cast.anna, early), session_id, minutes="의사록", early_because=because)
    ended = stands(ws, cast, session_id)
    assert ended.items[0].resolution is not None
    assert (ended.items[0].resolution.early_because, ended.early_because) == (because, because)

    other = convened(ws, cast, title="제2회 투심")
    again = tabled(ws, cast, other, engagement, fund)
    sessions.change_session(Acting(ws, cast.anna, early), other, Appointment(early, "부산", "제2회 투심"))
    sessions.resolve(Acting(ws, cast.anna, early), other, again, Ruling(Result.HELD, early_because="쓸데없는 사유"))
    held = stands(ws, cast, other).items[0].resolution
    assert held is not None
    assert held.early_because == ""


def test_withdrawing_before_the_meeting_needs_no_reason(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    session_id = convened(ws, cast)
    item_id = tabled(ws, cast, session_id, engagement, fund)
    early = HELD - timedelta(days=3)
    assert sessions.resolve(Acting(ws, cast.anna, early), session_id, item_id, Ruling(Result.WITHDRAWN)) is (
        Result.WITHDRAWN
    )


def test_money_neither_precedes_its_committee_nor_its_contract(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund)
    later, before = HELD + timedelta(days=9), HELD.date() - timedelta(days=1)
    for wrong, problem in (
        ({"paid_on": before}, ("paid_on", "before_approval")),
        ({"contract_on": before}, ("contract_on", "before_approval")),
        ({"contract_on": HELD.date() + timedelta(days=1)}, ("paid_on", "before_contract")),
        ({"contract_on": None}, ("contract_on", "no_contract")),
    ):
        with pytest.raises(PaymentBlockedError) as caught:
            deals.pay(Acting(ws, cast.anna, later), engagement, replace(payment(fund), **wrong))  # type: ignore[arg-type]  # a form filled by name
        assert (caught.value.parameters["field"], caught.value.parameters["problem"]) == problem
    unsigned = replace(payment(fund), contract_on=None, early_because="당일 체결·납입, 원본은 익일 수령")
    deals.pay(Acting(ws, cast.anna, later), engagement, unsigned)
    (paid,) = deals.deal(Looking(ws, cast.anna), engagement).deal.payments
    assert paid.early_because == "당일 체결·납입, 원본은 익일 수령"


def test_nobody_passes_an_item_alone_where_the_rule_asks_for_two_heads(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    with pytest.raises(InvalidInputError):
        funds.keep_fund(Acting(ws, cast.anna, AT), replace(fund, rule=replace(fund.rule, least_heads=4)))
    funds.keep_fund(Acting(ws, cast.anna, AT), replace(fund, rule=VotingRule((1, 2), PassRule.MAJORITY, least_heads=2)))
    session_id = convened(ws, cast)
    item_id = tabled(ws, cast, session_id, engagement, fund)
    for aside in (cast.adam, cast.viewer_a):
        voting.recuse(Acting(ws, aside, HELD), session_id, item_id, interest="주주")
    voting.vote(Acting(ws, cast.anna, HELD), session_id, item_id, Ballot.FOR)
    assert sessions.resolve(Acting(ws, cast.anna, HELD), session_id, item_id) is Result.HELD
