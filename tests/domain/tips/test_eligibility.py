from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealflow.catalogue.rules import explain, load_rule_words
from dealflow.domain.investment.deal_terms import Instrument, Payment
from dealflow.domain.tips.eligibility import JUDGES, judge, overall
from dealflow.domain.tips.eligibility_inputs import (
    Choice,
    Clauses,
    Exclusion,
    Filing,
    ForeignInvestment,
    Inputs,
    MemberChange,
    OtherProject,
    SmeCertificate,
    Step,
)
from dealflow.domain.tips.findings import Answer
from dealflow.domain.tips.rule_packs import RULE_IDS, Aggregation, RulePack, Severity, configured
from dealflow.errors import InvalidInputError
from tests.domain.tips.cases import CALENDAR, EOK, GOOD, KINDS, ON, PACKS, house, loc, one, operator, pay, says

PASS, FAIL, WARN, UNKNOWN, UNCONFIGURED = Answer
BILLION = 1_000_000_000
WORDS = load_rule_words()


def case(pack: str, rule: str, answer: Answer, name: str, **changed: Any) -> Any:
    return pytest.param(pack, rule, changed, (answer, name), id=f"{rule} {name} {list(changed)} {pack}")


LIMITS = [
    case("SUT-2026.1", "SUT-01", PASS, "met", payments=(pay(BILLION),)),
    case("SUT-2026.1", "SUT-01", FAIL, "short_by_shares", payments=(pay(BILLION - 1),)),
    case("SUT-GLOBAL-2026.1", "SUT-01", PASS, "met", payments=(pay(1_500_000_000),)),
    case("SUT-GLOBAL-2026.1", "SUT-01", FAIL, "short_by_shares", payments=(pay(1_499_999_999),)),
    case("SUT-GLOBAL-2025.1", "SUT-01", PASS, "met", payments=(pay(BILLION),)),
    case("SUT-2026.1", "SUT-01", FAIL, "short", payments=()),
    case("SUT-2026.1", "SUT-01", FAIL, "short", payments=(pay(BILLION, new_shares=False),)),
    case("SUT-2026.1", "SUT-01", FAIL, "short", payments=(pay(BILLION, voided_because="잘못 입력"),)),
    case("SUT-2026.1", "SUT-01", PASS, "met", payments=(pay(BILLION, on=ON),)),
    case("SUT-2026.1", "SUT-01", FAIL, "short", payments=(pay(BILLION, on=ON + timedelta(days=1)),)),
    case("SUT-2026.1", "SUT-01", PASS, "met", payments=(pay(BILLION, payer="vc2", on=date(2026, 3, 31)),)),
    case("SUT-2026.1", "SUT-01", FAIL, "short", payments=(pay(BILLION, payer="vc2", on=date(2026, 4, 1)),)),
    case("SUT-2026.1", "SUT-03", PASS, "not_concerned", commitments=()),
    case("SUT-2026.1", "SUT-03", WARN, "not_counted", commitments=(loc(EOK),)),
    case("SUT-2026.1", "SUT-03", PASS, "met", commitments=(loc(EOK, valid_to=ON),), step=Step.AGREEMENT),
    case(
        "SUT-2026.1", "SUT-03", WARN, "lapsed", commitments=(loc(EOK, valid_to=date(2026, 6, 29)),), step=Step.AGREEMENT
    ),
    case("SUT-2026.1", "SUT-04", PASS, "met", recommended_on=date(2026, 12, 31)),
    case("SUT-2026.1", "SUT-04", FAIL, "outside_term", recommended_on=date(2027, 1, 1)),
    case("SUT-2026.1", "SUT-04", PASS, "met", payments=(pay(EOK, payer="vc2", on=date(2025, 1, 1)),)),
    case("SUT-2026.1", "SUT-04", FAIL, "not_member_then", payments=(pay(EOK, payer="vc2", on=date(2024, 12, 31)),)),
    case("SUT-2026.1", "SUT-04", FAIL, "no_member_paid", payments=(pay(EOK, payer="angel"),)),
    case("SUT-2026.1", "SUT-05", PASS, "met", recommender_id="rnd"),
    case("SUT-2026.1", "SUT-05", FAIL, "not_the_operator", recommender_id="other"),
    case("SUT-2026.1", "SUT-05", FAIL, "not_invested", payments=(pay(EOK, payer="angel"),)),
    case("SUT-2026.1", "SUT-06", PASS, "met", payments=(pay(EOK, on=ON - timedelta(days=730)),)),
    case("SUT-2026.1", "SUT-06", WARN, "too_long_ago", payments=(pay(EOK, on=ON - timedelta(days=731)),)),
    case("SUT-2026.1", "SUT-06", WARN, "paid_after", payments=(pay(EOK, on=ON + timedelta(days=1)),)),
    case("SUT-2026.1", "SUT-07", PASS, "met", sme_certificate=SmeCertificate("N", ON)),
    case("SUT-2026.1", "SUT-07", FAIL, "expired", sme_certificate=SmeCertificate("N", ON - timedelta(days=1))),
    case("SUT-2026.1", "SUT-07", FAIL, "not_yet_valid", sme_certificate=SmeCertificate("N", ON, date(2026, 7, 1))),
    case("SUT-2026.1", "SUT-07", FAIL, "none_held", sme_certificate=SmeCertificate("", ON)),
    case("SUT-2026.1", "SUT-08", PASS, "met", founded_on=date(2006, 6, 30)),
    case("SUT-2026.1", "SUT-08", WARN, "too_old", founded_on=date(2006, 6, 29)),
    case("SUT-2026.1", "SUT-08", PASS, "met", revenue_won=50_000_000_000),
    case("SUT-2026.1", "SUT-08", WARN, "sells_too_much", revenue_won=50_000_000_001),
    case("SUT-2021.1", "SUT-09", PASS, "met", sectors=("big3",)),
    case("SUT-2021.1", "SUT-09", WARN, "not_listed", sectors=("탄소 중립",)),
    case("SUT-2025.1", "SUT-09", PASS, "met", sectors=("탄소 중립",)),
    case("SUT-2025.1", "SUT-09", WARN, "not_listed", sectors=("big3",)),
    case("SUT-2025.1", "SUT-10", PASS, "met", grant_won=12 * EOK),
    case("SUT-2025.1", "SUT-10", FAIL, "too_much", grant_won=12 * EOK + 1),
    case("SUT-GLOBAL-2025.1", "SUT-10", PASS, "met", grant_won=15 * EOK),
    case("SUT-GLOBAL-2025.1", "SUT-10", FAIL, "too_much", grant_won=15 * EOK + 1),
    case("SUT-2026.1", "SUT-10", PASS, "met", grant_won=30 * EOK, grant_months=36),
    case("SUT-2026.1", "SUT-10", FAIL, "too_long", grant_won=30 * EOK, grant_months=37),
    case("SUT-GLOBAL-2026.1", "SUT-10", PASS, "met", grant_won=60 * EOK, grant_months=48),
    case("SUT-GLOBAL-2026.1", "SUT-10", FAIL, "too_much", grant_won=60 * EOK + 1, grant_months=48),
    case("SUT-2026.1", "SUT-10", PASS, "not_concerned", grant_won=0),
    case("SUT-2025.1", "SUT-11", PASS, "met", equity_match_won=16 * EOK),
    case("SUT-2025.1", "SUT-11", FAIL, "over_ratio", equity_match_won=16 * EOK + 1),
    case("SUT-2025.1", "SUT-11", PASS, "met", equity_match_won=20 * EOK, payments=(pay(30 * EOK),)),
    case("SUT-2025.1", "SUT-11", FAIL, "over_cap", equity_match_won=20 * EOK + 1, payments=(pay(30 * EOK),)),
    case("SUT-2023.1", "SUT-12", PASS, "met", choice=Choice.EQUITY, grant_won=0, equity_match_won=EOK),
    case("SUT-2023.1", "SUT-12", FAIL, "both", choice=Choice.BOTH),
    case("SUT-2023.1", "SUT-12", FAIL, "both", choice=Choice.GRANT, equity_match_won=1),
    case("SUT-2025.1", "SUT-13", PASS, "met", equity_match_won=EOK),
    case("SUT-2025.1", "SUT-13", PASS, "met", equity_match_won=EOK, agreement_on=ON),
    case("SUT-2025.1", "SUT-13", WARN, "not_begun", equity_match_won=EOK, agreement_on=ON + timedelta(days=1)),
    case("SUT-2025.1", "SUT-13", WARN, "no_follow_on", equity_match_won=EOK, follow_on=()),
    case("SUT-2025.1", "SUT-13", PASS, "not_concerned", equity_match_won=0, follow_on=()),
    case("SUT-GLOBAL-2025.1", "SUT-14", PASS, "met"),
    case(
        "SUT-GLOBAL-2025.1",
        "SUT-14",
        FAIL,
        "too_little",
        foreign_investments=(ForeignInvestment("E", "US", Decimal("999999.99")),),
    ),
    case(
        "SUT-GLOBAL-2026.1",
        "SUT-14",
        FAIL,
        "too_little",
        foreign_investments=(ForeignInvestment("E", "KR", Decimal(2_000_000)),),
    ),
    case("SUT-GLOBAL-2026.1", "SUT-14", PASS, "alternative", foreign_investments=(), foreign_alternative_met=True),
    case("SUT-GLOBAL-2026.1", "SUT-14", UNKNOWN, "missing", foreign_investments=(), foreign_alternative_met=None),
    case("SUT-2026.1", "SUT-15", PASS, "met", slots_used=5),
    case("SUT-2026.1", "SUT-15", FAIL, "too_many", slots_used=6),
    case("SUT-2026.1", "SUT-16", PASS, "met", quota_regional=1, quota_total=2),
    case("SUT-2026.1", "SUT-16", WARN, "below", quota_regional=49, quota_total=99),
    case("SUT-2026.1", "SUT-16", UNKNOWN, "missing", hq_region=" "),
    case("SUT-2026.1", "SUT-17", FAIL, "excluded", exclusions=(Exclusion("tax_local", there=True),)),
    case("SUT-2026.1", "SUT-17", UNKNOWN, "missing", exclusions=GOOD.exclusions[1:] if GOOD.exclusions else ()),
    case("SUT-2026.1", "SUT-18", PASS, "none_running", other_projects=()),
    case("SUT-2026.1", "SUT-18", WARN, "same_content", other_projects=(OtherProject("과제", True, True),)),
    case("SUT-2026.1", "SUT-18", UNKNOWN, "missing", other_projects=(OtherProject("과제", running=True),)),
    case(
        "SUT-2026.1",
        "SUT-18",
        PASS,
        "met",
        other_projects=(OtherProject("과제", running=True, same_content=False),) * 2,
    ),
    case(
        "SUT-2026.1",
        "SUT-18",
        WARN,
        "too_many",
        other_projects=(OtherProject("과제", running=True, same_content=False),) * 3,
    ),
    case("SUT-2026.1", "SUT-19", WARN, "old_shares", payments=(pay(EOK, instrument=Instrument.SECONDARY),)),
    case("SUT-2026.1", "SUT-19", WARN, "not_admitted", payments=(pay(EOK, instrument=Instrument.CB),)),
    case("SUT-2026.1", "SUT-20", PASS, "met", stake_after=Decimal("0.30")),
    case("SUT-2026.1", "SUT-20", WARN, "stake_too_large", stake_after=Decimal("0.3000001")),
    case("SUT-2026.1", "SUT-20", WARN, "affiliated", affiliated=True),
    case("SUT-2026.1", "SUT-21", WARN, "too_little", own_contribution_won=4 * EOK - 1),
    case("SUT-2026.1", "SUT-21", WARN, "too_little_cash", own_cash_won=40_000_000 - 1),
    case("SUT-2026.1", "SUT-21", PASS, "met", own_cash_won=40_000_000),
    case("SUT-2025.1", "SUT-22", PASS, "met", member_changes=(MemberChange(ON, "vc2", approved=True),)),
    case("SUT-2025.1", "SUT-22", WARN, "not_approved", member_changes=(MemberChange(ON, "vc2", approved=False),)),
    case("SUT-2025.1", "SUT-22", UNKNOWN, "missing", member_changes=(MemberChange(ON, "vc2"),)),
    case("FND-2026.1", "FND-01", PASS, "met", enterprise_group=False),
    case("FND-2026.1", "FND-01", FAIL, "in_group", enterprise_group=True),
    case("FND-2026.1", "FND-02", FAIL, "joint_liability", clauses=Clauses(True, False)),
    case("FND-2026.1", "FND-02", PASS, "excepted", clauses=Clauses(True, True)),
    case("FND-2026.1", "FND-02", UNKNOWN, "missing", clauses=Clauses(joint_liability=True)),
    case("FND-2026.1", "FND-03", WARN, "unfair", clauses=Clauses(redemption_without_grace=True)),
    case("FND-2026.1", "FND-03", UNKNOWN, "missing", clauses=Clauses(redemption_without_grace=False)),
    case("FND-2026.1", "FND-04", PASS, "met", plan=Filing(date(2026, 2, 19))),
    case("FND-2026.1", "FND-04", FAIL, "plan_late", plan=Filing(date(2026, 2, 20))),
    case("FND-2026.1", "FND-04", PASS, "met", result=Filing(date(2026, 3, 3))),
    case("FND-2026.1", "FND-04", FAIL, "result_late", result=Filing(date(2026, 3, 4))),
    case("FND-2026.1", "FND-04", PASS, "result_not_due", result=Filing(), judged_on=date(2026, 3, 3)),
    case("FND-2026.1", "FND-04", FAIL, "result_late", result=Filing(), judged_on=date(2026, 3, 4)),
    case("FND-2026.1", "FND-04", UNKNOWN, "missing", plan=Filing(), judged_on=date(2026, 2, 19)),
    case("FND-2026.1", "FND-04", FAIL, "plan_late", plan=Filing(), judged_on=date(2026, 2, 20)),
    case("FND-2026.1", "FND-04", PASS, "not_concerned", mother_fund_backed=False, plan=Filing()),
    case("FND-2026.1", "FND-05", PASS, "met", condition_count=5),
    case("FND-2026.1", "FND-05", WARN, "too_many", condition_count=6),
    case("FND-2026.1", "FND-05", PASS, "not_concerned", mother_fund_backed=False, condition_count=6),
]


