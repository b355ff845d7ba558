"""The timetable's screen: empty, planned, worked on, clashes told, planned again, published; its organiser's alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dealflow.actions.irday.participants import participants
from dealflow.actions.irday.programme.day_state import day_of
from dealflow.actions.irday.timetable import plans
from dealflow.actions.irday.timetable.plan_views import PlanView, plan_view
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.irday.participants.participants import ParticipantState
from dealflow.domain.irday.timetable.disruptions import TroubleKind
from dealflow.domain.irday.timetable.manual_edits import Spot
from dealflow.domain.irday.timetable.timetable import Act
from dealflow.domain.people.access import Viewer
from dealflow.ui.irday.timetable import timetable_board
from dealflow.ui.irday.timetable.timetable_board import Wish
from dealflow.ui.kit import context, frame, keys
from tests.actions.irday.days import EVENT, set_up
from tests.actions.irday.timetable.test_plans import FIRST, HAND, MET, SECOND
from tests.domain.irday.days import EVERYBODY, INVESTORS
from tests.pages.onstage import NOW, TODAY, Books, at_page, drawn, rows, said


@pytest.fixture(scope="module")
def olli(books: Books) -> Viewer:
    """The organiser, with a day in six days' time that has no plan yet."""
    assert books.anna
    ws = context.workspace()
    viewer = people.viewer_of(ws, "olli")
    set_up(ws, viewer, at=NOW, on=TODAY + timedelta(days=6))
    return viewer


@pytest.fixture
def drafted(olli: Viewer) -> Viewer:
    plans.keep_draft(Acting(context.workspace(), olli, NOW), EVENT, HAND)
    return olli


def shown(viewer: Viewer, version: int | None = None) -> PlanView:
    return plan_view(Looking(context.workspace(), viewer), EVENT, version, at=NOW)


def board(app_drawn: dict[str, dict[str, object]]) -> dict[str, list[dict[str, object]]]:
    return app_drawn["timetable_grid"]  # type: ignore[return-value]  # JSON as the browser gets it


def test_nobody_but_an_organiser_is_offered_the_page(books: Books) -> None:
    assert "timetable" not in frame.offered(books.anna.role)
    assert "timetable" not in frame.offered(books.guest.role)


@pytest.mark.usefixtures("olli")
@pytest.mark.parametrize(("lang", "words"), [("ko", "아직 시간표가 없습니다"), ("en", "There is no timetable yet")])
def test_a_day_without_a_plan_says_what_to_do(lang: str, words: str) -> None:
    app = at_page("timetable", who="olli", lang=lang)
    assert words in said(app)
    app.button("timetable_plan").click().run()
    assert app.text_input("timetable_seed").value == "1"


@pytest.mark.usefixtures("drafted")
def test_the_grid_shows_who_is_where_what_is_free_and_why_not() -> None:
    app = at_page("timetable", who="olli")
    given = board(drawn(app))
    assert [[column["name"] for column in grid["columns"]] for grid in given["grids"]] == [  # type: ignore[attr-defined]  # what a component is handed is JSON
        ["대회의실"],
        ["T1", "T2", "T3"],
    ]
    items = {item["id"]: item for item in given["items"]}
    assert (items["s1|v1"]["title"], items["s1|v1"]["sub"], items["s1|v1"]["place"]) == ("s1(가상)", "v1(가상)", "t1")
    assert items["s2|v2"]["barred"] == "." * 8
    waiting = {item["id"]: item["mark"] for item in given["tray"]}
    assert waiting["s3|v1"] == "2지망 · 자리 있음"
    assert "희망 상담" in said(app)


def test_each_part_of_the_screen_draws_in_both_languages(drafted: Viewer) -> None:
    assert drafted
    for lang, words in (("ko", "s1(가상)"), ("en", "s1 (Fictional)")):
        for view in ("companies", "investors"):
            assert words in said(at_page("timetable", who="olli", lang=lang, view=view)) or view == "investors"
        assert rows(at_page("timetable", who="olli", lang=lang, view="versions"), "timetable_versions")


def worked(wish: Wish) -> AppTest:
    """What is told after something was asked for on the grid, as the page's callback does it."""

    def page() -> None:
        import streamlit as st

        from dealflow.ui.irday.programme import event_picker
        from dealflow.ui.irday.timetable import timetable
        from dealflow.ui.kit import frame

        event = event_picker.chosen()
        if event is not None and "wish" in st.session_state:
            timetable.work(timetable.view_of(event), st.session_state.pop("wish"))
        frame.show_told()

    app = AppTest.from_function(page, default_timeout=60)
    app.session_state[keys.VIEWER], app.session_state["wish"] = "olli", wish
    app.run()
    assert not app.exception
    return app


