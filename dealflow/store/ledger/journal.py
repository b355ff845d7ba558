"""The journal: append, read, follow and verify the chain of a workspace's events.

Positions count a workspace's events and sequence numbers count a stream's, both from 1 without gaps. They are allotted
under the lock of the workspace's head row, so they are in commit order and no reader's watermark can skip one.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import Integer, RowMapping, String, Table, bindparam, func, insert, select, type_coerce, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from dealflow.domain.values.event import By, Event, Recorded
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, TamperedJournalError
from dealflow.store.ledger import codec
from dealflow.store.ledger.projections.buffered import BufferedTables
from dealflow.store.ledger.projections.current import MemoryTables
from dealflow.store.ledger.projections.projecting import clear, fill, project
from dealflow.store.ledger.tables.journal import Row

GENESIS: Final = "0" * 64
"""What stands for the hash before the first event."""
_CHUNK: Final = 1000
_WORDS: Final = re.compile(r"[\w-]+")
_STREAMS: Final = 500
"""Streams that are asked for at once: databases take only so many parameters."""
_TOLD: Final = ("workspace", "position", "stream", "seq", "actor", "source", "kind", "payload", "prev_hash")
_JOURNAL: Final[Table] = Row.metadata.tables["journal"]
_HEAD: Final[Table] = Row.metadata.tables["head"]
# built once: SQLAlchemy spends as long on building a statement as the database on answering it
_OF_STREAM: Final = (_JOURNAL.c.workspace == bindparam("workspace"), _JOURNAL.c.stream == bindparam("stream"))
_STREAM: Final = select(_JOURNAL).where(*_OF_STREAM).order_by(_JOURNAL.c.seq)
_LAST_SEQ: Final = select(func.max(_JOURNAL.c.seq)).where(*_OF_STREAM)
_AFTER: Final = (
    select(_JOURNAL)
    .where(_JOURNAL.c.workspace == bindparam("workspace"), _JOURNAL.c.position > bindparam("position"))
    .order_by(_JOURNAL.c.position)
    .limit(bindparam("limit", type_=Integer))
)
_HEAD_OF: Final = select(_HEAD.c.position, _HEAD.c.hash).where(_HEAD.c.workspace == bindparam("workspace"))
_HEAD_LOCKED: Final = _HEAD_OF.with_for_update()  # SQLite leaves it out: BEGIN IMMEDIATE has locked all
_SET_HEAD: Final = update(_HEAD).where(_HEAD.c.workspace == bindparam("mine"))
_ADD: Final = insert(_JOURNAL)

_Columns: TypeAlias = RowMapping | dict[str, Any]
"""A row by column names; values are of many types, as columns are."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain, printed in exports and logs as ``position:hash`` to be checked later."""

    position: int
    hash: str

    def __str__(self) -> str:
        """Return the form in which heads are printed."""
        return f"{self.position}:{self.hash}"

    @staticmethod
    def parse(text: str) -> Head:
        """Return the head printed as ``position:hash``.

        Raises:
            InvalidInputError: the text is no head.
        """
        position, _, digest = text.strip().partition(":")
        if not position.isdecimal() or len(digest) != len(GENESIS) or set(digest) - set("0123456789abcdef"):
            raise InvalidInputError(field="expect", problem="no_head", value=text)
        return Head(int(position), digest)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be appended to one stream, and its last sequence number as the decision saw it."""

    stream: str
    events: Sequence[Event]
    after: int


def head(session: Session, workspace: str, *, lock: bool = False) -> Head:
    """Return the workspace's head; ``lock`` keeps other writers of PostgreSQL out until the transaction ends."""
    query = _HEAD_LOCKED if lock else _HEAD_OF
    mine = {"workspace": workspace}
    position = session.connection().execute(query, mine).first()
    if position is None and lock:
        _start(session, workspace)
        position = session.connection().execute(query, mine).one()
    return Head(0, GENESIS) if position is None else Head(position.position, position.hash)


