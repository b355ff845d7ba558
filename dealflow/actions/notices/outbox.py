"""Letters on their way: put into the outbox, handed to the post, tried again, given up; and what became of each.

A letter is taken by one process before it is handed in, and its end is written down after it. Whoever dies in between
leaves a letter that may have gone: it is shown as unsure and never goes again by itself. Its words are forgotten once
it went or was given up.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter

from dealflow.actions.platform.workspace import Workspace, commit
from dealflow.domain.notices.outbox import OutboxState, after_failure, is_abandoned
from dealflow.errors import DealflowError, InvalidInputError, PostError
from dealflow.post import mail_post, web_post
from dealflow.post.mail_post import Attachment, Content, Counter, Outgoing, PostOffice
from dealflow.store.ledger.queries import notices as queries
from dealflow.store.ledger.queries.visibility import Session
from dealflow.store.ledger.tables.notices import OutboxRow

__all__ = ["Attachment", "Content", "Letter", "deliver", "is_mail_set_up", "office_of", "put", "queue"]

_LOG: Final = logging.getLogger(__name__)
_CONTENT: Final = TypeAdapter(Content)
MAIL: Final = "mail"
WEBHOOK: Final = "webhook"
_AT_ONCE: Final = 50
_LASTS: Final = {"reset": timedelta(minutes=30), "join": timedelta(days=2)}
"""So long a letter of a kind is of use, where that is less than letters are tried."""
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})
Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to go out: the same id goes once. ``about``: the event whose participant ``person_id`` then is."""

    id: str
    kind: str
    address: str
    language: str
    content: Content
    channel: str = MAIL
    person_id: str = ""
    about: str = ""
    made_by: str = ""


def is_mail_set_up(ws: Workspace) -> bool:
    """Say whether this installation can send letters."""
    return bool(ws.settings.smtp_host and (ws.settings.smtp_sender or ws.settings.smtp_user))


def office_of(ws: Workspace) -> PostOffice:
    """Return who carries the letters of this installation.

    Raises:
        PostError: nobody is set up, or a password would travel openly.
    """
    settings = ws.settings
    if not is_mail_set_up(ws):
        raise PostError(problem="missing", host="")
    if settings.smtp_security == "none" and settings.smtp_user and settings.smtp_host not in _LOCAL:
        raise PostError(problem="open_password", host=settings.smtp_host)
    return PostOffice(
        settings.smtp_host,
        settings.smtp_port,
        settings.smtp_user,
        settings.smtp_password.get_secret_value(),
        settings.smtp_sender or settings.smtp_user,
        settings.smtp_security,
        settings.smtp_trusted,
    )


def queue(ws: Workspace, letter: Letter, *, at: datetime) -> bool:
    """Put a letter into the outbox; False: one of its id is or was there already."""
    return commit(ws, lambda session: put(session, ws.name, letter, at=at))


def put(session: Session, workspace: str, letter: Letter, *, at: datetime) -> bool:
    """Put a letter into the outbox inside a transaction; False: one of its id is or was there already."""
    if queries.letter(session, workspace, letter.id) is not None:
        return False
    session.add(
        OutboxRow(
            workspace=workspace,
            id=letter.id,
            kind=letter.kind,
            channel=letter.channel,
            person_id=letter.person_id,
            about=letter.about,
            made_by=letter.made_by,
            address=letter.address,
            language=letter.language,
            subject=letter.content.subject,
            content=_CONTENT.dump_json(letter.content).decode(),
            state=OutboxState.WAITING,
            tries=0,
            last_error="",
            made_at=at,
            due_at=at,
        )
    )
    return True


def deliver(ws: Workspace, *, now: Clock) -> int:
    """Hand in the letters whose time has come, and return how many went."""
    commit_abandoned(ws, now())
    with ws.ledger.read() as session:
        due = queries.due_letters(session, ws.name, now(), _AT_ONCE)
    if not due:
        return 0
    went = 0
    with ExitStack() as stack:
        ways = _Ways(ws, stack)
        for letter_id in due:
            went += _deliver_one(ws, ways, letter_id, now)
    return went


def commit_abandoned(ws: Workspace, at: datetime) -> None:
    """Mark as unsure what a process took and did not finish."""
    with ws.ledger.read() as session:
        stuck = [row.id for row in queries.letters_in(session, ws.name, OutboxState.SENDING) if _is_dead(row, at)]

    def work(session: Session) -> None:
        for letter_id in stuck:
            row = queries.letter(session, ws.name, letter_id)
            if row is not None and row.state is OutboxState.SENDING and _is_dead(row, at):
                row.state, row.last_error, row.content = OutboxState.UNSURE, "unsure", ""
                session.add(row)

    if stuck:
        commit(ws, work)


def _is_dead(row: OutboxRow, at: datetime) -> bool:
    return row.claimed_at is None or is_abandoned(row.claimed_at, at)


