"""What one house's books are made of."""

from __future__ import annotations

from sqlmodel import Session

from dealflow.domain.people.access import Viewer
from dealflow.store.ledger.queries import investment, pipeline, tips


def streams_of(session: Session, workspace: str, viewer: Viewer) -> tuple[str, ...]:
    """Return the names of the streams of the viewer's own books: engagements, committees, operators."""
    engagements = pipeline.engagements(session, workspace, viewer)
    sessions = investment.committee_sessions(session, workspace, viewer)
    operators = tips.operators(session, workspace, viewer)
    return (
        *(f"engagement:{engagement.id}" for engagement in engagements),
        *(f"session:{committee.id}" for committee in sessions),
        *(f"operator:{operator.id}" for operator, _ in operators),
    )
