"""What rests upon an investment: at most one standing recommendation, and nobody takes away what one rests upon."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.tips.eligibility import RECOMMENDED, TRACK
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.tips.operators import Operator, Recommendation
from dealflow.domain.tips.recommendation_slots import recommendation_of
from dealflow.errors import InvalidInputError, RecommendationStandsError
from dealflow.store.ledger.queries import people, pipeline, tips


@dataclass(frozen=True, slots=True)
class Accepted:
    """What of ``findings.unproven`` a recommender ticked, and the colleague who looked at it, too (a person's id)."""

    unproven: tuple[str, ...] = ()
    second_id: str = ""


def with_accepted(
    acting: Acting, operator: Operator, recommendation: Recommendation, accepted: Accepted
) -> Recommendation:
    """Return the recommendation with who looked at what is unproven in it.

    Raises:
        InvalidInputError: something was not ticked, or the second person is missing, nobody of the house, or oneself.
    """
    left = [name for name in recommendation.unproven if name not in accepted.unproven]
    if left:
        raise InvalidInputError(field="unproven", problem="not_ticked", value=", ".join(left))
    if not recommendation.unproven:
        return recommendation
    house = {
        person.id
        for person in people.persons(acting.session, acting.ws.name)
        if person.organisation_id == acting.viewer.organisation_id and person.company_id is None
    }
    if not accepted.second_id and operator.second_person:
        raise InvalidInputError(field="second_person", problem="missing")
    if accepted.second_id and accepted.second_id not in house - {acting.viewer.person_id}:
        raise InvalidInputError(field="second_person", problem="not_another", value=accepted.second_id)
    return replace(recommendation, second_id=accepted.second_id)


def require_free(looking: Looking, engagement_id: str, investment_id: str) -> None:
    """Require that no standing recommendation of another engagement rests upon an investment already.

    Raises:
        InvalidInputError: one does.
    """
    books = pipeline.engagements(looking.session, looking.ws.name, looking.viewer, None)
    resting = [book.id for book in books if book.joined_id == investment_id and book.id != engagement_id]
    if any(_is_recommended(looking, text) for text in resting):
        raise InvalidInputError(field="engagement", problem="recommended_upon", value=investment_id)


def require_separable(looking: Looking, now: Engagement, joined_id: str | None) -> None:
    """Require that no standing recommendation of the engagement itself would lose what it rests upon.

    Raises:
        InvalidInputError: it would; the recommendation must be withdrawn first.
    """
    if now.joined_id and now.joined_id != joined_id and _is_recommended(looking, now.id):
        raise InvalidInputError(field="engagement", problem="recommended", value=now.id)


def require_stays(looking: Looking, now: Engagement, to_stage: str) -> None:
    """Require that an engagement does not go back before a recommendation of it that stands.

    The slot stays used as long as the recommendation does; withdrawing it takes the stage back, too.

    Raises:
        RecommendationStandsError: it would.
    """
    if now.track != TRACK:
        return
    track = looking.ws.track(TRACK)
    last = track.position(RECOMMENDED)
    leaves = track.position(to_stage) < last <= track.position(now.stage)
    if leaves and _is_recommended(looking, now.id):
        raise RecommendationStandsError(engagement=now.id, to=to_stage)


def _is_recommended(looking: Looking, engagement_id: str) -> bool:
    """Say whether a recommendation of the engagement stands."""
    operators = tips.operators(looking.session, looking.ws.name, looking.viewer)
    return any(recommendation_of(operator, engagement_id) for operator, _ in operators)