@pytest.mark.parametrize(("pack", "rule", "changed", "expected"), LIMITS)
def test_each_rule_answers_right_on_both_sides_of_its_limit(
    pack: str, rule: str, changed: dict[str, Any], expected: tuple[Answer, str]
) -> None:
    assert says(house(pack), rule, replace(GOOD, **changed)) == expected


def test_a_billion_at_33_700_a_share_is_19_900_won_short_and_one_share_more_is_enough() -> None:
    pack = PACKS["SUT-2026.1"]
    bought = BILLION // 33_700
    paid = pay(bought * 33_700, shares=bought, price_won=33_700)
    short = one(pack, "SUT-01", replace(GOOD, payments=(paid,)))
    assert (short.answer, short.case) == (FAIL, "short_by_shares")
    assert short.params == {
        "paid_won": 999_980_100,
        "minimum_won": BILLION,
        "short_won": 19_900,
        "promised_won": 0,
        "payments": 1,
        "mode": "single_operator",
        "price_won": 33_700,
        "shares": 29_673,
        "more_shares": 1,
    }
    assert explain(pack.rules[0], short, "ko", WORDS) == (
        "29,673주 × 33,700원 = 납입 999,980,100원으로 기준 1,000,000,000원에 19,900원 모자랍니다. "
        "1주를 더 인수해야 합니다."
    )
    assert explain(pack.rules[0], short, "en", WORDS) == (
        "29,673 shares at ₩33,700 make ₩999,980,100, ₩19,900 short of the minimum of ₩1,000,000,000: "
        "1 more must be bought."
    )
    enough = pay(29_674 * 33_700, shares=29_674, price_won=33_700)
    met = one(pack, "SUT-01", replace(GOOD, payments=(enough,)))
    assert (met.answer, met.params["paid_won"]) == (PASS, 1_000_013_800)


