"""Recommendation slots (추천권) of an operator: how many were allotted, used, and are left."""

from __future__ import annotations

from datetime import date

from dealflow.domain.tips.findings import Answer
from dealflow.domain.tips.operators import Allotment, Operator, Recommendation
from dealflow.errors import InvalidInputError


def covers(operator: Operator, on: date) -> bool:
    """Say whether the operator's term covers a day; a term without an end goes on."""
    return operator.term_from <= on and (operator.term_to is None or on <= operator.term_to)


def allotted(operator: Operator, programme: str, on: date) -> tuple[Allotment, ...]:
    """Return the allotments of a programme whose period covers a day."""
    return tuple(
        allotment
        for allotment in operator.allotments
        if allotment.programme == programme and allotment.since <= on <= allotment.until
    )


def used(operator: Operator, programme: str, on: date) -> tuple[Recommendation, ...]:
    """Return the recommendations that take slots of the allotments of that day; withdrawn ones take none."""
    periods = [used_in(operator, period) for period in allotted(operator, programme, on)]
    return tuple(
        recommendation
        for recommendation in operator.recommendations
        if any(recommendation in period for period in periods)
    )


def used_in(operator: Operator, allotment: Allotment) -> tuple[Recommendation, ...]:
    """Return the recommendations that take slots of one allotment: of its programme and days, and not withdrawn."""
    return tuple(
        recommendation
        for recommendation in operator.recommendations
        if recommendation.programme == allotment.programme
        and not recommendation.withdrawn_because
        and allotment.since <= recommendation.recommended_on <= allotment.until
    )


def slots_left(operator: Operator, programme: str, on: date) -> int:
    """Return how many recommendations of a programme are left on a day; 0 where none were allotted."""
    return sum(allotment.slots for allotment in allotted(operator, programme, on)) - len(used(operator, programme, on))


def next_slot(operator: Operator, programme: str, on: date) -> int:
    """Return the number of the lowest free slot, counted from 1 in the period.

    Raises:
        InvalidInputError: no slot is left.
    """
    if slots_left(operator, programme, on) <= 0:
        raise InvalidInputError(field="recommendation", problem="no_slot", value=programme)
    taken = {recommendation.slot for recommendation in used(operator, programme, on)}
    return next(number for number in range(1, len(taken) + 2) if number not in taken)


def needs_confirmation(answer: Answer, on: date, entered: date) -> bool:
    """Say whether a recommendation of a day is to be confirmed in writing: no pass, or entered after its day."""
    return answer is not Answer.PASS or on < entered


def recommendation_of(operator: Operator, engagement_id: str) -> Recommendation | None:
    """Return an engagement's last recommendation that was not withdrawn."""
    standing = [
        recommendation
        for recommendation in operator.recommendations
        if recommendation.engagement_id == engagement_id and not recommendation.withdrawn_because
    ]
    return standing[-1] if standing else None
