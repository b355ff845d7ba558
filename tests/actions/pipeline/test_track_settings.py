"""Administrators edit stages and the calendar; what happened before keeps its names, and nothing that matters goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dealflow.actions.pipeline import engagements, track_settings
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, open_workspace
from dealflow.domain.pipeline.funnel import NewEngagement, StageKind, Track
from dealflow.domain.values.business_days import BusinessCalendar
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import pipeline
from tests.actions.conftest import AT, Cast

LATER = AT + timedelta(days=1)


def renamed(track: Track, stage_id: str, name_ko: str) -> Track:
    stages = tuple(replace(one, name_ko=name_ko) if one.id == stage_id else one for one in track.stages)
    return replace(track, stages=stages)


def without(track: Track, stage_id: str) -> Track:
    return replace(track, stages=tuple(one for one in track.stages if one.id != stage_id))


def test_a_renamed_stage_is_called_so_from_then_on_and_history_keeps_the_old_name(ws: Workspace, cast: Cast) -> None:
    opened = engagements.open_engagement(
        Acting(ws, cast.anna, AT), NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc")
    )
    engagements.move(Acting(ws, cast.anna, AT), opened, "ir")
    track_settings.edit_track(Acting(ws, cast.admin, LATER), renamed(ws.track("vc"), "ir", "오피스 IR"), seen=0)
    assert ws.track("vc").stage("ir").name_ko == "오피스 IR"
    assert ws.track("vc").in_business_days
    assert track_settings.track_at(ws, "vc", AT).stage("ir").name_ko == "IR"
    assert track_settings.track_at(ws, "vc", LATER).stage("ir").name_ko == "오피스 IR"
    assert [version.version for version in track_settings.history(ws, "vc")] == [0, 1]


def test_a_new_stage_can_be_used_and_taken_away_until_it_was(ws: Workspace, cast: Cast) -> None:
    track = ws.track("vc")
    fresh = track_settings.new_stage("레퍼런스 체크", "Reference check", track, stale_days=5)
    stages = (*track.stages[:3], fresh, *track.stages[3:])
    track_settings.edit_track(Acting(ws, cast.admin, AT), replace(track, stages=stages))
    assert [stage.id for stage in ws.track("vc").stages][2:5] == ["review", "own_1", "pre_ic"]
    track_settings.edit_track(Acting(ws, cast.admin, AT), without(ws.track("vc"), "own_1"))
    assert ws.track("vc") == track
    track_settings.edit_track(Acting(ws, cast.admin, AT), replace(track, stages=stages))
    opened = engagements.open_engagement(
        Acting(ws, cast.anna, AT), NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc")
    )
    engagements.move(Acting(ws, cast.anna, AT), opened, "own_1")
    engagements.move(Acting(ws, cast.anna, AT), opened, "meeting")
    with pytest.raises(InvalidInputError) as caught:
        track_settings.edit_track(Acting(ws, cast.admin, AT), without(ws.track("vc"), "own_1"))
    assert caught.value.parameters["problem"] == "in_use"


@pytest.mark.parametrize("stage_id", ["meeting", "pre_ic", "ic", "contract", "payment", "registration", "portfolio"])
def test_stages_that_decide_or_guard_cannot_go_even_once_their_gates_are_off(
    ws: Workspace, cast: Cast, stage_id: str
) -> None:
    track = ws.track("vc")
    bare = replace(track, stages=tuple(replace(one, gate=()) for one in track.stages))
    track_settings.edit_track(Acting(ws, cast.admin, AT), bare)
    with pytest.raises(InvalidInputError):
        track_settings.edit_track(Acting(ws, cast.admin, AT), without(bare, stage_id))
    assert ws.track("vc") == bare
    assert stage_id in track_settings.bound_stages(Looking(ws, cast.admin), "vc")


def test_order_kind_and_unknown_gates_are_refused(ws: Workspace, cast: Cast) -> None:
    track = ws.track("vc")
    swapped = (track.stages[0], track.stages[2], track.stages[1], *track.stages[3:])
    looser = tuple(replace(one, kind=StageKind.ACTIVE) if one.id == "ic" else one for one in track.stages)
    odd = tuple(replace(one, gate=("no_such_gate",)) if one.id == "ir" else one for one in track.stages)
    for stages in (swapped, looser, odd, track.stages):
        with pytest.raises(InvalidInputError):
            track_settings.edit_track(Acting(ws, cast.admin, AT), replace(track, stages=stages))
    assert [version.version for version in track_settings.history(ws, "vc")] == [0]


def test_only_an_administrator_edits_and_a_race_is_told(ws: Workspace, cast: Cast) -> None:
    wanted = renamed(ws.track("vc"), "ir", "오피스 IR")
    for other in (cast.anna, cast.viewer_a, cast.guest):
        with pytest.raises(NotAllowedError):
            track_settings.edit_track(Acting(ws, other, AT), wanted)
        with pytest.raises(NotAllowedError):
            track_settings.declare_day(Acting(ws, other, AT), date(2026, 3, 11), closed=True, name="x")
    track_settings.edit_track(Acting(ws, cast.admin, AT), wanted, seen=0)
    with pytest.raises(ChangedMeanwhileError):
        track_settings.edit_track(Acting(ws, cast.admin, AT), renamed(wanted, "ir", "사내 IR"), seen=0)


def test_a_day_is_closed_and_opened_again_and_staleness_follows(ws: Workspace, cast: Cast) -> None:
    day = date(2026, 3, 11)
    track_settings.declare_day(Acting(ws, cast.admin, AT), day, closed=True, name="임시공휴일(가상)")
    assert not ws.calendar.is_business(day)
    assert track_settings.days_declared(ws) == ((day, True, "임시공휴일(가상)"),)
    for wrong in ({"closed": True, "name": "다시"}, {"closed": True, "name": ""}):
        with pytest.raises(InvalidInputError):
            track_settings.declare_day(Acting(ws, cast.admin, AT), day, **wrong)
    track_settings.declare_day(Acting(ws, cast.admin, AT), day, closed=False)
    assert ws.calendar.is_business(day)


def test_another_process_sees_the_edit(ws: Workspace, cast: Cast) -> None:
    other = open_workspace(ws.settings, follow=False)
    assert isinstance(other.calendar, BusinessCalendar)
    track_settings.edit_track(Acting(ws, cast.admin, AT), renamed(ws.track("vc"), "ir", "오피스 IR"))
    other.amended.forget()  # what a second brings about by itself
    assert other.track("vc").stage("ir").name_ko == "오피스 IR"


def test_a_replay_gives_the_same_tracks_and_days(ws: Workspace, cast: Cast) -> None:
    track_settings.edit_track(Acting(ws, cast.admin, AT), renamed(ws.track("vc"), "ir", "오피스 IR"))
    track_settings.declare_day(Acting(ws, cast.admin, AT), date(2026, 3, 11), closed=True, name="임시공휴일(가상)")
    with ws.ledger.read() as session:
        before = (pipeline.edited_tracks(session, ws.name), pipeline.holidays(session, ws.name))
    with ws.ledger.write() as session:
        journal.replay(session, ws.name)
    with ws.ledger.read() as session:
        after = (pipeline.edited_tracks(session, ws.name), pipeline.holidays(session, ws.name))
    assert after == before
