"""A day in the order of its moments: on both sides of every minute at which something begins or ends."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.timetable import day_agenda
from dealflow.domain.irday.timetable.day_agenda import LineKind
from dealflow.domain.irday.timetable.timetable import Timetable
from tests.actions.irday.planned_events import PLAN, programme_of
from tests.domain.irday.days import firm

ON = date(2026, 3, 2)
PROGRAMME = programme_of()


def test_minutes_are_counted_on_korean_clocks_from_the_first_midnight() -> None:
    assert day_agenda.minute_of(ON, datetime(2026, 3, 1, 15, tzinfo=UTC)) == 0
    assert day_agenda.minute_of(ON, datetime(2026, 3, 1, 14, 59, 59, tzinfo=UTC)) == -1
    assert day_agenda.moment_of(ON, 845) == datetime(2026, 3, 2, 5, 5, tzinfo=UTC)
    assert day_agenda.clock(845) == day_agenda.clock_at(day_agenda.moment_of(ON, 845)) == "14:05"


def test_a_firms_own_day_is_its_pitch_its_consultations_and_what_is_for_all() -> None:
    kinds = [
        (one.kind, day_agenda.clock(one.span.start_min)) for one in day_agenda.own(PROGRAMME, PLAN, firm("sup-daon"))
    ]
    assert kinds == [
        (LineKind.PART, "12:00"),
        (LineKind.PITCH, "13:00"),
        (LineKind.MEETING, "14:00"),
        (LineKind.MEETING, "14:30"),
    ]
    assert [one.kind for one in day_agenda.own(PROGRAMME, None, firm("sup-daon"))] == [LineKind.PART]
    assert day_agenda.own(PROGRAMME, Timetable(), firm("nobody")) == day_agenda.own(PROGRAMME, None, firm("sup-daon"))


@pytest.mark.parametrize(("minute", "on", "then"), [(839, 0, 2), (840, 2, 2), (864, 2, 2), (865, 0, 2), (870, 2, 0)])
def test_what_is_on_and_what_comes_next(minute: int, on: int, then: int) -> None:
    meetings = [one for one in day_agenda.placed(PROGRAMME, PLAN) if one.kind is LineKind.MEETING]
    assert (len(day_agenda.at_minute(meetings, minute)), len(day_agenda.coming(meetings, minute))) == (on, then)


@pytest.mark.parametrize(("minute", "late"), [(865, {}), (866, {"t1": 1}), (910, {"t1": 45}), (911, {})])
def test_what_runs_over_is_late_until_it_counts_as_forgotten(minute: int, late: dict[str, int]) -> None:
    marks = {("sup-daon", "inv-a"): MeetingState.RUNNING}
    assert day_agenda.overrunning(day_agenda.placed(PROGRAMME, PLAN), marks, minute) == late
