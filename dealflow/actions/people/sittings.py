"""Sittings of people with accounts: an opaque cookie names one, one table holds them, whoever ends one ends it at once.

A sitting ends by itself after half a day without use, and after a week in any case. Every change of who somebody is or
may do begins a new one, so that a token that another has seen opens nothing.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from dealflow.actions.people import signin
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import Workspace, commit
from dealflow.store.ledger.queries import accounts
from dealflow.store.ledger.queries.visibility import Session
from dealflow.store.ledger.tables.accounts import SittingRow

HALF: Final = "half"
"""The way of a sitting at which the second factor is still missing: it opens nothing but the page that asks for it."""
_UNUSED: Final = timedelta(hours=12)
_LONGEST: Final = timedelta(days=7)
_HALF_LASTS: Final = timedelta(minutes=10)
_NOTED: Final = timedelta(minutes=5)
"""How old the note of the last use may be: one write in five minutes and person."""
_LONGEST_BROWSER: Final = 200


@dataclass(frozen=True, slots=True)
class Begun:
    """A sitting that has just begun: the browser's new token, and whether the second factor is still missing."""

    token: str
    person_id: str
    is_half: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """One of a person's sittings, as it may be shown; ``id`` ends it."""

    id: str
    way: str
    browser: str
    begun_at: datetime
    seen_at: datetime


def begin(ws: Workspace, person_id: str, *, way: str, at: datetime, browser: str = "") -> Begun:
    """Let a person sit at a browser, by a token that nobody has seen."""
    token = signin.new_token()
    ends_at = at + (_HALF_LASTS if way == HALF else _LONGEST)

    def work(session: Session) -> None:
        accounts.forget_ended(session, ws.name, at)
        session.add(
            SittingRow(
                workspace=ws.name,
                token_hash=hashed(token),
                person_id=person_id,
                way=way,
                begun_at=at,
                seen_at=at,
                ends_at=ends_at,
                browser=browser[:_LONGEST_BROWSER],
            )
        )

    commit(ws, work)
    return Begun(token, person_id, way == HALF)


def person_at(ws: Workspace, token: str, *, at: datetime) -> str | None:
    """Return who sits at the browser of the token; None: nobody, or somebody whose second factor is missing."""
    row = _live(ws, token, at)
    if row is None or row.way == HALF:
        return None
    if at - row.seen_at > _NOTED:
        _note_use(ws, token, at)
    return row.person_id


def half_at(ws: Workspace, token: str, *, at: datetime) -> str | None:
    """Return whose second factor is awaited at that browser."""
    row = _live(ws, token, at)
    return row.person_id if row is not None and row.way == HALF else None


def sittings(ws: Workspace, person_id: str) -> tuple[Sitting, ...]:
    """Return a person's whole sittings, the latest used first."""
    with ws.ledger.read() as session:
        rows = accounts.sittings(session, ws.name, person_id)
    return tuple(
        Sitting(row.token_hash, row.way, row.browser, row.begun_at, row.seen_at) for row in rows if row.way != HALF
    )


def end(ws: Workspace, token: str) -> None:
    """End the sitting at the browser of the token."""
    _end(ws, hashed(token), None)


def end_one(ws: Workspace, person_id: str, sitting_id: str) -> None:
    """End one of a person's sittings; another person's stays."""
    _end(ws, sitting_id, person_id)


def end_all(ws: Workspace, person_id: str, *, but: str = "") -> None:
    """End all sittings of a person, except that of the token ``but``."""
    commit(ws, lambda session: accounts.end_sittings(session, ws.name, person_id, but=hashed(but) if but else ""))


def hashed(token: str) -> str:
    """Return what of a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def _end(ws: Workspace, token_hash: str, person_id: str | None) -> None:
    def work(session: Session) -> None:
        row = accounts.sitting(session, ws.name, token_hash)
        if row is not None and person_id in (None, row.person_id):
            session.delete(row)

    commit(ws, work)


def _live(ws: Workspace, token: str, at: datetime) -> SittingRow | None:
    if not signin.is_token(token):
        return None
    row = _row(ws, hashed(token))
    return row if row is not None and at < row.ends_at and at - row.seen_at < _UNUSED else None


@remembered
def _row(ws: Workspace, token_hash: str) -> SittingRow | None:
    with ws.ledger.read() as session:
        row = accounts.sitting(session, ws.name, token_hash)
        if row is not None:
            session.expunge(row)
        return row


def _note_use(ws: Workspace, token: str, at: datetime) -> None:
    def work(session: Session) -> None:
        row = accounts.sitting(session, ws.name, hashed(token))
        if row is not None:
            row.seen_at = at
            session.add(row)

    commit(ws, work)