def read_stream(session: Session, workspace: str, stream: str) -> tuple[Recorded, ...]:
    """Return the stream's events, oldest first; empty for an unknown stream."""
    rows = session.connection().execute(_STREAM, {"workspace": workspace, "stream": stream})
    return tuple(_recorded(row) for row in rows.mappings())


def read_streams(
    session: Session, workspace: str, streams: Collection[str], kinds: Collection[str] = ()
) -> tuple[Recorded, ...]:
    """Return the events of several streams in the journal's order, of the kinds given or of all."""
    names = sorted(streams)
    rows: list[RowMapping] = []
    for start in range(0, len(names), _STREAMS):
        query = select(_JOURNAL).where(
            _JOURNAL.c.workspace == workspace, _JOURNAL.c.stream.in_(names[start : start + _STREAMS])
        )
        if kinds:
            query = query.where(_JOURNAL.c.kind.in_(sorted(kinds)))
        rows += session.connection().execute(query).mappings()
    return tuple(_recorded(row) for row in sorted(rows, key=lambda row: int(row["position"])))


def length(session: Session, workspace: str, stream: str) -> int:
    """Return how many events a stream holds, 0 for an unknown one."""
    return _last_seq(session, workspace, stream)


def lengths(session: Session, workspace: str, streams: Sequence[str]) -> dict[str, int]:
    """Return how many events each of the streams holds, 0 for an unknown one."""
    return _last_seqs(session, workspace, streams)


def speaking_of(session: Session, workspace: str, names: Collection[str], *, after: int) -> frozenset[str]:
    """Return those of the names (ids that nothing else is called) of which any event after a position speaks."""
    wanted = frozenset(names)
    spoken: set[str] = set()
    query = select(_JOURNAL.c.stream, _JOURNAL.c.payload).where(
        _JOURNAL.c.workspace == workspace, _JOURNAL.c.position > after
    )
    with session.connection().execute(query.execution_options(yield_per=_CHUNK)) as rows:
        for row in rows:
            spoken |= wanted & {*_WORDS.findall(row.stream), *_WORDS.findall(row.payload)}
    return frozenset(spoken)


def count_kinds(session: Session, workspace: str, *, until: int | None = None) -> dict[str, int]:
    """Return how many events of each kind the workspace's journal holds, up to a position or in all, by kind."""
    query = select(_JOURNAL.c.kind, func.count()).where(_JOURNAL.c.workspace == workspace).group_by(_JOURNAL.c.kind)
    if until is not None:
        query = query.where(_JOURNAL.c.position <= until)
    rows = session.connection().execute(query.order_by(_JOURNAL.c.kind))
    return {str(kind): int(count) for kind, count in rows}


def events_after(session: Session, workspace: str, position: int, limit: int) -> tuple[Recorded, ...]:
    """Return at most ``limit`` events of the workspace that stand after ``position``, oldest first."""
    after = {"workspace": workspace, "position": position, "limit": limit}
    rows = session.connection().execute(_AFTER, after)
    return tuple(_recorded(row) for row in rows.mappings())


def last_of_kinds(
    session: Session, workspace: str, position: int, kinds: Collection[str], most: int
) -> tuple[Recorded, ...]:
    """Return the events of some kinds that stand after ``position``, the last ``most`` of them, oldest first."""
    query = (
        select(_JOURNAL)
        .where(_JOURNAL.c.workspace == workspace, _JOURNAL.c.position > position, _JOURNAL.c.kind.in_(sorted(kinds)))
        .order_by(_JOURNAL.c.position.desc())
        .limit(most)
    )
    rows = session.connection().execute(query).mappings().all()
    return tuple(_recorded(row) for row in reversed(rows))


def append(  # which stream of which books, what happened, and by whom
    session: Session,
    workspace: str,
    stream: str,
    events: Sequence[Event],
    *,
    after: int,
    by: By,
) -> tuple[Recorded, ...]:
    """Append events to a stream, project them, and return them as recorded.

    ``after`` is the sequence number of the last event that the decision was based on, 0 for a new stream. The session
    is one of ``Ledger.write()``; nothing stands until it commits.

    Raises:
        ChangedMeanwhileError: the stream has gone on since.
        InvalidInputError: an event holds what cannot be stored.
        NotFoundError: an event speaks of a record that does not exist.
    """
    return append_all(session, workspace, [Entry(stream, events, after)], by=by)


