"""What the organiser learns of a day, and what is noted of it afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from dealflow.actions.irday.results.results import note_outcome, results_of, withdraw_outcome
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import MeetingMarked, PlanOrigin
from dealflow.domain.irday.floor.floor import MeetingState, Outcome, OutcomeKind
from dealflow.domain.irday.results.measures import Share
from dealflow.domain.irday.timetable.timetable import Meeting, Timetable
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from tests.actions.conftest import Cast
from tests.actions.irday.held_day import AFTER, DURING, EVENT, FIRST, HELD_ON, draft, held_day, tell

ON = date(2026, 7, 1)


def outcome(**given: object) -> Outcome:
    values = {"company": "co-2", "investor": "inv-b", "kind": OutcomeKind.INVESTED, "amount": 700, "on": HELD_ON}
    return Outcome(**({"id": "", "ir_event_id": EVENT} | values | given))  # type: ignore[arg-type]  # a test's shorthand


def test_a_day_is_counted_from_what_happened_and_no_pitch_is_a_consultation(ws: Workspace, cast: Cast) -> None:
    held_day(ws, cast.shared_company)
    found = results_of(Looking(ws, cast.organiser), EVENT, on=ON)
    held = found.results.consultations
    assert (held.planned, held.held, held.company_absent, held.unmarked) == (3, 1, 1, 1)
    assert found.results.matched == Share(2, 3)
    assert (found.results.intention.low, found.results.intention.high) == (300_000_000, 500_000_000)
    assert [one.won for one in found.results.raised] == [300_000_000] * 3
    assert [one.part_id for one in found.round_tables] == ["p-rt"]


def test_the_organiser_learns_no_note_and_no_request_of_an_investor(ws: Workspace, cast: Cast) -> None:
    held_day(ws, cast.shared_company)
    found = results_of(Looking(ws, cast.organiser), EVENT, on=ON)
    assert "심사역만 보는 메모" not in repr(found)
    assert "재무제표" not in repr(found)
    for other in (cast.anna, cast.guest, cast.admin):
        with pytest.raises(NotAllowedError):
            results_of(Looking(ws, other), EVENT, on=ON)


def test_a_pair_that_came_in_at_the_door_is_a_walk_in(ws: Workspace, cast: Cast) -> None:
    held_day(ws, cast.shared_company)
    extra = Meeting("co-2", "inv-b", "c930-950", "t1", "inv-b")
    draft(ws, Timetable((*FIRST.meetings, extra), FIRST.pitches), 2, origin=PlanOrigin.WALK_IN)
    tell(ws, MeetingMarked(EVENT, "co-2", "inv-b", MeetingState.HELD), at=DURING)
    held = results_of(Looking(ws, cast.organiser), EVENT, on=ON).results.consultations
    assert (held.planned, held.held, held.walk_ins) == (3, 2, 1)


def test_an_outcome_is_noted_changed_and_taken_back(ws: Workspace, cast: Cast) -> None:
    held_day(ws, cast.shared_company)
    made = note_outcome(Acting(ws, cast.organiser, AFTER), EVENT, outcome())
    assert note_outcome(Acting(ws, cast.organiser, AFTER), EVENT, outcome(id=made, amount=900)) == made
    assert results_of(Looking(ws, cast.organiser), EVENT, on=ON).results.raised[0].won == 300_000_900
    withdraw_outcome(Acting(ws, cast.organiser, AFTER), EVENT, made)
    assert results_of(Looking(ws, cast.organiser), EVENT, on=ON).results.raised[0].won == 300_000_000
    with pytest.raises(NotFoundError):
        withdraw_outcome(Acting(ws, cast.organiser, AFTER), EVENT, made)


def test_what_cannot_be_an_outcome_is_refused(ws: Workspace, cast: Cast) -> None:
    held_day(ws, cast.shared_company)
    with pytest.raises(NotAllowedError):
        note_outcome(Acting(ws, cast.anna, AFTER), EVENT, outcome())
    for wrong in (outcome(company="inv-a"), outcome(investor="guest"), outcome(id="nobody")):
        with pytest.raises(NotFoundError):
            note_outcome(Acting(ws, cast.organiser, AFTER), EVENT, wrong)
    for wrong in (
        outcome(amount=0),
        outcome(kind=OutcomeKind.NOTHING, amount=5),
        outcome(on=HELD_ON - timedelta(days=1)),
    ):
        with pytest.raises(InvalidInputError):
            note_outcome(Acting(ws, cast.organiser, AFTER), EVENT, wrong)
