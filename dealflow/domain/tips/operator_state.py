"""A TIPS operator's books as their events leave them: followed event by event."""

from __future__ import annotations

from dataclasses import replace

from dealflow.domain.tips.events import OperatorDesignated, RecommendationWithdrawn, Recommended, SlotsAllotted
from dealflow.domain.tips.operators import Allotment, Operator, Recommendation
from dealflow.domain.values.event import Recorded
from dealflow.errors import InvalidInputError, NotFoundError


def follow(operator: Operator | None, recorded: Recorded) -> Operator:
    """Return an operator after one more of its events; the first one designates it.

    Raises:
        NotFoundError: there is no such operator or recommendation.
        InvalidInputError: a recommendation stands twice, or is withdrawn twice or for no reason.
    """
    event = recorded.event
    if isinstance(event, OperatorDesignated):
        return _designated(operator, event)
    if operator is None:
        raise NotFoundError(kind="operator", id=recorded.stream.removeprefix("operator:"))
    match event:
        case SlotsAllotted():
            return replace(operator, allotments=_allotted(operator.allotments, event.allotment))
        case Recommended():
            if event.recommendation.id in {recommendation.id for recommendation in operator.recommendations}:
                raise InvalidInputError(field="recommendation", problem="repeated", value=event.recommendation.id)
            return replace(operator, recommendations=(*operator.recommendations, event.recommendation))
        case RecommendationWithdrawn():
            return replace(operator, recommendations=_withdrawn(operator.recommendations, event))
        case _:
            return operator


def _designated(operator: Operator | None, event: OperatorDesignated) -> Operator:
    """Return the operator as now designated; slots and recommendations stay as they are."""
    present = Operator(
        id=event.operator_id,
        organisation_id=event.organisation_id,
        kind=event.operator_kind,
        number=event.number,
        term_from=event.term_from,
        term_to=event.term_to,
        members=event.members,
        second_person=event.second_person,
    )
    if operator is None:
        return present
    return replace(present, allotments=operator.allotments, recommendations=operator.recommendations)


def _allotted(allotments: tuple[Allotment, ...], new: Allotment) -> tuple[Allotment, ...]:
    """Return the allotments with the new one, which takes the place of one of the same programme and period."""
    period = (new.programme, new.since, new.until)
    return (
        *(allotment for allotment in allotments if (allotment.programme, allotment.since, allotment.until) != period),
        new,
    )


def _withdrawn(
    recommendations: tuple[Recommendation, ...], event: RecommendationWithdrawn
) -> tuple[Recommendation, ...]:
    """Return the recommendations with one marked as withdrawn; it stays on record, its slot is free."""
    standing = {recommendation.id: not recommendation.withdrawn_because for recommendation in recommendations}
    if event.recommendation_id not in standing:
        raise NotFoundError(kind="recommendation", id=event.recommendation_id)
    if not standing[event.recommendation_id]:
        raise InvalidInputError(field="recommendation", problem="withdrawn", value=event.recommendation_id)
    if not event.because.strip():
        raise InvalidInputError(field="because", problem="missing")
    return tuple(
        replace(recommendation, withdrawn_because=event.because)
        if recommendation.id == event.recommendation_id
        else recommendation
        for recommendation in recommendations
    )
