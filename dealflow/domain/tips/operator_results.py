"""What an operator's year came to, company by company: the figures of its performance report (실적평가, R12).

Every figure is counted from records of the house, and says by which rule; what nobody knows is left out of a sum and
counted as unknown, never taken for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from dealflow.domain.tips.grant_projects import GrantProject, ProjectVerdict


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a report is on, both included."""

    since: date
    until: date

    def holds(self, day: date | None) -> bool:
        """Say whether a known day lies inside."""
        return day is not None and self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Growth:
    """A company's own figure before (at most at the recommendation's year) and last; None where nobody checked one."""

    before: Decimal | None = None
    last: Decimal | None = None
    last_label: str = ""

    @property
    def change(self) -> Decimal | None:
        """Return by how much it grew; None where one end is unknown."""
        return None if self.before is None or self.last is None else self.last - self.before


@dataclass(frozen=True, slots=True)
class FirmResult:
    """One company of an operator in a span. ``invested_won``: paid in within it; ``follow_on``: rounds by others."""

    company_id: str
    name: str
    name_en: str
    region: str
    is_outside_capital: bool | None
    invested_won: int
    recommended_on: date | None
    is_withdrawn: bool
    selection: ProjectVerdict | None
    agreement_number: str
    agreed_on: date | None
    grant_won: int | None
    grant_paid_won: int
    matched_won: int
    follow_on_rounds: int
    follow_on_won: int
    supports: int
    """Meetings, calls and letters with the company that the house wrote down."""
    sales: Growth = Growth()
    jobs: Growth = Growth()
    exports: Growth = Growth()
    stage: str = ""
    """Where the engagement stands that came furthest."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a count: so many of so many; None of none."""

    part: int
    whole: int

    @property
    def value(self) -> Decimal | None:
        """Return the share from 0 to 1."""
        return None if not self.whole else Decimal(self.part) / Decimal(self.whole)


KpiValue = int | Decimal | Share | None


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure of the report: its id, its value (None: unknown of all), and of how many companies it is unknown."""

    id: str
    value: KpiValue
    unknown: int = 0


_DECIDED: Final = frozenset({ProjectVerdict.SELECTED, ProjectVerdict.RESERVE, ProjectVerdict.REJECTED})


def paid_within(project: GrantProject | None, span: Span) -> int:
    """Return what of the grant came in within a span."""
    if project is None:
        return 0
    return sum(payment.amount_won for payment in project.payments if span.holds(payment.paid_on))


def matched_within(project: GrantProject | None, span: Span) -> int:
    """Return what matching investment was granted within a span."""
    if project is None:
        return 0
    return sum(match.granted_won or 0 for match in project.matches if span.holds(match.decided_on))


def kpis(firms: Sequence[FirmResult], span: Span, slots: int | None) -> tuple[Kpi, ...]:
    """Return the figures of a span. ``slots``: the recommendations that were allotted for it; None: nobody knows."""
    invested = [firm for firm in firms if firm.invested_won]
    recommended = [firm for firm in firms if span.holds(firm.recommended_on) and not firm.is_withdrawn]
    decided = [firm for firm in recommended if firm.selection in _DECIDED]
    selected = [firm for firm in decided if firm.selection is ProjectVerdict.SELECTED]
    placed = [firm for firm in recommended if firm.is_outside_capital is not None]
    agreed = [firm for firm in firms if span.holds(firm.agreed_on)]
    outside = sum(bool(firm.is_outside_capital) for firm in placed)
    figures = [
        Kpi("invested_firms", len(invested)),
        Kpi("invested_won", sum(firm.invested_won for firm in invested)),
        Kpi("recommended", len(recommended)),
        *([] if slots is None else [Kpi("slots_used", Share(len(recommended), slots))]),
        Kpi("selected", len(selected)),
        Kpi("selection_rate", Share(len(selected), len(decided)), len(recommended) - len(decided)),
        Kpi("outside_capital", Share(outside, len(placed)), len(recommended) - len(placed)),
        Kpi("agreed", len(agreed)),
        Kpi("grant_won", sum(firm.grant_won or 0 for firm in agreed), sum(firm.grant_won is None for firm in agreed)),
        Kpi("grant_paid_won", sum(firm.grant_paid_won for firm in firms)),
        Kpi("matched_won", sum(firm.matched_won for firm in firms)),
        Kpi("follow_on_firms", sum(firm.follow_on_rounds > 0 for firm in firms)),
        Kpi("follow_on_won", sum(firm.follow_on_won for firm in firms)),
        Kpi("supports", sum(firm.supports for firm in firms)),
    ]
    return (*figures, *(_growth(name, take, firms) for name, take in _GROWN))


_GROWN: Final[tuple[tuple[str, Callable[[FirmResult], Growth]], ...]] = (
    ("sales_change", lambda firm: firm.sales),
    ("jobs_change", lambda firm: firm.jobs),
    ("exports_change", lambda firm: firm.exports),
)


def _growth(name: str, take: Callable[[FirmResult], Growth], firms: Iterable[FirmResult]) -> Kpi:
    """Return the sum of what grew, and of how many companies one end is unknown: of all, there is no sum."""
    changes = [take(firm).change for firm in firms]
    known = [change for change in changes if change is not None]
    return Kpi(name, sum(known, Decimal(0)) if known else None, len(changes) - len(known))
