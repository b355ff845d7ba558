"""The timetable from the command line: planned, shown, published, and what clashes told line by line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dealflow.actions.irday.participants import participants
from dealflow.actions.irday.timetable import plans
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.cli import run
from dealflow.domain.irday.participants.participants import ParticipantState
from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.domain.people.people import NewOrganisation
from dealflow.settings import Settings
from tests.actions.conftest import AT
from tests.actions.irday.days import EVENT, set_up
from tests.actions.irday.timetable.test_plans import HAND


@pytest.fixture
def ws(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """An installation of an organiser with one event, spoken to in English as its organiser."""
    monkeypatch.setenv("DEALFLOW_PERSON", "olli")
    opened = open_workspace(Settings(data_dir=data), follow=False)
    people.register_organisation(
        Acting(opened, people.SYSTEM, AT),
        NewOrganisation("주최(가상)", "Host (Fictional)", OrganisationKind.ORGANISER),
        organisation_id="o",
    )
    people.register_person(
        Acting(opened, people.SYSTEM, AT), name="olli", organisation_id="o", role=Role.ORGANISER, person_id="olli"
    )
    set_up(opened, people.viewer_of(opened, "olli"), at=AT)
    yield opened
    close_workspace(opened)


def test_an_event_is_planned_shown_and_published(ws: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    assert ws.name
    assert run(["event", "plan", EVENT, "--seconds", "1", "--seed", "3"]) == 0
    said = capfd.readouterr().out
    assert "Version 1 is kept as a draft (seed 3)." in said
    assert "0 below minimum" in said
    assert run(["event", "show", EVENT]) == 0
    shown = capfd.readouterr().out
    assert "Version 1 · Draft" in shown
    assert "Pitch of s1 (Fictional)" in shown
    assert run(["event", "publish", EVENT]) == 0
    assert "Version 1 is published (revision 1)." in capfd.readouterr().out
    assert run(["event", "list"]) == 0
    assert "version 1, published 1" in capfd.readouterr().out


def test_a_clash_is_told_line_by_line_and_nothing_is_published(
    ws: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    olli = people.viewer_of(ws, "olli")
    plans.keep_draft(Acting(ws, olli, AT), EVENT, HAND)
    participants.set_state(Acting(ws, olli, AT), ["v2"], ParticipantState.WITHDRAWN)
    assert run(["event", "publish", EVENT]) == 2
    told = capfd.readouterr().err
    assert "error: clash" in told
    assert "s2 (Fictional) × v2 (Fictional)" in told


def test_an_event_of_somebody_else_is_not_found_by_name(ws: Workspace, capfd: pytest.CaptureFixture[str]) -> None:
    assert ws.name
    assert run(["event", "show", "elsewhere"]) == 2
    assert "error: not_found" in capfd.readouterr().err
