"""Who takes part in a part of the day is taken while it lasts: in the plan, and in nobody's day twice."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from dealflow.domain.irday.participants.participants import Attendee, Participant, ParticipantKind, ParticipantState
from dealflow.domain.irday.programme.membership import engaged_twice, engagements, members_of, parts_of
from dealflow.domain.irday.programme.programme import Member, Part, PartKind, PartRole, Programme
from dealflow.domain.irday.timetable.clashes import clashes
from dealflow.domain.irday.timetable.hard_rules import Rule
from dealflow.domain.irday.timetable.open_slots import Barred, openings
from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.planning_problem import Asked, problem_of
from dealflow.domain.irday.timetable.timetable import Act, Meeting, Timetable
from dealflow.domain.values.day_span import Span
from dealflow.schedule.solve import solve
from tests.domain.irday.days import EVERYBODY, SUPPLIERS, drawn, firm, programme

OPERATORS = tuple(firm(f"o{n}", ParticipantKind.OPERATOR) for n in (1, 2, 3))
ADOPTER = firm("a1", ParticipantKind.ADOPTER)
HALF_PAST_THREE, HALF_PAST_FOUR = 930, 990
TABLE = Part(
    "round", PartKind.ROUND_TABLE, "운영사 간담회", Span(HALF_PAST_THREE, HALF_PAST_FOUR), "Round-table", "hall"
)


def with_parts(*parts: Part) -> Programme:
    """Return the small day with more parts."""
    return programme(parts=(*programme().parts, *parts))


def test_where_nobody_chose_operators_hold_their_round_table_and_adopters_theirs() -> None:
    everybody = (*EVERYBODY, *OPERATORS, ADOPTER)
    assert members_of(TABLE, everybody) == tuple(Member(operator.id) for operator in OPERATORS)
    assert members_of(replace(TABLE, kind=PartKind.ADOPTER_TABLE), everybody) == (Member("a1"),)
    assert members_of(replace(TABLE, kind=PartKind.TALK), everybody) == ()
    declined = replace(OPERATORS[0], state=ParticipantState.DECLINED)
    assert members_of(TABLE, (declined, *OPERATORS[1:])) == (Member("o2"), Member("o3"))


def test_who_was_chosen_takes_the_place_of_the_usual_also_where_nobody_was() -> None:
    chosen = replace(TABLE, members=(Member("s1", PartRole.SPEAKER), Member("o2", PartRole.MODERATOR)))
    assert members_of(chosen, (*SUPPLIERS, *OPERATORS)) == chosen.members
    assert members_of(replace(TABLE, members=()), OPERATORS) == ()


def test_a_member_is_on_the_way_for_the_pause_before_and_after() -> None:
    (engagement,) = engagements(with_parts(TABLE), OPERATORS[0])
    assert engagement.span == Span(HALF_PAST_THREE - 3, HALF_PAST_FOUR + 3)


def test_an_operator_gets_no_consultation_during_its_round_table() -> None:
    day = with_parts(TABLE)
    problem = problem_of(day, (*SUPPLIERS, *OPERATORS), Asked())
    during = Meeting("s1", "o1", "c930-955", "t1", "o1")
    assert [
        (clash.rule, clash.firms, clash.parts)
        for clash in clashes(problem, Timetable((during,)))
        if clash.rule is not Rule.PITCH_MISSING
    ] == [(Rule.ENGAGED, ("o1",), ("round",))]
    barred = openings(problem, Timetable(), (Act("s1", "o1"),)).barred[Act("s1", "o1")]
    assert {slot for slot, why in barred.items() if why is Barred.ENGAGED} == {"c930-955", "c960-985", "c990-1015"}


def test_a_firm_with_somebody_else_at_the_round_table_consults_on() -> None:
    two = replace(OPERATORS[0], attendees=(Attendee("o1-1"), Attendee("o1-2")))
    half = replace(TABLE, members=(Member("o1", people=("o1-1",)),))
    problem = problem_of(with_parts(half), (*SUPPLIERS, two), Asked())
    meeting = Timetable((Meeting("s1", "o1", "c930-955", "t1", "o1"),))
    assert {clash.rule for clash in clashes(problem, meeting)} == {Rule.PITCH_MISSING}
    both = replace(TABLE, members=(Member("o1", people=("o1-1", "o1-2")),))
    assert Rule.ENGAGED in {
        clash.rule for clash in clashes(problem_of(with_parts(both), (*SUPPLIERS, two), Asked()), meeting)
    }


def test_a_speaker_of_a_talk_pitches_and_consults_at_another_time() -> None:
    talk = Part("keynote", PartKind.TALK, "강연", Span(600, 660), members=(Member("s1", PartRole.SPEAKER),))
    problem = problem_of(with_parts(talk), EVERYBODY, Asked())
    found = solve(problem, seed=1, seconds=1.0).timetable
    (pitch,) = (pitch for pitch in found.pitches if pitch.company == "s1")
    assert span_of(pitch.slot).start_min >= 660


@pytest.mark.parametrize(
    ("first", "second", "twice"),
    [
        (Member("o1"), Member("o1"), True),
        (Member("o1", people=("o1-1",)), Member("o1", people=("o1-2",)), False),
        (Member("o1", people=("o1-1",)), Member("o1"), True),
        (Member("o1"), Member("o2"), False),
    ],
)
def test_somebody_in_two_parts_at_once_is_told(first: Member, second: Member, twice: bool) -> None:
    parts = (
        replace(TABLE, members=(first,)),
        replace(TABLE, id="other", kind=PartKind.TALK, span=Span(960, 1000), room_id="", members=(second,)),
    )
    found = engaged_twice(with_parts(*parts), OPERATORS)
    assert found == ((("o1", "round", "other"),) if twice else ())
    assert engaged_twice(with_parts(parts[0], replace(parts[1], span=Span(990, 1000))), OPERATORS) == ()


def test_a_part_for_all_at_the_same_time_is_the_second_place() -> None:
    lunch = next(part for part in programme().parts if part.id == "lunch")
    table = replace(TABLE, span=lunch.span, members=(Member("s1"),))
    assert engaged_twice(with_parts(table), SUPPLIERS) == (("s1", "lunch", "round"),)


@pytest.mark.parametrize("seed", range(8))
def test_no_plan_has_a_member_in_two_places(seed: int) -> None:
    day, everybody, asked = drawn(seed)
    random = Random(seed)  # noqa: S311 - a test's day, not a secret
    day = replace(day, parts=(*day.parts, *(drawn_part(random, number, everybody) for number in range(3))))
    problem = problem_of(day, everybody, asked)
    timetable = solve(replace(problem, pitchers=()), seed=seed, seconds=0.5).timetable
    assert clashes(replace(problem, pitchers=(), engaged_twice=()), timetable) == ()
    for participant in everybody:
        whole = [part.span for part in parts_of(day, participant) if _takes_all(part, participant)]
        met = [m for m in timetable.meetings if participant.id in (m.company, m.investor)]
        assert not [m for m in met if any(span_of(m.slot).overlaps(span) for span in whole)]


def drawn_part(random: Random, number: int, everybody: tuple[Participant, ...]) -> Part:
    """Return a part at a random time with random members, some of them single people."""
    start = random.randrange(780, 960, 15)
    chosen = random.sample(everybody, random.randint(0, 4))
    members = tuple(
        Member(one.id, random.choice(list(PartRole)), (one.attendees[0].id,) if random.random() < 0.3 else ())
        for one in chosen
    )
    return Part(f"drawn{number}", PartKind.TALK, "강연", Span(start, start + 60), members=members)


def _takes_all(part: Part, participant: Participant) -> bool:
    own = {member.participant_id: member for member in part.members or ()}.get(participant.id)
    return own is None or not own.people or {*own.people} >= {person.id for person in participant.attendees}