def test_whose_payments_are_added_up_follows_the_mode() -> None:
    paid = (
        pay(4 * EOK, fund="f1"),
        pay(5 * EOK, fund="f2"),
        pay(3 * EOK, payer="vc2", fund="f3"),
        pay(2 * EOK, payer="elsewhere", fund="f4"),
        pay(1 * EOK, payer="abroad", fund="f5"),
        pay(9 * EOK, payer="angel", fund="f6"),
    )
    given = replace(
        GOOD, payments=paid, other_operators=(operator("op2", "elsewhere"),), foreign_payers=frozenset({"abroad"})
    )
    sums = {}
    for mode in Aggregation:
        pack = configured(PACKS["SUT-2026.1"], {"SUT-02": {"mode": mode.value}})
        sums[mode.value] = one(pack, "SUT-01", given).params["paid_won"]
    assert sums == {
        "single_fund": 5 * EOK,
        "single_operator": 12 * EOK,
        "all_operators": 14 * EOK,
        "incl_foreign": 15 * EOK,
    }


def test_where_all_operators_count_others_that_are_not_known_leave_it_open_only_if_it_falls_short() -> None:
    pack = configured(PACKS["SUT-2026.1"], {"SUT-02": {"mode": "all_operators"}})
    unsure = replace(GOOD, other_operators=None)
    assert says(pack, "SUT-01", unsure)[0] is PASS
    assert one(pack, "SUT-01", replace(unsure, payments=(pay(EOK),))).missing == ("other_operators",)


