"""What an agency and a company owe each other once something was decided: days to appeal, to answer, to report.

The days are data (``catalogue/grant_duties.toml``), each with its source and whether it is confirmed; what no source
states stays None, and then only a day that a person wrote down counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dealflow.domain.tips.grant_projects import GrantEvaluation, GrantProject, ProjectReport, ProjectReportKind
from dealflow.domain.values.business_days import BusinessCalendar


class Duty(StrEnum):
    """What has a number of days of the calendar."""

    APPEAL = "appeal"
    APPEAL_ANSWER = "appeal_answer"
    ANNUAL_REPORT = "annual_report"
    FINAL_REPORT = "final_report"


@dataclass(frozen=True, slots=True)
class DutyRule:
    """How many days a duty has; ``days`` None: not known to us, to be looked up."""

    duty: Duty
    days: int | None
    is_confirmed: bool
    source_ko: str
    source_en: str


Duties = Mapping[Duty, DutyRule]


@dataclass(frozen=True, slots=True)
class OwedReport:
    """A report that a project owes. ``due_on`` None: nobody knows its day; ``report``: what is written of it."""

    kind: ProjectReportKind
    year: int
    due_on: date | None
    report: ProjectReport | None


def last_day(since: date, days: int | None, calendar: BusinessCalendar) -> date | None:
    """Return the last day of a term: the first day is not counted, and one that ends on a holiday ends after it.

    Civil Act, arts. 157 and 161.
    """
    if days is None:
        return None
    due = since + timedelta(days=days)
    return due if calendar.is_business(due) else calendar.add(due, 1)


def appeal_until(evaluation: GrantEvaluation, duties: Duties, calendar: BusinessCalendar) -> date | None:
    """Return the last day on which a company may appeal; None before the notice."""
    if evaluation.notified_on is None:
        return None
    return last_day(evaluation.notified_on, duties[Duty.APPEAL].days, calendar)


def answer_until(evaluation: GrantEvaluation, duties: Duties, calendar: BusinessCalendar) -> date | None:
    """Return the last day on which the agency answers an appeal; None where there is none."""
    if evaluation.appealed_on is None:
        return None
    return last_day(evaluation.appealed_on, duties[Duty.APPEAL_ANSWER].days, calendar)


def owed_reports(project: GrantProject, duties: Duties, calendar: BusinessCalendar) -> tuple[OwedReport, ...]:
    """Return the reports that a project owes: one a year, the last year's being the final one, and what else stands.

    A day that a person wrote down stands before the rule's.
    """
    return tuple(_owed(project, duties, calendar))


def _owed(project: GrantProject, duties: Duties, calendar: BusinessCalendar) -> Iterator[OwedReport]:
    written = {(report.kind, report.year): report for report in project.reports}
    years = sorted(project.years, key=lambda year: year.year)
    for year in years:
        is_last = year is years[-1]
        kind = ProjectReportKind.FINAL if is_last else ProjectReportKind.ANNUAL
        report = written.pop((kind, year.year), None) or (written.pop((kind, 0), None) if is_last else None)
        duty = duties[Duty.FINAL_REPORT if is_last else Duty.ANNUAL_REPORT]
        by_rule = last_day(year.ends_on, duty.days, calendar)
        yield OwedReport(kind, year.year, report.due_on or by_rule if report else by_rule, report)
    for (kind, number), report in written.items():
        yield OwedReport(kind, number, report.due_on, report)
