"""What rests upon an investment: at most one standing recommendation, and nobody takes away what one rests upon."""

from __future__ import annotations

from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.access import Viewer
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.tips.recommendation_slots import recommendation_of
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.queries import investment, pipeline
from dealflow.store.ledger.queries.visibility import Session


def check_free(ws: Workspace, session: Session, viewer: Viewer, engagement_id: str, investment_id: str) -> None:
    """Say nothing unless a standing recommendation of another engagement rests upon an investment already.

    Raises:
        InvalidInputError: one does.
    """
    books = pipeline.engagements(session, ws.name, viewer, None)
    resting = [each.id for each in books if each.joined_id == investment_id and each.id != engagement_id]
    if any(_is_recommended(ws, session, viewer, each) for each in resting):
        raise InvalidInputError(field="engagement", problem="recommended_upon", value=investment_id)


def check_parts(ws: Workspace, session: Session, viewer: Viewer, now: Engagement, joined_id: str | None) -> None:
    """Say nothing unless a standing recommendation of the engagement itself would lose what it rests upon.

    Raises:
        InvalidInputError: it would; the recommendation must be withdrawn first.
    """
    if now.joined_id and now.joined_id != joined_id and _is_recommended(ws, session, viewer, now.id):
        raise InvalidInputError(field="engagement", problem="recommended", value=now.id)


def _is_recommended(ws: Workspace, session: Session, viewer: Viewer, engagement_id: str) -> bool:
    """Say whether a recommendation of the engagement stands."""
    found = investment.operators(session, ws.name, viewer)
    return any(recommendation_of(operator, engagement_id) for operator, _ in found)
