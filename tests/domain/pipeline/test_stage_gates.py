from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.approvals import Tabled
from dealflow.domain.investment.committee import Condition, ConditionState, Resolution, Result, SessionKind
from dealflow.domain.investment.deal_terms import Deal, FundLine, Instrument, Payment, Terms
from dealflow.domain.pipeline.funnel import Engagement, Stage, Status
from dealflow.domain.pipeline.gate_ids import GATE_IDS
from dealflow.domain.pipeline.stage_gates import (
    GATES,
    GateFacts,
    Missing,
    missing,
    missing_on_the_way,
    require_open_gates,
)
from dealflow.domain.tips.findings import Answer
from dealflow.domain.tips.operators import Allotment, Operator, OperatorKind, Recommendation
from dealflow.domain.values.field_problem import Problem
from dealflow.errors import GateClosedError, InvalidInputError
from tests.domain.investment.committees import AT, ITEM, SESSION

EOK = 100_000_000
DAY = date(2099, 3, 2)
TRACKS = {track.id: track for track in load_tracks()}
VC, TIPS = TRACKS["vc"], TRACKS["tips"]
TERMS = Terms(
    Instrument.RCPS,
    (FundLine("f1", 20 * EOK),),
    pre_money_won=150 * EOK,
    issued_shares=800_000,
    diluted_shares=1_000_000,
    par_won=500,
)
LATENT = Condition("k", "특허 이전", "dora", None, ConditionState.MET)
PASSED = Resolution(Result.CONDITIONAL, None, (LATENT,), (), "anna", AT)
APPROVED = Tabled(replace(ITEM, papers=("투자심사보고서",), resolution=PASSED), SESSION)
PAID = Payment("p", "f1", "house", 1_999_995_000, 133_333, 15_000, Instrument.RCPS, date(2099, 3, 1))
OPERATOR = Operator(
    "o",
    "house",
    OperatorKind.GENERAL,
    "제0-00호",
    date(2099, 1, 1),
    date(2099, 12, 31),
    allotments=(Allotment("SCALEUP_TIPS", date(2099, 1, 1), date(2099, 12, 31), 1),),
)
WORD = Recommendation("r", "e", "c", "SCALEUP_TIPS", DAY, 1, "SUT-2099.1", "pass")
FULL = GateFacts(
    engagement=Engagement(
        id="e",
        owner_id="house",
        company_id="c",
        investor_id="house",
        track="vc",
        round_label="Series A",
        stage="meeting",
        status=Status.ACTIVE,
        opened_at=datetime(2099, 1, 1, tzinfo=UTC),
        stage_since=AT,
        last_event_at=AT,
        version=1,
        assignee_id="anna",
    ),
    company=Company("c", "가람로봇(가상)", biz_reg_no="000-00-00000", sector="로봇"),
    deal=Deal("e", "house", (TERMS,), (), (PAID,)),
    on=DAY,
    tabled=(APPROVED,),
    joined=None,
    operator=OPERATOR,
    recommendation=WORD,
    programme="SCALEUP_TIPS",
    eligibility=Answer.PASS,
    least_won=10 * EOK,
)


def terms(**change: object) -> Callable[[GateFacts], GateFacts]:
    return lambda facts: replace(facts, deal=replace(facts.deal, terms=(replace(TERMS, **change),)))  # type: ignore[arg-type]  # any field of the terms


def tabled(each: Tabled) -> Callable[[GateFacts], GateFacts]:
    return lambda facts: replace(facts, tabled=(each,))


def ended(resolution: Resolution | None) -> Tabled:
    return replace(APPROVED, item=replace(APPROVED.item, resolution=resolution))


def paid(*payments: Payment) -> Callable[[GateFacts], GateFacts]:
    return lambda facts: replace(facts, deal=replace(facts.deal, payments=payments))


