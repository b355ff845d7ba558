"""Consultations of IR days in the warehouse: those published and marked, for who may see them; logs for their owner."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given

from dealflow.actions.platform import warehouse as warehouse_acts
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday import events as held
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.database import Ledger
from dealflow.store.ledger.migrate import migrate
from dealflow.store.warehouse import Warehouse
from tests.actions.conftest import Cast, cast, stage, ws
from tests.actions.irday.held_day import DURING, EVENT, held_day, tell
from tests.costly import costly
from tests.store.histories import Step, histories
from tests.store.histories import write as append

__all__ = ["cast", "stage", "ws"]
_MEETINGS = "select company_participant, investor_participant, planned, state from meeting order by all"
_LOGS = "select consultation_id, owner_id, interest, intention_high, is_told from consultation order by all"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("days")
    made = f"sqlite:///{Path(folder) / 'ledger.sqlite3'}"
    migrate(made, folder / "backups")
    return made


def meetings(steps: list[Step]) -> list[tuple[object, ...]]:
    """Return what stands at the end: the pairs of the last published version, and every pair that was marked."""
    versions: dict[int, set[tuple[str, str]]] = {}
    planned: set[tuple[str, str]] = set()
    marks: dict[tuple[str, str], str] = {}
    for event in (step.event for step in steps):
        if isinstance(event, held.TimetableDrafted):
            versions[event.version] = {(one.company, one.investor) for one in event.timetable.meetings}
        elif isinstance(event, held.TimetablePublished):
            planned = versions[event.version]
        elif isinstance(event, held.MeetingMarked) and event.investor:
            marks[event.company, event.investor] = event.state.value
    pairs = planned | set(marks)
    return sorted((*pair, pair in planned, marks.get(pair, "planned")) for pair in pairs)


@costly(10)
@given(histories())
def test_meetings_are_what_was_published_and_marked_told_bit_by_bit_or_anew(url: str, steps: list[Step]) -> None:
    with closing(Ledger(url, uuid4().hex)) as ledger, closing(Warehouse(":memory:", ledger)) as warehouse:
        half = len(steps) // 2
        for some in (steps[:half], steps[half:]):
            with ledger.write() as session:
                append(session, ledger.workspace, some)
            warehouse.refresh()
        told = warehouse.query(_MEETINGS), warehouse.query(_LOGS)
        assert [tuple(row.values()) for row in told[0].to_pylist()] == meetings(steps)
        warehouse.rebuild()
        assert (warehouse.query(_MEETINGS), warehouse.query(_LOGS)) == told


def test_the_organiser_sees_meetings_and_no_log_an_investor_its_own_of_both(ws: Workspace, cast: Cast) -> None:
    held_day(ws, cast.shared_company)
    tell(ws, held.MeetingMarked(EVENT, "co-2", "inv-b", MeetingState.HELD), at=DURING)

    def rows(viewer: object, sql: str) -> list[tuple[object, ...]]:
        return [tuple(row.values()) for row in warehouse_acts.query(Looking(ws, viewer), sql).to_pylist()]  # type: ignore[arg-type]  # a question put together here

    assert rows(cast.organiser, _MEETINGS) == [
        ("co-1", "inv-a", True, "held"),
        ("co-1", "inv-b", True, "planned"),
        ("co-2", "inv-a", True, "company_absent"),
        ("co-2", "inv-b", False, "held"),
    ]
    assert rows(cast.organiser, _LOGS) == []
    assert [row[1] for row in rows(cast.anna, _MEETINGS)] == ["inv-a", "inv-a"]
    assert rows(cast.anna, _LOGS) == [("log-1", "a", "high", 500_000_000, True)]
    assert rows(cast.bora, _LOGS) == []
    start = "select company_id, investor_id, start_min from meeting where state = 'held' and planned"
    assert rows(cast.organiser, start) == [(cast.shared_company, "a", 870)]
    with pytest.raises(InvalidInputError):
        rows(cast.anna, "select note from consultation")
