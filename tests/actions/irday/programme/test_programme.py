"""Programmes: begun from a template, kept only where they are sound, by who runs the event."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dealflow.actions.irday.programme import ir_events, programme
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.catalogue.programmes import load_templates, shipped_templates
from dealflow.domain.irday.programme.programme import Closure, Part, PartKind, Programme, Room, grid
from dealflow.domain.people.people import IrEventDetails
from dealflow.domain.values.day_span import Span
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, ProgrammeUnsoundError
from tests.actions.conftest import AT, Cast


@pytest.fixture
def event(ws: Workspace, cast: Cast) -> str:
    return ir_events.register_ir_event(
        Acting(ws, cast.organiser, AT), IrEventDetails("IR 데이(가상)", "", date(2026, 3, 9))
    )


def test_the_templates_hold_as_many_slots_as_counted_by_hand() -> None:
    half, full = (each.programme for each in shipped_templates())
    assert (len(grid(half, PartKind.PITCHING)), len(grid(half, PartKind.CONSULTATION)), len(half.tables)) == (7, 8, 6)
    assert (len(grid(full, PartKind.PITCHING)), len(grid(full, PartKind.CONSULTATION)), len(full.tables)) == (16, 15, 8)
    assert {part.kind for part in full.parts} == {*PartKind} - {PartKind.EXHIBITION, PartKind.RECEPTION}


def test_a_template_that_could_not_be_kept_is_refused() -> None:
    text = """[[template]]
    id = "x"
    name_ko = "x"
    name_en = "x"
    rooms = []
    part = [{ id = "a", kind = "talk", ko = "a", from = "10:00", to = "09:00" }]"""
    with pytest.raises(ProgrammeUnsoundError):
        load_templates(text)
    with pytest.raises(InvalidInputError):
        load_templates(text.replace("10:00", "10:60"))


def test_a_programme_begun_later_is_kept_and_read_back_in_the_order_of_time(
    ws: Workspace, cast: Cast, event: str
) -> None:
    made = programme.begun("half_day", event, starts_min=14 * 60)
    closed = Closure("t1", Span(900, 960), " 강연 준비 ")
    kept = replace(made, parts=tuple(reversed(made.parts)), closures=(closed,))
    programme.keep_programme(Acting(ws, cast.organiser, AT), kept, seen=0)
    found, version = programme.programme_of(Looking(ws, cast.organiser), event)
    assert (version, found.parts[0].span, found.closures[0].why) == (1, Span(840, 870), "강연 준비")
    assert set(found.parts) == set(made.parts)
    programme.keep_programme(Acting(ws, cast.organiser, AT), kept, seen=1)
    assert programme.programme_of(Looking(ws, cast.organiser), event)[1] == 1


def test_an_unsound_programme_is_not_kept(ws: Workspace, cast: Cast, event: str) -> None:
    parts = (
        Part("a", PartKind.TALK, "가", Span(600, 660), room_id="r"),
        Part("b", PartKind.TALK, "나", Span(659, 700)),
    )
    twice = Programme(event, rooms=(Room("r", "홀"),), parts=(parts[0], replace(parts[1], room_id="r")))
    with pytest.raises(ProgrammeUnsoundError) as refused:
        programme.keep_programme(Acting(ws, cast.organiser, AT), twice)
    assert refused.value.parameters == {"problem": "room_twice", "ids": ("a", "b")}
    touching = replace(twice, parts=(parts[0], replace(parts[1], room_id="r", span=Span(660, 700))))
    programme.keep_programme(Acting(ws, cast.organiser, AT), touching)
    for wrong in (
        replace(touching, parts=(parts[0], parts[0])),
        replace(touching, parts=(replace(parts[0], title_ko=" "),)),
        replace(touching, least_company=2, most_company=1),
        replace(touching, closures=(Closure("nowhere", Span(0, 1)),)),
        replace(touching, aims=touching.aims[1:]),
    ):
        with pytest.raises(InvalidInputError):
            programme.keep_programme(Acting(ws, cast.organiser, AT), wrong)
    assert programme.programme_of(Looking(ws, cast.organiser), event)[1] == 1


def test_a_rival_change_wins_and_strangers_may_not(ws: Workspace, cast: Cast, event: str) -> None:
    programme.keep_programme(Acting(ws, cast.organiser, AT), programme.begun("half_day", event), seen=0)
    with pytest.raises(ChangedMeanwhileError):
        programme.keep_programme(Acting(ws, cast.organiser, AT), programme.begun("full_day", event), seen=0)
    for stranger in (cast.anna, cast.admin, cast.guest):
        with pytest.raises(NotAllowedError):
            programme.keep_programme(Acting(ws, stranger, AT), programme.begun("full_day", event))
        with pytest.raises(NotAllowedError):
            programme.programme_of(Looking(ws, stranger), event)


def test_only_who_runs_events_registers_one(ws: Workspace, cast: Cast) -> None:
    with pytest.raises(NotAllowedError):
        ir_events.register_ir_event(Acting(ws, cast.anna, AT), IrEventDetails("x", "", date(2026, 3, 9)))