def test_letters_of_commitment_count_only_where_the_pack_says_so_and_never_twice() -> None:
    counting = configured(PACKS["SUT-2026.1"], {"SUT-03": {"counts_at_recommendation": True}})
    given = replace(GOOD, payments=(pay(6 * EOK),), commitments=(loc(4 * EOK),))
    assert says(PACKS["SUT-2026.1"], "SUT-01", given)[0] is FAIL
    assert says(counting, "SUT-01", given) == (PASS, "met_with_loc")
    assert says(counting, "SUT-01", replace(given, step=Step.AGREEMENT))[0] is FAIL
    paid_since = (pay(6 * EOK), pay(1 * EOK, on=date(2026, 5, 4)))
    assert one(counting, "SUT-01", replace(given, payments=paid_since)).params["promised_won"] == 3 * EOK
    assert says(counting, "SUT-01", replace(given, commitments=None))[0] is UNKNOWN


def test_a_young_company_is_exempt_from_its_balance_only_where_the_exemption_is_configured() -> None:
    weak = tuple(Exclusion(kind, there=kind == "impaired") for kind in KINDS)
    given = replace(GOOD, exclusions=weak)
    pack = house("SUT-2026.1")
    assert says(PACKS["SUT-2026.1"], "SUT-17", given)[0] is UNCONFIGURED
    assert says(pack, "SUT-17", replace(given, founded_on=date(2023, 6, 30))) == (FAIL, "excluded")
    assert says(pack, "SUT-17", replace(given, founded_on=date(2023, 7, 1))) == (PASS, "exempt")