OPEN = replace(PASSED, conditions=(replace(LATENT, state=ConditionState.OPEN),))
PRELIMINARY = replace(SESSION, kind=SessionKind.PRELIMINARY)
VOID = (Problem("approval", "void"),)
SHORT = replace(PAID, amount_won=999_980_100, shares=29_673, price_won=33_700)
FEW = (Problem("payments", "too_little", {"paid_won": 999_980_100, "least_won": 1_000_000_000}),)
CASES: list[tuple[str, Callable[[GateFacts], GateFacts], tuple[Problem, ...] | None]] = [
    ("company_name", lambda facts: replace(facts, company=replace(facts.company, name=" ")), ()),
    ("business_field", lambda facts: replace(facts, company=replace(facts.company, sector="")), ()),
    ("registration_number", lambda facts: replace(facts, company=replace(facts.company, biz_reg_no=None)), ()),
    ("round", lambda facts: replace(facts, engagement=replace(facts.engagement, round_label="")), ()),
    ("assignee", lambda facts: replace(facts, engagement=replace(facts.engagement, assignee_id=None)), ()),
    ("terms", lambda facts: replace(facts, deal=Deal("e", "house")), ()),
    ("terms", terms(lines=()), ()),
    ("sound_terms", lambda facts: replace(facts, deal=Deal("e", "house")), ()),
    (
        "sound_terms",
        terms(diluted_shares=1, price_won=15_000),
        (Problem("diluted_shares", "below_issued", {"issued": 800_000, "diluted": 1}),),
    ),
    ("share_counts", terms(issued_shares=None), ()),
    ("share_counts", terms(issued_shares=None, instrument=Instrument.SAFE), None),
    ("par", terms(par_won=None), ()),
    ("par", terms(par_won=None, instrument=Instrument.CB), None),
    ("price", terms(pre_money_won=None), ()),
    ("price", terms(pre_money_won=None, instrument=Instrument.CB), None),
    ("papers", lambda facts: replace(facts, tabled=()), ()),
    ("papers", tabled(Tabled(replace(APPROVED.item, papers=()), SESSION)), ()),
    ("papers", tabled(Tabled(APPROVED.item, PRELIMINARY)), ()),
    ("papers", tabled(Tabled(replace(APPROVED.item, terms_version=2), SESSION)), ()),
    ("papers", tabled(ended(None)), None),
    ("approval", lambda facts: replace(facts, tabled=()), ()),
    ("approval", tabled(ended(None)), ()),
    ("approval", tabled(Tabled(APPROVED.item, PRELIMINARY)), ()),
    ("approval", tabled(ended(replace(PASSED, result=Result.REJECTED))), ()),
    ("approval", lambda facts: replace(facts, deal=replace(facts.deal, terms=(TERMS, TERMS))), VOID),
    ("conditions", tabled(ended(OPEN)), (Problem("conditions", "open", {"count": 1}),)),
    ("payment", paid(), ()),
    ("payment", paid(replace(PAID, voided_because="오입력")), ()),
    ("pre_investment", paid(), ()),
    ("pre_investment", paid(SHORT), FEW),
    ("pre_investment", paid(replace(SHORT, amount_won=1_000_013_800, shares=29_674)), None),
    ("pre_investment", lambda facts: replace(paid(SHORT)(facts), least_won=None), None),
    ("pre_investment", lambda facts: replace(paid()(facts), joined=replace(FULL.deal, engagement_id="i")), None),
    ("operator_term", lambda facts: replace(facts, operator=None), ()),
    ("operator_term", lambda facts: replace(facts, on=date(2098, 12, 31)), ()),
    ("operator_term", lambda facts: replace(facts, on=date(2099, 1, 1)), None),
    ("operator_term", lambda facts: replace(facts, on=date(2099, 12, 31)), None),
    ("operator_term", lambda facts: replace(facts, on=date(2100, 1, 1)), ()),
    ("free_slot", lambda facts: replace(facts, recommendation=None), None),
    (
        "free_slot",
        lambda facts: replace(facts, recommendation=None, operator=replace(OPERATOR, recommendations=(WORD,))),
        (),
    ),
    ("free_slot", lambda facts: replace(facts, recommendation=None, programme="GLOBAL_TIPS"), ()),
    ("eligibility", lambda facts: replace(facts, eligibility=None), ()),
    ("eligibility", lambda facts: replace(facts, eligibility=Answer.FAIL), ()),
    ("eligibility", lambda facts: replace(facts, eligibility=Answer.UNKNOWN), None),
    ("recommendation", lambda facts: replace(facts, recommendation=None), ()),
    ("recommendation", lambda facts: replace(facts, recommendation=replace(WORD, withdrawn_because="철회")), ()),
]