class _Ways:
    """The ways out of one round; the connection to the post is opened at the first letter, and a failure kept."""

    def __init__(self, ws: Workspace, stack: ExitStack) -> None:
        self._ws = ws
        self._stack = stack
        self._counter: Counter | None = None
        self._closed: PostError | None = None

    def send(self, row: OutboxRow, content: Content, at: datetime) -> None:
        """Send one letter.

        Raises:
            PostError, InvalidInputError: it did not go, or may have gone.
        """
        if row.channel == WEBHOOK:
            _post(self._ws, row.address, content)
            return
        self.open().hand_in(Outgoing(row.id, row.address, content, row.language, at))

    def open(self) -> Counter:
        """Return the connection.

        Raises:
            PostError: there is none.
        """
        if self._closed is not None:
            raise self._closed
        if self._counter is None:
            try:
                self._counter = self._stack.enter_context(mail_post.counter(office_of(self._ws)))
            except PostError as error:
                self._closed = error
                raise
        return self._counter

    def are_open_for(self, row: OutboxRow) -> bool:
        """Say whether a letter may be tried: nothing is taken in hand while nobody answers."""
        if row.channel == WEBHOOK:
            return True
        try:
            self.open()
        except PostError:
            return False
        return True

    @property
    def problem(self) -> str:
        """Return why there is no connection."""
        return _problem_of(self._closed) if self._closed else ""


def _deliver_one(ws: Workspace, ways: _Ways, letter_id: str, now: Clock) -> bool:
    with ws.ledger.read() as session:
        seen = queries.letter(session, ws.name, letter_id)
    if seen is None:
        return False
    if not ways.are_open_for(seen):
        _settle(ws, letter_id, now(), problem=ways.problem, counts=OutboxState.WAITING)
        return False
    row = commit(ws, lambda session: _claimed(session, ws.name, letter_id, now()))
    if row is None:
        return False
    try:
        ways.send(row, _CONTENT.validate_json(row.content), now())
    except DealflowError as error:
        _LOG.info("letter %s did not go: %s", letter_id, _problem_of(error))
        _settle(ws, letter_id, now(), problem=_problem_of(error), counts=OutboxState.SENDING)
        return False
    _settle(ws, letter_id, now(), problem="", counts=OutboxState.SENDING)
    return True


def _claimed(session: Session, workspace: str, letter_id: str, at: datetime) -> OutboxRow | None:
    """Take a letter in hand; None: somebody else has it."""
    row = queries.letter(session, workspace, letter_id)
    if row is None or row.state is not OutboxState.WAITING or row.due_at > at:
        return None
    row.state, row.claimed_at = OutboxState.SENDING, at
    session.add(row)
    session.flush()
    return OutboxRow(**row.model_dump())


def _settle(ws: Workspace, letter_id: str, at: datetime, *, problem: str, counts: OutboxState) -> None:
    """Write down what became of a letter, if it is still in the state that this process left it in."""

    def work(session: Session) -> None:
        row = queries.letter(session, ws.name, letter_id)
        if row is None or row.state is not counts:
            return
        row.tries += 1
        row.last_error = problem
        if problem:
            row.state, again = after_failure(problem, row.tries, row.made_at, at)
            if again is not None and at - row.made_at > _LASTS.get(row.kind, timedelta.max):
                row.state, again = OutboxState.FAILED, None
            row.due_at = again or row.due_at
        else:
            row.state, row.sent_at = OutboxState.SENT, at
        if row.state is not OutboxState.WAITING:
            row.content = ""
        session.add(row)

    commit(ws, work)


def _problem_of(error: DealflowError) -> str:
    return str(error.parameters.get("problem", error.code))


def _post(ws: Workspace, address: str, content: Content) -> None:
    """Post a message as Slack and what is like it take it.

    Raises:
        PostError, InvalidInputError: it was not taken, or the address is none.
    """
    body = json.dumps({"text": f"*{content.subject}*\n{content.text}"}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    answer = web_post.post(address, body, headers, allow_private=ws.settings.webhooks_private)
    if not answer.is_taken:
        is_for_good = answer.status in {400, 401, 403, 404, 410}
        raise PostError(problem="refused" if is_for_good else "later", host=str(answer.status))


def require_sent(ws: Workspace, letter: Letter, *, now: Clock) -> None:
    """Send a letter now and wait for it: for whoever tries the settings.

    Raises:
        PostError: it did not go; the outbox says so, too.
        InvalidInputError: one of its id was sent before.
    """
    office_of(ws)
    if not queue(ws, letter, at=now()):
        raise InvalidInputError(field="letter", problem="taken")
    deliver(ws, now=now)
    with ws.ledger.read() as session:
        row = queries.letter(session, ws.name, letter.id)
    if row is None or row.state is not OutboxState.SENT:
        raise PostError(problem=row.last_error if row else "later", host=ws.settings.smtp_host)
