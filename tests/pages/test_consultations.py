"""A firm's own consultations: logged in the app, carried into the funnel, and nobody else's business."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dealflow.actions.irday.consultations import consultation_log
from dealflow.actions.irday.consultations.consultation_log import ConsultationEntry, Said, Typed
from dealflow.actions.platform.context import Looking
from dealflow.domain.irday.floor.floor import InterestLevel
from dealflow.ui.kit import context
from tests.actions.conftest import Cast
from tests.actions.irday import planned_events
from tests.actions.irday.planned_events import DAY
from tests.pages.screens import Screens, cast, screens, stage, told, ws

__all__ = ["cast", "screens", "stage", "ws"]

NOTE = "우리끼리만 아는 이야기"


@pytest.fixture(autouse=True)
def day(screens: Screens, cast: Cast) -> None:
    planned_events.set_up(screens.ws, cast.organiser, cast.shared_company, on=context.today() - timedelta(days=1))


def log(screens: Screens, cast: Cast) -> str:
    made = consultation_log.log(
        screens.ws,
        cast.anna,
        ConsultationEntry(
            DAY,
            "sup-daon",
            "inv-a",
            Said(interest=InterestLevel.HIGH, intention_high=10**9, note=NOTE),
            Typed(consultation_log.log_id(DAY, "sup-daon", "inv-a"), context.now()),
        ),
        at=context.now(),
    )
    return made.consultation.log.engagement_id


def test_a_log_is_written_in_one_dialog_and_reads_back(screens: Screens, cast: Cast) -> None:
    app = screens.open("consultations", cast.anna, do="log", company="sup-daon")
    assert not app.exception
    key = "consult_inv-a_sup-daon_0"
    next(one for one in app.segmented_control if one.key == f"{key}_interest").set_value(InterestLevel.MEDIUM).run()
    app.text_input(key=f"{key}_low").set_value("3억").run()
    assert "3억 원" in told(app)
    app.text_area(key=f"{key}_note").set_value(NOTE).run()
    app.button(key="consult_save").click().run()
    assert not app.exception
    (kept,) = consultation_log.own(Looking(screens.ws, cast.anna))
    assert (kept.log.interest, kept.log.intention_low, kept.log.note) == (InterestLevel.MEDIUM, 300_000_000, NOTE)


def test_the_engagements_drawer_shows_the_consultation_as_evidence(screens: Screens, cast: Cast) -> None:
    engagement = log(screens, cast)
    app = screens.open("pipeline", cast.anna, track="followup", open=engagement)
    assert not app.exception
    assert NOTE in told(app)
    assert "10억 원" in told(app)


@pytest.mark.parametrize("lang", ["ko", "en"])
def test_history_and_own_day_are_drawn_in_both_languages(screens: Screens, cast: Cast, lang: str) -> None:
    log(screens, cast)
    for view in ("own", "history"):
        assert not screens.open("consultations", cast.anna, view=view, lang=lang).exception


@pytest.mark.parametrize("page", ["consultations", "floor", "results", "participants"])
def test_no_screen_tells_an_investors_words_to_anybody_else(screens: Screens, cast: Cast, page: str) -> None:
    log(screens, cast)
    for who in (cast.organiser, cast.bora, cast.guest, cast.admin):
        app = screens.open(page, who)
        assert NOTE not in "".join(str(one) for one in app.main)
        assert NOTE not in told(app)


def test_a_companys_guest_sees_its_own_day_without_logs(screens: Screens, cast: Cast) -> None:
    log(screens, cast)
    app = screens.open("consultations", cast.guest)
    assert not app.exception
    assert [one.key for one in app.button if one.key == "consult_another"] == []