def test_unknown_figures_are_never_judged() -> None:
    findings = {finding.rule_id: finding.answer for finding in judge(PACKS["SUT-2026.1"], GOOD, CALENDAR)}
    assert [rule for rule, answer in findings.items() if answer is UNCONFIGURED] == [
        "SUT-02",
        "SUT-03",
        "SUT-06",
        "SUT-08",
        "SUT-09",
        "SUT-18",
        "SUT-19",
        "SUT-20",
        "SUT-21",
    ]


def test_the_same_case_is_judged_by_the_pack_of_its_own_year() -> None:
    both = replace(GOOD, grant_won=12 * EOK, equity_match_won=16 * EOK, choice=Choice.BOTH)
    told = {pack: {each.rule_id: each.answer for each in judge(house(pack), both, CALENDAR)} for pack in PACKS}
    assert "SUT-12" not in told["SUT-2021.1"]
    assert told["SUT-2023.1"]["SUT-12"] is FAIL
    assert told["SUT-2025.1"]["SUT-13"] is PASS
    assert told["FND-2026.1"]["FND-03"] is PASS


def test_unfair_terms_only_inform_before_the_act_is_in_force() -> None:
    unfair = replace(GOOD, clauses=Clauses(redemption_on_metrics=True))
    before, after = one(PACKS["FND-2026.1"], "FND-03", unfair), one(PACKS["FND-2027.1"], "FND-03", unfair)
    assert (before.severity, after.severity) == (Severity.INFO, Severity.WARN)
    assert before.answer is after.answer is WARN


