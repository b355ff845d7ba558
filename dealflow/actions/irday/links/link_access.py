"""Who may act on an IR day's floor: people of the organiser's, and whoever holds an address that was made for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.links.access_links import opened
from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.people.access import Viewer
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.event import By
from dealflow.errors import NotAllowedError, NotFoundError
from dealflow.store.ledger.queries.visibility import Session


@dataclass(frozen=True, slots=True)
class Address:
    """An address without an account as it was opened, and what it is for."""

    link: str
    secret: str
    purpose: LinkPurpose


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who acts at an event; ``participant`` is whose page was opened: such an address acts for that firm alone."""

    event: IrEvent
    actor: str
    participant: Participant | None = None

    def by(self, at: datetime, source: str) -> By:
        """Return it as the one who acts."""
        return By(self.actor, at, source)

    def require_own(self, participant_id: str) -> None:
        """Require that a firm's page does not act for another firm.

        Raises:
            NotFoundError: it does; the other firm reads as one that is not there.
        """
        if self.participant is not None and self.participant.id != participant_id:
            raise NotFoundError(kind="participant", id=participant_id)


Asker = Viewer | Address


def admit(  # who, where, when, through which doors
    ws: Workspace,
    session: Session,
    asker: Asker,
    ir_event_id: str,
    *,
    at: datetime,
    doors: frozenset[LinkPurpose] = frozenset(),
) -> Admitted:
    """Return who acts, checked in the transaction in which it acts; ``doors``: the addresses that may do it too.

    Raises:
        NotAllowedError: the viewer does not run the event, or such an address does not do this.
        NotFoundError: there is no such event, or the address is another event's.
        DayLinkError: the address does not open.
    """
    if isinstance(asker, Viewer):
        return Admitted(run_event(Looking(ws, asker).within(session), ir_event_id), asker.person_id)
    if asker.purpose not in doors:
        raise NotAllowedError(act="run_event", role=asker.purpose.value)
    found_opened = opened(ws, session, asker.link, asker.secret, at=at, purpose=asker.purpose)
    if found_opened.event.id != ir_event_id:
        raise NotFoundError(kind="ir_event", id=ir_event_id)
    return Admitted(found_opened.event, found_opened.actor, found_opened.participant)
