"""The calendar feed is read back by a calendar library, opens by its secret only, and keeps its entries' names."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from dealflow.actions.home import calendar_feed as calendar_feed_acts
from dealflow.actions.investment import sessions
from dealflow.actions.investment.sessions import WantedCondition
from dealflow.actions.pipeline import track_settings
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.investment.committee import Appointment, Fund
from dealflow.errors import NotAllowedError, NotFoundError
from dealflow.reports.home import calendar_feed
from tests.actions.conftest import AT, Cast, cast, stage, ws
from tests.actions.investment.test_sessions import HELD, approved, engagement, fund

__all__ = ["cast", "engagement", "fund", "stage", "ws"]

ON = date(2026, 3, 10)
SEOUL = ZoneInfo("Asia/Seoul")


def entries(ws: Workspace, token: str, lang: str = "ko") -> dict[str, tuple[object, int, str]]:
    data = calendar_feed.as_ics(calendar_feed_acts.feed(ws, token, on=ON), at=HELD, lang=lang)
    assert b"\r\n" in data
    read = Calendar.from_ical(data)
    return {
        str(event["uid"]): (event.decoded("dtstart"), int(event["sequence"]), str(event["summary"]))
        for event in read.walk("VEVENT")
    }


def test_a_calendar_shows_deadlines_as_days_and_committees_in_seoul(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund, WantedCondition("근속 약정서; 2인, 제출", "adam", date(2026, 3, 20)))
    found = entries(ws, calendar_feed_acts.new_address(Acting(ws, cast.anna, AT))).values()
    shown = {(start, summary) for start, _, summary in found}
    assert shown == {
        (date(2026, 2, 27), "투심 계획 보고(모태) · 다온로보틱스(가상)"),
        (date(2026, 2, 27), "투자기업 등록 · 다온로보틱스(가상)"),
        (date(2026, 3, 7), "2026년 2월 월보고 · 예시-동남권 투자조합 제0호"),
        (date(2026, 3, 11), "투심 결과 보고(모태) · 다온로보틱스(가상)"),
        (date(2026, 3, 20), "근속 약정서; 2인, 제출 · 다온로보틱스(가상)"),
        (date(2026, 4, 7), "2026년 3월 월보고 · 예시-동남권 투자조합 제0호"),
        (datetime(2026, 3, 9, 18, 0, tzinfo=SEOUL), "본투심 · 제1회 투심"),
    }


def test_an_entry_keeps_its_name_and_counts_up_when_it_moves(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    session_id, _ = approved(ws, cast, engagement, fund)
    token = calendar_feed_acts.new_address(Acting(ws, cast.anna, AT))
    before = entries(ws, token)
    assert entries(ws, token) == before
    track_settings.declare_day(Acting(ws, cast.admin, AT), date(2026, 3, 11), closed=True, name="임시공휴일(가상)")
    sessions.change_session(
        Acting(ws, cast.anna, AT), session_id, Appointment(HELD + timedelta(days=1), "서울", "제1회 투심")
    )
    after = entries(ws, token)
    assert set(after) == set(before)
    moved = {name for name in before if before[name][0] != after[name][0]}
    assert len(moved) == 4
    assert all(after[name][1] > before[name][1] for name in moved)


def test_the_address_opens_by_its_secret_only_and_can_be_closed(ws: Workspace, cast: Cast, fund: Fund) -> None:
    assert calendar_feed_acts.made_at(Looking(ws, cast.anna)) is None
    first = calendar_feed_acts.new_address(Acting(ws, cast.anna, AT))
    assert calendar_feed_acts.made_at(Looking(ws, cast.anna)) == AT
    with ws.ledger.read() as session:
        assert first.split(".")[1] not in str(list(session.connection().exec_driver_sql("select payload from journal")))
    second = calendar_feed_acts.new_address(Acting(ws, cast.anna, AT))
    assert calendar_feed_acts.feed(ws, second, on=ON).viewer == cast.anna
    for wrong in (first, "anna.", "anna", "", f"adam.{second.split('.')[1]}", "nobody.x"):
        with pytest.raises(NotFoundError):
            calendar_feed_acts.feed(ws, wrong, on=ON)
    calendar_feed_acts.revoke(Acting(ws, cast.anna, AT))
    with pytest.raises(NotFoundError):
        calendar_feed_acts.feed(ws, second, on=ON)
    assert calendar_feed_acts.made_at(Looking(ws, cast.anna)) is None
    assert fund.owner_id == "a"


def test_a_rival_has_a_calendar_without_a_word_of_it(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    approved(ws, cast, engagement, fund)
    assert entries(ws, calendar_feed_acts.new_address(Acting(ws, cast.bora, AT))) == {}
    with pytest.raises(NotAllowedError):
        calendar_feed_acts.new_address(Acting(ws, cast.guest, AT))
