"""The deadlines of projects with a grant: evaluations to come, appeals, answers, agreement, reports, royalties."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dealflow.domain.pipeline.deadlines import Deadline, DeadlineKind, in_order
from dealflow.domain.tips.grant_duties import Duties, answer_until, appeal_until, owed_reports
from dealflow.domain.tips.grant_projects import AGAINST, GrantEvaluation, GrantProject
from dealflow.domain.tips.rule_packs import Severity
from dealflow.domain.values.business_days import BusinessCalendar


def grant_deadlines(
    project: GrantProject, duties: Duties, calendar: BusinessCalendar, on: date
) -> tuple[Deadline, ...]:
    """Return what is due of a project. A term to appeal that nobody used is over with its last day, not late."""
    return in_order(
        _of_evaluations(project, duties, calendar, on), _of_agreement(project), _of_reports(project, duties, calendar)
    )


def label_of(kind: str, year: int) -> str:
    """Return what tells a deadline of a project from others: which evaluation or report, of which year."""
    return f"{kind}:{year}"


def _of_evaluations(project: GrantProject, duties: Duties, calendar: BusinessCalendar, on: date) -> Iterator[Deadline]:
    for evaluation in project.evaluations:
        label = label_of(evaluation.kind.value, evaluation.year)
        is_over = evaluation.verdict is not None or evaluation.held_on < on
        done = evaluation.held_on if is_over else None
        yield Deadline(DeadlineKind.EVALUATION, evaluation.held_on, project.id, Severity.WARN, label, done_on=done)
        yield from _of_appeal(project, evaluation, duties, calendar, on)


def _of_appeal(
    project: GrantProject, evaluation: GrantEvaluation, duties: Duties, calendar: BusinessCalendar, on: date
) -> Iterator[Deadline]:
    label = label_of(evaluation.kind.value, evaluation.year)
    until, answer = appeal_until(evaluation, duties, calendar), answer_until(evaluation, duties, calendar)
    if until is not None and evaluation.verdict in AGAINST and (evaluation.appealed_on or on <= until):
        yield Deadline(DeadlineKind.APPEAL, until, project.id, Severity.BLOCK, label, done_on=evaluation.appealed_on)
    if answer is not None:
        yield Deadline(
            DeadlineKind.APPEAL_ANSWER, answer, project.id, Severity.INFO, label, done_on=evaluation.answered_on
        )


def _of_agreement(project: GrantProject) -> Iterator[Deadline]:
    agreement = project.agreement
    if agreement.sign_by is not None:
        yield Deadline(
            DeadlineKind.AGREEMENT, agreement.sign_by, project.id, Severity.BLOCK, done_on=agreement.signed_on
        )
    for royalty in project.royalties:
        if royalty.due_on is not None:
            label = label_of("royalty", royalty.year)
            yield Deadline(
                DeadlineKind.ROYALTY, royalty.due_on, project.id, Severity.BLOCK, label, done_on=royalty.paid_on
            )


def _of_reports(project: GrantProject, duties: Duties, calendar: BusinessCalendar) -> Iterator[Deadline]:
    for owed in owed_reports(project, duties, calendar):
        if owed.due_on is not None:
            label = label_of(owed.kind.value, owed.year)
            done = None if owed.report is None else owed.report.submitted_on
            yield Deadline(DeadlineKind.PROJECT_REPORT, owed.due_on, project.id, Severity.BLOCK, label, done_on=done)
