"""A person's own calendar address: a secret that opens the deadlines of their house to a calendar program, revocable.

Only the secret's hash is kept. The address names the person, so that one look into a short stream answers it.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dealflow.actions.home import deadlines
from dealflow.actions.home.deadlines import Due
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.investment.committee import CommitteeSession
from dealflow.domain.people.access import Act, Viewer, require
from dealflow.domain.people.events import CalendarFeedKept
from dealflow.errors import NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import investment
from dealflow.store.ledger.queries.visibility import Session

_PAST = timedelta(days=90)
"""How long sessions that were held stay in the feed."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What a calendar shows one person: open deadlines of the house, and its committees with their versions."""

    viewer: Viewer
    deadlines: tuple[Due, ...]
    sessions: tuple[tuple[CommitteeSession, int], ...]


def new_address(acting: Acting) -> str:
    """Return a new token for the viewer's calendar address; it is shown once, and an earlier one opens no more.

    Raises:
        NotAllowedError: the role sees no pipeline.
    """
    require(acting.viewer, Act.SEE_PIPELINE)
    secret = secrets.token_urlsafe(24)
    _keep(acting, _hash(secret))
    return f"{acting.viewer.person_id}.{secret}"


def revoke(acting: Acting) -> None:
    """Close the viewer's calendar address at once."""
    _keep(acting, "")


def made_at(looking: Looking) -> datetime | None:
    """Return when the viewer's present address was made; nothing if none opens."""
    with looking.ws.ledger.read() as session:
        return _present(looking.ws, session, looking.viewer.person_id)[1]


def feed(ws: Workspace, token: str, *, on: date) -> Feed:
    """Return what the address of ``token`` shows.

    Raises:
        NotFoundError: no such address opens, or its person sees no pipeline any more.
    """
    person_id, _, secret = token.rpartition(".")
    with ws.ledger.read() as session:
        text, _ = _present(ws, session, person_id)
    if not text or not hmac.compare_digest(text, _hash(secret)):
        raise NotFoundError(kind="feed", id="")
    viewer = people.viewer_of(ws, person_id)
    with ws.ledger.read() as session:
        held = investment.committee_sessions(session, ws.name, viewer)
        versions = investment.session_versions(session, ws.name, viewer)
    recent = [
        (committee_session, versions[committee_session.id])
        for committee_session in held
        if committee_session.held_at.date() >= on - _PAST
    ]
    return Feed(viewer, deadlines.deadlines(Looking(ws, viewer), on=on), tuple(recent))


@transacted
def _keep(acting: Acting, secret_hash: str) -> None:
    event = CalendarFeedKept(acting.viewer.person_id, secret_hash)
    after = len(journal.read_stream(acting.session, acting.ws.name, event.stream))
    acting.record([event], after=after)


def _present(ws: Workspace, session: Session, person_id: str) -> tuple[str, datetime | None]:
    """Return the hash of a person's present secret with the moment it was made; nothing if none opens."""
    past = journal.read_stream(session, ws.name, f"feed:{person_id}")
    last = past[-1] if past else None
    if last is None or not isinstance(last.event, CalendarFeedKept) or not last.event.secret_hash:
        return "", None
    return last.event.secret_hash, last.ts


def _hash(secret: str) -> str:
    """Return the hash of a secret of 192 random bits, which needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
