"""What an event promised to its attendees: when its term is over, who they were is destroyed, once a day."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from dealflow.actions.people import people, personal_data
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, commit
from dealflow.domain.values.korean_days import korean_day, months_after
from dealflow.store.ledger.queries import attendees, irday
from dealflow.store.ledger.queries import people as people_queries
from dealflow.store.ledger.queries.visibility import Session

WHAT: Final = "registrations"
"""What the register of destructions calls them."""


def destroy_expired(ws: Workspace, *, at: datetime, source: str = "worker") -> dict[str, int]:
    """Destroy the names of attendees of every event whose promised months are over; return how many, by house."""

    def work(session: Session) -> dict[str, int]:
        acting = Acting(ws, people.SYSTEM, at, source).within(session)
        gone: dict[str, int] = {}
        for event in people_queries.ir_events(session, ws.name):
            terms = attendees.event_profile(session, ws.name, event.id)[0].registration
            if months_after(event.held_on, terms.retention_months) >= korean_day(at):
                continue
            cards = irday.cards(session, ws.name, event.id)
            ids = [known.id for known in attendees.registrations(session, ws.name, event.id) if known.id in cards]
            if ids:
                reason = f"promised: {terms.retention_months} months, {len(ids)}"
                personal_data.destroy_attendees(acting, event.organiser_id, ids)
                personal_data.recorded(acting, event.organiser_id, WHAT, ids, reason)
                gone[event.organiser_id] = gone.get(event.organiser_id, 0) + len(ids)
        return gone

    return commit(ws, work)