def append_all(session: Session, workspace: str, entries: Sequence[Entry], *, by: By) -> tuple[Recorded, ...]:
    """Append what happened in several streams, one entry each, in their order; as ``append`` does for one.

    The head is locked and set once, and the rows go in together: a sheet of thousands of rows is one batch.
    """
    if by.at.tzinfo is None:
        message = "a moment needs its time zone"
        raise ValueError(message)
    before = head(session, workspace, lock=True)
    _require_unchanged(session, workspace, entries)
    ts = by.at.astimezone(UTC)
    rows = _chained(before, entries, {"workspace": workspace, "ts": ts, "actor": by.actor, "source": by.source})
    recorded = tuple(_recorded(row) for row in rows)
    if rows:
        session.connection().execute(_ADD, rows)
        _set_head(session, workspace, recorded[-1])
    tables = BufferedTables(session, recorded)
    for record in recorded:
        project(tables, record)
    tables.write()
    return recorded


def _require_unchanged(session: Session, workspace: str, entries: Sequence[Entry]) -> None:
    """Raise unless every stream ends where the decision about it saw its end."""
    last = _last_seqs(session, workspace, [entry.stream for entry in entries])
    for entry in entries:
        if last[entry.stream] != entry.after:
            raise ChangedMeanwhileError(stream=entry.stream, expected=entry.after, found=last[entry.stream])


def _chained(before: Head, entries: Sequence[Entry], same: Mapping[str, object]) -> list[dict[str, Any]]:
    """Return the journal's rows for all events of the entries, each with the hash of the one before it.

    ``same``: the columns that all of them share.
    """
    rows: list[dict[str, Any]] = []
    for entry in entries:
        for number, event in enumerate(entry.events, start=1):
            if event.stream != entry.stream:
                message = f"{event.kind} belongs to stream {event.stream}, not {entry.stream}"
                raise ValueError(message)
            row = {
                **same,
                "stream": entry.stream,
                "position": before.position + len(rows) + 1,
                "seq": entry.after + number,
                "kind": event.kind,
                "payload": codec.encode(event),
                "prev_hash": rows[-1]["hash"] if rows else before.hash,
            }
            rows.append(row | {"hash": chain_hash(row)})
    return rows


def verify(session: Session, workspace: str, expect: str | None = None) -> Head:
    """Return the workspace's head after checking every event of its chain.

    ``expect`` is a head printed earlier (``position:hash``): the chain must still pass through it, which also shows a
    journal that was rewritten as a whole or cut at its end.

    Raises:
        TamperedJournalError: the chain does not hold at ``position``.
        InvalidInputError: ``expect`` is no head.
    """
    expected = None if expect is None else Head.parse(expect)
    stands = head(session, workspace)
    with closing(_rows(session, workspace)) as rows:
        last = check_chain(rows, workspace, expected)
    if last != stands:
        raise TamperedJournalError(position=min(last.position, stands.position) + 1)
    return last


def check_chain(rows: Iterable[_Columns], workspace: str, expected: Head | None = None) -> Head:
    """Return the head of a workspace's rows, all of them in order, after checking that each follows from the last.

    Raises:
        TamperedJournalError: one does not, or the chain does not pass through ``expected``.
    """
    last = Head(0, GENESIS)
    passed = expected is None or expected == last
    for row in rows:
        position = last.position + 1
        follows = (row["workspace"], row["position"], row["prev_hash"]) == (workspace, position, last.hash)
        if not follows or not _intact(row):
            raise TamperedJournalError(position=position)
        last = Head(position, row["hash"])
        passed = passed or last == expected
    if expected is not None and not passed:
        raise TamperedJournalError(position=min(expected.position, last.position + 1))
    return last


