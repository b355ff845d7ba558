"""A journal that the version before the areas wrote (commit 5637a07), and the current tables that it made of it.

``journal_before_rooms.jsonl`` holds rows of the journal, ``tables_before_rooms.jsonl`` rows of current tables as they
stood in SQLite. Both were written by that version's own code out of random histories, cut to the fewest events that
hold every kind; they are never written anew.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, get_args

import pytest
from sqlalchemy import insert, update
from sqlmodel import col

from dealflow.domain.inbound.events import InboundEvent
from dealflow.domain.notes.events import NotesEvent
from dealflow.domain.people.events import HouseEvent
from dealflow.domain.sheets.events import SheetsEvent
from dealflow.errors import TamperedJournalError
from dealflow.store.ledger import codec, journal
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.migrate import migrate
from dealflow.store.ledger.replay_audit import require_replayed_tables
from dealflow.store.ledger.tables.journal import HeadRow, JournalRow
from dealflow.store.warehouse.rows import rows_of
from tests.store.ledger.dumps import named_dump

HERE = Path(__file__).parent
SINCE = {
    *("deck_shelved", "deck_returned"),
    *(event.kind for event in (*get_args(NotesEvent), *get_args(InboundEvent), *get_args(SheetsEvent))),
    "contacts_handed_over",
    "round_named",
    "exchange_rate_kept",
    "exchange_rate_withdrawn",
    "scorecard_edited",
    "deal_scored",
    "deal_score_withdrawn",
    *("sheet_imported", "import_reverted", "company_withdrawn", "engagement_taken_back"),
    *("company_merged", "company_unmerged", "company_profile_kept", "company_shelved"),
    *("contact_kept", "contact_destroyed"),
    "deal_size_noted",
    "payment_proven",
    "programme_template_kept",
    "grant_project_kept",
    *("need_kept", "deployment_kept", "sharing_kept"),
    *("award_kept", "award_entry_kept", "judge_kept", "score_sheet_kept", "award_application_kept"),
    *("regional_programme_kept", "region_plan_kept", "supported_firm_kept", "teller_address_kept"),
    *("quarter_report_kept", "award_application_kept"),
    *("event_profile_kept", "part_content_kept", "registration_kept", "event_record_kept"),
    *("consultation_signed", "topics_kept", "contacts_handed_over"),
    *(event.kind for event in get_args(HouseEvent)),
    *("deck_confined", "nda_accepted"),
    *("person_changed", "person_left", "person_returned"),
    "engagement_tagged",
    "saved_view_kept",
    "saved_view_dropped",
    "memo_section_written",
    "memo_section_restored",
}
"""Kinds of events that came after it."""
Rows = list[dict[str, Any]]  # as JSON gives them


def written() -> dict[str, Rows]:
    """Return the journals' rows by workspace."""
    found: dict[str, Rows] = defaultdict(list)
    for line in (HERE / "journal_before_rooms.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found[row["workspace"]].append(row | {"ts": datetime.fromisoformat(row["ts"])})
    return found


def tables_then() -> dict[str, dict[str, Rows]]:
    """Return the current tables' rows by workspace and table, in the order of their keys."""
    found: dict[str, dict[str, Rows]] = defaultdict(lambda: defaultdict(list))
    for line in (HERE / "tables_before_rooms.jsonl").read_text("utf-8").splitlines():
        told = json.loads(line)
        found[told["row"]["workspace"]][told["table"]].append(told["row"])
    return found


def holds(now: Any, then: Any) -> bool:
    """Say whether everything that stood then stands now; fields that were added since may stand beside it."""
    if isinstance(then, dict):
        return isinstance(now, dict) and all(key in now and holds(now[key], value) for key, value in then.items())
    if isinstance(then, list):
        return isinstance(now, list) and len(now) == len(then) and all(map(holds, now, then))
    if isinstance(then, str) and then[:1] in {"{", "["} and now != then:
        return holds(json.loads(now), json.loads(then))
    return bool(now == then)


@pytest.fixture
def restored(empty_url: str, tmp_path: Path) -> Iterator[list[Ledger]]:
    """Give the ledgers, one a workspace, with the journal as it was written and empty current tables."""
    migrate(empty_url, tmp_path / "backups")
    opened = [Ledger(empty_url, workspace) for workspace in written()]
    for ledger in opened:
        rows = written()[ledger.workspace]
        with ledger.write() as session:
            session.connection().execute(insert(JournalRow), rows)
            journal.head(session, ledger.workspace, lock=True)
            mine = update(HeadRow).where(col(HeadRow.workspace) == ledger.workspace)
            session.connection().execute(mine.values(position=rows[-1]["position"], hash=rows[-1]["hash"]))
    yield opened
    for ledger in opened:
        ledger.close()


def test_it_holds_every_kind_of_event() -> None:
    kinds = {row["kind"] for rows in written().values() for row in rows}
    assert kinds | SINCE == set(codec.EVENTS)


def test_every_event_is_read_and_would_be_written_to_the_letter_as_then() -> None:
    for row in (row for rows in written().values() for row in rows):
        event = codec.decode(row["kind"], row["payload"])
        assert (event.kind, event.stream) == (row["kind"], row["stream"])
        assert holds(json.loads(codec.encode(event)), json.loads(row["payload"]))


def test_its_chain_holds_and_shows_a_change(restored: list[Ledger]) -> None:
    for ledger in restored:
        with ledger.read() as session:
            assert journal.verify(session, ledger.workspace).position == len(written()[ledger.workspace])
    altered = [row | {"payload": row["payload"].replace("vc1", "vc2")} for row in written()["w1"]]
    with pytest.raises(TamperedJournalError):
        journal.check_chain(altered, "w1")


def test_it_replays_to_the_tables_of_then_and_tells_the_warehouse(restored: list[Ledger]) -> None:
    then = tables_then()
    for ledger in restored:
        with ledger.write() as session:
            assert journal.replay(session, ledger.workspace) == len(written()[ledger.workspace])
        with ledger.read() as session:
            require_replayed_tables(session, ledger.workspace)
            if session.get_bind().dialect.name == "sqlite":  # other databases keep moments and flags in other types
                assert holds(named_dump(session, ledger.workspace), then[ledger.workspace])
            for recorded in journal.events_after(session, ledger.workspace, 0, 1000):
                rows_of(recorded)
