"""Figures of quarters that are over and past their day: who owes which, and since when.

Owed is what nobody told, and what was sent back and not told again. What waits for the house is owed by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dealflow.domain.regional.figures import Books
from dealflow.domain.regional.programmes import SupportedFirm
from dealflow.domain.regional.quarters import Quarter
from dealflow.domain.regional.reports import ReportState, Teller, tellers


@dataclass(frozen=True, slots=True)
class OwedQuarter:
    """A quarter that is owed, and its last day; ``because``: why it was sent back, empty where nothing was told."""

    quarter: Quarter
    due_on: date
    because: str = ""


@dataclass(frozen=True, slots=True)
class Overdue:
    """One who owes figures; ``firm`` None: a region's office. The oldest quarter stands first."""

    teller: Teller
    firm: SupportedFirm | None
    owed: tuple[OwedQuarter, ...]

    @property
    def since(self) -> date:
        """Return the day that the oldest of them was due on."""
        return self.owed[0].due_on


def overdue(books: Books, quarters: Iterable[tuple[Quarter, date]], on: date) -> tuple[Overdue, ...]:
    """Return who owes figures of ``quarters`` (each with its last day) on a day: offices first, then the longest owing.

    A firm owes no quarter of a year before its support, and nothing once it is off the list.
    """
    states = {(report.teller.id, report.period): report for report in books.reports}
    firms = {firm.id: firm for firm in books.firms}
    owed: dict[str, list[OwedQuarter]] = {}
    known: dict[str, Teller] = {}
    for quarter, due_on in sorted(quarters):
        if due_on >= on:
            continue
        for teller in tellers(books.programme, books.firms, quarter.year):
            report = states.get((teller.id, quarter))
            if report is None or report.state is ReportState.RETURNED:
                because = "" if report is None else report.because
                known[teller.id] = teller
                owed.setdefault(teller.id, []).append(OwedQuarter(quarter, due_on, because))
    lines = [
        Overdue(known[teller_id], firms.get(known[teller_id].firm_id), tuple(there))
        for teller_id, there in owed.items()
    ]
    order = {region.id: place for place, region in enumerate(books.programme.regions)}
    lines.sort(key=lambda line: (line.firm is not None, line.since, order.get(line.teller.region, 0), _name(line)))
    return tuple(lines)


def _name(line: Overdue) -> str:
    return "" if line.firm is None else line.firm.name
