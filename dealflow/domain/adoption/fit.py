"""Which supplier fits a need, and why: points that follow from reasons, each with the record that shows it.

What is not known gives no points and takes none. A verified result of the measure that is wanted weighs most, a claim
that nobody looked at least; nothing else than what is listed as a reason counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from dealflow.domain.adoption.deployments import Basis, Deployment, MeasuredResult
from dealflow.domain.adoption.needs import Need
from dealflow.domain.values.regions import province_of


class ReasonKind(StrEnum):
    """Why a supplier fits, or does not; ``POINTS`` says how much it weighs."""

    RESULT_VERIFIED = "result_verified"
    RESULT_CLAIMED = "result_claimed"
    SAME_PROCESS = "same_process"
    CLAIM_VERIFIED = "claim_verified"
    CLAIM_READ = "claim_read"
    SAME_WORDS = "same_words"
    SAME_REGION = "same_region"
    WITHIN_BUDGET = "within_budget"
    OVER_BUDGET = "over_budget"


POINTS: Final = {
    ReasonKind.RESULT_VERIFIED: 30,
    ReasonKind.RESULT_CLAIMED: 12,
    ReasonKind.SAME_PROCESS: 20,
    ReasonKind.CLAIM_VERIFIED: 15,
    ReasonKind.CLAIM_READ: 5,
    ReasonKind.SAME_WORDS: 20,
    ReasonKind.SAME_REGION: 10,
    ReasonKind.WITHIN_BUDGET: 10,
    ReasonKind.OVER_BUDGET: -10,
}
_TOKEN: Final = re.compile(r"[0-9A-Za-z가-힣]+")
_SHORTEST: Final = 2


@dataclass(frozen=True, slots=True)
class CustomerClaim:
    """What a supplier's deck says of results at customers, or of its usual contract, with its page."""

    metric: str
    text: str
    value: Decimal | None
    claim_id: str
    deck_id: str
    page: int
    is_verified: bool


@dataclass(frozen=True, slots=True)
class SupplierFacts:
    """What is known of a supplier for matching. ``words``: its sector and what it says it makes."""

    company_id: str
    region: str
    words: str
    deployments: tuple[Deployment, ...] = ()
    claims: tuple[CustomerClaim, ...] = ()
    contract: CustomerClaim | None = None
    """Its usual contract value, where the house verified one."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its kind, what it is about, and the record behind it: a deployment's result, or a claim."""

    kind: ReasonKind
    text: str = ""
    metric: str = ""
    result: MeasuredResult | None = None
    claim: CustomerClaim | None = None

    @property
    def points(self) -> int:
        """Return how much it weighs."""
        return POINTS[self.kind]


@dataclass(frozen=True, slots=True)
class Fit:
    """How a supplier fits a need; ``points`` are the sum of its reasons."""

    company_id: str
    reasons: tuple[Reason, ...]

    @property
    def points(self) -> int:
        """Return the sum of the reasons' points."""
        return sum(reason.points for reason in self.reasons)


def ranked(need: Need, suppliers: Iterable[SupplierFacts]) -> tuple[Fit, ...]:
    """Return the suppliers for whom anything speaks, the best first; equal ones in the order of their ids."""
    fits = (fit(need, supplier) for supplier in suppliers)
    return tuple(sorted((fit for fit in fits if fit.points > 0), key=lambda fit: (-fit.points, fit.company_id)))


def fit(need: Need, supplier: SupplierFacts) -> Fit:
    """Return how a supplier fits a need: of each kind of reason the first one alone counts."""
    by_kind: dict[ReasonKind, Reason] = {}
    for reason in _reasons(need, supplier):
        by_kind.setdefault(reason.kind, reason)
    if ReasonKind.RESULT_VERIFIED in by_kind:
        by_kind.pop(ReasonKind.RESULT_CLAIMED, None)
    if ReasonKind.CLAIM_VERIFIED in by_kind:
        by_kind.pop(ReasonKind.CLAIM_READ, None)
    return Fit(supplier.company_id, tuple(by_kind[kind] for kind in ReasonKind if kind in by_kind))


def _reasons(need: Need, supplier: SupplierFacts) -> Iterator[Reason]:
    yield from _of_deployments(need, supplier.deployments)
    for claim in supplier.claims:
        if claim.metric in need.measures:
            kind = ReasonKind.CLAIM_VERIFIED if claim.is_verified else ReasonKind.CLAIM_READ
            yield Reason(kind, claim.text, claim.metric, claim=claim)
    shared = common_words(f"{need.process} {need.field} {need.problem}", supplier.words)
    if shared:
        yield Reason(ReasonKind.SAME_WORDS, ", ".join(shared))
    province = province_of(need.region) if need.region else None
    if province and province == province_of(supplier.region):
        yield Reason(ReasonKind.SAME_REGION, supplier.region)
    contract = supplier.contract
    if need.budget_won is not None and contract is not None and contract.value is not None:
        kind = ReasonKind.WITHIN_BUDGET if contract.value <= need.budget_won else ReasonKind.OVER_BUDGET
        yield Reason(kind, contract.text, contract.metric, claim=contract)


def _of_deployments(need: Need, deployments: Sequence[Deployment]) -> Iterator[Reason]:
    for deployment in deployments:
        for result in deployment.results:
            if result.metric in need.measures:
                is_verified = result.basis is Basis.VERIFIED
                kind = ReasonKind.RESULT_VERIFIED if is_verified else ReasonKind.RESULT_CLAIMED
                yield Reason(kind, deployment.adopter_name, result.metric, result=result)
        if common_words(need.process, deployment.process):
            yield Reason(ReasonKind.SAME_PROCESS, f"{deployment.adopter_name} · {deployment.process}")


def common_words(first: str, second: str) -> tuple[str, ...]:
    """Return the words of the first text that stand in the second, as they are written, each once.

    Korean writes words together: 비전검사 stands in 비전검사장비, and 비전 in both.
    """
    inside = second.casefold()
    words = dict.fromkeys(word for word in _TOKEN.findall(first.casefold()) if len(word) >= _SHORTEST)
    return tuple(word for word in words if word in inside)
