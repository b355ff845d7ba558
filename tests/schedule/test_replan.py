"""Planning again changes little: nothing that has begun or can stay, and a move rather than a cancellation."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.irday.timetable.clashes import clashes
from dealflow.domain.irday.timetable.timetable import Firm, Meeting, Pair, Problem, Table, Timetable
from dealflow.domain.irday.timetable.timetable_diff import changes
from dealflow.domain.values.day_span import Span
from dealflow.errors import NoTimetableError
from dealflow.schedule.remaining import RunningDay
from dealflow.schedule.replan import replan
from dealflow.schedule.solve import solve
from tests.schedule.days import SMALL, SOUND, company, grid, investor, problems


def test_nothing_changes_where_nothing_happened() -> None:
    found = replan(RunningDay(SMALL, SOUND, 0), seconds=5)
    assert found.timetable == SOUND
    assert found.is_optimal


def test_after_a_no_show_nothing_moves() -> None:
    firms = tuple(firm for firm in SMALL.firms if firm.id != "c1")
    problem = replace(SMALL, firms=firms, pairs=tuple(pair for pair in SMALL.pairs if pair.company != "c1"))
    found = changes(SOUND, replan(RunningDay(problem, SOUND, 0), seconds=5).timetable)
    assert found.moved == found.added == ()
    assert {each.company for each in found.cancelled} == {"c1"}
    assert found.affected == ("c1", "v0", "v1")


def test_who_comes_late_is_moved_and_nobody_else() -> None:
    problem = _with(company(1, (Span(50, 500),)))
    timetable = replan(RunningDay(problem, SOUND, 0), seconds=5).timetable
    found = changes(SOUND, timetable)
    assert {each.act.company for each in found.moved} == {"c1"}
    assert found.cancelled == ()
    assert clashes(problem, timetable) == ()


def test_a_move_is_cheaper_than_a_cancellation_even_if_it_is_two() -> None:
    problem = Problem(
        slots=grid("s", 2),
        pitch_slots=(),
        firms=(company(0, (Span(0, 45),)), company(1), investor(0)),
        tables=(Table("t0"),),
        stages=(),
        pairs=(Pair("c0", "v0"), Pair("c1", "v0")),
    )
    published = Timetable((Meeting("c0", "v0", "s1", "t0", "v0.0"), Meeting("c1", "v0", "s0", "t0", "v0.0")))
    late = replace(problem, firms=(company(0, (Span(0, 20),)), *problem.firms[1:]))
    found = changes(published, replan(RunningDay(late, published, 0), seconds=5).timetable)
    assert len(found.moved) == 2
    assert found.cancelled == ()


def test_who_keeps_his_slot_keeps_his_table_unless_it_closes() -> None:
    problem = replace(SMALL, tables=(Table("t0", (Span(0, 30),)), Table("t1"), Table("t2")))
    timetable = replan(RunningDay(problem, SOUND, 0), seconds=5).timetable
    found = changes(SOUND, timetable)
    assert [(each.act.company, each.was.slot, each.now.slot) for each in found.moved] == [("c1", "s0", "s0")]
    assert clashes(problem, timetable) == ()


def test_holes_are_filled_only_when_asked_and_nobody_moves_for_it() -> None:
    published = Timetable(SOUND.meetings[1:], SOUND.pitches)
    assert replan(RunningDay(SMALL, published, 0), seconds=2).timetable == published
    filled = replan(RunningDay(SMALL, published, 0), seconds=2, fill=True).timetable
    found = changes(published, filled)
    assert found.added
    assert found.cancelled == ()
    assert {(each.was.slot, each.act) for each in found.moved} == {(each.now.slot, each.act) for each in found.moved}
    assert clashes(SMALL, filled) == ()


def test_what_must_be_held_and_cannot_is_left_out_and_told() -> None:
    pairs = tuple(replace(pair, must=(pair.company, pair.investor) == ("c1", "v0")) for pair in SMALL.pairs)
    problem = replace(_with(company(1, ())), pairs=pairs)
    timetable = replan(RunningDay(problem, SOUND, 0), seconds=5).timetable
    assert [str(clash.rule) for clash in clashes(problem, timetable)] == ["must"]


@given(problems(is_hard=False), st.integers(0, 120), st.data())
def test_the_past_stays_and_the_rest_breaks_no_rule(problem: Problem, now_min: int, data: st.DataObject) -> None:
    try:
        published = solve(problem, seconds=0.1).timetable
    except NoTimetableError:
        return
    firm = data.draw(st.sampled_from(problem.firms))
    seats = tuple(replace(seat, free=(Span(now_min, now_min + 60),)) for seat in firm.seats)
    changed = replace(problem, firms=tuple(replace(f, seats=seats) if f.id == firm.id else f for f in problem.firms))
    found = replan(RunningDay(changed, published, now_min), seconds=2).timetable
    assert {str(clash.rule) for clash in clashes(changed, found, since_min=now_min)} <= {"pitch_missing"}
    begins = {slot.id: slot.span.start_min for slot in (*problem.slots, *problem.pitch_slots)}
    assert {each for each in published.meetings if begins[each.slot] < now_min} <= set(found.meetings)
    assert {each for each in published.pitches if begins[each.slot] < now_min} <= set(found.pitches)


def _with(firm: Firm) -> Problem:
    return replace(SMALL, firms=tuple(firm if each.id == firm.id else each for each in SMALL.firms))
