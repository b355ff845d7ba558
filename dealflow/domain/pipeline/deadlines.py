"""Deadlines: what is due when, as values. Every function takes facts and returns a tuple in the order of the days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import pairwise
from typing import Final, NamedTuple

from dealflow.domain.investment.committee import Condition, ConditionState
from dealflow.domain.investment.deal_terms import Commitment
from dealflow.domain.notes.documents import Document, running_out
from dealflow.domain.tips.operators import Operator
from dealflow.domain.tips.rule_packs import Severity
from dealflow.domain.values.business_days import BusinessCalendar
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError

PLAN_DAYS_BEFORE: Final = 5
"""Business days before the main committee (KVIC guide of 2026-04; the pack's FND-04 has the last word)."""
RESULT_DAYS_AFTER: Final = 2
MONTHLY_FROM, MONTHLY_TO = 1, 7
"""The days of the next month between which the monthly report is confirmed (KVIC guide of 2026-04)."""


class DeadlineKind(StrEnum):
    """What is due."""

    IC_PLAN = "ic_plan"
    IC_RESULT = "ic_result"
    MONTHLY_REPORT = "monthly_report"
    CONDITION = "condition"
    LOC = "loc"
    CERTIFICATE = "certificate"
    OPERATOR_TERM = "operator_term"
    DOCUMENT = "document"
    EVALUATION = "evaluation"
    APPEAL = "appeal"
    APPEAL_ANSWER = "appeal_answer"
    AGREEMENT = "agreement"
    PROJECT_REPORT = "project_report"
    ROYALTY = "royalty"
    PAPER = "paper"
    """A paper to KVIC beside those on a committee: which one stands in its label (``r6:2026-Q1``)."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """One thing that is due. ``due`` is the last day in time; ``subject_id`` is the record that it is about."""

    kind: DeadlineKind
    due: date
    subject_id: str
    severity: Severity
    label: str = ""
    """What tells it from others of the subject: a letter's number, a condition's text, a month (2026-03)."""
    owner_id: str = ""
    """Whose it is: a person or an organisation."""
    opens: date | None = None
    """The first day on which it can be done; None: at once."""
    done_on: date | None = None

    def days_left(self, on: date) -> int:
        """Return the days of the calendar until it is due: 0 on the day itself, negative once it is late."""
        return (self.due - on).days

    def business_days_left(self, on: date, calendar: BusinessCalendar) -> int:
        """Return the business days until it is due, negative once it is late."""
        return calendar.between(on, self.due)

    def is_open(self) -> bool:
        """Say whether it still has to be done."""
        return self.done_on is None

    def is_late(self, on: date) -> bool:
        """Say whether its day has gone by undone, or it was done after its day."""
        return (self.done_on or on) > self.due


@dataclass(frozen=True, slots=True)
class Certificate:
    """A paper that runs out: of a small or medium enterprise, of taxes paid, ..."""

    company_id: str
    name: str
    valid_to: date | None


class ReportDays(NamedTuple):
    """Within how many business days a main committee is reported: before it the plan, after it the result."""

    plan_before: int = PLAN_DAYS_BEFORE
    result_after: int = RESULT_DAYS_AFTER


USUAL_DAYS: Final = ReportDays()
"""The guide's own."""


def committee_reports(
    session_id: str,
    held_at: datetime,
    calendar: BusinessCalendar,
    *,
    plan_filed: date | None = None,
    result_filed: date | None = None,
    days: ReportDays = USUAL_DAYS,
) -> tuple[Deadline, ...]:
    """Return the two reports to KVIC on a main committee that decides for a fund backed by the mother fund.

    Plan: at least 5 business days before; result: at most 2 after. The day of the committee, in Korea, is not counted.
    """
    day = korean_day(held_at)
    plan_due = calendar.deadline_before(day, days.plan_before)
    result_due = calendar.deadline_after(day, days.result_after)
    return (
        Deadline(DeadlineKind.IC_PLAN, plan_due, session_id, Severity.BLOCK, done_on=plan_filed),
        Deadline(DeadlineKind.IC_RESULT, result_due, session_id, Severity.BLOCK, opens=day, done_on=result_filed),
    )


def monthly_reports(
    fund_id: str, since: date, until: date, confirmed: Iterable[tuple[str, date]] = ()
) -> tuple[Deadline, ...]:
    """Return the monthly reports of a fund that fall due between two days, both included.

    ``confirmed``: months (``2026-03``) with the day on which each was confirmed; only that makes a report complete. The
    7th stands even on a holiday: the guide names no other day, and a day too early harms nobody.

    Raises:
        InvalidInputError: the days are the wrong way round.
    """
    if since > until:
        raise InvalidInputError(field="since", problem="after_until", value=since.isoformat())
    done = dict(confirmed)
    months = range(since.year * 12 + since.month - 1, until.year * 12 + until.month + 1)
    firsts = [date(month // 12, month % 12 + 1, 1) for month in range(months.start - 1, months.stop)]
    reports = []
    for day, reported in pairwise(firsts):
        name, due = f"{day:%Y-%m}", reported.replace(day=MONTHLY_TO)
        if since <= due <= until:
            opens = reported.replace(day=MONTHLY_FROM)
            severity = Severity.WARN
            reports.append(
                Deadline(DeadlineKind.MONTHLY_REPORT, due, fund_id, severity, name, opens=opens, done_on=done.get(name))
            )
    return in_order(reports)


def condition_deadlines(item_id: str, conditions: Iterable[Condition]) -> tuple[Deadline, ...]:
    """Return the conditions of an approval that have a day; those that were met or waived are done."""
    return in_order(
        Deadline(
            DeadlineKind.CONDITION,
            condition.due,
            item_id,
            Severity.BLOCK,
            condition.text,
            condition.owner_id,
            done_on=None if condition.state is ConditionState.OPEN else condition.settled_on or condition.due,
        )
        for condition in conditions
        if condition.due is not None
    )


def commitment_deadlines(engagement_id: str, commitments: Iterable[Commitment]) -> tuple[Deadline, ...]:
    """Return the last days of letters of commitment that have one."""
    return in_order(
        Deadline(
            DeadlineKind.LOC, commitment.valid_to, engagement_id, Severity.WARN, commitment.number, commitment.payer_id
        )
        for commitment in commitments
        if commitment.valid_to is not None
    )


def certificate_deadlines(certificates: Iterable[Certificate]) -> tuple[Deadline, ...]:
    """Return the last days of certificates that have one."""
    return in_order(
        Deadline(
            DeadlineKind.CERTIFICATE, certificate.valid_to, certificate.company_id, Severity.WARN, certificate.name
        )
        for certificate in certificates
        if certificate.valid_to is not None
    )


def document_deadlines(documents: Iterable[Document]) -> tuple[Deadline, ...]:
    """Return the last good days of files that run out; of several editions of one paper the last one's."""
    return in_order(
        Deadline(DeadlineKind.DOCUMENT, document.expires_on, document.id, Severity.WARN, document.kind)
        for document in running_out(documents)
        if document.expires_on is not None
    )


def term_deadlines(operators: Iterable[Operator]) -> tuple[Deadline, ...]:
    """Return the last days of operators' terms, which are the last on which they may recommend."""
    return in_order(
        Deadline(
            DeadlineKind.OPERATOR_TERM,
            operator.term_to,
            operator.id,
            Severity.BLOCK,
            operator.number,
            operator.organisation_id,
        )
        for operator in operators
        if operator.term_to is not None
    )


def in_order(*groups: Iterable[Deadline]) -> tuple[Deadline, ...]:
    """Return all deadlines by day; on one day, what blocks first."""
    weight = tuple(Severity)
    return tuple(
        sorted(
            (deadline for group in groups for deadline in group),
            key=lambda deadline: (
                deadline.due,
                weight.index(deadline.severity),
                deadline.kind,
                deadline.subject_id,
                deadline.label,
            ),
        )
    )


def waiting(deadlines: Iterable[Deadline], on: date, within_days: int) -> tuple[Deadline, ...]:
    """Return what is not done and due within so many days of the calendar, whatever is late first."""
    return in_order(deadline for deadline in deadlines if deadline.is_open() and deadline.days_left(on) <= within_days)
