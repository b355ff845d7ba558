from __future__ import annotations

import uuid
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, delete, select, update
from sqlmodel import AutoString

from dealflow.errors import AlteredTableError
from dealflow.store.ledger import journal, replay_audit
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.projections.projecting import PROJECTED
from tests.costly import costly
from tests.store.histories import Step, histories, write

shared = costly(10)


def _is_told(column: Column[object]) -> bool:
    """Say whether any text may be written into a column: plain text or JSON that neither is the key nor points."""
    return isinstance(column.type, AutoString) and not column.primary_key and not column.foreign_keys


@shared
@given(steps=histories(longest=12), data=st.data())
def test_a_current_row_that_was_written_or_deleted_past_the_journal_is_found_and_a_replay_mends_it(
    ledger: Ledger, steps: list[Step], data: st.DataObject
) -> None:
    with closing(Ledger(ledger.url, f"w{uuid.uuid4().hex[:12]}")) as opened:
        with opened.write() as session:
            write(session, opened.workspace, steps)
        with opened.read() as session:
            replay_audit.require_replayed_tables(session, opened.workspace)
            filled = [
                table
                for table in PROJECTED
                if session.connection().execute(select(table).where(table.c.workspace == opened.workspace)).first()
            ]
        name = data.draw(st.sampled_from([table.name for table in filled if table.name not in {"deck", "engagement"}]))
        table = next(each for each in filled if each.name == name)
        told = [column.name for column in table.columns if _is_told(column)]
        with opened.write() as session:
            if not told or data.draw(st.booleans()):
                session.connection().execute(delete(table).where(table.c.workspace == opened.workspace))
            else:
                past = {data.draw(st.sampled_from(told)): "written past"}
                session.connection().execute(update(table).where(table.c.workspace == opened.workspace).values(past))
        with opened.read() as session, pytest.raises(AlteredTableError) as caught:
            replay_audit.require_replayed_tables(session, opened.workspace)
        assert caught.value.parameters == {"tables": name}
        with opened.write() as session:
            journal.replay(session, opened.workspace)
        with opened.read() as session:
            replay_audit.require_replayed_tables(session, opened.workspace)
