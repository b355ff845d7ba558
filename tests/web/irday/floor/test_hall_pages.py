"""The hall's doors: the board shows the published plan and no person, the desk checks in, the timer has an order."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from dealflow.actions.irday.floor import floor, hall_displays, walk_ins
from dealflow.actions.irday.floor.walk_ins import Spot
from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.programme import day_state
from dealflow.actions.people import signin
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.badge_codes import as_keys, attendee_of, code_of
from dealflow.domain.irday.floor.floor import CheckInChannel, MeetingState
from dealflow.domain.irday.timetable.timetable import Act
from dealflow.domain.values.korean_days import korean_day
from dealflow.reports.irday.floor import hall_board, pitch_timer
from dealflow.web.irday.floor import hall_pages
from tests.actions.conftest import Cast, cast, stage, ws
from tests.actions.irday import planned_events
from tests.actions.irday.planned_events import DAY, THIRD, at
from tests.web.irday.firm_page.test_firm_page import Browser

__all__ = ["cast", "stage", "ws"]

NOW = datetime.now(UTC)


@pytest.fixture
def day(ws: Workspace, cast: Cast) -> None:
    planned_events.set_up(ws, cast.organiser, cast.shared_company)


@pytest.fixture
def today(ws: Workspace, cast: Cast) -> dict[LinkPurpose, str]:
    """A day that is today, and the paths of its board and desk."""
    planned_events.set_up(ws, cast.organiser, cast.shared_company, on=korean_day(NOW))
    return {
        purpose: access_links.issue(Acting(ws, cast.organiser, NOW), DAY, purpose, expires_at=NOW + timedelta(days=1))
        for purpose in (LinkPurpose.BOARD, LinkPurpose.DESK)
    }


def board(ws: Workspace, cast: Cast, minute: int, *langs: str) -> str:
    found = hall_displays.hall(ws, cast.organiser, DAY, at=at(minute))
    return hall_board.page(found, langs or ("ko",), at=at(minute), timer="timer")


@pytest.mark.usefixtures("day")
def test_the_board_shows_what_is_on_what_is_next_and_what_runs_late(ws: Workspace, cast: Cast) -> None:
    first = board(ws, cast, 845)
    assert first.index("A-1") < first.index("다온로보틱스(가상)") < first.index("14:30") < first.index("A-2")
    assert "지연" not in first
    floor.mark(Acting(ws, cast.organiser, at(846)), DAY, Act("sup-daon", "inv-a"), MeetingState.RUNNING)
    assert "9분 지연" in board(ws, cast, 874)
    floor.mark(Acting(ws, cast.organiser, at(850)), DAY, Act("sup-mireu", "inv-x"), MeetingState.COMPANY_ABSENT)
    assert "엑스수요기업(가상)" not in board(ws, cast, 851)
    assert "운영사 간담회" in board(ws, cast, 851)
    assert "오늘 일정을 모두 마쳤습니다" in board(ws, cast, 1_100)


@pytest.mark.usefixtures("day")
def test_the_board_names_no_person_and_speaks_both_languages(ws: Workspace, cast: Cast) -> None:
    both = board(ws, cast, 845, "ko", "en")
    assert "Daon Robotics (Fictional)" in both
    assert "담당(가상)" not in both
    assert both.count("<section lang=") == 2
    for page in (both, board(ws, cast, 845, "en")):
        assert '<a href="?lang=ko">한국어</a><a href="?lang=en">English</a>' in page


@pytest.mark.usefixtures("day")
def test_the_board_follows_the_published_plan_at_once(ws: Workspace, cast: Cast) -> None:
    walk_ins.walk_in(Acting(ws, cast.organiser, at(835)), DAY, Act("sup-mireu", "inv-b"), Spot(THIRD, "t3"))
    assert "A-3" in board(ws, cast, 905)


@pytest.mark.usefixtures("day")
def test_the_timer_knows_the_presenters_in_their_order(ws: Workspace, cast: Cast) -> None:
    page = pitch_timer.page(hall_displays.hall(ws, cast.organiser, DAY, at=at(780)), "ko")
    assert page.index("다온로보틱스(가상)") < page.index("미르에이아이(가상)")
    assert '"pitch": 6, "qa": 4' in unescape(page)


def test_a_board_that_has_not_changed_is_not_sent_again(ws: Workspace, today: dict[LinkPurpose, str]) -> None:
    browser, path = Browser(ws), today[LinkPurpose.BOARD]
    status, headers, _ = browser.ask(f"{path}?lang=ko")
    assert (status, headers["cache-control"]) == (200, "no-store")
    again, _, page = browser.ask(f"{path}?lang=ko", headers={"if-none-match": headers["etag"]})
    assert (again, page) in {(304, ""), (200, page)}  # a minute may have passed
    assert browser.ask(f"{path}/timer")[0] == 200
    assert browser.ask("/day/board-day/wrong")[0] == 404
    assert browser.ask(today[LinkPurpose.DESK].replace("desk", "board"))[0] == 404


def test_the_desk_finds_checks_in_and_takes_back(ws: Workspace, cast: Cast, today: dict[LinkPurpose, str]) -> None:
    browser, path = Browser(ws), today[LinkPurpose.DESK]
    status, headers, page = browser.ask(path, {"act": "find", "q": "b벤처스"})
    assert (status, "inv-b 담당(가상)" in page, "inv-a 담당(가상)" in page) == (200, True, False)
    assert headers["permissions-policy"].startswith("camera=(self)")
    status, _, answer = browser.ask(f"{path}/act", {"act": "in", "who": "inv-b-p"})
    said = json.loads(answer)
    assert (status, list(said["rows"]), said["counts"]) == (200, ["inv-b-p"], "도착 1명 / 예정 5명 · 참가기관 1/5")
    assert said["words"].startswith("inv-b 담당(가상) 님(b벤처스(가상)) 체크인했습니다.")
    assert json.loads(browser.ask(f"{path}/act", {"act": "look"})[2])["words"] == ""
    browser.ask(path, {"act": "out", "who": "inv-b-p"})
    assert floor.here(day_state.day_of(Looking(ws, cast.organiser), DAY)) == {}


def test_an_arrival_that_a_phone_kept_is_told_with_its_age_and_nonsense_counts_as_now(
    ws: Workspace, cast: Cast, today: dict[LinkPurpose, str]
) -> None:
    browser, path = Browser(ws), today[LinkPurpose.DESK]
    for who, ago in (("inv-a-p", "1200"), ("inv-b-p", "-5"), ("inv-x-p", "٣")):
        assert browser.ask(f"{path}/act", {"act": "in", "who": who, "ago": ago})[0] == 200
    here = day_state.day_of(Looking(ws, cast.organiser), DAY).presences
    ages = {who: (datetime.now(UTC) - presence.since).total_seconds() for who, presence in here.items()}
    assert 1_200 <= ages["inv-a-p"] < 1_260
    assert max(ages["inv-b-p"], ages["inv-x-p"]) < 60


def test_the_desks_page_is_kept_on_the_phone(ws: Workspace, today: dict[LinkPurpose, str]) -> None:
    path = today[LinkPurpose.DESK]
    status, headers, script = Browser(ws).ask(f"{path}/worker.js")
    assert (status, headers["service-worker-allowed"]) == (200, path)
    assert "caches.open" in script


@pytest.mark.usefixtures("day")
def test_before_the_first_consultation_and_between_two_a_table_says_when_it_begins(ws: Workspace, cast: Cast) -> None:
    morning = board(ws, cast, 600)
    assert "비어 있음" not in morning
    assert "14:00 시작" in morning
    assert "Starts 14:00" in board(ws, cast, 600, "en")
    assert "14:30 시작" in board(ws, cast, 867)  # the pause between two rounds


def test_a_badge_is_read_whichever_keyboard_the_scanner_types_on(
    ws: Workspace, cast: Cast, today: dict[LinkPurpose, str]
) -> None:
    browser, path = Browser(ws), today[LinkPurpose.DESK]
    assert browser.ask(f"{path}/act", {"act": "scan", "code": code_of("inv-a-p")})[0] == 200
    assert browser.ask(path, {"act": "find", "q": "ㅇㄹㅁ:sup-daon-p"})[0] == 200
    here = day_state.day_of(Looking(ws, cast.organiser), DAY).presences
    assert {who: one.channel for who, one in here.items()} == dict.fromkeys(
        ("inv-a-p", "sup-daon-p"), CheckInChannel.QR
    )
    for wrong in ("https://example.org", "dfa:nobody", ""):
        assert browser.ask(f"{path}/act", {"act": "scan", "code": wrong})[0] == 409


def test_hangul_becomes_the_keys_that_were_pressed() -> None:
    assert as_keys("안녕 ㅁㅠㅊ 12") == "dkssud abc 12"
    assert as_keys("괜찮아") == "rhoscksgdk"
    assert attendee_of("ㅇㄹㅁ:12ㅁㅠ") == "12ab"
    assert attendee_of("hello") is None


def test_people_of_the_organiser_open_the_screens_from_the_app_and_others_do_not(
    ws: Workspace, today: dict[LinkPurpose, str]
) -> None:
    assert today
    browser = Browser(ws)
    for person, status in (("olli", 200), ("anna", 404), (None, 404)):
        token = signin.new_token()
        if person:
            signin.sign_in(token, person)
        cookie = {"cookie": f"{signin.COOKIE}={token}"}
        assert browser.ask("/screens/day/timer", headers=cookie)[0] == status
        assert browser.ask("/screens/day/board", headers=cookie)[0] == status
    assert browser.ask("/screens/nothing/board")[0] == 404


def test_a_form_beyond_all_measure_is_refused_in_the_pages_language(
    ws: Workspace, today: dict[LinkPurpose, str]
) -> None:
    for lang, words in (("ko", "너무 깁니다"), ("en", "too long")):
        status, _, page = Browser(ws).ask(f"{today[LinkPurpose.DESK]}?lang={lang}", {"q": "가" * 9_000})
        assert (status, words in page, f'<html lang="{lang}"' in page) == (413, True, True)


def test_who_asks_too_often_is_told_to_wait_in_the_pages_language(
    ws: Workspace, today: dict[LinkPurpose, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hall_pages, "_AT_MOST", 1)
    browser = Browser(ws)
    assert browser.ask(today[LinkPurpose.DESK])[0] == 200
    for lang, words in (("ko", "1분 뒤"), ("en", "in a minute")):
        status, _, page = browser.ask(f"{today[LinkPurpose.DESK]}?lang={lang}")
        assert (status, words in page) == (429, True)