def replay(session: Session, workspace: str) -> int:
    """Rebuild the workspace's current tables from the journal alone; return how many events were replayed.

    Names of persons are no projection and stay. The session is one of ``Ledger.write()``.
    """
    position = head(session, workspace, lock=True).position
    clear(session, workspace)
    tables = MemoryTables()
    done = 0
    while done < position:
        for recorded in events_after(session, workspace, done, _CHUNK):
            project(tables, recorded)
            done = recorded.position
    fill(session, tables)
    return done


def chain_hash(row: _Columns) -> str:
    """Return the SHA-256 of an event's row, chained to the one before it; every column but the hash itself counts."""
    chained = [row[name] for name in _TOLD]
    text = json.dumps(
        [*chained, row["ts"].isoformat(timespec="microseconds")], ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _intact(row: _Columns) -> bool:
    """Say whether a row still has the hash that was made of it; values of a wrong kind never had one."""
    try:
        return bool(chain_hash(row) == row["hash"])
    except (AttributeError, TypeError, UnicodeError):
        return False


def _rows(session: Session, workspace: str) -> Generator[_Columns]:
    """Yield the journal's rows in order, few at a time; a moment that is none (SQLite keeps anything) comes as None."""
    lax = session.get_bind().dialect.name == "sqlite"
    columns = [type_coerce(column, String) if lax and column.name == "ts" else column for column in _JOURNAL.c]
    query = select(*columns).where(_JOURNAL.c.workspace == workspace).order_by(_JOURNAL.c.position)
    with session.connection().execute(query.execution_options(yield_per=_CHUNK)) as result:
        for row in result.mappings():
            yield row if not lax else dict(row) | {"ts": _moment(row["ts"])}


def _moment(text: object) -> datetime | None:
    """Return the moment that SQLite keeps as text, nothing if it is none."""
    try:
        return datetime.fromisoformat(str(text)).replace(tzinfo=UTC)
    except ValueError:
        return None


def _last_seq(session: Session, workspace: str, stream: str) -> int:
    """Return the sequence number of the stream's last event, 0 for a new stream."""
    return session.connection().execute(_LAST_SEQ, {"workspace": workspace, "stream": stream}).scalar() or 0


def _last_seqs(session: Session, workspace: str, streams: Sequence[str]) -> dict[str, int]:
    """Return the sequence number of each stream's last event; one stream, the usual case, by the statement at hand."""
    if len(streams) == 1:
        return {streams[0]: _last_seq(session, workspace, streams[0])}
    last = dict.fromkeys(streams, 0)
    for start in range(0, len(streams), _STREAMS):
        query = select(_JOURNAL.c.stream, func.max(_JOURNAL.c.seq)).where(
            _JOURNAL.c.workspace == workspace, _JOURNAL.c.stream.in_(streams[start : start + _STREAMS])
        )
        last |= {row[0]: row[1] for row in session.connection().execute(query.group_by(_JOURNAL.c.stream))}
    return last


def _start(session: Session, workspace: str) -> None:
    """Make the head row of a new workspace, unless a rival just did."""
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    values = {"workspace": workspace, "position": 0, "hash": GENESIS}
    session.connection().execute(make(_HEAD).values(values).on_conflict_do_nothing())


def _set_head(session: Session, workspace: str, last: Recorded) -> None:
    """Bring the head forward to the last event."""
    values = {"mine": workspace, "position": last.position, "hash": last.hash}
    session.connection().execute(_SET_HEAD, values)


def _recorded(row: _Columns) -> Recorded:
    """Return a journal row as the domain's value. The event is what its JSON says, so a replay sees the same."""
    return Recorded(
        workspace=row["workspace"],
        position=row["position"],
        stream=row["stream"],
        seq=row["seq"],
        ts=row["ts"],
        actor=row["actor"],
        source=row["source"],
        event=codec.decode(row["kind"], row["payload"]),
        prev_hash=row["prev_hash"],
        hash=row["hash"],
    )
