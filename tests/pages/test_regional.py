"""The screen of a regional programme: every part in both languages, what is confirmed counts, and who may not look."""

from __future__ import annotations

import pytest

from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.regional import collecting
from tests.actions.conftest import Cast
from tests.actions.regional.programme_story import NOW, PROOF, begun, told
from tests.pages.screens import Screens, cast, screens, stage, ws

__all__ = ["cast", "screens", "stage", "ws"]


QUERIES = {
    "ko": ({"year": "2026", "region": "gyeongnam", "pick": "region:gyeongnam"}, {"do": "programme"},
           {"view": "firms", "find": "도입기업1", "do": "firm"}, {"view": "report", "year": "2026"},
           {"view": "collect", "do": "remind"}, {"view": "indicators", "do": "indicator", "indicator": "revenue"}),
    "en": ({"pick": "indicator:revenue"}, {"do": "plan", "plan_region": "gyeongnam", "plan_year": "2026"},
           {"view": "collect", "q": "2026-Q1", "do": "line"}, {"view": "collect", "do": "remind", "teller": "firm"},
           {"view": "indicators", "do": "indicator", "indicator": "new"}),
}  # fmt: skip


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_every_part_of_a_programme_is_drawn(ws: Workspace, cast: Cast, screens: Screens, lang: str) -> None:
    story = begun(ws, cast)
    told(ws, story, story.office_id, national=50, local=20, own=0)
    told(ws, story, story.firm_id, revenue=700, proof=PROOF)
    collecting.confirm(Acting(ws, cast.organiser, NOW), story.programme_id, [f"{story.office_id}:2026-Q1"])
    for query in QUERIES[lang]:
        ids = {"firm": story.firm_id, "line": story.firm_id}
        app = screens.open("regional", cast.organiser, lang=lang, **ids | query)
        assert (list(app.exception), list(app.error)) == ([], []), query


def test_what_is_ticked_is_confirmed_and_the_others_get_addresses(ws: Workspace, cast: Cast, screens: Screens) -> None:
    assert not screens.open("regional", cast.organiser, do="programme_new").exception
    story = begun(ws, cast)
    told(ws, story, story.firm_id, revenue=700)
    app = screens.open("regional", cast.organiser, view="collect", q="2026-Q1")
    app.session_state["regional_ticked"] = (story.firm_id,)
    app.run()
    next(button for button in app.button if button.key == "confirm_ticked").click().run()
    assert [metric.value for metric in app.metric] == ["7", "1", "0", "0", "6"]
    next(button for button in app.button if button.key == "merge_waiting").click().run()
    assert (list(app.exception), len(app.success)) == ([], 1)
