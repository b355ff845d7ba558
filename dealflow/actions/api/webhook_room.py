"""Where letters to webhooks are written and sent: what changed, as its person may see it then, signed, tried again.

Several processes may do it on one ledger: whoever moves a webhook's position writes the letter, whoever takes a letter
sends it. A letter may arrive twice where a process ends between sending and noting it: its id is the same then.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from dealflow.actions.api import changes
from dealflow.actions.api.changes import Changes, Record
from dealflow.actions.api.webhooks import ON_ITS_WAY, letter_of
from dealflow.actions.people import people
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.rounds import Rounds
from dealflow.actions.platform.workspace import Workspace, commit
from dealflow.domain.people.webhooks import next_try, signature
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError, PostError
from dealflow.post import web_post
from dealflow.store.ledger.queries import webhooks as queries
from dealflow.store.ledger.queries.visibility import Session
from dealflow.store.ledger.tables.api import WebhookDeliveryRow, WebhookRow

_LOG: Final = logging.getLogger(__name__)
_LOOKS_S: Final = 2.0
_AT_ONCE: Final = 4
"""Letters on their way at the same time: a receiver that is slow holds up three others at most."""
_LOG_KEPT: Final = timedelta(days=30)
_SKIPPED: Final = 500
"""Positions without anything to tell after which a webhook's own is moved on."""


@dataclass(frozen=True, slots=True)
class _Outgoing:
    """A letter that this process has taken to send."""

    id: str
    webhook_id: str
    url: str
    secret: str
    body: str
    attempts: int


def write_letters(ws: Workspace, *, at: datetime) -> int:
    """Write a letter to every webhook that is on and has something to be told, and return how many."""
    with ws.ledger.read() as session:
        standing = queries.standing(session, ws.name)
    return sum(_written(ws, webhook, at) for webhook in standing)


def send_letters(ws: Workspace, *, now: Callable[[], datetime]) -> int:
    """Send the letters that are due, and return how many were tried."""
    outgoing = commit(ws, lambda session: _taken(ws, session, now())) if _any_due(ws, now()) else ()
    if outgoing:
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="webhook") as pool:
            list(pool.map(lambda letter: _send(ws, letter, now), outgoing))
    return len(outgoing)


def _written(ws: Workspace, webhook: WebhookRow, at: datetime) -> bool:
    try:
        viewer = people.viewer_of(ws, webhook.person_id)
        wanted = tuple(Record(word) for word in webhook.records.split())
        answer = changes.changes(Looking(ws, viewer), webhook.position, records=wanted)
    except (NotFoundError, NotAllowedError):  # who set it up left, or may see nothing any more
        commit(ws, lambda session: _turn_off(ws, session, webhook.id))
        return False
    if not answer.changes and answer.position - webhook.position < _SKIPPED:
        return False
    return commit(ws, lambda session: _move_on(ws, session, webhook, answer, at))


def _move_on(ws: Workspace, session: Session, webhook: WebhookRow, answer: Changes, at: datetime) -> bool:
    """Write a letter and move the webhook on in one transaction, unless another process did."""
    row = session.get(WebhookRow, (ws.name, webhook.id))
    if row is None or row.position != webhook.position:
        return False
    row.position = answer.position
    session.add(row)
    if answer.changes:
        session.add(letter_of(row, _body(row, answer), at))
    queries.forget_settled(session, ws.name, before=at - _LOG_KEPT)
    return bool(answer.changes)


def _body(row: WebhookRow, answer: Changes) -> str:
    items = [
        {
            "position": change.position,
            "at": change.at.isoformat(),
            "record": change.record.value,
            "id": change.id,
            "kind": change.kind,
        }
        for change in answer.changes
    ]
    return json.dumps({"webhook": row.id, "position": answer.position, "changes": items}, ensure_ascii=False)


def _turn_off(ws: Workspace, session: Session, webhook_id: str) -> None:
    row = session.get(WebhookRow, (ws.name, webhook_id))
    if row is not None:
        row.is_on = False
        session.add(row)


def _any_due(ws: Workspace, at: datetime) -> bool:
    with ws.ledger.read() as session:
        return bool(queries.due(session, ws.name, at, 1))


def _taken(ws: Workspace, session: Session, at: datetime) -> tuple[_Outgoing, ...]:
    """Take the letters that are due, so that no other process sends them as well."""
    outgoing = []
    for letter, webhook in queries.due(session, ws.name, at, 5 * _AT_ONCE):
        letter.attempts += 1
        letter.tried_at, letter.next_at, letter.answer = at, at + ON_ITS_WAY, ""
        session.add(letter)
        outgoing.append(_Outgoing(letter.id, webhook.id, webhook.url, webhook.secret, letter.body, letter.attempts))
    return tuple(outgoing)


def _send(ws: Workspace, letter: _Outgoing, now: Callable[[], datetime]) -> None:
    at = now()
    headers = {
        "Content-Type": "application/json",
        "Dealflow-Delivery": letter.id,
        "Dealflow-Signature": signature(letter.secret, at, letter.body),
    }
    try:
        answer = web_post.post(letter.url, letter.body.encode(), headers, allow_private=ws.settings.webhooks_private)
        is_taken, words = answer.is_taken, str(answer.status)
    except (InvalidInputError, PostError) as error:
        is_taken, words = False, str(error.parameters.get("problem", error.code))
    commit(ws, lambda session: _note(ws, session, letter, (is_taken, words), now()))


def _note(ws: Workspace, session: Session, letter: _Outgoing, outcome: tuple[bool, str], at: datetime) -> None:
    """Note what came of an attempt, and when the next one is."""
    row = session.get(WebhookDeliveryRow, (ws.name, letter.id))
    if row is None:  # its webhook was removed meanwhile
        return
    is_taken, row.answer = outcome
    row.next_at = None if is_taken else next_try(letter.attempts, at)
    row.state = "delivered" if is_taken else "waiting" if row.next_at else "given_up"
    session.add(row)


class WebhookRoom:
    """Writes and sends letters every few seconds, in a thread of its own."""

    def __init__(self, ws: Workspace) -> None:
        self._ws = ws
        self._stamp = ""
        self._rounds = Rounds("webhook-room", {"webhooks": self.look}, every_s=_LOOKS_S, at_once=False)

    def start(self) -> None:
        """Begin to look for what is to be told."""
        self._rounds.start()

    def stop(self) -> None:
        """Stop; a letter that is on its way is waited for."""
        self._rounds.stop()

    def look(self) -> int:
        """Write and send what is due, and return how many letters were tried; nothing new is no question at all."""
        stamp = self._ws.ledger.stamp()
        if stamp != self._stamp:
            write_letters(self._ws, at=datetime.now(UTC))
            self._stamp = stamp
        return send_letters(self._ws, now=lambda: datetime.now(UTC))
