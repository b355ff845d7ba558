"""Each rule of a day bites: a sound timetable, changed in one thing, breaks just that rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dealflow.domain.irday.timetable.clashes import RULES, clashes
from dealflow.domain.irday.timetable.hard_rules import Clash, Rule
from dealflow.domain.irday.timetable.timetable import (
    Act,
    Engaged,
    Firm,
    Meeting,
    Order,
    Pair,
    Pin,
    Pitch,
    Pitcher,
    Problem,
    Seat,
    Table,
    Timetable,
)
from dealflow.domain.values.day_span import Span
from tests.schedule.days import DAY, SMALL, SOUND, investor


def test_a_sound_timetable_breaks_no_rule() -> None:
    assert clashes(SMALL, SOUND) == ()


def test_every_rule_has_its_check_and_its_case() -> None:
    assert list(RULES) == list(Rule)
    assert {rule for rule, *_ in CASES} == set(Rule)


def _with(*meetings: Meeting, pitches: tuple[Pitch, ...] = SOUND.pitches) -> Timetable:
    """Return the sound timetable with some of its consultations put elsewhere, or new ones."""
    acts = {(each.company, each.investor): each for each in SOUND.meetings}
    acts |= {(each.company, each.investor): each for each in meetings}
    return Timetable(tuple(acts.values()), pitches)


def _pairs(**changes: Pair) -> Problem:
    pairs = {f"{pair.company}{pair.investor}": pair for pair in SMALL.pairs} | changes
    return replace(SMALL, pairs=tuple(pairs.values()))


def _firms(*firms: Firm) -> Problem:
    by_id = {firm.id: firm for firm in SMALL.firms} | {firm.id: firm for firm in firms}
    return replace(SMALL, firms=tuple(by_id.values()))


C1V0 = Act("c1", "v0")
ROUND = Engaged("round", Span(0, 30))
CASES: list[tuple[Rule, Problem, Timetable, Clash]] = [
    (
        Rule.UNKNOWN,
        SMALL,
        _with(Meeting("c2", "v0", "s2", "t9", "v0.0")),
        Clash(Rule.UNKNOWN, ("c2", "v0"), (Act("c2", "v0"),), "s2", "t9"),
    ),
    (
        Rule.UNKNOWN,
        SMALL,
        _with(Meeting("c2", "v0", "s2", "t1", "v1.0")),
        Clash(Rule.UNKNOWN, ("c2", "v0"), (Act("c2", "v0"),), "s2", "t1"),
    ),
    (
        Rule.NOT_ALLOWED,
        replace(SMALL, pairs=tuple(pair for pair in SMALL.pairs if (pair.company, pair.investor) != ("c1", "v0"))),
        SOUND,
        Clash(Rule.NOT_ALLOWED, ("c1", "v0"), (C1V0,), "s0", "t0"),
    ),
    (
        Rule.MET_TWICE,
        SMALL,
        Timetable((*SOUND.meetings, Meeting("c1", "v0", "s2", "t0", "v0.0")), SOUND.pitches),
        Clash(Rule.MET_TWICE, ("c1", "v0"), (C1V0,), "s2", "t0", counted=2, allowed=1),
    ),
    (
        Rule.PITCH_UNASKED,
        SMALL,
        Timetable((), (*SOUND.pitches, Pitch("c2", "p0", "hall"))),
        Clash(Rule.PITCH_UNASKED, ("c2",), (Act("c2"),), "p0", "hall"),
    ),
    (
        Rule.PITCH_TWICE,
        SMALL,
        Timetable((), (Pitch("c0", "p0", "hall"), Pitch("c0", "p1", "hall"))),
        Clash(Rule.PITCH_TWICE, ("c0",), (Act("c0"),), "p1", "hall", counted=2, allowed=1),
    ),
    (Rule.PITCH_MISSING, SMALL, Timetable(SOUND.meetings), Clash(Rule.PITCH_MISSING, ("c0",), (Act("c0"),))),
    (
        Rule.ONE_PLACE,
        SMALL,
        _with(
            Meeting("c2", "v0", "s0", "t1", "v0.1"),
            Meeting("c2", "v1", "s2", "t0", "v1.0"),
            Meeting("c0", "v1", "s3", "t1", "v1.0"),
        ),
        Clash(Rule.ONE_PLACE, ("c0", "v0", "v1"), (Act("c0", "v0"), Act("c0", "v1")), "s3", "t1", "c0"),
    ),
    (
        Rule.ONE_PLACE,
        SMALL,
        _with(Meeting("c0", "v0", "s1", "t0", "v0.0")),
        Clash(Rule.ONE_PLACE, ("c0", "v0"), (Act("c0", "v0"), Act("c0")), "p1", "hall", "c0"),
    ),
    (
        Rule.ONE_PLACE,
        SMALL,
        _with(
            Meeting("c2", "v0", "s0", "t0", "v0.0"),
            Meeting("c2", "v1", "s2", "t1", "v1.0"),
            Meeting("c1", "v0", "s0", "t1", "v0.0"),
        ),
        Clash(Rule.ONE_PLACE, ("c2", "v0", "c1"), (Act("c2", "v0"), C1V0), "s0", "t1", "v0.0"),
    ),
    (
        Rule.APART,
        replace(SMALL, apart_min=30),
        SOUND,
        Clash(Rule.APART, ("c0",), (Act("c0"), Act("c0", "v0")), "s3", "t0", counted=20, allowed=30),
    ),
    (
        Rule.SEAT_FREE,
        _firms(investor(0, (Span(30, 500),), (DAY,))),
        SOUND,
        Clash(Rule.SEAT_FREE, ("v0",), (C1V0,), "s0", "t0", "v0.0"),
    ),
    (
        Rule.ENGAGED,
        _firms(replace(investor(0, (DAY,), (DAY,)), seats=(Seat("v0.0", (Span(30, 500),), (ROUND,)),))),
        SOUND,
        Clash(Rule.ENGAGED, ("v0",), (C1V0,), "s0", "t0", "v0.0", parts=("round",)),
    ),
    (
        Rule.ENGAGED_TWICE,
        replace(SMALL, engaged_twice=(("v0", "round", "talk"),)),
        SOUND,
        Clash(Rule.ENGAGED_TWICE, ("v0",), parts=("round", "talk")),
    ),
    (
        Rule.TAKEN,
        replace(SMALL, taken=(Span(90, 100),)),
        SOUND,
        Clash(Rule.TAKEN, ("c0", "v0"), (Act("c0", "v0"),), "s3", "t0"),
    ),
    (
        Rule.TABLE_CLOSED,
        replace(SMALL, tables=(Table("t0", (Span(0, 5),)), Table("t1"))),
        SOUND,
        Clash(Rule.TABLE_CLOSED, ("c1", "v0"), (C1V0,), "s0", "t0"),
    ),
    (
        Rule.TABLE_TAKEN,
        SMALL,
        _with(Meeting("c2", "v1", "s0", "t0", "v1.0")),
        Clash(Rule.TABLE_TAKEN, ("c1", "v0", "c2", "v1"), (C1V0, Act("c2", "v1")), "s0", "t0", counted=2, allowed=1),
    ),
    (
        Rule.STAGE_CLOSED,
        replace(SMALL, stages=(replace(SMALL.stages[0], slots=("p0",)),)),
        SOUND,
        Clash(Rule.STAGE_CLOSED, ("c0",), (Act("c0"),), "p1", "hall"),
    ),
    (
        Rule.STAGE_FULL,
        replace(SMALL, pitchers=(Pitcher("c0"), Pitcher("c2"))),
        Timetable((), (Pitch("c0", "p1", "hall"), Pitch("c2", "p1", "hall"))),
        Clash(Rule.STAGE_FULL, ("c0", "c2"), (Act("c0"), Act("c2")), "p1", "hall", counted=2, allowed=1),
    ),
    (
        Rule.MUST,
        _pairs(c2v0=Pair("c2", "v0", must=True)),
        SOUND,
        Clash(Rule.MUST, ("c2", "v0"), (Act("c2", "v0"),)),
    ),
    (
        Rule.PIN,
        _pairs(c2v0=Pair("c2", "v0", pin=Pin("s2", "t1"))),
        SOUND,
        Clash(Rule.PIN, ("c2", "v0"), (Act("c2", "v0"),), "s2", "t1"),
    ),
    (
        Rule.PIN,
        _pairs(c1v0=Pair("c1", "v0", pin=Pin("s0", "t1"))),
        SOUND,
        Clash(Rule.PIN, ("c1", "v0"), (C1V0,), "s0", "t0"),
    ),
    (
        Rule.PIN,
        replace(SMALL, pitchers=(Pitcher("c0", pin=Pin("p0")),)),
        SOUND,
        Clash(Rule.PIN, ("c0",), (Act("c0"),), "p1", "hall"),
    ),
    (
        Rule.SLOT_ALLOWED,
        _pairs(c1v0=Pair("c1", "v0", slots=("s2", "s3"))),
        SOUND,
        Clash(Rule.SLOT_ALLOWED, ("c1", "v0"), (C1V0,), "s0", "t0"),
    ),
    (
        Rule.SEAT_PRESCRIBED,
        _pairs(c1v0=Pair("c1", "v0", seat="v0.1")),
        SOUND,
        Clash(Rule.SEAT_PRESCRIBED, ("c1", "v0"), (C1V0,), "s0", "t0", "v0.1"),
    ),
    (
        Rule.ORDER,
        replace(SMALL, orders=(Order(Act("c0", "v0"), Act("c0")),)),
        SOUND,
        Clash(Rule.ORDER, ("c0", "v0"), (Act("c0", "v0"), Act("c0")), "p1", "hall"),
    ),
    (
        Rule.MOST,
        _firms(investor(1, most=1)),
        SOUND,
        Clash(Rule.MOST, ("v1",), (Act("c1", "v1"), Act("c2", "v1")), counted=2, allowed=1),
    ),
    (
        Rule.SPREAD,
        replace(SMALL, spread=0),
        Timetable((Meeting("c1", "v0", "s0", "t0", "v0.0"), Meeting("c1", "v1", "s3", "t0", "v1.0"))),
        Clash(Rule.SPREAD, ("c1", "c0"), counted=1, allowed=0),
    ),
]


@pytest.mark.parametrize(("rule", "problem", "timetable", "clash"), CASES, ids=[str(rule) for rule, *_ in CASES])
def test_a_rule_bites(rule: Rule, problem: Problem, timetable: Timetable, clash: Clash) -> None:
    found = clashes(problem, timetable)
    assert [each for each in found if each.rule is rule] == [clash]
    assert {each.rule for each in found} - {rule} <= {Rule.PITCH_MISSING}


def test_what_has_begun_is_not_told_again() -> None:
    problem = replace(SMALL, tables=(Table("t0", (Span(0, 5),)), Table("t1")))
    assert clashes(problem, SOUND, since_min=1) == ()
    assert [each.rule for each in clashes(problem, SOUND, since_min=0)] == [Rule.TABLE_CLOSED]


def test_a_company_may_follow_its_pitch_at_once_where_no_time_is_asked_for() -> None:
    problem = replace(SMALL, apart_min=20)
    assert clashes(problem, SOUND) == ()
    assert [each.rule for each in clashes(replace(problem, apart_min=21), SOUND)] == [Rule.APART]
