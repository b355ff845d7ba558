"""What somebody who leaves a house leaves behind: what ends with them, and what somebody else must take over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.people import api_tokens, people, sittings
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.domain.investment import voting
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.people.events import CalendarFeedKept
from dealflow.domain.pipeline.funnel import Status
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import investment, pipeline


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """How much of a person there is; deals and votes stand in a house's books: None for whoever is of another one."""

    deals: int | None
    votes: int | None
    tokens: int
    has_feed: bool
    sittings: int


def left_behind(looking: Looking, person_id: str, *, at: datetime) -> LeftBehind:
    """Return how much of a person ends or stays when they leave; deals and votes of the viewer's own house only.

    Raises:
        NotAllowedError: the viewer does not look after that person.
    """
    ws, viewer, person = looking.ws, looking.viewer, people.looked_after(looking, person_id)
    theirs = Looking(ws, Viewer(person.id, person.organisation_id, person.role, person.company_id))
    is_ours = person.organisation_id == viewer.organisation_id and person.role is not Role.COMPANY_GUEST
    with ws.ledger.read() as session:
        deals = _deals(looking.within(session), person_id) if is_ours else None
        votes = _votes(looking.within(session), person_id) if is_ours else None
        has_feed = _has_feed(looking.within(session), person_id)
    tokens = len(api_tokens.tokens(theirs, at=at))
    return LeftBehind(deals, votes, tokens, has_feed, len(sittings.sittings(ws, person_id)))


@transacted
def close_feed(acting: Acting, person_id: str) -> None:
    """Close the calendar address of somebody who leaves: it does not open again if they come back.

    Raises:
        NotAllowedError: the viewer does not look after that person.
    """
    people.looked_after(acting, person_id)
    if _has_feed(acting, person_id):
        event = CalendarFeedKept(person_id, "")
        acting.record([event], after=len(journal.read_stream(acting.session, acting.ws.name, event.stream)))


def _deals(looking: Looking, person_id: str) -> int:
    engagements = pipeline.engagements(looking.session, looking.ws.name, looking.viewer)
    return sum(engagement.assignee_id == person_id and engagement.status is Status.ACTIVE for engagement in engagements)


def _votes(looking: Looking, person_id: str) -> int:
    sessions = investment.committee_sessions(looking.session, looking.ws.name, looking.viewer)
    items = [item for session in sessions if session.closed_at is None for item in session.items]
    return sum(
        item.resolution is None
        and person_id in voting.eligible_voters(item)
        and all(vote.voter_id != person_id for vote in item.votes)
        for item in items
    )


def _has_feed(looking: Looking, person_id: str) -> bool:
    past = journal.read_stream(looking.session, looking.ws.name, CalendarFeedKept(person_id, "").stream)
    return bool(past) and isinstance(past[-1].event, CalendarFeedKept) and bool(past[-1].event.secret_hash)