def test_a_finding_holds_the_inputs_that_it_used_in_plain_values() -> None:
    finding = one(PACKS["SUT-2026.1"], "SUT-07", GOOD)
    assert finding.used == {
        "sme_certificate": {"number": "SME-0(가상)", "valid_to": "2027-03-31", "valid_from": None},
        "recommended_on": "2026-06-30",
    }
    assert finding.ruleset_id == "SUT-2026.1"


def test_the_outcome_is_the_worst_that_matters() -> None:
    def worst(pack: str, **changed: Any) -> Answer:
        return overall(judge(house(pack), replace(GOOD, **changed), CALENDAR)).answer

    assert worst("SUT-2026.1") is PASS
    assert worst("SUT-2026.1", affiliated=True) is WARN
    assert worst("SUT-2026.1", affiliated=None) is WARN
    assert worst("SUT-2026.1", slots_used=None) is UNKNOWN
    assert worst("SUT-2026.1", slots_used=None, payments=()) is FAIL
    assert worst("SUT-2026.1", quota_regional=0) is PASS
    assert overall(()).counts == dict.fromkeys(Answer, 0)


def test_every_rule_has_one_judge() -> None:
    assert tuple(JUDGES) == RULE_IDS
    assert {name for _, names in JUDGES.values() for name in names} <= {field.name for field in fields(Inputs)}


def test_negative_money_is_no_input() -> None:
    for name in ("grant_won", "slots_used", "stake_after"):
        with pytest.raises(InvalidInputError):
            Inputs(**{name: -1})


