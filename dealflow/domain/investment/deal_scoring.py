"""Scores of a deal outside a committee: several people's, blind until one's own is in, weighted by the track's card.

Marks and their spread are the committee's (``committee.Mark``, ``scoring.spread_of``). What differs is who marks (all
who work on the house's deals), when marks open (for each as soon as their own are in), and that criteria have weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import pstdev
from typing import Final

from dealflow.domain.investment.committee import Mark, Score
from dealflow.domain.investment.scoring import BEST, Spread, spread_of
from dealflow.errors import InvalidInputError

APART: Final = 30
"""Points between the lowest and the highest mark from which people disagree about a criterion."""
_MOST_CRITERIA: Final = 12
_HEAVIEST: Final = 100


@dataclass(frozen=True, slots=True)
class CardCriterion:
    """One question of a scorecard with its weight; weights count against each other and need no sum."""

    id: str
    name_ko: str
    name_en: str
    ask_ko: str
    ask_en: str
    weight: int


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What deals of a track are scored by; ``version`` 0 is the shipped one."""

    track_id: str
    criteria: tuple[CardCriterion, ...]
    version: int = 0


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a criterion counted when somebody gave their marks."""

    criterion: str
    weight: int


@dataclass(frozen=True, slots=True)
class DealScore:
    """One person's marks for a deal, by the card of then. ``after_open``: they had seen the others' marks before."""

    score: Score
    weights: tuple[Weight, ...]
    card_version: int
    after_open: bool = False

    @property
    def reviewer_id(self) -> str:
        """Return whose marks they are."""
        return self.score.reviewer_id

    @property
    def overall(self) -> Fraction:
        """Return the weighted mean of the marks, 0 to 100."""
        weights = {weight.criterion: weight.weight for weight in self.weights}
        total = sum(mark.points * weights[mark.criterion] for mark in self.score.marks)
        return Fraction(total, sum(weights[mark.criterion] for mark in self.score.marks))


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a house thinks of a deal, as one person may see it.

    ``count``: how many gave marks. Until it is open there are no scores but one's own, no mean and no spread.
    ``apart``: the criteria about which people disagree.
    """

    engagement_id: str
    count: int
    is_open: bool
    mine: DealScore | None = None
    scores: tuple[DealScore, ...] = ()
    overall: Fraction | None = None
    lowest: Fraction | None = None
    highest: Fraction | None = None
    deviation: float = 0.0
    spread: tuple[Spread, ...] = ()
    apart: tuple[str, ...] = ()


def opinion(engagement_id: str, scores: Sequence[DealScore], viewer_id: str, *, may_score: bool) -> Opinion:
    """Return what a person may see of a deal's scores: all once their own are in, or where they cannot give any."""
    mine = next((score for score in scores if score.reviewer_id == viewer_id), None)
    if not scores or (mine is None and may_score):
        return Opinion(engagement_id, len(scores), is_open=False)
    overalls = [score.overall for score in scores]
    spread = spread_of([score.score for score in scores])
    return Opinion(
        engagement_id,
        len(scores),
        is_open=True,
        mine=mine,
        scores=tuple(sorted(scores, key=lambda score: (score.reviewer_id != viewer_id, score.reviewer_id))),
        overall=sum(overalls, Fraction(0)) / len(overalls),
        lowest=min(overalls),
        highest=max(overalls),
        deviation=pstdev(float(overall) for overall in overalls),
        spread=spread,
        apart=tuple(of.criterion for of in spread if of.count > 1 and of.highest - of.lowest >= APART),
    )


def require_marks_of_card(marks: Sequence[Mark], card: Scorecard) -> None:
    """Require one mark of 0 to 100 points for each criterion of the card.

    Raises:
        InvalidInputError: they are others.
    """
    asked = sorted(criterion.id for criterion in card.criteria)
    if sorted(mark.criterion for mark in marks) != asked or not all(0 <= mark.points <= BEST for mark in marks):
        raise InvalidInputError(field="criterion", problem="marks_wrong")


def require_sound_card(card: Scorecard) -> None:
    """Require that deals can be scored by a card.

    Raises:
        InvalidInputError: it has no criterion or too many, an id twice, a criterion without a name, or a weight that
            is not 1 to 100.
    """
    ids = [criterion.id for criterion in card.criteria]
    if not 1 <= len(ids) <= _MOST_CRITERIA:
        raise InvalidInputError(
            field="criterion", problem="number_out_of_range", value=len(ids), least=1, most=_MOST_CRITERIA
        )
    for place, criterion in enumerate(card.criteria):
        if criterion.id in ids[:place]:
            raise InvalidInputError(field="criterion", problem="repeated", value=criterion.id)
        if not criterion.name_ko or not criterion.name_en:
            raise InvalidInputError(field="criterion", problem="missing", value=criterion.id)
        if not 1 <= criterion.weight <= _HEAVIEST:
            raise InvalidInputError(
                field="weight", problem="number_out_of_range", value=criterion.weight, least=1, most=_HEAVIEST
            )