def test_what_is_dropped_on_a_cell_is_moved_and_what_clashes_is_told_in_words(drafted: Viewer) -> None:
    number, act = shown(drafted).number, Act("s1", "v1")
    assert worked(Wish("move", act, number, Spot(SECOND, "t1"))).toast[0].value == "옮겼습니다."
    clashing = worked(Wish("move", Act("s2", "v2"), number + 1, Spot(SECOND, "t1"))).error[0].value
    assert "T1: 13:30–13:55에 상담 2건이 겹칩니다" in clashing.replace("\\", "")
    assert "그사이 다른 사람이" in worked(Wish("move", act, number, Spot(FIRST, "t1"))).error[0].value
    worked(Wish("pin", act, number + 1))
    assert act in shown(drafted).pins
    worked(Wish("unpin", act, number + 1))
    assert act not in shown(drafted).pins
    assert shown(drafted).number == number + 1
    worked(Wish("swap", act, number + 1, other=Act("s2", "v2")))
    assert shown(drafted).number == number + 2


def test_a_version_is_published_looked_at_and_taken_up_again(drafted: Viewer) -> None:
    app = at_page("timetable", who="olli")
    app.button("timetable_publish").click().run()
    number = shown(drafted).number
    assert day_of(Looking(context.workspace(), drafted), EVENT).plan.published_number == number
    worked(Wish("cancel", Act("s1", "v1"), number))
    app = at_page("timetable", who="olli", view="versions", before=str(number), after=str(number + 1))
    assert "취소: s1(가상) × v1(가상) 13:00–13:25 T1" in said(app).replace("\\", "")
    assert any("일정 변경 안내" in one.value for one in app.code)
    app.button("timetable_undo").click().run()
    assert shown(drafted).timetable == MET
    app = at_page("timetable", who="olli", version=str(number + 1))
    assert "지난 버전" in said(app)
    app.button("timetable_take_up").click().run()
    assert Act("s1", "v1") not in {Act(each.company, each.investor) for each in shown(drafted).timetable.meetings}


def test_a_plan_that_no_longer_fits_says_which_lines(drafted: Viewer) -> None:
    ws = context.workspace()
    participants.set_state(Acting(ws, drafted, NOW), ["v2"], ParticipantState.WITHDRAWN)
    app = at_page("timetable", who="olli")
    assert "작성한 뒤 참가자나 프로그램이 바뀌어 1건이" in "\n".join(one.value for one in app.warning).replace("\\", "")
    assert not [one for one in app.button if one.key == "timetable_publish"]
    participants.set_state(Acting(ws, drafted, NOW), ["v2"], ParticipantState.CONFIRMED)


def test_what_happened_is_listed_and_what_would_change_shown_before_it_is_kept(drafted: Viewer) -> None:
    app = at_page("timetable", who="olli", view="replan")
    app.selectbox("timetable_trouble_kind").set_value(TroubleKind.NO_SHOW).run()
    app.selectbox("timetable_trouble_firm").set_value("v1").run()
    app.button("timetable_trouble_add").click().run()
    assert "v1(가상): 불참(노쇼)" in said(app).replace("\\", "")
    number = shown(drafted).number
    app.button("timetable_propose").click().run(timeout=60)
    assert shown(drafted).number == number
    app.button("timetable_keep_draft").click().run()
    assert shown(drafted).number == number + 1
    assert not {"v1"} & {each.investor for each in shown(drafted).timetable.meetings}
    one, version = participants.participant_of(Looking(context.workspace(), drafted), "v1")
    participants.keep_participant(Acting(context.workspace(), drafted, NOW), replace(one, away=()), seen=version)


def test_a_consultation_that_nobody_wished_for_is_added_where_it_can_be(drafted: Viewer) -> None:
    app = at_page("timetable", who="olli")
    app.button("timetable_add").click().run()
    app.selectbox("timetable_add_company").set_value("s6").run()
    app.selectbox("timetable_add_other").set_value("v4").run()
    assert "만날 수 없는 상대" in "\n".join(one.value for one in app.warning)
    app.selectbox("timetable_add_other").set_value("v5").run()
    app.button("timetable_add_submit").click().run()
    assert ("s6", "v5", FIRST) in {
        (each.company, each.investor, each.slot) for each in shown(drafted).timetable.meetings
    }


def test_the_grid_of_one_who_only_looks_offers_nothing(drafted: Viewer) -> None:
    given = timetable_board.data(shown(drafted), "en", editable=False)
    assert (given["editable"], given["tray"]) == (False, [])
    assert len(EVERYBODY) == 6 + len(INVESTORS)


def test_leaving_a_published_timetable_says_what_falls_away_and_asks(drafted: Viewer) -> None:
    app = at_page("timetable", who="olli")
    app.button("timetable_publish").click().run()
    firm = "v2"
    app = at_page("participants", who="olli", do=f"p-{firm}")
    app.button(key=f"p_{firm}_withdrawn").click().run()
    assert not app.exception, [error.value for error in app.exception]
    assert day_of(Looking(context.workspace(), drafted), EVENT).participant(firm).is_coming
    app.button(key=f"p_{firm}_stay").click().run()
    assert not [button for button in app.button if button.key == f"p_{firm}_sure"]
    app.button(key=f"p_{firm}_withdrawn").click().run()
    app.button(key=f"p_{firm}_sure").click().run()
    assert not app.exception, [error.value for error in app.exception]
    assert not day_of(Looking(context.workspace(), drafted), EVENT).participant(firm).is_coming
    participants.set_state(Acting(context.workspace(), drafted, NOW), [firm], ParticipantState.CONFIRMED)