def test_every_gate_is_open_when_everything_is_there() -> None:
    assert {gate: GATES[gate](FULL) for gate in GATES} == dict.fromkeys(GATES)


def test_tracks_may_name_every_gate_and_no_other() -> None:
    assert tuple(GATES) == GATE_IDS


def test_every_gate_has_a_case_that_closes_it() -> None:
    assert {gate for gate, _, problems in CASES if problems is not None} == set(GATES)


@pytest.mark.parametrize(("gate", "change", "problems"), CASES)
def test_a_gate_closes_on_one_side_of_its_limit_only(
    gate: str, change: Callable[[GateFacts], GateFacts], problems: tuple[Problem, ...] | None
) -> None:
    assert GATES[gate](change(FULL)) == problems


def at(stage: str, facts: GateFacts = FULL) -> GateFacts:
    return replace(facts, engagement=replace(facts.engagement, stage=stage))


def test_the_gates_of_a_stage_are_asked_in_its_order() -> None:
    bare = replace(FULL, company=Company("c", ""), engagement=replace(FULL.engagement, round_label=""))
    assert missing(VC.stage("pre_ic"), bare) == (Missing("company_name"), Missing("business_field"), Missing("round"))
    assert missing(VC.stage("dd"), bare) == ()


def test_a_later_stage_cannot_be_reached_around_the_gates_between() -> None:
    unpaid = paid()(at("ic"))
    assert missing_on_the_way(VC, "payment", unpaid) == ()
    for stage in ("registration", "portfolio"):
        assert missing_on_the_way(VC, stage, unpaid) == (Missing("payment"),)


def test_going_back_needs_nothing() -> None:
    empty = GateFacts(at("portfolio").engagement, Company("c", ""), Deal("e", "house"), DAY)
    assert all(missing_on_the_way(VC, stage.id, empty) == () for stage in VC.stages)


def test_a_closed_gate_refuses_and_names_what_is_missing() -> None:
    with pytest.raises(GateClosedError) as refusal:
        require_open_gates(VC, "payment", replace(at("ic"), tabled=()))
    assert refusal.value.parameters == {"engagement": "e", "to": "payment", "missing": ("approval",)}
    with pytest.raises(InvalidInputError):
        require_open_gates(VC, "nowhere", FULL)
    require_open_gates(VC, "payment", at("ic"))


def test_the_operators_way_is_barred_where_the_domain_bars_it() -> None:
    bare = GateFacts(at("tech_review").engagement, Company("c", "가람로봇(가상)"), Deal("e", "house"), DAY)
    assert [each.gate for each in missing_on_the_way(TIPS, "pre_invested", bare)] == ["pre_investment"]
    assert [each.gate for each in missing(TIPS.stage("recommended"), bare)] == [
        "operator_term",
        "free_slot",
        "eligibility",
        "recommendation",
    ]
    assert [each.gate for each in missing(TIPS.stage("applied"), bare)] == ["recommendation"]


@given(st.sampled_from(VC.stages), st.sampled_from(VC.stages), st.sampled_from(CASES))
def test_nothing_enters_payment_while_approval_or_conditions_are_wanting(
    here: Stage, there: Stage, case: tuple[str, Callable[[GateFacts], GateFacts], tuple[Problem, ...] | None]
) -> None:
    gate, change, problems = case
    start, end = VC.position(here.id), VC.position(there.id)
    closed = {each.gate for each in missing_on_the_way(VC, there.id, at(here.id, change(FULL)))}
    asked = {each for stage in VC.stages[start + 1 : end + 1] for each in stage.gate}
    assert closed <= asked
    if problems is not None and gate in asked:
        assert gate in closed
