"""A person's tokens for programs: made once, shown once, kept as hashes, revocable one by one.

A token names its person, so that one look into a short stream answers it. Its secret has 256 random bits.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace, new_id, written
from dealflow.domain.people.access import Act, Viewer, require
from dealflow.domain.people.events import ApiTokenKept
from dealflow.errors import NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries.visibility import Session


@dataclass(frozen=True, slots=True)
class Token:
    """One token that opens, as it may be shown."""

    id: str
    name: str
    made_at: datetime


@transacted
def make(acting: Acting, name: str) -> str:
    """Return a new token of the viewer for programs; it is shown once.

    Raises:
        InvalidInputError: the name is missing.
        NotAllowedError: the role sees no pipeline.
    """
    require(acting.viewer, Act.SEE_PIPELINE)
    secret, text = secrets.token_urlsafe(32), written(name, "name", required=True)
    past = len(journal.read_stream(acting.session, acting.ws.name, _stream(acting.viewer.person_id)))
    event = ApiTokenKept(
        acting.viewer.person_id, new_id("token", acting.viewer.person_id, past, acting.at), text, _hash(secret)
    )
    acting.record([event], after=past)
    return f"{acting.viewer.person_id}.{event.token_id}.{secret}"


def tokens(looking: Looking) -> tuple[Token, ...]:
    """Return the viewer's tokens that open, oldest first."""
    with looking.ws.ledger.read() as session:
        return tuple(
            Token(api_token_kept.token_id, api_token_kept.name, at)
            for api_token_kept, at in _present(looking.ws, session, looking.viewer.person_id).values()
        )


@transacted
def revoke(acting: Acting, token_id: str) -> None:
    """Close one of the viewer's tokens at once.

    Raises:
        NotFoundError: the viewer has no such token.
    """
    pair = _present(acting.ws, acting.session, acting.viewer.person_id).get(token_id)
    if pair is None:
        raise NotFoundError(kind="token", id=token_id)
    past = len(journal.read_stream(acting.session, acting.ws.name, _stream(acting.viewer.person_id)))
    event = ApiTokenKept(acting.viewer.person_id, token_id, pair[0].name, "")
    acting.record([event], after=past)


def viewer_of(ws: Workspace, token: str) -> Viewer:
    """Return whose token it is.

    Raises:
        NotFoundError: it opens nothing.
    """
    person_id, _, rest = token.partition(".")
    token_id, _, secret = rest.partition(".")
    with ws.ledger.read() as session:
        pair = _present(ws, session, person_id).get(token_id)
    if pair is None or not hmac.compare_digest(pair[0].secret_hash, _hash(secret)):
        raise NotFoundError(kind="token", id="")
    return people.viewer_of(ws, person_id)


def _present(ws: Workspace, session: Session, person_id: str) -> dict[str, tuple[ApiTokenKept, datetime]]:
    """Return a person's tokens that open, by id."""
    tokens: dict[str, tuple[ApiTokenKept, datetime]] = {}
    for recorded in journal.read_stream(session, ws.name, _stream(person_id)):
        if isinstance(recorded.event, ApiTokenKept):
            tokens[recorded.event.token_id] = (recorded.event, recorded.ts)
    return {token_id: pair for token_id, pair in tokens.items() if pair[0].secret_hash}


def _stream(person_id: str) -> str:
    return f"api_tokens:{person_id}"


def _hash(secret: str) -> str:
    """Return the hash of a secret of 256 random bits, which needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
