"""Addresses of an IR day that need no account: the call for participation, a firm's page, the hall's board, the door.

A secret has 192 bits and only its hash is kept. Opening an address changes nothing; it opens until it expires, is
revoked, or a newer one takes its place.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.programme.day_state import event_of, run_event
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import DayLinkIssued, LinkPurpose
from dealflow.domain.irday.participants.participants import Participant, ParticipantState
from dealflow.domain.people.people import IrEvent
from dealflow.errors import DayLinkError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.irday import DayLink
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["DayLink", "Opened", "issue", "links", "open_link", "opened", "path_of", "revoke"]

SECRET_BYTES = 24
_GONE = frozenset({ParticipantState.DECLINED, ParticipantState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Opened:
    """What an address opens: an event, for what, and (a firm's page) for whom. ``actor`` is who acts through it."""

    link: DayLink
    event: IrEvent
    participant: Participant | None

    @property
    def actor(self) -> str:
        """Return the id under which acts through this address stand in the journal."""
        return f"link:{self.link.id}"


def link_id(purpose: LinkPurpose, owner_id: str) -> str:
    """Return the id of an address: one for each purpose and owner (a participant, or the event itself)."""
    return f"{purpose.value}-{owner_id}"


def path_of(link: str, secret: str) -> str:
    """Return the path of an address, without the host."""
    return f"/day/{link}/{secret}"


def issue(
    acting: Acting, ir_event_id: str, purpose: LinkPurpose, *, expires_at: datetime, participant_id: str = ""
) -> str:
    """Make an address and return its path, whose secret nobody can read again; an earlier one opens no more.

    Raises:
        NotAllowedError: the viewer does not run the event.
        NotFoundError: there is no such participant at the event.
        InvalidInputError: it would have expired already, or belongs to a firm and names none.
    """
    if expires_at <= acting.at:
        raise InvalidInputError(field="expires_at", problem="past", value=expires_at.isoformat())
    if purpose is LinkPurpose.CONSENT or (purpose is LinkPurpose.FIRM) != bool(participant_id):
        raise InvalidInputError(field="participant", problem="missing" if not participant_id else "unknown")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    day_link_issued = DayLinkIssued(
        link_id=link_id(purpose, participant_id or ir_event_id),
        ir_event_id=ir_event_id,
        purpose=purpose,
        participant_id=participant_id,
        secret_hash=_hashed(secret),
        expires_at=expires_at,
    )
    _keep(acting, day_link_issued)
    return path_of(day_link_issued.link_id, secret)


def revoke(acting: Acting, link: DayLink) -> None:
    """Close an address at once.

    Raises:
        NotAllowedError: the viewer does not run the event.
    """
    gone = DayLinkIssued(link.id, link.ir_event_id, link.purpose, link.participant_id, "", link.expires_at)
    _keep(acting, gone)


def links(looking: Looking, ir_event_id: str) -> tuple[DayLink, ...]:
    """Return the addresses of an event, without their secrets.

    Raises:
        NotAllowedError: the viewer does not run the event.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        return irday.links(session, looking.ws.name, ir_event_id)


def open_link(ws: Workspace, link: str, secret: str, *, at: datetime, purpose: LinkPurpose) -> Opened:
    """Return what an address opens.

    Raises:
        DayLinkError: there is no such address, it was revoked or has expired, or its firm no longer takes part.
    """
    with ws.ledger.read() as session:
        return opened(ws, session, link, secret, at=at, purpose=purpose)


def opened(ws: Workspace, session: Session, link: str, secret: str, *, at: datetime, purpose: LinkPurpose) -> Opened:
    """Return what an address opens, inside a transaction of the caller's.

    Raises:
        DayLinkError: there is no such address, it was revoked or has expired, or its firm no longer takes part.
    """
    day_link = irday.find_link(session, ws.name, link)
    if (
        day_link is None
        or day_link.purpose is not purpose
        or not hmac.compare_digest(day_link.secret_hash, _hashed(secret))
    ):
        raise DayLinkError(problem="unknown")
    if day_link.expires_at <= at:
        raise DayLinkError(problem="expired")
    participant = None
    if day_link.participant_id:
        pair = irday.find_participant(session, ws.name, day_link.participant_id)
        participant = pair[0] if pair else None
        if participant is None or participant.state in _GONE:
            raise DayLinkError(problem="gone")
    return Opened(day_link, event_of(ws, session, day_link.ir_event_id), participant)


@transacted
def _keep(acting: Acting, event: DayLinkIssued) -> None:
    run_event(acting, event.ir_event_id)
    if event.participant_id:
        participant = irday.find_participant(acting.session, acting.ws.name, event.participant_id)
        if participant is None or participant[0].ir_event_id != event.ir_event_id:
            raise NotFoundError(kind="participant", id=event.participant_id)
    day_link = irday.find_link(acting.session, acting.ws.name, event.link_id)
    acting.record([event], after=0 if day_link is None else day_link.version)


def _hashed(secret: str) -> str:
    """Return what is kept of a secret: SHA-256 in hexadecimal. It is random enough to need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
