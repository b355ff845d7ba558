"""What waits for an organiser before the day and after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.irday.participants.participants import (
    Awaited,
    Participant,
    ParticipantKind,
    ParticipantState,
    Requests,
    Wish,
)
from dealflow.domain.irday.participants.preparation import Lack, lacks, logs_missing, usual_event
from dealflow.domain.irday.timetable.placements import placed
from dealflow.domain.irday.timetable.timetable import Meeting, Timetable
from dealflow.domain.people.people import IrEvent
from tests.domain.irday import days
from tests.domain.irday.days import EVENT, firm, programme

SUPPLIER = firm("s1")
HERE = {"s1-1"}


def of(participant: Participant, requests: Requests | None = None, reachable: set[str] = HERE) -> tuple[Lack, ...]:
    return lacks(participant, requests, programme(), reachable)


def test_a_confirmed_supplier_owes_its_wishes_until_it_has_named_one_even_one_who_is_not_there_yet() -> None:
    assert of(SUPPLIER) == (Lack.WISHES,)
    assert of(SUPPLIER, Requests((Wish("v1", 1),))) == ()
    assert of(SUPPLIER, Requests(awaited=(Awaited("누구벤처스(가상)", 1),))) == ()


def test_nobody_owes_wishes_where_there_are_no_consultations() -> None:
    assert lacks(SUPPLIER, None, replace(programme(), parts=()), HERE) == ()


def test_an_application_waits_for_an_answer_and_owes_no_wishes_yet() -> None:
    assert of(replace(SUPPLIER, state=ParticipantState.APPLIED)) == (Lack.ANSWER,)


def test_a_firm_without_an_e_mail_is_told_but_not_one_that_is_not_coming_nor_a_guest() -> None:
    assert of(SUPPLIER, Requests((Wish("v1", 1),)), set()) == (Lack.CONTACT,)
    assert of(replace(SUPPLIER, state=ParticipantState.WITHDRAWN), None, set()) == ()
    assert of(firm("g1", ParticipantKind.GUEST), None, set()) == ()


def test_logs_are_owed_for_what_was_held_or_is_over_unless_it_fell_away_or_is_written() -> None:
    meetings = placed(
        programme(),
        Timetable((
            Meeting("s1", "v1", "c780-805", "t1", "v1"),
            Meeting("s2", "v1", "c810-835", "t1", "v1"),
            Meeting("s3", "v1", "c840-865", "t1", "v1"),
            Meeting("s4", "v1", "c870-895", "t1", "v1"),
        )),
    )  # fmt: skip
    states = {("s2", "v1"): MeetingState.COMPANY_ABSENT, ("s4", "v1"): MeetingState.HELD}
    assert logs_missing(meetings, states, {("s1", "v1")}, 866) == (("s3", "v1"), ("s4", "v1"))
    assert logs_missing(meetings, {}, (), 0) == ()


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=8), st.dates(date(2026, 1, 1)))
def test_the_usual_event_is_the_nearest_to_come_else_the_latest(held: list[date], on: date) -> None:
    events = [IrEvent(f"{EVENT}{place}", "o", "IR 데이(가상)", "", day) for place, day in enumerate(held)]
    event = usual_event(events, on)
    coming = [day for day in held if day >= on]
    assert (None if event is None else event.held_on) == (min(coming) if coming else max(held, default=None))


def test_the_small_day_is_asked_by_four_and_owed_by_seven() -> None:
    reachable = {f"{participant.id}-1" for participant in days.EVERYBODY}
    found = [
        lacks(participant, days.ASKED.requests.get(participant.id), programme(), reachable)
        for participant in days.EVERYBODY
    ]
    assert found.count((Lack.WISHES,)) == 7
    assert found.count(()) == 4
