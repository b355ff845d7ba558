from __future__ import annotations

import uuid
from contextlib import closing
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from dealflow.domain.claims.events import CompanyAmended, CompanyRegistered, CompanyWithdrawn
from dealflow.domain.pipeline.events import EngagementMoved, EngagementOpened
from dealflow.domain.values.event import By
from dealflow.store.ledger import journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.journal import Entry
from dealflow.store.ledger.projections.buffered import BufferedTables
from dealflow.store.ledger.projections.projecting import clear, project
from dealflow.store.ledger.tables.claims import CompanyRow
from tests.costly import costly
from tests.store.drawn import DAWN
from tests.store.histories import Step, histories, write
from tests.store.ledger.dumps import dump

US = By("p1", DAWN + timedelta(days=400), "app")


@costly(8)
@given(steps=histories(longest=20), data=st.data())
def test_a_history_projected_in_two_batches_gives_the_tables_that_it_gave_act_by_act(
    ledger: Ledger, steps: list[Step], data: st.DataObject
) -> None:
    with closing(Ledger(ledger.url, f"w{uuid.uuid4().hex[:12]}")) as opened, opened.write() as session:
        recorded = write(session, opened.workspace, steps)
        act_by_act = dump(session, opened.workspace)
        clear(session, opened.workspace)
        cut = data.draw(st.integers(0, len(recorded)))
        for batch in (recorded[:cut], recorded[cut:]):
            tables = BufferedTables(session, batch)
            for record in batch:
                project(tables, record)
            tables.write()
        assert dump(session, opened.workspace) == act_by_act


def test_rows_that_a_session_holds_know_at_once_what_a_batch_made_of_them(ledger: Ledger) -> None:
    mine = ledger.workspace
    with ledger.write() as session:
        entries = [Entry(f"company:c{n}", [CompanyRegistered(f"c{n}", f"가나{n}(가상)")], 0) for n in range(3)]
        journal.append_all(session, mine, entries, by=US)
        held = session.exec(select(CompanyRow).where(CompanyRow.workspace == mine).order_by(CompanyRow.id)).all()
        journal.append_all(
            session,
            mine,
            [
                Entry("company:c0", [CompanyAmended("c0", "다라(가상)", "", None, "", "")], 1),
                Entry("company:c1", [CompanyWithdrawn("c1")], 1),
                Entry(
                    "engagement:e0",
                    [EngagementOpened("e0", "vc1", "c2", "vc1", "vc", "", "ir"), EngagementMoved("e0", "ir", "dd")],
                    0,
                ),
            ],
            by=US,
        )
        now = session.exec(select(CompanyRow).where(CompanyRow.workspace == mine).order_by(CompanyRow.id)).all()
        assert held[0].name == "다라(가상)"
        assert [row.name for row in now] == ["다라(가상)", "가나2(가상)"]
