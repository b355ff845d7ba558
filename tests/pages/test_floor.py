"""The floor's screens: one tap marks, attendance, walk-ins, round-tables, addresses; for the organiser alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dealflow.actions.irday.floor import roundtables
from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.programme import day_state
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.irday.floor.floor import MeetingState, RoundTable, RoundTableAction
from dealflow.domain.irday.timetable.timetable import Act, Timetable
from dealflow.ui.kit import context, keys
from tests.actions.conftest import Cast
from tests.actions.irday import planned_events
from tests.actions.irday.planned_events import DAY
from tests.pages.screens import Screens, cast, screens, stage, told, ws

__all__ = ["cast", "screens", "stage", "ws"]


@pytest.fixture(autouse=True)
def day(screens: Screens, cast: Cast) -> None:
    planned_events.set_up(screens.ws, cast.organiser, cast.shared_company, on=context.today())


def test_a_round_shows_its_tables_and_a_tap_marks_one(screens: Screens, cast: Cast) -> None:
    app = screens.open("floor", cast.organiser, event=DAY, round=planned_events.FIRST)
    assert not app.exception
    assert "다온로보틱스\\(가상\\)" in told(app)
    assert "0 / 5" in told(app)
    control = next(one for one in app.pills if one.key == "floor_mark_sup-daon_inv-a_0")
    control.set_value(MeetingState.RUNNING).run()
    assert (
        day_state.day_of(Looking(screens.ws, cast.organiser), DAY).state_of("sup-daon", "inv-a") is MeetingState.RUNNING
    )
    app.button(key="floor_close").click().run()
    assert day_state.day_of(Looking(screens.ws, cast.organiser), DAY).state_of("sup-daon", "inv-a") is MeetingState.HELD


def test_somebody_elses_tap_is_told_and_stays(screens: Screens, cast: Cast) -> None:
    from dealflow.actions.irday.floor import floor

    app = screens.open("floor", cast.organiser, event=DAY, round=planned_events.FIRST)
    pair = ("sup-daon", "inv-a")
    floor.mark(Acting(screens.ws, cast.organiser, context.now()), DAY, Act(*pair), MeetingState.CANCELLED)
    control = next(one for one in app.pills if one.key == "floor_mark_sup-daon_inv-a_0")
    control.set_value(MeetingState.HELD).run()
    assert "먼저 바꾸었습니다" in told(app)
    assert day_state.day_of(Looking(screens.ws, cast.organiser), DAY).state_of(*pair) is MeetingState.CANCELLED


def test_a_walk_in_is_added_where_both_are_free_and_says_whom_to_tell(screens: Screens, cast: Cast) -> None:
    later = context.today() + timedelta(days=1)
    planned_events.set_up(screens.ws, cast.organiser, cast.shared_company, on=later, event="later", plan=None)
    planned_events.publish(screens.ws, cast.organiser, Timetable(), context.now(), event="later")
    app = screens.open("floor", cast.organiser, event="later", do="walk_in")
    app.selectbox(key="floor_walk_in_company").set_value("later.sup-mireu").run()
    app.selectbox(key="floor_walk_in_investor").set_value("later.inv-b").run()
    app.button(key="floor_walk_in_submit").click().run()
    assert not app.exception
    assert day_state.day_of(Looking(screens.ws, cast.organiser), "later").plan.published_number == 2
    assert "알려야 할 곳" in told(app)


def test_round_tables_are_kept_and_what_was_promised_is_listed(screens: Screens, cast: Cast) -> None:
    promised = RoundTableAction("사전검토 창구 안내", "inv-b", "담당", context.today() - timedelta(days=1))
    kept = RoundTable("rt", DAY, ("인력난",), ("inv-b",), ("인력",), ("한도 상향",), (promised,))
    roundtables.keep(Acting(screens.ws, cast.organiser, context.now()), kept, seen=0)
    app = screens.open("floor", cast.organiser, event=DAY, view="roundtables")
    assert not app.exception
    assert [area.value for area in app.text_area] == ["인력난", "인력", "한도 상향"]
    app.text_area[1].set_value("인력\n자금")
    next(one for one in app.button if one.key == "roundtable_save").click().run()
    (_, table, version), *_ = roundtables.round_tables(Looking(screens.ws, cast.organiser), DAY)
    assert (table.difficulties, table.actions, version) == (("인력", "자금"), (promised,), 2)


def test_an_address_is_shown_once_with_its_code(screens: Screens, cast: Cast) -> None:
    app = screens.open("floor", cast.organiser, event=DAY, view="links")
    app.button(key="floor_make_board").click().run()
    assert not app.exception
    assert app.code[0].value.partition("/day/")[2].startswith("board-day/")
    assert [one.id for one in access_links.links(Looking(screens.ws, cast.organiser), DAY)] == ["board-day"]
    app.button(key="floor_link_done").click().run()
    assert keys.FLOOR_LINK not in app.session_state
    assert not app.code


@pytest.mark.parametrize("view", ["now", "people", "roundtables", "links"])
def test_every_view_speaks_english_and_nobody_elses_organisation_sees_it(
    screens: Screens, cast: Cast, view: str
) -> None:
    app = screens.open("floor", cast.organiser, event=DAY, view=view, lang="en")
    assert not app.exception
    assert app.title[0].value
    stranger = screens.open("floor", cast.anna, event=DAY, view=view)
    assert "다온로보틱스" not in told(stranger)
