"""Scores of several reviewers: blind until all are in, then open to all, with their spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import pstdev

from dealflow.domain.investment.committee import AgendaItem, Mark, Score
from dealflow.domain.investment.voting import eligible_voters
from dealflow.errors import CommitteeRuleError

BEST = 100


@dataclass(frozen=True, slots=True)
class Spread:
    """How far reviewers agree on one criterion, in points; ``deviation`` is the population's standard deviation."""

    criterion: str
    count: int
    mean: Fraction
    lowest: int
    highest: int
    deviation: float


def counted_scores(item: AgendaItem) -> tuple[Score, ...]:
    """Return the last score of each eligible reviewer."""
    eligible = set(eligible_voters(item))
    return tuple({score.reviewer_id: score for score in item.scores if score.reviewer_id in eligible}.values())


def waiting_for(item: AgendaItem) -> tuple[str, ...]:
    """Return the eligible reviewers whose scores are not in."""
    there = {counted_score.reviewer_id for counted_score in counted_scores(item)}
    return tuple(voter for voter in eligible_voters(item) if voter not in there)


def scores_are_in(item: AgendaItem) -> bool:
    """Say whether every eligible reviewer has scored (and there is one at all)."""
    return bool(counted_scores(item)) and not waiting_for(item)


def require_marks_allowed(item: AgendaItem, reviewer_id: str, marks: Sequence[Mark], criteria: Sequence[str]) -> None:
    """Require that the reviewer may give those marks now.

    Raises:
        CommitteeRuleError: the item has ended, all scores are in, the person is no reviewer or stands aside, or the
            marks are not one of 0 to 100 for each criterion of the session.
    """
    problem = None
    if item.resolution is not None:
        problem = "ended"
    elif reviewer_id not in item.voters:
        problem = "not_voter"
    elif reviewer_id not in eligible_voters(item):
        problem = "stands_aside"
    elif scores_are_in(item):
        problem = "scores_are_in"
    elif sorted(mark.criterion for mark in marks) != sorted(criteria) or not all(
        0 <= mark.points <= BEST for mark in marks
    ):
        problem = "marks_wrong"
    if problem is not None:
        raise CommitteeRuleError(problem=problem, item=item.id, voter=reviewer_id)


def visible_scores(item: AgendaItem, viewer_id: str) -> tuple[Score, ...]:
    """Return the scores that a person may see: one's own until all are in, then every reviewer's."""
    scores = counted_scores(item)
    return scores if scores_are_in(item) else tuple(score for score in scores if score.reviewer_id == viewer_id)


def spread(item: AgendaItem) -> tuple[Spread, ...]:
    """Return the spread of each criterion, in the order of the first score; empty until all scores are in."""
    return spread_of(counted_scores(item)) if scores_are_in(item) else ()


def spread_of(scores: Sequence[Score]) -> tuple[Spread, ...]:
    """Return the spread of each criterion over the marks of several people, in the order of the first score."""
    points: dict[str, list[int]] = {}
    for score in scores:
        for mark in score.marks:
            points.setdefault(mark.criterion, []).append(mark.points)
    return tuple(
        Spread(criterion, len(point), Fraction(sum(point), len(point)), min(point), max(point), pstdev(point))
        for criterion, point in points.items()
    )


def overall(item: AgendaItem) -> Fraction | None:
    """Return the mean of all marks, each criterion weighing the same; nothing until all scores are in."""
    means = [spread.mean for spread in spread(item)]
    return sum(means, Fraction(0)) / len(means) if means else None
