"""The post room: in a thread of its own it gathers what is to be told, bundles it into letters and hands them in."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import groupby
from typing import Final, Protocol

from dealflow.actions.irday.registration import registration_terms
from dealflow.actions.notices import attendee_letters, gathering, outbox, preferences, told
from dealflow.actions.notices.outbox import MAIL, WEBHOOK, Content, Letter
from dealflow.actions.notices.preferences import Reached
from dealflow.actions.notices.told import Digest, Line
from dealflow.actions.people import people, retention_clocks
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.rounds import Rounds
from dealflow.actions.platform.workspace import Workspace, commit, new_id
from dealflow.domain.notices.preferences import NoticeKind, bundle_goes_at, is_digest_due
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import NotFoundError
from dealflow.store.ledger.queries import notices as queries
from dealflow.store.ledger.queries.visibility import Session
from dealflow.store.ledger.tables.notices import NoticeRow

_LOG: Final = logging.getLogger(__name__)
_LOOKS_EVERY_S: Final = 15.0
_WRITES_EVERY_S: Final = 60.0
_DAY: Final = timedelta(days=1)


class Writer(Protocol):
    """Who writes letters in words: ``reports.notices.letters``."""

    def bundle(self, lines: Sequence[Line], lang: str) -> Content:
        """Return a letter of many events."""
        ...

    def digest(self, digest: Digest, lang: str) -> Content:
        """Return the letter of a day."""
        ...


@dataclass(frozen=True, slots=True)
class _Reader:
    """A person with how they are reached."""

    looking: Looking
    reached: Reached

    def ways(self, ws: Workspace) -> tuple[tuple[str, str], ...]:
        """Return channel and address of each way by which the person is reached."""
        chosen = self.reached.preferences
        mail = ((MAIL, self.reached.address),) if chosen.by_mail and self.reached.address else ()
        hook = ((WEBHOOK, chosen.webhook),) if chosen.webhook else ()
        return (*(mail if outbox.is_mail_set_up(ws) else ()), *hook)


def look_round(ws: Workspace, writer: Writer, *, now: Callable[[], datetime]) -> int:
    """Gather, bundle, write the day's digests and hand in what is due; return how many letters went."""
    if outbox.is_mail_set_up(ws) or _has_webhooks(ws):
        gathering.gather(ws, at=now())
        bundle(ws, writer, at=now())
        digests(ws, writer, at=now())
    return outbox.deliver(ws, now=now)


def _has_webhooks(ws: Workspace) -> bool:
    return any(reached.preferences.webhook for reached in preferences.everybody(ws).values())


def bundle(ws: Workspace, writer: Writer, *, at: datetime) -> int:
    """Put the letters of all whose notices waited long enough into the outbox, and return how many."""
    with ws.ledger.read() as session:
        waiting = queries.waiting_notices(session, ws.name)
    if not waiting:
        return 0
    reached, count = preferences.everybody(ws), 0
    waits = timedelta(minutes=ws.settings.notice_minutes)
    for person_id, some in groupby(waiting, key=lambda notice: notice.person_id):
        notices = list(some)
        reader = _reader(ws, person_id, reached)
        if reader is None:
            commit(ws, partial(_drop, ws=ws, notices=notices))
        elif bundle_goes_at(reader.reached.preferences, min(n.made_at for n in notices), waits) <= at:
            count += _bundle_of(ws, reader, notices, writer, at)
    return count


def _reader(ws: Workspace, person_id: str, reached: dict[str, Reached]) -> _Reader | None:
    """Return a person who is here and reached; None: nobody to be told."""
    if person_id not in reached:
        return None
    try:
        return _Reader(Looking(ws, people.viewer_of(ws, person_id)), reached[person_id])
    except NotFoundError:
        return None


def _bundle_of(ws: Workspace, reader: _Reader, notices: list[NoticeRow], writer: Writer, at: datetime) -> int:
    ids = [notice.id for notice in notices]
    ways = reader.ways(ws)
    lines = told.lines(reader.looking, notices, at=at) if ways else ()
    if not lines:
        commit(ws, partial(_drop, ws=ws, notices=notices))
        return 0
    language = reader.reached.preferences.language
    content = writer.bundle(lines, language)
    letter_id = new_id("bundle", *sorted(ids))

    def work(session: Session) -> int:
        if not queries.take_notices(session, ws.name, ids, letter_id):
            return 0
        return _put(session, ws, reader, Letter(letter_id, "notices", "", language, content), at)

    return commit(ws, work)


