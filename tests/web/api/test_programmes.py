"""A programme's figures by the API: as the screen has them, for the house that runs it alone."""

from __future__ import annotations

from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.regional import collecting
from tests.actions.conftest import Cast, cast, stage, ws
from tests.actions.regional.programme_story import NOW, begun, told
from tests.web.api.program import program_of

__all__ = ["cast", "stage", "ws"]


def test_figures_are_answered_to_the_house_that_runs_the_programme(ws: Workspace, cast: Cast) -> None:
    story = begun(ws, cast)
    told(ws, story, story.office_id, national=50, local=20, own=0)
    told(ws, story, story.firm_id, revenue=700)
    ids = [f"{story.office_id}:2026-Q1", f"{story.firm_id}:2026-Q1"]
    collecting.confirm(Acting(ws, cast.organiser, NOW), story.programme_id, ids)
    program = program_of(ws, cast.organiser)
    listed = program.get("/programmes")
    assert [programme["id"] for programme in listed.json["programmes"]] == [story.programme_id]
    address = f"/programmes/{story.programme_id}/figures"
    figures = program.get(address, year=2026, region="gyeongnam").json
    assert (figures["planned_won"], figures["spent_won"], figures["firms"], figures["grant_won"]) == (1000, 70, 2, 150)
    assert figures["indicators"][2] == {
        "id": "revenue", "unit": "won", "way": "sum", "target": "1000", "actual": "700", "firms": 1,
    }  # fmt: skip
    assert program.get(address, year=2031).status == 400
    assert program.get(address, region="seoul").status == 400
    assert program_of(ws, cast.anna).get(address).status == 403
    assert program_of(ws, cast.admin).get(address).status == 404
