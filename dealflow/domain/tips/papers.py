"""Reports beside those on a committee: contract (R3), company (R4), employment (R6), occasions (R7), R&D (R11).

Which of them are owed follows from what is in the books. Only days that a source states are counted; the rest has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from dealflow.domain.investment.deal_terms import Deal, Payment
from dealflow.domain.tips.grant_duties import Duties, owed_reports
from dealflow.domain.tips.grant_projects import GrantProject
from dealflow.domain.values.business_days import BusinessCalendar

CONTRACT, REGISTRATION, EMPLOYMENT, OCCASION, PROJECT = "r3", "r4", "r6", "r7", "r11"
PAPERS: Final = (CONTRACT, REGISTRATION, EMPLOYMENT, OCCASION, PROJECT)
_QUARTERS_BACK: Final = 4
_MONTHLY_TO: Final = 7
"""The day of the next month until which a month, and with it a quarter, is reported (KVIC guide of 2026-04)."""
_MEETING_BEFORE, _MEETING_AFTER = 10, 2
"""Business days around a general meeting of a fund (KVIC guide of 2026-04)."""


class Occasion(StrEnum):
    """On what an occasional report is made."""

    MEETING_PLAN = "meeting_plan"
    MEETING_RESULT = "meeting_result"
    FEES = "fees"
    CAPITAL_CALL = "capital_call"
    HALF_YEAR = "half_year"
    DUE_DILIGENCE = "due_diligence"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OwedPaper:
    """One paper that is owed. ``about`` tells it from others of its subject: a day, a quarter, a kind and year.

    ``due`` None: no source states its day.
    """

    report: str
    subject_id: str
    about: str
    due: date | None
    company_id: str = ""
    engagement_id: str = ""
    fund_id: str = ""


def contract_papers(deals: Mapping[str, Deal], companies: Mapping[str, str], backed: set[str]) -> Iterator[OwedPaper]:
    """Yield one paper a contract: of each fund with mother-fund money, on each version of the terms it paid on.

    ``companies``: of which company each engagement is.
    """
    for engagement_id, deal in deals.items():
        signed: dict[tuple[str, int], Payment] = {}
        for payment in _standing(deal, backed):
            if payment.contract_on is not None:
                signed.setdefault((payment.fund_id, payment.terms_version), payment)
        for (fund_id, version), payment in signed.items():
            subject = f"{engagement_id}-{fund_id}-{version}"
            about = "" if payment.contract_on is None else payment.contract_on.isoformat()
            company_id = companies.get(engagement_id, "")
            yield OwedPaper(CONTRACT, subject, about, None, company_id, engagement_id, fund_id)


def registration_papers(first_plans: Mapping[str, date | None]) -> Iterator[OwedPaper]:
    """Yield one paper a company that is reported on; it comes before the first report.

    ``first_plans``: that report's day; None: it was filed, so the company must be registered already.
    """
    for company_id, due in first_plans.items():
        yield OwedPaper(REGISTRATION, company_id, "", due, company_id)


def employment_papers(
    deals: Mapping[str, Deal], companies: Mapping[str, str], backed: set[str], on: date
) -> Iterator[OwedPaper]:
    """Yield one paper a quarter that ended since a company was paid, the last four at most."""
    since: dict[str, date] = {}
    for engagement_id, deal in deals.items():
        for payment in _standing(deal, backed):
            company_id = companies.get(engagement_id, "")
            since[company_id] = min(payment.paid_on, since.get(company_id, payment.paid_on))
    for company_id, first in since.items():
        for year, quarter in _ended_quarters(on):
            ends = _after_quarter(year, quarter)
            if company_id and first < ends:
                name = f"{year}-Q{quarter}"
                due = ends.replace(day=_MONTHLY_TO)
                yield OwedPaper(EMPLOYMENT, f"{company_id}-{name}", name, due, company_id)


def occasion_due(occasion: str, held_on: date, calendar: BusinessCalendar) -> date | None:
    """Return the day of an occasional report; None where no source states one."""
    if occasion == Occasion.MEETING_PLAN:
        return calendar.deadline_before(held_on, _MEETING_BEFORE)
    return calendar.deadline_after(held_on, _MEETING_AFTER) if occasion == Occasion.MEETING_RESULT else None


def project_papers(
    projects: Iterable[GrantProject], companies: Mapping[str, str], duties: Duties, calendar: BusinessCalendar
) -> Iterator[OwedPaper]:
    """Yield one paper a report that a project owes."""
    for project in projects:
        for owed in owed_reports(project, duties, calendar):
            about = f"{owed.kind.value}:{owed.year}"
            company_id = companies.get(project.engagement_id, "")
            subject = project_subject(project.engagement_id, owed.kind.value, owed.year)
            yield OwedPaper(PROJECT, subject, about, owed.due_on, company_id, project.engagement_id)


def project_subject(engagement_id: str, kind: str, year: int) -> str:
    """Return the subject of a project's report, as its paper is addressed."""
    return f"{engagement_id}-{kind}-{year}"


def _standing(deal: Deal, backed: set[str]) -> Iterator[Payment]:
    return (payment for payment in deal.payments if payment.fund_id in backed and not payment.voided_because)


def _ended_quarters(on: date) -> Iterator[tuple[int, int]]:
    """Yield the last quarters that are over, the latest first."""
    number = on.year * 4 + (on.month - 1) // 3
    for back in range(1, _QUARTERS_BACK + 1):
        year, place = divmod(number - back, 4)
        yield year, place + 1


def _after_quarter(year: int, quarter: int) -> date:
    """Return the first day after a quarter."""
    return date(year + quarter // 4, quarter % 4 * 3 + 1, 1)
