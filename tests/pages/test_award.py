"""The screen of an award: cases, judging with addresses, and who may not run one."""

from __future__ import annotations

from dealflow.actions.award import judges
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.award.awards import AwardRound
from tests.actions.award.award_story import OFFICE, set_up
from tests.actions.conftest import AT, Cast
from tests.pages.screens import Screens, cast, screens, stage, ws

__all__ = ["cast", "screens", "stage", "ws"]


def test_an_award_is_run_on_its_screen_in_both_languages(ws: Workspace, cast: Cast, screens: Screens) -> None:
    assert not screens.open("award", cast.organiser, do="award_new").exception
    award_id = set_up(ws, cast)
    judges.appoint(Acting(ws, cast.organiser, AT), award_id, AwardRound.REGIONAL, OFFICE)
    for lang in ("ko", "en"):
        assert not screens.open("award", cast.organiser, lang=lang, do="entry").exception
        app = screens.open("award", cast.organiser, lang=lang, view="rounds", round=OFFICE)
        assert not app.exception
        next(button for button in app.button if button.key == "judge_new").click().run()
        assert not app.exception
        assert "/judge/" in app.code[0].value
        next(button for button in app.button if button.key == "award_send").click().run()
        assert app.error  # sheets are missing: told in words