def _put(session: Session, ws: Workspace, reader: _Reader, letter: Letter, at: datetime) -> int:
    """Put a letter into the outbox once for each way by which its reader is reached."""
    count = 0
    for channel, address in reader.ways(ws):
        one = Letter(
            letter.id if channel == MAIL else f"{letter.id}-{channel}",
            letter.kind,
            address,
            letter.language,
            letter.content,
            channel,
            reader.looking.viewer.person_id,
        )
        count += outbox.put(session, ws.name, one, at=at)
    return count


def _drop(session: Session, ws: Workspace, notices: Sequence[NoticeRow]) -> None:
    """Let nobody be told: there is nobody, or nothing is left to tell."""
    queries.take_notices(session, ws.name, [notice.id for notice in notices], "none")


def digests(ws: Workspace, writer: Writer, *, at: datetime) -> int:
    """Put the day's digests whose hour has come into the outbox, and return how many."""
    on = korean_day(at)
    if not ws.calendar.is_business(on):
        return 0
    everybody = preferences.everybody(ws)
    ids = {person_id: new_id("digest", person_id, on) for person_id in everybody}
    with ws.ledger.read() as session:
        done = queries.known_notices(session, ws.name, ids.values())
    count = 0
    for person_id, reached in everybody.items():
        is_due = ids[person_id] not in done and is_digest_due(reached.preferences, at)
        reader = _reader(ws, person_id, everybody) if is_due else None
        if reader is not None and reader.ways(ws):
            count += _digest_of(ws, reader, ids[person_id], writer, at)
    return count


def _digest_of(ws: Workspace, reader: _Reader, letter_id: str, writer: Writer, at: datetime) -> int:
    """Put a reader's digest into the outbox, and remember the day: also where there was nothing to tell."""
    digest = told.digest(reader.looking, at=at, since=_last_business(ws, at))
    language, person_id = reader.reached.preferences.language, reader.looking.viewer.person_id
    letter = None
    if not digest.is_empty:
        letter = Letter(letter_id, "digest", "", language, writer.digest(digest, language))
    day = NoticeRow(
        workspace=ws.name,
        id=letter_id,
        person_id=person_id,
        kind=NoticeKind.DEADLINE,
        subject_id="digest",
        detail="",
        made_at=at,
        letter_id=letter_id,
    )

    def work(session: Session) -> int:
        if not queries.add_notices(session, [NoticeRow(**day.model_dump())]) or letter is None:
            return 0
        return _put(session, ws, reader, letter, at)

    return commit(ws, work)


def _last_business(ws: Workspace, at: datetime) -> datetime:
    """Return this time of the last business day: on a Monday, what happened since Friday is new."""
    before = at - _DAY
    while not ws.calendar.is_business(korean_day(before)):
        before -= _DAY
    return before


class PostRoom:
    """Looks round every few seconds, in a thread of its own."""

    def __init__(self, ws: Workspace, writer: Writer, to_attendees: attendee_letters.Write) -> None:
        self._ws = ws
        self._writer = writer
        self._written_s = time.monotonic()
        self._cleared_on: date | None = None
        tasks = {
            "what was seen": self._write_what_waits,
            "retention clocks": self._let_clocks_act,
            "seats that fell free": lambda: attendee_letters.tell_moved_up(ws, to_attendees, at=datetime.now(UTC)),
            "letters": lambda: look_round(ws, writer, now=lambda: datetime.now(UTC)),
        }
        self._rounds = Rounds("post-room", tasks, every_s=_LOOKS_EVERY_S, at_once=True)

    def start(self) -> None:
        """Begin to look round."""
        self._rounds.start()

    def wake(self) -> None:
        """Look round now: somebody waits for a letter."""
        self._rounds.wake()

    def stop(self) -> None:
        """Stop; a letter that is being handed in is handed in whole, and what waits to be written is written."""
        self._rounds.stop()
        self._ws.later.write(self._ws.ledger)

    def _write_what_waits(self) -> None:
        """Once a minute, write what was noted to be written later."""
        now = time.monotonic()
        if now - self._written_s >= _WRITES_EVERY_S:
            self._written_s = now
            self._ws.later.write(self._ws.ledger)

    def _let_clocks_act(self) -> None:
        """Once a day, destroy the personal data whose time is over, in every house that set clocks going."""
        at = datetime.now(UTC)
        if self._cleared_on != korean_day(at):
            retention_clocks.run_clocks(self._ws, at=at)
            registration_terms.destroy_expired(self._ws, at=at)
            self._cleared_on = korean_day(at)