_FIELDS = [field.name for field in fields(Inputs) if field.name != "step"]
_OTHERS: dict[str, list[object]] = {
    "judged_on": [date(2026, 2, 1)],
    "payments": [(), (pay(BILLION - 1),), (pay(2 * EOK, payer="vc2"), pay(9 * EOK, payer="angel"))],
    "commitments": [(loc(9 * EOK),), (loc(EOK, valid_to=None),)],
    "operator": [operator("op3", "other")],
    "other_operators": [(operator("op2", "angel"),)],
    "foreign_payers": [frozenset({"angel"})],
    "recommended_on": [date(2027, 1, 1), date(2020, 1, 1)],
    "sme_certificate": [SmeCertificate("", ON), SmeCertificate("N", date(2020, 1, 1))],
    "founded_on": [date(2025, 1, 1), date(1999, 2, 28)],
    "sectors": [(), ("AI",)],
    "exclusions": [(), (Exclusion("impaired", there=True),), (Exclusion("tax_local", there=True),)],
    "other_projects": [(), (OtherProject("과제", running=True),)],
    "affiliated": [True],
    "stake_after": [Decimal("0.9")],
    "foreign_investments": [()],
    "foreign_alternative_met": [True],
    "grant_won": [0, 99 * EOK],
    "grant_months": [0, 60],
    "equity_match_won": [EOK, 99 * EOK],
    "choice": list(Choice),
    "agreement_on": [date(2030, 1, 1)],
    "follow_on": [()],
    "enterprise_group": [True],
    "clauses": [Clauses(), Clauses(True, True, True)],
    "mother_fund_backed": [False],
    "main_ic_at": [datetime(2026, 9, 29, 0, 0, tzinfo=UTC)],
    "plan": [Filing(), Filing(date(2026, 9, 28))],
    "result": [Filing(), Filing(date(2026, 10, 30))],
    "condition_count": [6],
    "member_changes": [(MemberChange(ON, "vc2"),)],
    "hq_region": ["", "서울특별시"],
    "quota_regional": [0],
    "quota_total": [0],
}
_PACKS = st.sampled_from([*PACKS.values(), *(house(name) for name in PACKS)])
_INPUTS = st.builds(
    lambda step, **given: replace(GOOD, step=step, **given),
    step=st.sampled_from(Step),
    **{
        name: st.sampled_from([getattr(GOOD, name), getattr(GOOD, name), None, *_OTHERS.get(name, [])])
        for name in _FIELDS
    },
)


@settings(deadline=None, max_examples=150)
@given(_PACKS, _INPUTS, st.sampled_from(Aggregation), st.booleans())
def test_judging_never_raises_and_always_answers_in_words(
    pack: RulePack,
    given: Inputs,
    mode: Aggregation,
    counts: bool,
) -> None:
    if pack.programme == "SCALEUP_TIPS":
        pack = configured(pack, {"SUT-02": {"mode": mode.value}, "SUT-03": {"counts_at_recommendation": counts}})
    findings = judge(pack, given, CALENDAR)
    assert [finding.rule_id for finding in findings] == [rule.id for rule in pack.rules]
    for rule, finding in zip(pack.rules, findings, strict=True):
        assert finding.answer in set(Answer)
        assert (finding.answer is FAIL) <= (finding.severity is Severity.BLOCK)
        assert (finding.answer is UNKNOWN) == bool(finding.missing)
        assert explain(rule, finding, "ko", WORDS)
        assert explain(rule, finding, "en", WORDS)


@settings(deadline=None, max_examples=150)
@given(_PACKS, _INPUTS, st.sets(st.sampled_from(_FIELDS), min_size=1, max_size=4), st.sampled_from(Aggregation))
def test_knowing_less_never_makes_a_rule_pass(
    pack: RulePack,
    given: Inputs,
    forgotten: set[str],
    mode: Aggregation,
) -> None:
    if pack.programme == "SCALEUP_TIPS":
        pack = configured(pack, {"SUT-02": {"mode": mode.value}})
    before = judge(pack, given, CALENDAR)
    after = judge(pack, replace(given, **dict.fromkeys(forgotten)), CALENDAR)
    for knew, knows in zip(before, after, strict=True):
        assert knows.answer is not PASS or knew.answer is PASS


@given(st.lists(st.integers(1, 5 * EOK), max_size=6))
def test_paid_money_is_summed_to_the_won(amounts: list[int]) -> None:
    payments: tuple[Payment, ...] = tuple(pay(won, fund=f"f{place}") for place, won in enumerate(amounts))
    finding = one(PACKS["SUT-2026.1"], "SUT-01", replace(GOOD, payments=payments))
    assert finding.params["paid_won"] == sum(amounts)
    assert (finding.answer is PASS) == (sum(amounts) >= BILLION)
