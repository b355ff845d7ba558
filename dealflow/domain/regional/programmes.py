"""A regional programme as it is planned: regions and years, whence the money comes, what is measured, who is supported.

A region's year has a plan for each fund, how much of it is to be spent by quarter, how many firms, and targets. A firm
that is only named is as good as one that is a company in the books.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from dealflow.errors import InvalidInputError

_FIRST_YEAR: Final = 2000
_LONGEST_YEARS: Final = 15
_IN_A_YEAR: Final = 4


@dataclass(frozen=True, slots=True)
class ProgrammeRegion:
    """A region that takes part: its province, the office that looks after it, and its industries."""

    id: str
    name_ko: str
    name_en: str
    province: str
    office: str
    theme_ko: str = ""
    theme_en: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeFund:
    """Whose money it is: the nation's, the region's, the firms' own."""

    id: str
    name_ko: str
    name_en: str


@dataclass(frozen=True, slots=True)
class FundLimit:
    """What a rule says of a fund's share in a year's plan, in per cent, with the source of the rule."""

    fund: str
    since: int
    source: str
    least_percent: int | None = None
    most_percent: int | None = None


class Way(StrEnum):
    """How an indicator's figures of firms and quarters come to one."""

    SUM = "sum"
    """What each quarter adds: all are summed up."""
    LATEST = "latest"
    """How many there are: each firm's last quarter counts, summed over firms."""
    CHANGE = "change"
    """By how many per cent it changed since before the adoption: the mean over firms of each one's last quarter."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure that firms tell each quarter; ``unit`` is won, people, % or another word."""

    id: str
    name_ko: str
    name_en: str
    way: Way
    unit: str
    is_better_lower: bool = False
    most: int | None = None
    """More than this is a mistake (a rate above 100 %)."""
    hint_ko: str = ""
    hint_en: str = ""
    is_retired: bool = False
    """Nobody is asked for it any more; what was told of it still counts."""

    @property
    def is_money(self) -> bool:
        """Say whether it is an amount of won."""
        return self.unit == "won"


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme of a house; ``due_days``: business days after a quarter's end within which figures are due."""

    id: str
    owner_id: str
    title_ko: str
    title_en: str
    first_year: int
    last_year: int
    regions: tuple[ProgrammeRegion, ...]
    funds: tuple[ProgrammeFund, ...]
    indicators: tuple[Indicator, ...]
    due_days: int
    note: str = ""

    @property
    def years(self) -> tuple[int, ...]:
        """Return its years in order."""
        return tuple(range(self.first_year, self.last_year + 1))

    @property
    def asked_indicators(self) -> tuple[Indicator, ...]:
        """Return what firms are asked each quarter."""
        return tuple(indicator for indicator in self.indicators if not indicator.is_retired)

    def region(self, region_id: str) -> ProgrammeRegion:
        """Return one of its regions.

        Raises:
            InvalidInputError: it has no such region.
        """
        for region in self.regions:
            if region.id == region_id:
                return region
        raise InvalidInputError(field="region", problem="unknown", value=region_id)


@dataclass(frozen=True, slots=True)
class RegionPlan:
    """What is planned for a region's year: won by fund, won to be spent by quarter, firms, targets by indicator."""

    programme_id: str
    owner_id: str
    region: str
    year: int
    budget: tuple[tuple[str, int], ...] = ()
    by_quarter: tuple[int, ...] = ()
    """Won to be spent in each of the four quarters; empty where nobody planned it."""
    firms: int | None = None
    targets: tuple[tuple[str, Decimal], ...] = ()

    @property
    def id(self) -> str:
        """Return the id that a region's year has in its programme."""
        return f"{self.programme_id}:{self.region}:{self.year}"

    @property
    def total_won(self) -> int:
        """Return the sum of all funds."""
        return sum(won for _, won in self.budget)


@dataclass(frozen=True, slots=True)
class SupportedFirm:
    """A firm that a region supported in a year: a company in the books, or one that is only named."""

    id: str
    programme_id: str
    owner_id: str
    region: str
    year: int
    name: str
    name_en: str = ""
    sector: str = ""
    grant_won: int | None = None
    adopted: str = ""
    """What it adopted, in words."""
    adopted_on: date | None = None
    company_id: str = ""
    deployment_id: str = ""
    need_id: str = ""
    is_withdrawn: bool = False


def require_sound_programme(programme: Programme) -> None:
    """Require that a programme has years in order, regions and indicators, and a day by which figures are due.

    Raises:
        InvalidInputError: it has not.
    """
    if not _FIRST_YEAR <= programme.first_year <= _FIRST_YEAR + 100:
        raise InvalidInputError(field="first_year", problem="outside", value=programme.first_year)
    if programme.last_year < programme.first_year:
        raise InvalidInputError(field="last_year", problem="before_start", value=programme.last_year)
    if programme.last_year - programme.first_year >= _LONGEST_YEARS:
        raise InvalidInputError(field="last_year", problem="outside", value=programme.last_year)
    if not programme.regions:
        raise InvalidInputError(field="region", problem="missing")
    if not programme.asked_indicators:
        raise InvalidInputError(field="indicator", problem="missing")
    if programme.due_days <= 0:
        raise InvalidInputError(field="due_days", problem="not_positive", value=programme.due_days)


def require_sound_plan(programme: Programme, plan: RegionPlan) -> None:
    """Require that a plan is of the programme's regions, years, funds and indicators, and that its quarters add up.

    Raises:
        InvalidInputError: it is not.
    """
    programme.region(plan.region)
    if plan.year not in programme.years:
        raise InvalidInputError(field="year", problem="outside", value=plan.year)
    _require_known("fund", plan.budget, {fund.id for fund in programme.funds})
    _require_known("indicator", plan.targets, {indicator.id for indicator in programme.indicators})
    if any(won < 0 for _, won in plan.budget) or any(won < 0 for won in plan.by_quarter):
        raise InvalidInputError(field="budget", problem="negative")
    if plan.by_quarter and (len(plan.by_quarter) != _IN_A_YEAR or sum(plan.by_quarter) != plan.total_won):
        raise InvalidInputError(field="by_quarter", problem="not_the_sum", value=f"{plan.total_won:,}")
    if plan.firms is not None and plan.firms < 0:
        raise InvalidInputError(field="firms", problem="negative", value=plan.firms)


def require_sound_firm(programme: Programme, firm: SupportedFirm) -> None:
    """Require that a firm is of the programme's regions and years, and that its grant is none below nothing.

    Raises:
        InvalidInputError: it is not.
    """
    programme.region(firm.region)
    if firm.year not in programme.years:
        raise InvalidInputError(field="year", problem="outside", value=firm.year)
    if firm.grant_won is not None and firm.grant_won < 0:
        raise InvalidInputError(field="grant", problem="negative", value=firm.grant_won)


def _require_known(
    field: str, pairs: tuple[tuple[str, int], ...] | tuple[tuple[str, Decimal], ...], known: set[str]
) -> None:
    names = [name for name, _ in pairs]
    for name in names:
        if name not in known:
            raise InvalidInputError(field=field, problem="unknown", value=name)
    if len(set(names)) != len(names):
        raise InvalidInputError(field=field, problem="repeated", value=names[0])
