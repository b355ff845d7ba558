from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select, text, update

from dealflow.errors import TamperedJournalError
from dealflow.store.ledger import codec, journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.tables.journal import Row
from tests.costly import costly
from tests.store.histories import Step, histories, write
from tests.store.ledger.dumps import dump

JOURNAL = Row.metadata.tables["journal"]
shared = costly(12)


@contextmanager
def told(ledger: Ledger, steps: Sequence[Step]) -> Iterator[Ledger]:
    """Give a new workspace in which the steps have happened."""
    with closing(Ledger(ledger.url, f"w{uuid.uuid4().hex[:12]}")) as opened:
        with opened.write() as session:
            write(session, opened.workspace, steps)
        yield opened


@shared
@given(steps=histories())
def test_replaying_the_journal_gives_the_same_tables_to_the_byte(ledger: Ledger, steps: list[Step]) -> None:
    with told(ledger, steps) as opened:
        with opened.write() as session:
            before = dump(session, opened.workspace)
            assert journal.replay(session, opened.workspace) == len(steps)
            assert dump(session, opened.workspace) == before
        assert before["organisation"]


@shared
@given(steps=histories())
def test_an_engagement_has_at_most_one_open_interval_which_is_its_stage(ledger: Ledger, steps: list[Step]) -> None:
    with told(ledger, steps) as opened:
        with opened.read() as session:
            tables = Row.metadata.tables
            engagement, interval = tables["engagement"], tables["stage_interval"]
            rows = session.connection().execute(select(interval).where(interval.c.workspace == opened.workspace)).all()
            found = (
                session.connection().execute(select(engagement).where(engagement.c.workspace == opened.workspace)).all()
            )
        for each in found:
            mine = sorted((row for row in rows if row.engagement_id == each.id), key=lambda row: row.seq)
            running = [row.stage for row in mine if row.left_at is None]
            assert running == ([each.stage] if each.status in {"active", "on_hold"} else [])
            assert (mine[-1].stage, mine[-1].entered_at) == (each.stage, each.stage_since)
            assert all(row.left_at is not None and row.left_at <= later.entered_at for row, later in pairwise(mine))


@shared
@given(steps=histories())
def test_what_was_appended_is_read_back_equal_and_in_order(ledger: Ledger, steps: list[Step]) -> None:
    with told(ledger, steps) as opened:
        with opened.read() as session:
            found = journal.events_after(session, opened.workspace, 0, 10_000)
            head = journal.verify(session, opened.workspace)
            third = journal.events_after(session, opened.workspace, 2, 1)
        assert [Step(each.event, each.actor, each.ts) for each in found] == steps
        assert [each.position for each in found] == list(range(1, len(steps) + 1))
        assert head == journal.Head(len(steps), found[-1].hash)
        assert third == found[2:3]
        assert opened.position() == len(steps)
        assert all(codec.decode(each.event.kind, codec.encode(each.event)) == each.event for each in found)


def unguard(connection: Connection) -> None:
    """Do what only the database's owner can: switch the triggers off for this transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("set local session_replication_role = replica"))
    else:
        for name in ("journal_no_update", "journal_no_delete", "journal_no_replace"):
            connection.execute(text(f"drop trigger if exists {name}"))


def other(value: object) -> object:
    """Return a value of the same kind that is not this one."""
    match value:
        case datetime():
            return value + timedelta(microseconds=1)
        case int():
            return value + 1_000_000
        case _:
            return f"{value}x" if value != "{}" else "[]"


@shared
@given(steps=histories(longest=8), data=st.data())
def test_verifying_finds_any_altered_column_of_any_row(ledger: Ledger, steps: list[Step], data: st.DataObject) -> None:
    position = data.draw(st.integers(1, len(steps)), label="position")
    column = data.draw(st.sampled_from([each.name for each in JOURNAL.columns]), label="column")
    with told(ledger, steps) as opened:
        with opened.write() as session:
            connection = session.connection()
            unguard(connection)
            mine = (JOURNAL.c.workspace == opened.workspace, JOURNAL.c.position == position)
            old = connection.execute(select(JOURNAL.c[column]).where(*mine)).scalar_one()
            connection.execute(update(JOURNAL).where(*mine).values({column: other(old)}))

        with opened.read() as session, pytest.raises(TamperedJournalError) as caught:
            journal.verify(session, opened.workspace)
        assert caught.value.parameters == {"position": position}


@shared
@given(steps=histories(longest=8), data=st.data())
def test_verifying_finds_a_row_that_is_gone_and_one_that_came_from_elsewhere(
    ledger: Ledger, steps: list[Step], data: st.DataObject
) -> None:
    position = data.draw(st.integers(1, len(steps)), label="position")
    with told(ledger, steps) as opened:
        with opened.write() as session:
            connection = session.connection()
            unguard(connection)
            connection.execute(
                JOURNAL.delete().where(JOURNAL.c.workspace == opened.workspace, JOURNAL.c.position == position)
            )
        with opened.read() as session, pytest.raises(TamperedJournalError) as caught:
            journal.verify(session, opened.workspace)
        assert caught.value.parameters == {"position": position}


@shared
@given(steps=histories(longest=6), data=st.data())
def test_a_head_printed_earlier_is_found_in_the_chain_and_no_other_is(
    ledger: Ledger, steps: list[Step], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(1, len(steps)), label="cut")
    other_steps = [Step(steps[0].event, "somebody else", steps[0].ts), *steps[1:]]
    with told(ledger, steps) as opened, told(ledger, other_steps) as rewritten:
        with opened.read() as session:
            printed = journal.events_after(session, opened.workspace, cut - 1, 1)[0]
            expect = f"{printed.position}:{printed.hash}"
            assert journal.verify(session, opened.workspace, expect=expect).position == len(steps)
        with rewritten.read() as session:
            with pytest.raises(TamperedJournalError):
                journal.verify(session, rewritten.workspace, expect=expect)
            with pytest.raises(TamperedJournalError):
                journal.verify(session, rewritten.workspace, expect=f"{len(steps) + 1}:{printed.hash}")
