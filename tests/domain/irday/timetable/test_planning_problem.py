"""From an event to the problem: who is planned for, when everybody and everything is free, and what counts how much."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise, permutations

import pytest

from dealflow.domain.irday.participants.participants import Attendee, ParticipantKind, ParticipantState
from dealflow.domain.irday.programme.programme import Aim, Closure, ConsultationTable, Part, PartKind, Room
from dealflow.domain.irday.timetable.objective_weights import HEARD, levels, meeting_points, weights
from dealflow.domain.irday.timetable.planning_problem import Asked, joined, problem_of, without
from dealflow.domain.irday.timetable.timetable import Act, Firm, Pin, Problem, Seat, Side, Stage, Table, Want
from dealflow.domain.values.day_span import Span
from tests.domain.irday.days import ASKED, EVERYBODY, FIVE, INVESTORS, NINE, NOON, ONE, SUPPLIERS, TEN, firm, programme


def pairs(problem: Problem) -> set[tuple[str, str]]:
    return {(pair.company, pair.investor) for pair in problem.pairs}


def the_firm(problem: Problem, name: str) -> Firm:
    return next(each for each in problem.firms if each.id == name)


def test_a_day_by_hand() -> None:
    problem = problem_of(programme(), EVERYBODY, ASKED)
    assert [slot.id for slot in problem.slots] == [f"c{m}-{m + 25}" for m in range(ONE, FIVE, 30)]
    assert [slot.id for slot in problem.pitch_slots] == [f"p{m}-{m + 12}" for m in range(TEN, NOON, 15)]
    assert problem.taken == (Span(NINE, TEN), Span(NOON, ONE))
    assert problem.stages == (Stage("hall", tuple(slot.id for slot in problem.pitch_slots)),)
    assert the_firm(problem, "s1") == Firm("s1", Side.COMPANY, (Seat("s1", (Span(NINE, FIVE),)),), least=1)
    assert the_firm(problem, "v1") == Firm("v1", Side.INVESTOR, (Seat("v1", (Span(NINE, FIVE),)),))
    assert len(problem.pairs) == 6 * 5 - 3
    assert {each.company for each in problem.pitchers} == {one.id for one in SUPPLIERS}


@pytest.mark.parametrize("state", [one for one in ParticipantState if one is not ParticipantState.CONFIRMED])
def test_only_who_is_confirmed_is_planned_for(state: ParticipantState) -> None:
    gone = replace(SUPPLIERS[0], state=state)
    problem = problem_of(programme(), (gone, *EVERYBODY[1:]), ASKED)
    assert "s1" not in {each.id for each in problem.firms}
    assert "s1" not in {company for company, _ in pairs(problem)} | {each.company for each in problem.pitchers}


def test_guests_judges_and_press_are_not_seated() -> None:
    others = (firm("j", ParticipantKind.JUDGE), firm("g", ParticipantKind.GUEST), firm("p", ParticipantKind.PRESS))
    assert {each.id for each in problem_of(programme(), (*EVERYBODY, *others), ASKED).firms} == {
        one.id for one in EVERYBODY
    }


def test_a_veto_of_either_side_and_a_conflict_keep_two_apart_and_nobody_else() -> None:
    met = pairs(problem_of(programme(), EVERYBODY, ASKED))
    everyone = {(company.id, investor.id) for company in SUPPLIERS for investor in INVESTORS}
    assert everyone - met == {("s2", "v3"), ("s5", "v2"), ("s6", "v4")}


def test_a_consultation_that_was_called_off_is_not_planned_again() -> None:
    dropped = replace(ASKED, dropped=frozenset({("s1", "v1")}))
    assert ("s1", "v1") not in pairs(problem_of(programme(), EVERYBODY, dropped))


def test_tables_are_closed_outside_the_slots_of_their_room_and_where_a_closure_says_so() -> None:
    closed = (Closure("t1", Span(ONE, ONE + 30)), Closure("hall", Span(TEN, TEN + 10)))
    problem = problem_of(programme(closures=closed), EVERYBODY, ASKED)
    first, second, _ = problem.tables
    assert first.closed[0] == Span(0, ONE + 30)
    assert second.closed[0] == Span(0, ONE)
    assert second.closed[-1] == Span(FIVE - 5, 24 * 60)
    assert problem.stages[0].slots[0] == f"p{TEN + 15}-{TEN + 27}"


def test_a_table_in_a_room_without_consultations_is_none() -> None:
    tables = (*programme().tables, ConsultationTable("x", "hall", "X"))
    assert {table.id for table in problem_of(programme(tables=tables), EVERYBODY, ASKED).tables} == {"t1", "t2", "t3"}


def test_an_investor_sits_as_one_or_each_person_for_itself() -> None:
    people = (Attendee("a", away=(Span(ONE, ONE + 60),)), Attendee("b"), Attendee("driver", sits=False))
    together, apart = (
        problem_of(programme(), (SUPPLIERS[0], firm("v", ParticipantKind.VC, attendees=people, apart=one)), Asked())
        for one in (False, True)
    )
    assert the_firm(together, "v").seats == (Seat("v", (Span(NINE, FIVE),)),)
    assert the_firm(apart, "v").seats == (
        Seat("a", (Span(NINE, ONE), Span(ONE + 60, FIVE))),
        Seat("b", (Span(NINE, FIVE),)),
    )


def test_a_company_pitches_while_its_presenter_is_there_and_consults_while_others_are() -> None:
    people = (Attendee("boss", presents=True, sits=False, away=(Span(ONE, FIVE),)), Attendee("sales"))
    late = replace(people[1], away=(Span(NINE, TEN + 60),))
    problem = problem_of(programme(), (firm("s", attendees=(people[0], late)), *INVESTORS), Asked())
    assert the_firm(problem, "s").seats[0].free == (Span(NINE, FIVE),)
    assert problem.pitchers[0].slots == tuple(slot.id for slot in problem.pitch_slots)
    assert problem.pairs[0].slots == tuple(slot.id for slot in problem.slots)
    away = replace(people[0], away=(Span(TEN, TEN + 60),))
    problem = problem_of(programme(), (firm("s", attendees=(away, people[1])), *INVESTORS), Asked())
    assert problem.pitchers[0].slots == tuple(s.id for s in problem.pitch_slots if s.span.start_min >= TEN + 60)


def test_least_and_most_come_from_the_firm_or_else_from_the_programme() -> None:
    usual = programme(least_company=2, most_company=4, least_investor=1, most_investor=6)
    own = firm("own", least=0, most=1)
    problem = problem_of(usual, (SUPPLIERS[0], own, INVESTORS[0], firm("bound", most=1)), Asked())
    found = {each.id: (each.least, each.most) for each in problem.firms}
    assert found == {"s1": (2, 4), "own": (0, 1), "v1": (1, 6), "bound": (1, 1)}


def test_a_pitching_part_for_all_is_no_plenary_but_no_consultation_runs_beside_it() -> None:
    parts = (
        Part("pitch", PartKind.PITCHING, "피칭", Span(ONE, ONE + 60), room_id="hall", item_min=10, for_all=True),
        Part("talk", PartKind.CONSULTATION, "상담", Span(ONE, FIVE), room_id="room", item_min=30),
    )
    problem = problem_of(programme(parts=parts), EVERYBODY, ASKED)
    assert problem.taken == ()
    assert len(problem.pitch_slots) == 6
    assert problem.slots[0].span.start_min == ONE + 60


def test_without_a_pitching_part_nobody_is_asked_to_pitch() -> None:
    only = tuple(part for part in programme().parts if part.kind is not PartKind.PITCHING)
    assert problem_of(programme(parts=only), EVERYBODY, ASKED).pitchers == ()


def test_pins_are_kept_and_those_of_gone_slots_and_tables_are_left_out() -> None:
    slot = f"c{ONE}-{ONE + 25}"
    pins = (
        (Act("s1", "v1"), Pin(slot, "t1")), (Act("s1", "v2"), Pin(slot, "gone")), (Act("s3", "v2"), Pin("c1-2")),
        (Act("s1"), Pin(f"p{TEN}-{TEN + 12}", "hall")), (Act("s2"), Pin(f"p{TEN}-{TEN + 12}", "gone")),
    )  # fmt: skip
    problem = problem_of(programme(), EVERYBODY, replace(ASKED, pins=pins))
    assert {(p.company, p.investor): p.pin for p in problem.pairs if p.pin} == {("s1", "v1"): Pin(slot, "t1")}
    assert {p.company: p.pin for p in problem.pitchers if p.pin} == {"s1": Pin(f"p{TEN}-{TEN + 12}", "hall")}


def test_wishes_of_both_sides_and_fit_make_a_pairs_points() -> None:
    problem = problem_of(programme(), EVERYBODY, replace(ASKED, fits={("s3", "v1"): 10, ("s4", "v4"): 5}))
    points = {(pair.company, pair.investor): pair.points for pair in problem.pairs}
    assert points["s1", "v1"] == 64 + 64
    assert points["s1", "v2"] == 48
    assert points["s3", "v1"] == 48 + 32
    assert points["s4", "v4"] == 16
    assert points["s4", "v5"] == 0


def test_an_investor_hears_what_it_asks_to_and_in_part_whom_it_wants_to_meet() -> None:
    wants = problem_of(programme(), EVERYBODY, ASKED).wants
    assert set(wants) == {Want("s4", "v1", 2), Want("s1", "v1", 1), Want("s3", "v1", 1), Want("s2", "v2", 1)}


@pytest.mark.parametrize("aims", list(permutations(Aim))[::97])
def test_a_unit_of_an_aim_outweighs_one_of_every_later_aim_together(aims: tuple[Aim, ...]) -> None:
    level = levels(aims)
    assert all(level[aim] > sum(level[later] for later in aims[place + 1 :]) for place, aim in enumerate(aims))
    found = weights(aims)
    assert found.pitch * HEARD == level[Aim.HEARING]
    assert (found.short, found.gap, found.unfair) == (level[Aim.MINIMUM], level[Aim.GAPS], level[Aim.BALANCE])
    ranked = [meeting_points(level, (rank,), None) for rank in (1, 2, 3, 9)]
    assert all(dearer >= later for dearer, later in pairwise(ranked))


def test_aims_that_are_not_named_follow_the_named_ones() -> None:
    level = levels((Aim.GAPS,))
    assert [aim for aim, _ in sorted(level.items(), key=lambda each: -each[1])][:2] == [Aim.GAPS, Aim.MINIMUM]


def test_spans_are_taken_out_of_a_whole_and_joined() -> None:
    whole = Span(0, 100)
    assert without(whole, (Span(90, 200), Span(10, 20), Span(15, 30))) == (Span(0, 10), Span(30, 90))
    assert without(whole, (Span(-5, 200),)) == ()
    assert joined((Span(5, 10), Span(0, 5), Span(20, 30))) == (Span(0, 10), Span(20, 30))


def test_two_rooms_share_a_grid_and_keep_their_own_tables() -> None:
    rooms = (*programme().rooms, Room("annex", "별실"))
    more = Part(
        "more", PartKind.CONSULTATION, "상담 2", Span(ONE, ONE + 60), room_id="annex", item_min=25, change_min=5
    )
    tables = (*programme().tables, ConsultationTable("a1", "annex", "A1"))
    problem = problem_of(programme(rooms=rooms, parts=(*programme().parts, more), tables=tables), EVERYBODY, ASKED)
    assert len(problem.slots) == 8
    found: dict[str, Table] = {table.id: table for table in problem.tables}
    assert any(span.covers(Span(ONE + 60, FIVE)) for span in found["a1"].closed)
