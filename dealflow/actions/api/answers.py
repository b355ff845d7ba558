"""Answers that are given again: whoever sends a request anew under its key is told what came of the first, for a day.

The answer is kept in the very transaction of the act: an act that stands has its answer, whatever ends the process.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from dealflow.actions.platform.context import Acting, transacted
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.queries import api_answers
from dealflow.store.ledger.tables.api import ApiAnswerRow

_KEPT: Final = timedelta(hours=24)
LONGEST_KEY: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A request: by which token, under which key (empty: none), and what it says, as a hash."""

    token_id: str
    key: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class Answered:
    """What is told; ``is_again``: it was told before and nothing was done now."""

    status: int
    body: str
    is_again: bool = False


@transacted
def once(acting: Acting, asked: Asked, act: Callable[[Acting], Answered]) -> Answered:
    """Return what an act answers, or what it answered to the same request before.

    Raises:
        InvalidInputError: the key is too long, or it was another request's.
    """
    if not asked.key:
        return act(acting)
    if len(asked.key) > LONGEST_KEY:
        raise InvalidInputError(field="idempotency_key", problem="too_long", limit=LONGEST_KEY)
    session, name = acting.session, acting.ws.name
    api_answers.forget(session, name, before=acting.at - _KEPT)
    row = session.get(ApiAnswerRow, (name, asked.token_id, asked.key))
    if row is not None:
        if row.request_hash != asked.request_hash:
            raise InvalidInputError(field="idempotency_key", problem="key_used")
        return Answered(row.status, row.body, is_again=True)
    answered = act(acting)
    session.add(
        ApiAnswerRow(
            workspace=name,
            token_id=asked.token_id,
            key=asked.key,
            request_hash=asked.request_hash,
            status=answered.status,
            body=answered.body,
            answered_at=acting.at,
        )
    )
    return answered
