"""A firm's calendar: read back by a calendar library after a publication, a move and a cancellation."""

from __future__ import annotations

from datetime import datetime, timedelta

from icalendar import Calendar

from dealflow.actions.irday.timetable.calendar_feed import firm_day, firm_days
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import MeetingMarked
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.values.korean_days import SEOUL
from dealflow.reports.irday.timetable import calendar_feed
from tests.actions.conftest import Cast, cast, stage, ws
from tests.actions.irday.held_day import DURING, EVENT, FIRST, SECOND, draft, planned_day, tell

__all__ = ["cast", "stage", "ws"]


def events(ws: Workspace, cast: Cast, firm: str) -> dict[str, tuple[str, str, int, datetime, str]]:
    """Return what the calendar has of the firm's consultations, by summary."""
    made = calendar_feed.as_ics(firm_day(Looking(ws, cast.organiser), EVENT, firm), at=DURING, lang="ko")
    read = Calendar.from_ical(made)
    assert str(read["method"]) == "PUBLISH"
    assert [str(zone["tzid"]) for zone in read.walk("VTIMEZONE")] == ["Asia/Seoul"]
    return {
        str(one["summary"]): (
            str(one["uid"]),
            str(one["status"]),
            int(one["sequence"]),
            one.decoded("dtstart"),
            str(one.get("location", "")),
        )
        for one in read.walk("VEVENT")
    }


def kst(hour: int, minute: int) -> datetime:
    return datetime(2026, 3, 12, hour, minute, tzinfo=SEOUL)


def test_a_moved_consultation_keeps_its_uid_and_a_cancelled_one_is_told_as_such(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    before = events(ws, cast, "co-1")
    assert {name: one[1:4] for name, one in before.items()} == {
        "개회식": ("CONFIRMED", 1, kst(13, 0)),
        "IR 피칭": ("CONFIRMED", 1, kst(13, 20)),
        "투자상담 · a벤처스(가상)": ("CONFIRMED", 1, kst(14, 30)),
        "투자상담 · b벤처스(가상)": ("CONFIRMED", 1, kst(15, 0)),
    }
    assert before["투자상담 · a벤처스(가상)"][4] == "테이블 1, 상담실, 창원컨벤션센터"
    draft(ws, SECOND, 2)
    after = events(ws, cast, "co-1")
    moved, gone = after["투자상담 · a벤처스(가상)"], after["투자상담 · b벤처스(가상)"]
    assert moved == (
        before["투자상담 · a벤처스(가상)"][0],
        "CONFIRMED",
        2,
        kst(15, 30),
        "테이블 2, 상담실, 창원컨벤션센터",
    )
    assert gone == (
        before["투자상담 · b벤처스(가상)"][0],
        "CANCELLED",
        2,
        kst(15, 0),
        "테이블 2, 상담실, 창원컨벤션센터",
    )
    draft(ws, FIRST, 3)
    again = events(ws, cast, "co-1")
    assert {name: one[:2] for name, one in again.items()} == {name: one[:2] for name, one in before.items()}
    assert {one[2] for name, one in again.items() if name != "개회식"} == {3}


def test_both_sides_share_the_uid_and_a_cancellation_on_the_day_raises_the_sequence(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    of_company = events(ws, cast, "co-1")["투자상담 · a벤처스(가상)"]
    of_investor = events(ws, cast, "inv-a")["투자상담 · 다온로보틱스(가상)"]
    assert of_company == of_investor
    tell(ws, MeetingMarked(EVENT, "co-1", "inv-a", MeetingState.CANCELLED), at=DURING)
    assert events(ws, cast, "inv-a")["투자상담 · 다온로보틱스(가상)"][1:3] == ("CANCELLED", 2)


def test_nobody_who_has_nothing_gets_a_file(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    found = firm_days(Looking(ws, cast.organiser), EVENT)
    assert sorted(one.firm.id for one in found) == ["co-1", "co-2", "inv-a", "inv-b"]
    packed = calendar_feed.as_zip(found, at=DURING + timedelta(seconds=1), lang="en")
    assert packed.startswith(b"PK")
