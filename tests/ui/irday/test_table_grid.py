"""The floor as a grid: at fourteen past two it has the round that is on, the next, and who is not here."""

from __future__ import annotations

from dealflow.actions.irday.floor import floor, hall_displays
from dealflow.actions.irday.programme import day_state
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.floor.floor import CheckIn, CheckInChannel
from dealflow.domain.irday.timetable.day_agenda import LineKind
from dealflow.ui.irday.floor import table_grid
from tests.actions.conftest import Cast, cast, stage, ws
from tests.actions.irday import planned_events
from tests.actions.irday.planned_events import DAY, at

__all__ = ["cast", "stage", "ws"]


def test_each_table_says_now_next_and_who_is_missing(ws: Workspace, cast: Cast) -> None:
    planned_events.set_up(ws, cast.organiser, cast.shared_company)
    floor.check_in(ws, cast.organiser, DAY, CheckIn("sup-daon-p", CheckInChannel.NAME), at=at(800))
    hall = hall_displays.hall(ws, cast.organiser, DAY, at=at(854))
    day = day_state.day_of(Looking(ws, cast.organiser), DAY)
    first, second = table_grid.table(day, hall, hall_displays.place_lines(hall, LineKind.MEETING), "ko").rows
    assert [cell.text for cell in first.cells] == [
        "테이블 A-1", "다온로보틱스(가상) · a벤처스(가상)", "미르에이아이(가상) · a벤처스(가상)",
    ]  # fmt: skip
    assert first.cells[1].sub == "14:00–14:25"
    assert [mark.text for mark in first.cells[1].marks] == ["a벤처스(가상) 미입장"]
    assert len(second.cells[1].marks) == 2
