"""What to ask the company: gaps, figures that do not add up, and figures whose meaning the deck leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dealflow.domain.claims.claims import ClaimStatus, Metric, Scope
from dealflow.domain.claims.consistency_checks import Answer, Finding, Stated


class QuestionKind(StrEnum):
    """Why a question is asked."""

    GAP = "gap"
    """The deck does not state a figure that every investor asks for."""
    CONFLICT = "conflict"
    """Figures do not add up; both are shown."""
    UNPROVED = "unproved"
    """The deck does not say whose figure it is, or whether it has happened."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``claims`` are the figures that it is about, ``finding`` the check behind a conflict."""

    kind: QuestionKind
    metric: str
    claims: tuple[str, ...] = ()
    finding: Finding | None = None


def questions(
    stated: Sequence[Stated],
    findings: Sequence[Finding],
    metrics: Sequence[Metric],
    rivals: Sequence[tuple[str, ...]] = (),
) -> tuple[Question, ...]:
    """Return the question sheet of one company: conflicts first, then what is unproved, then what is missing.

    Args:
        stated: the company's figures as they stand after review, without rejected ones.
        findings: what the checks said of them.
        metrics: the catalogue; its headline metrics are those that every investor asks for.
        rivals: figures that give different values for one thing, as the company's page shows them side by side.
    """
    headline = {metric.id for metric in metrics if metric.headline}
    conflicts = tuple(_conflicts(stated, findings))
    return (
        *conflicts,
        *_rivals(stated, rivals, conflicts),
        *_unproved(stated, headline),
        *_gaps(stated, metrics),
    )


def _conflicts(stated: Sequence[Stated], findings: Iterable[Finding]) -> Iterable[Question]:
    metric_of = {other_stated.claim_id: other_stated.metric for other_stated in stated}
    claim_sets: set[frozenset[str]] = set()
    for finding in findings:
        about = (*finding.left, *finding.right)
        if finding.answer is not Answer.DISAGREES or frozenset(about) in claim_sets:
            continue
        claim_sets.add(frozenset(about))
        yield Question(QuestionKind.CONFLICT, metric_of.get(about[-1], ""), about, finding)


def _rivals(
    stated: Iterable[Stated], groups: Iterable[tuple[str, ...]], conflicts: Iterable[Question]
) -> Iterable[Question]:
    """Yield what no check has asked about already: values beside each other, the widest groups first."""
    metric_of = {other_stated.claim_id: other_stated.metric for other_stated in stated}
    asked = [frozenset(question.claims) for question in conflicts]
    standing = (tuple(claim_id for claim_id in group if claim_id in metric_of) for group in groups)
    for group in sorted(standing, key=len, reverse=True):
        if len(group) > 1 and not any(about.issuperset(group) for about in asked):
            asked.append(frozenset(group))
            yield Question(QuestionKind.CONFLICT, metric_of[group[0]], group)


def _unproved(stated: Iterable[Stated], headline: set[str]) -> Iterable[Question]:
    for other_stated in stated:
        open_scope, open_status = (
            other_stated.scope is Scope.UNKNOWN,
            other_stated.status is ClaimStatus.UNKNOWN and other_stated.period is None,
        )
        if other_stated.metric in headline and (open_scope or open_status):
            yield Question(QuestionKind.UNPROVED, other_stated.metric, (other_stated.claim_id,))


def _gaps(stated: Iterable[Stated], metrics: Iterable[Metric]) -> Iterable[Question]:
    present = {other_stated.metric for other_stated in stated}
    for metric in metrics:
        if metric.headline and metric.id not in present:
            yield Question(QuestionKind.GAP, metric.id)
