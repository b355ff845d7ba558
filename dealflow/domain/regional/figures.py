"""Plan against actual: what a programme's regions and years come to, from confirmed figures alone.

``None`` means that nobody told or planned it; nothing spent is a 0 that somebody told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TypeVar

from dealflow.domain.regional.programmes import FundLimit, Indicator, Programme, RegionPlan, SupportedFirm, Way
from dealflow.domain.regional.quarters import QUARTERS, Quarter
from dealflow.domain.regional.reports import Figure, QuarterReport, ReportState


@dataclass(frozen=True, slots=True)
class IndicatorFigure:
    """An indicator's target and what it came to, over how many firms."""

    indicator: Indicator
    target: Decimal | None
    actual: Decimal | None
    firms: int


@dataclass(frozen=True, slots=True)
class FundFigure:
    """A fund's plan and what was spent of it."""

    fund: str
    planned: int | None
    spent: int | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What some regions' years come to."""

    funds: tuple[FundFigure, ...]
    firms_planned: int | None
    firms: int
    adopted: int
    grant_won: int
    indicators: tuple[IndicatorFigure, ...]

    @property
    def planned(self) -> int | None:
        """Return what all funds together plan; None: nobody planned anything."""
        return _sum(figure.planned for figure in self.funds)

    @property
    def spent(self) -> int | None:
        """Return what was spent of all funds; None: nobody told."""
        return _sum(figure.spent for figure in self.funds)

    @property
    def rate(self) -> Fraction | None:
        """Return what was spent of what was planned."""
        return None if self.spent is None or not self.planned else Fraction(self.spent, self.planned)


@dataclass(frozen=True, slots=True)
class QuarterSpent:
    """A quarter's plan and spending, and both from the year's beginning on."""

    quarter: Quarter
    planned: int | None
    spent: int | None
    planned_so_far: int | None
    spent_so_far: int | None


Place = tuple[str, int]
"""A region and a year."""
Told = tuple[str, Quarter, Figure]
"""A firm, a quarter, and what it told of an indicator."""


