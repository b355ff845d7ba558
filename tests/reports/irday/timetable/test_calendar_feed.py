"""A firm's calendar: read back by a calendar library after a publication, a move and a cancellation."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from icalendar import Calendar

from dealflow.actions.irday.timetable.calendar_feed import firm_day, firm_days
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import (
    MeetingMarked,
    ParticipantKept,
    PlanOrigin,
    ProgrammeKept,
    TimetableDrafted,
    TimetablePublished,
)
from dealflow.domain.irday.floor.floor import MeetingState
from dealflow.domain.people.events import IrEventRegistered
from dealflow.domain.values.event import Event
from dealflow.domain.values.korean_days import SEOUL
from dealflow.reports.irday.timetable import calendar_feed
from tests.actions.conftest import Cast, cast, stage, ws
from tests.actions.irday.held_day import (
    DURING,
    EVENT,
    FIRST,
    HELD_ON,
    PROGRAMME,
    SECOND,
    draft,
    firms,
    planned_day,
    tell,
)

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


FIRST_RANK = {"part": 4, "pair": 5}
"""The event, its programme, its publication, and each of the firms that take part."""


def kst(hour: int, minute: int) -> datetime:
    return datetime(2026, 3, 12, hour, minute, tzinfo=SEOUL)


def test_a_moved_consultation_keeps_its_uid_and_a_cancelled_one_is_told_as_such(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    before = events(ws, cast, "co-1")
    assert {name: one[1:4] for name, one in before.items()} == {
        "개회식": ("CONFIRMED", FIRST_RANK["part"], kst(13, 0)),
        "IR 피칭": ("CONFIRMED", FIRST_RANK["part"], kst(13, 20)),
        "투자상담 · a벤처스(가상)": ("CONFIRMED", FIRST_RANK["pair"], kst(14, 30)),
        "투자상담 · b벤처스(가상)": ("CONFIRMED", FIRST_RANK["pair"], kst(15, 0)),
    }
    assert before["개회식"][4] == "컨벤션홀 3층, 창원컨벤션센터"
    assert before["투자상담 · a벤처스(가상)"][4] == "테이블 1, 상담실, 창원컨벤션센터"
    draft(ws, SECOND, 2)
    after = events(ws, cast, "co-1")
    moved, gone = after["투자상담 · a벤처스(가상)"], after["투자상담 · b벤처스(가상)"]
    assert moved == (
        before["투자상담 · a벤처스(가상)"][0],
        "CONFIRMED",
        FIRST_RANK["pair"] + 1,
        kst(15, 30),
        "테이블 2, 상담실, 창원컨벤션센터",
    )
    assert gone == (
        before["투자상담 · b벤처스(가상)"][0],
        "CANCELLED",
        FIRST_RANK["pair"] + 1,
        kst(15, 0),
        "테이블 2, 상담실, 창원컨벤션센터",
    )
    draft(ws, FIRST, 3)
    again = events(ws, cast, "co-1")
    assert {name: one[:2] for name, one in again.items()} == {name: one[:2] for name, one in before.items()}
    ranks = {name: one[2] - before[name][2] for name, one in again.items()}
    assert ranks == {"개회식": 0, "IR 피칭": 0, "투자상담 · a벤처스(가상)": 2, "투자상담 · b벤처스(가상)": 2}


def test_both_sides_share_the_uid_and_a_cancellation_on_the_day_raises_the_sequence(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    of_company = events(ws, cast, "co-1")["투자상담 · a벤처스(가상)"]
    of_investor = events(ws, cast, "inv-a")["투자상담 · 다온로보틱스(가상)"]
    assert of_company == of_investor
    tell(ws, MeetingMarked(EVENT, "co-1", "inv-a", MeetingState.CANCELLED), at=DURING)
    assert events(ws, cast, "inv-a")["투자상담 · 다온로보틱스(가상)"][1:3] == ("CANCELLED", FIRST_RANK["pair"] + 1)


def test_everybody_who_has_anything_gets_a_file_with_what_they_take_part_in(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    found = firm_days(Looking(ws, cast.organiser), EVENT)
    assert sorted(one.firm.id for one in found) == ["co-1", "co-2", "guest", "inv-a", "inv-b"]
    packed = calendar_feed.as_zip(found, at=DURING + timedelta(seconds=1), lang="en")
    assert packed.startswith(b"PK")
    of_operator = events(ws, cast, "inv-b")
    assert {name: one[3] for name, one in of_operator.items() if name == "운영사 간담회"} == {
        "운영사 간담회": kst(16, 40)
    }
    assert "운영사 간담회" not in events(ws, cast, "inv-a")
    assert list(events(ws, cast, "guest")) == ["개회식"]


def test_the_sequence_rises_exactly_when_what_is_shown_has_changed(ws: Workspace, cast: Cast) -> None:
    planned_day(ws, cast.shared_company)
    before = shown(ws, cast, "co-1")
    hall = replace(PROGRAMME.rooms[0], name_ko="대강당")
    renamed = replace(firms(cast.shared_company)[3], name_ko="비벤처스(가상)")
    changes: tuple[tuple[Event, set[str]], ...] = (
        (TimetableDrafted(EVENT, 2, PlanOrigin.BY_HAND, FIRST, base=1), set()),
        (TimetablePublished(EVENT, 2), set()),
        (MeetingMarked(EVENT, "co-1", "inv-a", MeetingState.RUNNING), set()),
        (MeetingMarked(EVENT, "co-1", "inv-a", MeetingState.CANCELLED), {"투자상담 · a벤처스(가상)"}),
        (ProgrammeKept(EVENT, replace(PROGRAMME, apart_min=20)), set()),
        (ProgrammeKept(EVENT, replace(PROGRAMME, rooms=(hall, PROGRAMME.rooms[1]))), {"개회식", "IR 피칭"}),
        (IrEventRegistered(EVENT, "o", "동남권 IR 데이(가상)", "", HELD_ON, "새 행사장"), set(before)),
        (IrEventRegistered(EVENT, "o", "동남권 IR 데이(가상)", "", HELD_ON, "예시홀", "Example Hall"), set(before)),
        (ParticipantKept(renamed), {"투자상담 · 비벤처스(가상)"}),
    )  # fmt: skip
    for event, names in changes:
        tell(ws, event, at=DURING)
        after = shown(ws, cast, "co-1")
        rose = {name for name, (sequence, _, uid) in after.items() if sequence > old(before, uid)[0]}
        differs = {name for name, (_, text, uid) in after.items() if text != old(before, uid)[1]}
        assert rose == differs == names
        before = after


def old(before: dict[str, tuple[int, str, str]], uid: str) -> tuple[int, str]:
    """Return the sequence and the text that the entry of that UID had."""
    return next((sequence, text) for sequence, text, own in before.values() if own == uid)


def shown(ws: Workspace, cast: Cast, firm: str) -> dict[str, tuple[int, str, str]]:
    """Return each entry's sequence, all that a calendar shows of it, and its UID, by summary."""
    made = calendar_feed.as_ics(firm_day(Looking(ws, cast.organiser), EVENT, firm), at=DURING, lang="ko")
    read = Calendar.from_ical(made).walk("VEVENT")
    silent = {"DTSTAMP", "SEQUENCE", "LAST-MODIFIED", "DESCRIPTION"}
    return {
        str(one["summary"]): (
            int(one["sequence"]),
            str([(name, str(value.to_ical())) for name, value in one.items() if name not in silent]),
            str(one["uid"]),
        )
        for one in read
    }
