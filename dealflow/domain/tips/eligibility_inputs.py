"""What eligibility is judged from: in ``Inputs``, None is not known, and an empty tuple is known to be none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from dealflow.domain.investment.deal_terms import Commitment, Payment
from dealflow.domain.tips.operators import Operator
from dealflow.errors import InvalidInputError


class Step(StrEnum):
    """For which step the letters of commitment are looked at (SUT-03)."""

    RECOMMENDATION = "recommendation"
    AGREEMENT = "agreement"


class Choice(StrEnum):
    """What the company chose where it had to choose (SUT-12)."""

    GRANT = "grant"
    EQUITY = "equity"
    BOTH = "both"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class SmeCertificate:
    """A certificate of being a small or medium enterprise (중소기업확인서). No number: it is known to have none."""

    number: str
    valid_to: date
    valid_from: date | None = None


@dataclass(frozen=True, slots=True)
class ForeignInvestment:
    """Money from an investor abroad, in US dollars, with the rate and its day where it was agreed otherwise."""

    investor: str
    country: str
    """ISO 3166 code of two letters; ``KR`` does not count as foreign."""
    usd: Decimal
    invested_on: date | None = None
    won_per_usd: Decimal | None = None
    rate_on: date | None = None


@dataclass(frozen=True, slots=True)
class FollowOn:
    """A later round of the company by other money."""

    closed_on: date
    amount_won: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Whether one ground for exclusion (SUT-17) is there, and the day of the certificate that says so."""

    kind: str
    there: bool
    certificate_on: date | None = None


@dataclass(frozen=True, slots=True)
class OtherProject:
    """Another public project of the company. ``same_content``: the same research is paid for there; None: not known."""

    name: str
    running: bool
    same_content: bool | None = None


@dataclass(frozen=True, slots=True)
class MemberChange:
    """A change of an operator's members. ``approved``: by the agency; None: not known."""

    changed_on: date
    member: str
    approved: bool | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """A report to KVIC. No day: it is known not to have been filed."""

    filed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Clauses:
    """What a contract was read for (True: the clause is there); None: nobody has looked."""

    joint_liability: bool | None = None
    """A third person answers jointly for the company."""
    joint_liability_excepted: bool | None = None
    """Only for intent or gross negligence in the cases that the Act lists."""
    redemption_on_metrics: bool | None = None
    """Early redemption merely because figures were missed."""
    redemption_without_grace: bool | None = None
    """Early redemption without a time to mend."""
    price_cut_for_not_listing: bool | None = None
    """Excessive adjustment of the price because the company was not listed."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything that the rules look at. Money is whole won; ``judged_on`` is the day of the judgement itself.

    Raises:
        InvalidInputError: money, a period or a number is negative.
    """

    judged_on: date | None = None
    step: Step = Step.RECOMMENDATION

    payments: tuple[Payment, ...] | None = None
    commitments: tuple[Commitment, ...] | None = None
    operator: Operator | None = None
    """The operator that recommends."""
    other_operators: tuple[Operator, ...] | None = None
    """Other operators that paid; looked at where the rule adds up all operators."""
    foreign_payers: frozenset[str] | None = None
    """Organisations among the payers that sit abroad; looked at where the rule counts them."""
    recommender_id: str | None = None
    recommended_on: date | None = None
    slots_allotted: int | None = None
    slots_used: int | None = None
    """Slots used in the period, this recommendation included."""
    member_changes: tuple[MemberChange, ...] | None = None

    sme_certificate: SmeCertificate | None = None
    founded_on: date | None = None
    revenue_won: int | None = None
    sectors: tuple[str, ...] | None = None
    hq_region: str | None = None
    quota_regional: int | None = None
    """Companies from outside the capital area among those counted."""
    quota_total: int | None = None
    exclusions: tuple[Exclusion, ...] | None = None
    other_projects: tuple[OtherProject, ...] | None = None
    affiliated: bool | None = None
    """The company is an affiliate or related party of the operator."""
    stake_before: Decimal | None = None
    stake_after: Decimal | None = None
    """The operator's share of the company, from 0 to 1."""
    foreign_investments: tuple[ForeignInvestment, ...] | None = None
    foreign_alternative_met: bool | None = None
    """The other way to meet the foreign investment rule, as a person read it in the notice."""

    grant_won: int | None = None
    grant_months: int | None = None
    project_cost_won: int | None = None
    own_contribution_won: int | None = None
    own_cash_won: int | None = None
    equity_match_won: int | None = None
    choice: Choice | None = None
    agreement_on: date | None = None
    follow_on: tuple[FollowOn, ...] | None = None

    enterprise_group: bool | None = None
    """The company belongs to a business group under limits on cross-shareholding."""
    clauses: Clauses | None = None
    mother_fund_backed: bool | None = None
    main_ic_at: datetime | None = None
    plan: Filing | None = None
    result: Filing | None = None
    condition_count: int | None = None

    def __post_init__(self) -> None:
        for name in _NOT_NEGATIVE:
            value = getattr(self, name)
            if value is not None and value < 0:
                raise InvalidInputError(field=name, problem="negative", value=value)


_NOT_NEGATIVE = (
    *("slots_allotted", "slots_used", "revenue_won", "quota_regional", "quota_total", "stake_before", "stake_after"),
    *("grant_won", "grant_months", "project_cost_won", "own_contribution_won", "own_cash_won", "equity_match_won"),
    "condition_count",
)