@dataclass(frozen=True)
class Books:
    """Everything that a programme's figures are made of; firms without those taken off the list.

    It never changes, so that what was added up once is kept, and goes over to the books that come after a change.
    """

    programme: Programme
    plans: Sequence[RegionPlan]
    firms: Sequence[SupportedFirm]
    reports: Sequence[QuarterReport]
    earlier: InitVar[Books | None] = None
    _by_place: dict[Place, list[QuarterReport]] = field(default_factory=dict, compare=False, repr=False)
    _told: dict[tuple[str, int, str], list[Told]] = field(default_factory=dict, compare=False, repr=False)
    _tallies: dict[tuple[tuple[str, ...], tuple[int, ...]], Tally] = field(
        default_factory=dict, compare=False, repr=False
    )

    def __post_init__(self, earlier: Books | None) -> None:
        """Sort the confirmed reports by region and year, and firms' figures by indicator, too.

        Of ``earlier`` books of the programme whatever no change concerns is taken over, sums included.
        """
        stale = None if earlier is None else self._stale(earlier)
        if earlier is not None and stale is not None:
            self._take_over(earlier, stale)
        standing = {firm.id for firm in self.firms if not firm.is_withdrawn}
        for report in self.reports:
            teller, year = report.teller, report.year
            if stale is not None and (teller.region, year) not in stale:
                continue
            if report.state is not ReportState.CONFIRMED or (teller.firm_id and teller.firm_id not in standing):
                continue
            self._by_place.setdefault((teller.region, year), []).append(report)
            for figure in report.figures if teller.firm_id else ():
                told = self._told.setdefault((teller.region, year, figure.id), [])
                told.append((teller.firm_id, report.period, figure))

    def _stale(self, earlier: Books) -> set[Place] | None:
        """Return the regions' years in which something changed since; None: all, as the programme or a plan did."""
        if (self.programme, self.plans) != (earlier.programme, earlier.plans):
            return None
        firms = _changed(self.firms, earlier.firms)
        reports = _changed(self.reports, earlier.reports)
        moved = {firm.id for firm in firms}
        theirs = (report for report in self.reports if moved and report.teller.firm_id in moved)
        return {(firm.region, firm.year) for firm in firms} | {
            (report.teller.region, report.year) for report in (*reports, *theirs)
        }

    def _take_over(self, earlier: Books, stale: set[Place]) -> None:
        by_place = {place: reports for place, reports in earlier._by_place.items() if place not in stale}
        told = {key: figures for key, figures in earlier._told.items() if key[:2] not in stale}
        tallies = {
            (regions, years): tally
            for (regions, years), tally in tuple(earlier._tallies.items())
            if not any(region in regions and year in years for region, year in stale)
        }
        self._by_place.update(by_place)
        self._told.update(told)
        self._tallies.update(tallies)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return the programme's indicators, but for those that are asked no more and of which nothing is confirmed."""
        told = {indicator_id for _, _, indicator_id in self._told}
        known = self.programme.indicators
        return tuple(indicator for indicator in known if not indicator.is_retired or indicator.id in told)

    def reports_of(self, regions: Collection[str], years: Collection[int]) -> list[QuarterReport]:
        """Return the confirmed reports of some regions and years."""
        return [report for region in regions for year in years for report in self._by_place.get((region, year), ())]

    def tally(self, regions: Collection[str], years: Collection[int]) -> Tally:
        """Return what those regions' years come to: firms by the year of their support, figures by the year told."""
        place = (tuple(regions), tuple(years))
        if place not in self._tallies:
            self._tallies[place] = self._tally(*place)
        return self._tallies[place]

    def _tally(self, regions: tuple[str, ...], years: tuple[int, ...]) -> Tally:
        plans = [plan for plan in self.plans if plan.region in regions and plan.year in years]
        firms = [firm for firm in self.firms if not firm.is_withdrawn and firm.region in regions and firm.year in years]
        offices = [report for report in self.reports_of(regions, years) if not report.teller.firm_id]
        return Tally(
            tuple(_fund(fund.id, plans, offices) for fund in self.programme.funds),
            _sum(plan.firms for plan in plans),
            len(firms),
            sum(is_adopted(firm) for firm in firms),
            sum(firm.grant_won or 0 for firm in firms),
            tuple(self._indicator(indicator, plans, (regions, years)) for indicator in self.indicators),
        )

    def _indicator(
        self, indicator: Indicator, plans: Iterable[RegionPlan], place: tuple[Iterable[str], Iterable[int]]
    ) -> IndicatorFigure:
        by_firm: dict[str, list[tuple[Quarter, Figure]]] = defaultdict(list)
        for region, year in product(*place):
            for firm_id, quarter, figure in self._told.get((region, year, indicator.id), ()):
                by_firm[firm_id].append((quarter, figure))
        return _added_up(indicator, _target(indicator, plans), by_firm)

    def quarters(self, regions: Collection[str], year: int) -> tuple[QuarterSpent, ...]:
        """Return what some regions planned and spent in each quarter of a year."""
        plans = [plan for plan in self.plans if plan.region in regions and plan.year == year and plan.by_quarter]
        offices = [report for report in self.reports_of(regions, (year,)) if not report.teller.firm_id]
        rows: list[QuarterSpent] = []
        for number in QUARTERS:
            planned = _sum(plan.by_quarter[number - 1] for plan in plans)
            spent = _sum(
                int(figure.value) for report in offices if report.quarter == number for figure in report.figures
            )
            before = rows[-1] if rows else None
            rows.append(
                QuarterSpent(
                    Quarter(year, number),
                    planned,
                    spent,
                    _sum((None if before is None else before.planned_so_far, planned)),
                    None if spent is None else _sum((None if before is None else before.spent_so_far, spent)),
                )
            )
        return tuple(rows)


