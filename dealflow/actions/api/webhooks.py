"""Webhooks: addresses of one's own that are told what changed. None is there until somebody sets one up."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from dealflow.actions.api.changes import Record
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id
from dealflow.domain.people.access import Act, require
from dealflow.domain.people.webhooks import PREFIX
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.post import web_post
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import webhooks as queries
from dealflow.store.ledger.tables.api import WebhookDeliveryRow, WebhookRow

__all__ = ["Letter", "Record", "Webhook", "again", "drop", "letters", "make", "switch", "test", "webhooks"]

MOST: Final = 10
"""Webhooks of one person."""
ON_ITS_WAY: Final = timedelta(minutes=2)
"""After how long a letter that a process took and never noted is tried again."""


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address as it may be shown, with the kinds of records that it is told of (none named: all)."""

    id: str
    url: str
    records: tuple[Record, ...]
    is_on: bool
    made_at: datetime
    waiting: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to a webhook; ``state`` is waiting, delivered or given_up, ``answer`` a status or why there was none.

    ``next_at``: when it is tried again.
    """

    id: str
    made_at: datetime
    state: str
    attempts: int
    answer: str
    next_at: datetime | None


def make(acting: Acting, url: str, records: Collection[Record] = ()) -> tuple[str, str]:
    """Set a webhook up that is told of what changes from now on; return its id, and its secret, which is shown once.

    Raises:
        InvalidInputError: nothing may be posted to the address, or there are too many.
        NotAllowedError: the role sees no pipeline.
    """
    require(acting.viewer, Act.SEE_PIPELINE)
    address = url.strip()
    web_post.require_postable(address, allow_private=acting.ws.settings.webhooks_private)
    return _make(acting, address, tuple(record for record in Record if record in records))


@transacted
def _make(acting: Acting, address: str, records: tuple[Record, ...]) -> tuple[str, str]:
    session, name = acting.session, acting.ws.name
    if len(queries.of_person(session, name, acting.viewer.person_id)) >= MOST:
        raise InvalidInputError(field="webhook", problem="too_many")
    secret = PREFIX + secrets.token_urlsafe(32)
    webhook_id = new_id("webhook", acting.viewer.person_id, secret)
    session.add(
        WebhookRow(
            workspace=name,
            id=webhook_id,
            person_id=acting.viewer.person_id,
            url=address,
            secret=secret,
            records=" ".join(records),
            is_on=True,
            position=journal.head(session, name).position,
            made_at=acting.at,
        )
    )
    return webhook_id, secret


def webhooks(looking: Looking) -> tuple[Webhook, ...]:
    """Return the viewer's webhooks, the oldest first."""
    with looking.ws.ledger.read() as session:
        return tuple(
            Webhook(
                id=row.id,
                url=row.url,
                records=tuple(Record(word) for word in row.records.split()),
                is_on=row.is_on,
                made_at=row.made_at,
                waiting=queries.waiting(session, looking.ws.name, row.id),
            )
            for row in queries.of_person(session, looking.ws.name, looking.viewer.person_id)
        )


def letters(looking: Looking, webhook_id: str, *, most: int = 50) -> tuple[Letter, ...]:
    """Return the last letters to one of the viewer's webhooks, the latest first.

    Raises:
        NotFoundError: the viewer has no such webhook.
    """
    with looking.ws.ledger.read() as session:
        own = _own(looking.within(session), webhook_id)
        rows = queries.deliveries(session, looking.ws.name, own.id, most)
    return tuple(Letter(row.id, row.made_at, row.state, row.attempts, row.answer, row.next_at) for row in rows)


@transacted
def switch(acting: Acting, webhook_id: str, *, is_on: bool) -> None:
    """Turn one of the viewer's webhooks on or off. Turned on again it is told of what changed meanwhile, too.

    Raises:
        NotFoundError: the viewer has no such webhook.
    """
    row = _own(acting, webhook_id)
    row.is_on = is_on
    acting.session.add(row)


@transacted
def drop(acting: Acting, webhook_id: str) -> None:
    """Remove one of the viewer's webhooks with its log.

    Raises:
        NotFoundError: the viewer has no such webhook.
    """
    row = _own(acting, webhook_id)
    queries.forget_letters(acting.session, acting.ws.name, row.id)
    acting.session.delete(row)


@transacted
def test(acting: Acting, webhook_id: str) -> str:
    """Write a letter without a change to one of the viewer's webhooks, and return its id.

    Raises:
        NotFoundError: the viewer has no such webhook.
    """
    row = _own(acting, webhook_id)
    letter = letter_of(row, json.dumps({"webhook": row.id, "test": True}), acting.at)
    acting.session.add(letter)
    return letter.id


@transacted
def again(acting: Acting, webhook_id: str, letter_id: str) -> None:
    """Let a letter to one of the viewer's webhooks go once more, by the same id, with all its attempts before it.

    Raises:
        InvalidInputError: it is on its way.
        NotFoundError: the viewer has no such webhook, or it no such letter.
    """
    own = _own(acting, webhook_id)
    letter = acting.session.get(WebhookDeliveryRow, (acting.ws.name, letter_id))
    if letter is None or letter.webhook_id != own.id:
        raise NotFoundError(kind="letter", id=letter_id)
    if letter.state == "waiting" and letter.next_at is not None and _is_under_way(letter, acting.at):
        raise InvalidInputError(field="letter", problem="on_its_way")
    letter.state, letter.attempts, letter.answer, letter.next_at = "waiting", 0, "", acting.at
    acting.session.add(letter)


def _is_under_way(letter: WebhookDeliveryRow, at: datetime) -> bool:
    """Say whether a process has the letter in its hands: no answer is known of its last attempt."""
    return letter.tried_at is not None and not letter.answer and at - letter.tried_at < ON_ITS_WAY


def letter_of(row: WebhookRow, body: str, at: datetime) -> WebhookDeliveryRow:
    """Return a new letter to a webhook, to be sent at once."""
    return WebhookDeliveryRow(
        workspace=row.workspace,
        id=new_id("letter", row.id, body, at),
        webhook_id=row.id,
        body=body,
        state="waiting",
        attempts=0,
        answer="",
        made_at=at,
        next_at=at,
    )


def _own(looking: Looking, webhook_id: str) -> WebhookRow:
    row = looking.session.get(WebhookRow, (looking.ws.name, webhook_id))
    if row is None or row.person_id != looking.viewer.person_id:
        raise NotFoundError(kind="webhook", id=webhook_id)
    return row
