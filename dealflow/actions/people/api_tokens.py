"""A person's tokens for programs: made once, shown once, kept as hashes, revocable one by one, and none is for ever.

A token is ``df_`` with its id and a secret of 256 random bits. Whose it is and when it was last used stand beside the
journal.
Tokens of before name their person instead.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import Workspace, commit, new_id, written
from dealflow.domain.people.access import Act, Viewer, require
from dealflow.domain.people.api_tokens import DEFAULT_DAYS, PREFIX, TokenScope, end_of
from dealflow.domain.people.events import ApiTokenKept, PersonLeft
from dealflow.domain.values.event import Recorded
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries.visibility import Session
from dealflow.store.ledger.tables.api import ApiTokenRow

__all__ = ["DEFAULT_DAYS", "Opened", "Token", "TokenScope", "make", "opened", "revoke", "tokens", "viewer_of"]

_NEW: Final = re.compile(rf"{PREFIX}([0-9a-f]{{20}})([\w-]{{43}})", re.ASCII)
_OLD: Final = re.compile(r"(.{1,200})\.([0-9a-f]{20})\.([\w-]{43})", re.ASCII)
_NOTED: Final = timedelta(minutes=5)
"""How old the note of the last use may be: one write in five minutes and token."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token that opens, as it may be shown; ``used_at``: within minutes, None: never."""

    id: str
    name: str
    made_at: datetime
    ends_at: datetime
    scopes: tuple[TokenScope, ...]
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """Who a program acts as, by which token, and what that one may do."""

    viewer: Viewer
    token: Token


@transacted
def make(
    acting: Acting, name: str, *, scopes: Collection[TokenScope] = tuple(TokenScope), days: int = DEFAULT_DAYS
) -> str:
    """Return a new token of the viewer for programs; it is shown once.

    Raises:
        InvalidInputError: the name or every scope is missing, or it is to last too long.
        NotAllowedError: the role sees no pipeline.
    """
    require(acting.viewer, Act.SEE_PIPELINE)
    text, ends_at = written(name, "name", required=True), end_of(acting.at, days)
    if not scopes:
        raise InvalidInputError(field="scopes", problem="missing")
    secret, person_id = secrets.token_urlsafe(32), acting.viewer.person_id
    past = journal.length(acting.session, acting.ws.name, _stream(person_id))
    token_id = new_id("token", person_id, past, acting.at)
    ordered = tuple(scope for scope in TokenScope if scope in scopes)
    acting.record([ApiTokenKept(person_id, token_id, text, _hash(secret), ordered, ends_at)], after=past)
    acting.session.add(ApiTokenRow(workspace=acting.ws.name, token_id=token_id, person_id=person_id))
    return f"{PREFIX}{token_id}{secret}"


def tokens(looking: Looking, *, at: datetime) -> tuple[Token, ...]:
    """Return the viewer's tokens that open, oldest first."""
    with looking.ws.ledger.read() as session:
        standing = _standing(looking.ws, session, looking.viewer.person_id)
    return tuple(token for token, _ in standing.values() if at < token.ends_at)


@transacted
def revoke(acting: Acting, token_id: str) -> None:
    """Close one of the viewer's tokens at once.

    Raises:
        NotFoundError: the viewer has no such token.
    """
    person_id = acting.viewer.person_id
    pair = _standing(acting.ws, acting.session, person_id).get(token_id)
    if pair is None:
        raise NotFoundError(kind="token", id=token_id)
    past = journal.length(acting.session, acting.ws.name, _stream(person_id))
    acting.record([ApiTokenKept(person_id, token_id, pair[0].name, "", pair[0].scopes)], after=past)


def opened(ws: Workspace, token: str, *, at: datetime) -> Opened:
    """Return who acts by a token, and note that it was used.

    Raises:
        NotFoundError: it opens nothing: unknown, revoked, at its end, or its person left.
    """
    person_id, token_id, secret = _parts(ws, token)
    pair = _known(ws, person_id).get(token_id)
    if pair is None or not hmac.compare_digest(pair[1], _hash(secret)) or at >= pair[0].ends_at:
        raise NotFoundError(kind="token", id="")
    viewer = people.viewer_of(ws, person_id)
    used = pair[0].used_at
    if used is None or at - used > _NOTED:
        commit(ws, lambda session: _note_use(session, ws, token_id, person_id, at))
    return Opened(viewer, pair[0])


def viewer_of(ws: Workspace, token: str, *, at: datetime) -> Viewer:
    """Return whose token it is.

    Raises:
        NotFoundError: it opens nothing.
    """
    return opened(ws, token, at=at).viewer


def _parts(ws: Workspace, token: str) -> tuple[str, str, str]:
    """Return person, id and secret of a token.

    Raises:
        NotFoundError: it has no such shape, or nobody's is called so.
    """
    if (match := _NEW.fullmatch(token)) is not None:
        return _owner(ws, match[1]), match[1], match[2]
    if (old := _OLD.fullmatch(token)) is not None:  # the person's id may have dots itself
        return old[1], old[2], old[3]
    raise NotFoundError(kind="token", id="")


@remembered
def _owner(ws: Workspace, token_id: str) -> str:
    with ws.ledger.read() as session:
        row = session.get(ApiTokenRow, (ws.name, token_id))
    return "" if row is None else row.person_id


@remembered
def _known(ws: Workspace, person_id: str) -> dict[str, tuple[Token, str]]:
    with ws.ledger.read() as session:
        return _standing(ws, session, person_id)


def _standing(ws: Workspace, session: Session, person_id: str) -> dict[str, tuple[Token, str]]:
    """Return a person's tokens that were not revoked, with the hashes of their secrets, by id.

    Whoever left gave them all up, also if they come back.
    """
    left = [row.ts for row in journal.read_stream(session, ws.name, f"person:{person_id}") if _is_leave(row)]
    kept = _kept(journal.read_stream(session, ws.name, _stream(person_id)))
    standing: dict[str, tuple[Token, str]] = {}
    for token_id, (event, made_at) in kept.items():
        if not event.secret_hash or any(made_at <= moment for moment in left):
            continue
        row = session.get(ApiTokenRow, (ws.name, token_id))
        ends_at = event.ends_at or made_at + timedelta(days=DEFAULT_DAYS)
        used_at = None if row is None else row.used_at
        standing[token_id] = (
            Token(token_id, event.name, made_at, ends_at, event.scopes, used_at),
            event.secret_hash,
        )
    return standing


def _kept(past: Iterable[Recorded]) -> dict[str, tuple[ApiTokenKept, datetime]]:
    """Return the last word on each token, with the moment of that word, by id."""
    return {row.event.token_id: (row.event, row.ts) for row in past if isinstance(row.event, ApiTokenKept)}


def _is_leave(recorded: Recorded) -> bool:
    return isinstance(recorded.event, PersonLeft)


def _note_use(session: Session, ws: Workspace, token_id: str, person_id: str, at: datetime) -> None:
    row = session.get(ApiTokenRow, (ws.name, token_id)) or ApiTokenRow(
        workspace=ws.name, token_id=token_id, person_id=person_id
    )
    row.used_at = at
    session.add(row)


def _stream(person_id: str) -> str:
    return f"api_tokens:{person_id}"


def _hash(secret: str) -> str:
    """Return the hash of a secret of 256 random bits, which needs no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