Kept = TypeVar("Kept", SupportedFirm, QuarterReport)


def _changed(now: Sequence[Kept], before: Sequence[Kept]) -> list[Kept]:
    """Return what is in one of the two alone: records that came, went, or say something else, as they were too."""
    known, standing = {id(record) for record in before}, {id(record) for record in now}
    new = [record for record in now if id(record) not in known]
    gone = [record for record in before if id(record) not in standing]
    return new + gone


def is_adopted(firm: SupportedFirm) -> bool:
    """Say whether something was adopted: its day is known, or the deployment that it became."""
    return firm.adopted_on is not None or bool(firm.deployment_id)


def _fund(fund: str, plans: Iterable[RegionPlan], offices: Iterable[QuarterReport]) -> FundFigure:
    planned = _sum(dict(plan.budget).get(fund) for plan in plans)
    spent = (figure for report in offices if (figure := report.figure(fund)) is not None)
    return FundFigure(fund, planned, _sum(int(figure.value) for figure in spent))


def _added_up(
    indicator: Indicator, target: Decimal | None, by_firm: Mapping[str, Sequence[tuple[Quarter, Figure]]]
) -> IndicatorFigure:
    if indicator.way is Way.SUM:
        actual = _sum_of([figure.value for pairs in by_firm.values() for _, figure in pairs])
        return IndicatorFigure(indicator, target, actual, len(by_firm))
    latest = [max(pairs, key=lambda pair: pair[0])[1] for pairs in by_firm.values()]
    if indicator.way is Way.LATEST:
        return IndicatorFigure(indicator, target, _sum_of([figure.value for figure in latest]), len(latest))
    changes = [change for figure in latest if (change := figure.change_percent) is not None]
    mean = sum(changes, Decimal(0)) / len(changes) if changes else None
    return IndicatorFigure(indicator, target, mean, len(changes))


def _target(indicator: Indicator, plans: Iterable[RegionPlan]) -> Decimal | None:
    """Return plans' target: the sum of what is added up, each region's last of what stands, else the mean."""
    pairs = [(plan, target) for plan in plans if (target := dict(plan.targets).get(indicator.id)) is not None]
    if indicator.way is Way.LATEST:
        pairs = list({plan.region: (plan, target) for plan, target in sorted(pairs, key=_year_of)}.values())
    total = _sum_of([target for _, target in pairs])
    return total / len(pairs) if total is not None and indicator.way is Way.CHANGE else total


def _year_of(pair: tuple[RegionPlan, Decimal]) -> int:
    return pair[0].year


def _sum(numbers: Iterable[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None


def _sum_of(numbers: Sequence[Decimal]) -> Decimal | None:
    return sum(numbers, Decimal(0)) if numbers else None


@dataclass(frozen=True, slots=True)
class BrokenLimit:
    """A plan whose share of a fund is beyond what a rule says."""

    plan: RegionPlan
    limit: FundLimit
    percent: Decimal


def broken_limits(plans: Iterable[RegionPlan], limits: Sequence[FundLimit]) -> tuple[BrokenLimit, ...]:
    """Return the plans beyond a limit; of each fund the last limit that applies in the plan's year counts."""
    broken = []
    for plan in sorted(plans, key=lambda plan: (plan.year, plan.region)):
        in_force = {limit.fund: limit for limit in sorted(limits, key=_since) if limit.since <= plan.year}
        for limit in in_force.values() if plan.total_won else ():
            percent = Decimal(dict(plan.budget).get(limit.fund, 0)) / plan.total_won * 100
            is_over = limit.most_percent is not None and percent > limit.most_percent
            is_under = limit.least_percent is not None and percent < limit.least_percent
            if is_over or is_under:
                broken.append(BrokenLimit(plan, limit, percent))
    return tuple(broken)


def _since(limit: FundLimit) -> int:
    return limit.since
