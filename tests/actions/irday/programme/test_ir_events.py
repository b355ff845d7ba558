"""An IR event itself: set up by an organiser, seen by everyone, put right by who runs it."""

from __future__ import annotations

from datetime import date

import pytest

from dealflow.actions.irday.programme import day_state, ir_events, programme
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.people import IrEventDetails
from dealflow.errors import NotAllowedError, NotFoundError
from dealflow.store.ledger import journal
from tests.actions.conftest import AT, Cast
from tests.actions.irday import days as irday


def test_an_organiser_sets_up_events_and_everyone_sees_them(ws: Workspace, cast: Cast) -> None:
    event = ir_events.register_ir_event(
        Acting(ws, cast.organiser, AT), IrEventDetails("[모의] 지역 제조AI IR 데이", "[Mock] IR Day", date(2099, 5, 1))
    )
    for viewer in (cast.anna, cast.guest, cast.viewer_a):
        assert [(one.id, one.organiser_id) for one in people.ir_events(Looking(ws, viewer))] == [(event, "o")]
    with pytest.raises(NotAllowedError):
        ir_events.register_ir_event(Acting(ws, cast.anna, AT), IrEventDetails("x", "x", date(2099, 5, 1)))


def test_an_event_changes_its_day_for_who_runs_it_and_keeps_its_past(ws: Workspace, cast: Cast) -> None:
    event = ir_events.register_ir_event(Acting(ws, cast.organiser, AT), IrEventDetails("IR", "", date(2099, 5, 1)))
    for _ in range(2):
        ir_events.amend_ir_event(
            Acting(ws, cast.organiser, AT), event, IrEventDetails("봄 IR", "Spring", date(2099, 5, 2), venue="예시홀")
        )
    (now,) = people.ir_events(Looking(ws, cast.anna))
    assert (now.id, now.title_ko, now.held_on, now.venue) == (event, "봄 IR", date(2099, 5, 2), "예시홀")
    with ws.ledger.read() as session:
        assert len(journal.read_stream(session, ws.name, f"ir_event:{event}")) == 2
    with pytest.raises(NotAllowedError):
        ir_events.amend_ir_event(Acting(ws, cast.anna, AT), event, IrEventDetails("x", "", date(2099, 5, 3), venue=""))
    with pytest.raises(NotFoundError):
        ir_events.amend_ir_event(
            Acting(ws, cast.organiser, AT), "?", IrEventDetails("x", "", date(2099, 5, 3), venue="")
        )


def test_a_conference_is_copied_to_the_next_year_without_those_who_took_part(ws: Workspace, cast: Cast) -> None:
    event = irday.set_up(ws, cast.organiser, at=AT)
    details = IrEventDetails("2026 IR 데이(가상)", "", irday.ON, "예시홀", "Example Hall")
    ir_events.amend_ir_event(Acting(ws, cast.organiser, AT), event, details)
    before, _ = programme.programme_of(Looking(ws, cast.organiser), event)
    (now,) = day_state.events_run_by(Looking(ws, cast.organiser))
    copied = ir_events.copy_ir_event(Acting(ws, cast.organiser, AT), event, ir_events.as_next_year(now))
    day = day_state.day_of(Looking(ws, cast.organiser), copied)
    # 1 April 2026 is a Wednesday, and so is 31 March 2027
    assert (day.event.held_on, day.event.title_ko) == (date(2027, 3, 31), "2027 IR 데이(가상)")
    assert (day.event.venue, day.event.venue_en) == ("예시홀", "Example Hall")
    assert (day.programme.rooms, day.programme.tables, day.programme.aims) == (
        before.rooms, before.tables, before.aims,
    )  # fmt: skip
    assert [part.span for part in day.programme.parts] == [part.span for part in before.parts]
    assert (day.participants, day.plan.number, day.conflicts) == ((), 0, ())
    assert len(day_state.day_of(Looking(ws, cast.organiser), event).participants) == 11


def test_nobody_copies_another_organisers_event(ws: Workspace, cast: Cast) -> None:
    event = irday.set_up(ws, cast.organiser, at=AT)
    for stranger in (cast.anna, cast.admin, cast.guest):
        with pytest.raises(NotAllowedError):
            ir_events.copy_ir_event(Acting(ws, stranger, AT), event, IrEventDetails("x", "", date(2099, 5, 3)))
