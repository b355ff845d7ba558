"""What a day came to, counted by hand, and what must hold of any day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.irday.floor.floor import (
    NOT_HELD,
    Agreement,
    ConsultationLog,
    InterestLevel,
    MeetingState,
    NextStepKind,
    Outcome,
    OutcomeKind,
    SurveyAnswer,
)
from dealflow.domain.irday.participants.participants import (
    Attendee,
    Participant,
    ParticipantKind,
    ParticipantState,
    Requests,
    Wish,
)
from dealflow.domain.irday.results.measures import DayFacts, Held, Missing, Share
from dealflow.domain.irday.results.outcomes import StretchState, follow_list
from dealflow.domain.irday.results.results import results
from dealflow.domain.irday.timetable.placements import Placed
from dealflow.domain.irday.timetable.timetable import Act
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.korean_days import months_after

HELD_ON = date(2026, 3, 12)
EVENING = datetime(2026, 3, 12, 9, tzinfo=UTC)


def firm(name: str, kind: ParticipantKind, state: ParticipantState = ParticipantState.CONFIRMED) -> Participant:
    return Participant(name, "day", kind, state, name, attendees=(Attendee(f"{name}-1"), Attendee(f"{name}-2")))


def meeting(company: str, investor: str, start: int, table: str = "T1") -> Placed:
    return Placed(Act(company, investor), Span(start, start + 20), f"c{start}-{start + 20}", table, "hall")


def log(company: str, investor: str, **given: object) -> ConsultationLog:
    values = {"id": f"{company}{investor}", "typed_at": EVENING, "owner_id": investor} | given
    return ConsultationLog(ir_event_id="day", company=company, investor=investor, **values)  # type: ignore[arg-type]  # its fields by their names


def outcome(name: str, kind: OutcomeKind, on: date, amount: int | None = None, company: str = "a") -> Outcome:
    return Outcome(name, "day", company, "x", kind, on, amount)


FACTS = DayFacts(
    held_on=HELD_ON,
    today=date(2026, 7, 1),
    participants=(
        firm("a", ParticipantKind.SUPPLIER),
        firm("b", ParticipantKind.SUPPLIER),
        firm("x", ParticipantKind.VC),
        firm("y", ParticipantKind.OPERATOR),
        firm("z", ParticipantKind.VC, ParticipantState.DECLINED),
    ),
    requests={
        "a": Requests((Wish("x", 1), Wish("y", 2))),
        "b": Requests((Wish("z", 1),)),
        "x": Requests((Wish("a", 1),)),
    },
    here=frozenset({"a-1", "a-2", "x-1"}),
    planned=(meeting("a", "x", 600), meeting("b", "x", 620), meeting("a", "y", 660, "T2")),
    walk_ins=frozenset({("b", "y")}),
    states={
        ("a", "x"): MeetingState.HELD,
        ("b", "x"): MeetingState.COMPANY_ABSENT,
        ("b", "y"): MeetingState.HELD,
    },
    logs=(
        log("a", "x", interest=InterestLevel.HIGH, intention_low=1, intention_high=3, next_step=NextStepKind.MEETING,
            next_due=HELD_ON + timedelta(days=14)),
        log("b", "y", intention_high=10, next_step=NextStepKind.MEETING),
    ),
    answers=(SurveyAnswer("a", "day", overall=5, matching=3), SurveyAnswer("x", "day", overall=2)),
    outcomes=(
        outcome("o1", OutcomeKind.FOLLOW_UP_MEETING, HELD_ON + timedelta(days=15)),
        outcome("o2", OutcomeKind.INVESTED, date(2026, 6, 12), 500),
        outcome("o3", OutcomeKind.INVESTED, date(2026, 6, 13), None, "b"),
    ),
)  # fmt: skip


def test_one_day_counted_by_hand() -> None:
    found = results(FACTS)
    assert [(one.kind.value, one.listed, one.confirmed, one.came, one.people) for one in found.turnout] == [
        ("supplier", 2, 2, 1, 2),
        ("operator", 1, 1, 0, 0),
        ("vc", 2, 1, 1, 1),
    ]
    assert found.consultations == Held(
        planned=3, held=2, walk_ins=1, company_absent=1, investor_absent=0, cancelled=0, unmarked=1,
        of_planned=Share(1, 3),
    )  # fmt: skip
    assert found.matched == Share(2, 3)
    assert (found.intention.declared, found.intention.low, found.intention.high) == (2, 1, 13)
    assert (found.intention.without_low, found.intention.without_high) == (1, 0)
    assert (found.follow_ups.scheduled, found.follow_ups.held, found.follow_ups.undated) == (1, 0, 1)
    company, investor = found.satisfaction
    assert (company.answered, investor.answered) == (Share(1, 1), Share(1, 1))
    assert [(one.n, one.mean) for one in company.marks[:2]] == [(1, Fraction(5)), (1, Fraction(3))]
    assert (investor.marks[0].top_two, investor.marks[1].mean) == (Share(0, 1), Missing.NOBODY_TOLD)
    assert [(one.months, one.is_over, one.won, one.companies, one.unstated) for one in found.raised] == [
        (3, True, 500, 1, 0),
        (6, False, 500, 2, 1),
        (12, False, 500, 2, 1),
    ]
    assert [(one.key, one.planned, one.held) for one in found.by_hour] == [("10", 2, 1), ("11", 1, 0)]
    assert [(one.key, one.planned, one.held) for one in found.by_table] == [("T1", 2, 1), ("T2", 1, 0)]
    assert [(one.id, one.reached) for one in found.benchmarks] == [
        ("attendance", Share(1, 3)),
        ("requests", Share(2, 2)),
        ("held", Share(0, 2)),
        ("further", Share(0, 2)),
    ]


def test_what_nobody_recorded_is_missing_and_not_zero() -> None:
    found = results(DayFacts(HELD_ON, HELD_ON, participants=FACTS.participants))
    assert {one.came for one in found.turnout} == {Missing.NOT_RECORDED}
    held = found.consultations
    assert (held.planned, held.held, held.of_planned) == (
        Missing.NOT_PUBLISHED,
        Missing.NOT_RECORDED,
        Missing.NOT_PUBLISHED,
    )
    assert found.matched is Missing.NOT_PUBLISHED
    assert (found.intention.low, found.intention.high) == (Missing.NOBODY_TOLD, Missing.NOBODY_TOLD)
    assert {one.won for one in found.raised} == {Missing.NOBODY_TOLD}
    assert {one.reached for one in found.benchmarks} == {Missing.NOT_RECORDED, Missing.NOBODY_TOLD}
    assert found.satisfaction[0].answered == Share(0, 2)


def test_a_company_that_said_that_nothing_came_of_it_makes_the_money_raised_a_known_zero() -> None:
    told = replace(FACTS, outcomes=(outcome("o", OutcomeKind.NOTHING, date(2026, 6, 1)),))
    assert [one.won for one in results(told).raised] == [0, 0, 0]


def test_a_second_log_of_one_consultation_takes_the_place_of_the_first() -> None:
    later = log("a", "x", id="second", typed_at=EVENING + timedelta(minutes=1), intention_low=7, intention_high=7)
    found = results(replace(FACTS, logs=(later, *FACTS.logs))).intention
    assert (found.declared, found.low, found.high) == (2, 7, 17)


def test_the_follow_up_list_says_whom_to_ask_and_for_which_months() -> None:
    lines = {(one.company, one.investor): one for one in follow_list(FACTS)}
    assert sorted(lines) == [("a", "x"), ("b", "x"), ("b", "y")]
    assert [one.state for one in lines["a", "x"].stretches] == [
        StretchState.TOLD,
        StretchState.LATER,
        StretchState.LATER,
    ]
    assert (lines["b", "y"].months_to_ask, lines["a", "x"].months_to_ask) == (3, None)
    assert [one.state for one in lines["b", "x"].stretches] == [
        StretchState.ASK,
        StretchState.TOLD,
        StretchState.LATER,
    ]


def test_months_end_on_the_last_day_of_a_short_month() -> None:
    assert months_after(date(2025, 11, 30), 3) == date(2026, 2, 28)
    assert months_after(date(2026, 12, 31), 12) == date(2027, 12, 31)


_names = st.sampled_from(["a", "b"]), st.sampled_from(["x", "y"])
_pairs = st.tuples(*_names)
_won = st.none() | st.integers(0, 10**12)
_outcomes = st.builds(
    Outcome, st.uuids().map(str), st.just("day"), *_names, st.sampled_from(OutcomeKind),
    st.dates(HELD_ON, HELD_ON + timedelta(days=500)), _won,
)  # fmt: skip
_logs = st.builds(
    ConsultationLog, id=st.uuids().map(str), ir_event_id=st.just("day"), owner_id=st.just("x"), company=_names[0],
    investor=_names[1], typed_at=st.just(EVENING), intention_low=_won, intention_high=_won,
    next_step=st.sampled_from(NextStepKind), next_due=st.none() | st.dates(HELD_ON, HELD_ON + timedelta(days=30)),
)  # fmt: skip


@given(
    st.dictionaries(_pairs, st.sampled_from(MeetingState)),
    st.lists(_pairs, unique=True).map(
        lambda found: tuple(meeting(*pair, 600 + 20 * place) for place, pair in enumerate(found))
    ),
    st.lists(_logs, max_size=5).map(tuple),
    st.lists(_outcomes, max_size=5).map(tuple),
    st.none() | st.frozensets(st.sampled_from(["a-1", "b-1", "x-1"])),
)
def test_of_any_day(
    states: dict[tuple[str, str], MeetingState],
    planned: tuple[Placed, ...],
    told: tuple[ConsultationLog, ...],
    outcomes: tuple[Outcome, ...],
    here: frozenset[str] | None,
) -> None:
    facts = replace(FACTS, states=states, planned=planned, logs=told, outcomes=outcomes, here=here)
    found = results(facts)
    held = found.consultations
    assert (held.held is Missing.NOT_RECORDED) == (not states)
    pairs = [(one.act.company, one.act.investor or "") for one in planned]
    of_plan = [states.get(pair) for pair in pairs if pair not in facts.walk_ins]
    assert sum(one.planned for one in found.by_hour) == sum(one.planned for one in found.by_table) == len(of_plan)
    assert sum(one.held for one in found.by_table) == of_plan.count(MeetingState.HELD)
    assert not isinstance(held.planned, Missing)
    missed = [state for pair, state in states.items() if state in NOT_HELD and pair not in facts.walk_ins]
    assert held.planned == of_plan.count(MeetingState.HELD) + len(missed) + held.unmarked, "nothing planned is lost"
    if states:
        assert held.held == sum(state is MeetingState.HELD for state in states.values())
    counted = {(one.company, one.investor) for one in told if states.get((one.company, one.investor)) == "held"}
    assert sum(found.interest.values()) + found.intention.declared <= 2 * len(counted), (
        "before it was held, it counts not"
    )
    won = [one.won for one in found.raised]
    assert all(isinstance(one, Missing) for one in won) or [
        one for one in won if not isinstance(one, Missing)
    ] == sorted(one for one in won if not isinstance(one, Missing))
    without = results(replace(facts, logs=()))
    assert found.raised == without.raised, "what investors said they might do is never money raised"
    assert all(one.came is Missing.NOT_RECORDED for one in found.turnout) == (here is None)
    for one in (*found.benchmarks,):
        assert isinstance(one.reached, Missing) or one.reached.whole > 0


def test_what_a_pair_put_on_paper_counts_once_however_often_it_is_told() -> None:
    facts = DayFacts(
        held_on=HELD_ON,
        today=HELD_ON,
        states={("a", "x"): MeetingState.HELD, ("b", "x"): MeetingState.PLANNED},
        logs=(
            log("a", "x", agreed=(Agreement.NDA, Agreement.MOU)),
            log("b", "x", agreed=(Agreement.NDA,)),  # not held: what is typed before says nothing
        ),
        outcomes=(
            outcome("1", OutcomeKind.MOU, HELD_ON),
            outcome("2", OutcomeKind.POC, HELD_ON, company="b"),
            outcome("3", OutcomeKind.CONTRACT, HELD_ON),
        ),
    )
    assert results(facts).agreements == {Agreement.MOU: 1, Agreement.NDA: 1, Agreement.POC: 1}
