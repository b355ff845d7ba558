"""A timetable worked on by hand: put, taken out, exchanged; where things could go; what is left open; a late part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealflow.domain.irday.participants.participants import Attendee, ParticipantKind, ParticipantState, Requests, Wish
from dealflow.domain.irday.programme.programme import Part, PartKind, findings
from dealflow.domain.irday.timetable.clashes import clashes
from dealflow.domain.irday.timetable.hard_rules import Rule
from dealflow.domain.irday.timetable.manual_edits import Spot, act_of, exchange, put, spot_of, take_out, things
from dealflow.domain.irday.timetable.open_slots import Barred, openings
from dealflow.domain.irday.timetable.overruns import Late, run_late, with_later_slots
from dealflow.domain.irday.timetable.planning_problem import Asked, problem_of
from dealflow.domain.irday.timetable.timetable import Act, Meeting, Pitch, Problem, Timetable
from dealflow.domain.irday.timetable.unmet_requests import Short, Unmet, Why, gaps, short, unmet, wished
from dealflow.domain.values.day_span import Span
from dealflow.errors import NotFoundError
from tests.domain.irday.days import ASKED, EVERYBODY, INVESTORS, NOON, ONE, SUPPLIERS, TEN, drawn, firm, programme

FIRST, SECOND, THIRD = (f"c{m}-{m + 25}" for m in (ONE, ONE + 30, ONE + 60))
PITCHES = tuple(Pitch(one.id, f"p{TEN + 15 * n}-{TEN + 15 * n + 12}", "hall") for n, one in enumerate(SUPPLIERS))
MET = Timetable((Meeting("s1", "v1", FIRST, "t1", "v1"), Meeting("s2", "v2", FIRST, "t2", "v2")), PITCHES)


def problem(asked: Asked = ASKED) -> Problem:
    return problem_of(programme(), EVERYBODY, asked)


def test_the_day_of_these_tests_has_no_clash() -> None:
    assert clashes(problem(), MET) == ()


def test_a_consultation_is_moved_added_and_taken_out() -> None:
    moved = put(problem(), MET, Act("s1", "v1"), Spot(SECOND, "t3"))
    assert Meeting("s1", "v1", SECOND, "t3", "v1") in moved.meetings
    assert len(moved.meetings) == 2
    added = put(problem(), moved, Act("s3", "v1"), Spot(FIRST, "t1"))
    assert clashes(problem(), added) == ()
    assert take_out(added, Act("s3", "v1")) == moved
    with pytest.raises(NotFoundError):
        take_out(moved, Act("s3", "v1"))


def test_a_pitch_is_moved_and_two_are_exchanged() -> None:
    free = f"p{TEN + 105}-{TEN + 117}"
    moved = put(problem(), MET, Act("s1"), Spot(free, "hall"))
    assert Pitch("s1", free, "hall") in moved.pitches
    changed = exchange(problem(), MET, Act("s1"), Act("s6"))
    assert {each.company: each.slot for each in changed.pitches} == {each.company: each.slot for each in PITCHES} | {
        "s1": PITCHES[5].slot,
        "s6": PITCHES[0].slot,
    }
    assert exchange(problem(), changed, Act("s1"), Act("s6")) == MET


def test_an_investor_with_two_at_tables_sends_whoever_is_free() -> None:
    apart = firm("v", ParticipantKind.VC, attendees=(Attendee("a"), Attendee("b")), apart=True)
    two = problem_of(programme(), (*SUPPLIERS, apart), Asked())
    one = put(two, Timetable((), PITCHES), Act("s1", "v"), Spot(FIRST, "t1"))
    both = put(two, one, Act("s2", "v"), Spot(FIRST, "t2"))
    assert [each.seat for each in both.meetings] == ["a", "b"]
    assert clashes(two, both) == ()


def test_a_clash_made_by_hand_is_found() -> None:
    clashing = put(problem(), MET, Act("s1", "v2"), Spot(FIRST, "t3"))
    assert {each.rule for each in clashes(problem(), clashing)} == {Rule.ONE_PLACE}


def test_where_a_thing_cannot_go_has_its_reason() -> None:
    late = replace(SUPPLIERS[0], away=(Span(ONE + 60, ONE + 120),))
    day = problem_of(programme(apart_min=70), (late, *EVERYBODY[1:]), ASKED)
    seen = openings(day, MET, [Act("s3", "v1"), Act("s2", "v3")])
    barred = seen.barred
    assert barred[Act("s1", "v1")] == {THIRD: Barred.COMPANY_AWAY, f"c{ONE + 90}-{ONE + 115}": Barred.COMPANY_AWAY}
    assert barred[Act("s3", "v1")] == {FIRST: Barred.INVESTOR_BUSY}
    assert set(barred[Act("s2", "v3")].values()) == {Barred.NOT_ALLOWED}
    assert Barred.APART in set(barred[Act("s1")].values())


def filled(made: Problem, seed: int) -> tuple[Problem, Timetable]:
    """Put everything into the first place that the preview leaves open; pitchers without one do not pitch."""
    random = Random(seed)  # noqa: S311 - a test's day, not a secret
    acts = [Act(each.company) for each in made.pitchers]
    acts += random.sample([Act(pair.company, pair.investor) for pair in made.pairs], len(made.pairs))
    timetable = Timetable()
    for act in acts:
        spot = next(open_spots(made, timetable, act), None)
        timetable = timetable if spot is None else put(made, timetable, act, spot)
    pitching = {each.company for each in timetable.pitches}
    return replace(made, pitchers=tuple(each for each in made.pitchers if each.company in pitching)), timetable


def open_spots(made: Problem, timetable: Timetable, act: Act) -> Iterator[Spot]:
    seen = openings(made, timetable, [act])
    used = {(spot_of(thing).slot, spot_of(thing).place) for other, thing in things(timetable).items() if other != act}
    places = made.tables if act.investor else made.stages
    for slot in made.slots if act.investor else made.pitch_slots:
        free = [p.id for p in places if (slot.id, p.id) not in seen.closed and (slot.id, p.id) not in used]
        if slot.id not in seen.barred[act] and free:
            yield Spot(slot.id, free[0])


@settings(max_examples=8)
@given(st.integers(0, 500))
def test_the_preview_says_what_the_judge_says(seed: int) -> None:
    made, timetable = filled(problem_of(*drawn(seed)), seed)
    assert clashes(made, timetable) == ()
    for act in list(things(timetable))[::4]:
        lawful = set(open_spots(made, timetable, act))
        taken = {(spot_of(each).slot, spot_of(each).place) for each in things(timetable).values()}
        for slot in made.slots if act.investor else made.pitch_slots:
            for place in made.tables if act.investor else made.stages:
                spot = Spot(slot.id, place.id)
                is_sound = clashes(made, put(made, timetable, act, spot)) == ()
                if (slot.id, place.id) not in taken and spot not in lawful and is_sound:
                    assert any(each.slot == slot.id for each in lawful)
                assert not (spot in lawful and not is_sound)


def test_unmet_wishes_have_their_reasons() -> None:
    gone = replace(INVESTORS[4], state=ParticipantState.WITHDRAWN)
    busy = replace(INVESTORS[3], away=(Span(ONE, 1020),))
    full = replace(INVESTORS[1], most=1)
    everybody = (*SUPPLIERS, INVESTORS[0], full, INVESTORS[2], busy, gone)
    asked = replace(
        ASKED,
        requests={
            "s1": Requests((Wish("v1", 1), Wish("v2", 2), Wish("v5", 3))),
            "s2": Requests((Wish("v3", 1), Wish("s3", 2)), vetoes=("v3",)),
            "s6": Requests((Wish("v4", 1),)),
            "s3": Requests((Wish("v4", 1), Wish("v1", 2))),
        },
    )
    day = problem_of(programme(), everybody, asked)
    opened = openings(day, MET, wished(everybody, asked))
    assert unmet(day, MET, everybody, asked, opened) == (
        Unmet("s2", "v3", 1, Why.VETO),
        Unmet("s3", "v4", 1, Why.NEVER_BOTH),
        Unmet("s6", "v4", 1, Why.CONFLICT),
        Unmet("s1", "v2", 2, Why.AT_MOST),
        Unmet("s2", "s3", 2, Why.OWN_SIDE),
        Unmet("s3", "v1", 2, Why.POSSIBLE),
        Unmet("s1", "v5", 3, Why.NOT_COMING),
    )


def test_firms_below_their_least_and_idle_stretches_are_told() -> None:
    assert short(problem(), MET) == tuple(Short(name, 0, 1) for name in ("s3", "s4", "s5", "s6"))
    assert gaps(problem(), put(problem(), MET, Act("s1", "v2"), Spot(f"c{ONE + 90}-{ONE + 115}", "t1")))["v2"] == 2


def test_consultations_run_late_from_the_second_slot_on() -> None:
    late = Late(PartKind.CONSULTATION, ONE + 30, 10)
    after = run_late(programme(), late)
    assert [(part.id, part.span) for part in after.parts if part.kind is PartKind.CONSULTATION] == [
        ("talk", Span(ONE, ONE + 25)),
        ("talk+", Span(ONE + 40, 1030)),
    ]
    assert findings(after) == ()
    moved = with_later_slots(put(problem(), MET, Act("s1", "v1"), Spot(SECOND, "t1")), programme(), late)
    assert {each.slot for each in moved.meetings} == {FIRST, f"c{ONE + 40}-{ONE + 65}"}
    assert clashes(problem_of(after, EVERYBODY, ASKED), moved) == ()


def test_a_part_that_is_cut_loses_its_last_slot_and_one_for_later_keeps_its_time() -> None:
    later = Part("again", PartKind.PITCHING, "피칭 2", Span(1030, 1090), room_id="hall", item_min=10)
    after = run_late(programme(parts=(*programme().parts, later)), Late(PartKind.PITCHING, TEN, 15, is_cut=True))
    assert [(part.id, part.span) for part in after.parts if part.kind is PartKind.PITCHING] == [
        ("pitch", Span(TEN + 15, NOON)),
        ("again", Span(1030, 1090)),
    ]


def test_what_is_placed_is_found_by_what_it_is() -> None:
    assert things(MET)[Act("s1", "v1")] == MET.meetings[0]
    assert [act_of(each) for each in MET.pitches][:1] == [Act("s1")]
    assert spot_of(MET.meetings[0]) == Spot(FIRST, "t1", "v1")
