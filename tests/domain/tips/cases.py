"""A fictional case in which nothing is wrong, for the tests of eligibility to change one thing at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from dealflow.catalogue.holidays import korean_calendar
from dealflow.catalogue.rules import load_packs
from dealflow.domain.investment.deal_terms import Commitment, Instrument, Payment
from dealflow.domain.tips.eligibility import judge
from dealflow.domain.tips.eligibility_inputs import (
    Choice,
    Clauses,
    Exclusion,
    Filing,
    FollowOn,
    ForeignInvestment,
    Inputs,
    OtherProject,
    SmeCertificate,
)
from dealflow.domain.tips.findings import Answer, Finding
from dealflow.domain.tips.operators import Member, MemberRole, Operator, OperatorKind
from dealflow.domain.tips.rule_packs import RulePack, RuleValue, configured

CALENDAR = korean_calendar()
PACKS = {pack.id: pack for pack in load_packs()}
ON = date(2026, 6, 30)
EOK = 100_000_000
HOUSE_VALUES: dict[str, dict[str, RuleValue]] = {
    "SUT-03": {"counts_at_recommendation": False, "counts_at_agreement": True},
    "SUT-06": {"days": 730},
    "SUT-08": {"age_years": 20, "revenue_won": 50_000_000_000},
    "SUT-09": {"sectors": ("AI", "첨단로봇·제조")},
    "SUT-11": {"ratio_percent": 100, "cap_won": 20 * EOK},
    "SUT-17": {"exempt_under_years": 3},
    "SUT-18": {"at_once": 2},
    "SUT-19": {"admitted": ("common", "rcps", "cps")},
    "SUT-20": {"stake_percent": 30},
    "SUT-21": {"own_percent": 25, "cash_percent": 10},
    "SUT-22": {"changes_allowed": True},
}
"""What a house might fill in where no source states a figure; invented for these tests."""


def pay(won: int, *, payer: str = "vc", fund: str = "f1", on: date = date(2026, 3, 2), **others: object) -> Payment:
    given: dict[str, object] = {
        "id": f"p{won}{fund}{on}",
        "fund_id": fund,
        "payer_id": payer,
        "amount_won": won,
        "shares": won // 10_000,
        "price_won": 10_000,
        "instrument": Instrument.RCPS,
        "paid_on": on,
    }
    return Payment(**(given | others))  # type: ignore[arg-type] # a form filled by name


def loc(won: int, *, valid_to: date | None = date(2026, 12, 31), payer: str = "vc") -> Commitment:
    return Commitment("LOC-1", won, date(2026, 4, 1), valid_to, payer)


def operator(name: str = "op", member: str = "vc") -> Operator:
    return Operator(
        id=name,
        organisation_id=member,
        kind=OperatorKind.SPECIALISED,
        number="제0호(가상)",
        term_from=date(2024, 1, 1),
        term_to=date(2026, 12, 31),
        members=(
            Member(member, "예시벤처스(가상)", MemberRole.LEAD, date(2024, 1, 1)),
            Member("vc2", "샘플파트너스(가상)", MemberRole.INVESTOR, date(2025, 1, 1), date(2026, 3, 31)),
            Member("rnd", "모의기술연구(가상)", MemberRole.RND_COMPANY, date(2024, 1, 1)),
        ),
    )


KINDS = ("participation_ban", "tax_national", "tax_local", "default", "closure", "debt_ratio", "impaired")
GOOD = Inputs(
    judged_on=ON,
    payments=(pay(16 * EOK),),
    commitments=(),
    operator=operator(),
    other_operators=(),
    foreign_payers=frozenset(),
    recommender_id="vc",
    recommended_on=ON,
    slots_allotted=5,
    slots_used=5,
    member_changes=(),
    sme_certificate=SmeCertificate("SME-0(가상)", date(2027, 3, 31)),
    founded_on=date(2016, 6, 30),
    revenue_won=5_000_000_000,
    sectors=("ai", "소부장", "탄소중립"),
    hq_region="경남",
    quota_regional=5,
    quota_total=10,
    exclusions=tuple(Exclusion(kind, there=False, certificate_on=date(2026, 6, 1)) for kind in KINDS),
    other_projects=(OtherProject("다른 과제(가상)", running=True, same_content=False),),
    affiliated=False,
    stake_before=Decimal(0),
    stake_after=Decimal("0.3"),
    foreign_investments=(ForeignInvestment("Example Capital (Fictional)", "US", Decimal(1_000_000)),),
    foreign_alternative_met=False,
    grant_won=12 * EOK,
    grant_months=36,
    project_cost_won=16 * EOK,
    own_contribution_won=4 * EOK,
    own_cash_won=4_000_000 * 10,
    equity_match_won=0,
    choice=Choice.GRANT,
    agreement_on=date(2026, 5, 1),
    follow_on=(FollowOn(date(2026, 6, 1), 30 * EOK),),
    enterprise_group=False,
    clauses=Clauses(
        joint_liability=False,
        joint_liability_excepted=False,
        redemption_on_metrics=False,
        redemption_without_grace=False,
        price_cut_for_not_listing=False,
    ),
    mother_fund_backed=True,
    main_ic_at=datetime(2026, 2, 26, 5, 0, tzinfo=UTC),
    plan=Filing(date(2026, 2, 13)),
    result=Filing(date(2026, 3, 3)),
    condition_count=5,
)


def house(pack_id: str) -> RulePack:
    """Return a shipped pack with every unknown figure filled in."""
    pack = PACKS[pack_id]
    wanted = {
        rule.id: {name: value for name, value in HOUSE_VALUES.get(rule.id, {}).items() if rule.value(name) is None}
        for rule in pack.rules
    }
    return configured(pack, wanted)


def one(pack: RulePack, rule_id: str, given: Inputs) -> Finding:
    """Return the finding of one rule."""
    return next(finding for finding in judge(pack, given, CALENDAR) if finding.rule_id == rule_id)


def says(pack: RulePack, rule_id: str, given: Inputs) -> tuple[Answer, str]:
    """Return the answer and the case of one rule."""
    finding = one(pack, rule_id, given)
    return finding.answer, finding.case
