"""What was installed at whose site, and what it came to there: a customer's results, not the supplier's own figures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from dealflow.errors import InvalidInputError, NotFoundError

_NEAR: Final = Decimal("0.05")
"""By how much a stated change may differ from the one of before and after: both are rounded."""
_HUNDRED: Final = Decimal(100)


class Basis(StrEnum):
    """Who says a result: somebody claims it, or the house looked at what shows it."""

    CLAIMED = "claimed"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class MeasuredResult:
    """One result: the metric, before and after in ``unit``, or only by how many per cent it changed."""

    id: str
    metric: str
    before: Decimal | None = None
    after: Decimal | None = None
    change_percent: Decimal | None = None
    unit: str = ""
    measured_on: date | None = None
    basis: Basis = Basis.CLAIMED
    proof: str = ""
    """What shows it, in words."""
    verified_by: str = ""

    @property
    def change(self) -> Decimal | None:
        """Return by how many per cent it changed: from before and after where both are known."""
        if self.before is not None and self.after is not None and self.before != 0:
            return (self.after - self.before) / self.before * _HUNDRED
        return self.change_percent


@dataclass(frozen=True, slots=True)
class Deployment:
    """A supplier's work at an adopter's site. ``is_shared``: the adopter agreed that others read it as a reference."""

    id: str
    owner_id: str
    company_id: str
    """The supplier."""
    adopter_name: str
    process: str
    site: str = ""
    installed_on: date | None = None
    need_id: str = ""
    is_shared: bool = False
    is_withdrawn: bool = False
    results: tuple[MeasuredResult, ...] = ()


def with_result(deployment: Deployment, result: MeasuredResult) -> Deployment:
    """Return a deployment with a result in the place of the one of its id.

    Raises:
        InvalidInputError: it says nothing, its parts contradict each other, or it is verified and nothing shows it.
    """
    _require_sound(result)
    others = tuple(other for other in deployment.results if other.id != result.id)
    return replace(deployment, results=tuple(sorted((*others, result), key=lambda other: (other.metric, other.id))))


def without_result(deployment: Deployment, result_id: str) -> Deployment:
    """Return a deployment without one of its results.

    Raises:
        NotFoundError: it has no such result.
    """
    rest = tuple(result for result in deployment.results if result.id != result_id)
    if len(rest) == len(deployment.results):
        raise NotFoundError(kind="result", id=result_id)
    return replace(deployment, results=rest)


def verified(deployment: Deployment, result_id: str, person_id: str, proof: str) -> Deployment:
    """Return a deployment with one of its results verified by a person who says what shows it.

    Raises:
        NotFoundError: it has no such result.
        InvalidInputError: nothing is said to show it.
    """
    for result in deployment.results:
        if result.id == result_id:
            shown = replace(result, basis=Basis.VERIFIED, proof=proof or result.proof, verified_by=person_id)
            return with_result(deployment, shown)
    raise NotFoundError(kind="result", id=result_id)


def _require_sound(result: MeasuredResult) -> None:
    if result.change is None:
        raise InvalidInputError(field="result", problem="missing")
    if (result.before is None) != (result.after is None):
        raise InvalidInputError(field="after" if result.after is None else "before", problem="missing")
    stated = result.change_percent
    if result.before is not None and stated is not None and abs(stated - result.change) > _NEAR:
        raise InvalidInputError(field="change", problem="differs", value=f"{result.change:.1f}")
    if result.basis is Basis.VERIFIED and not result.proof:
        raise InvalidInputError(field="proof", problem="missing")
