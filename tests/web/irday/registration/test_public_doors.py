"""From the public address to the door: somebody registers, waits, moves up, is scanned in, and is forgotten."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dealflow.actions.irday.floor import floor, hall_displays
from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.programme import event_profile, ir_events, part_contents
from dealflow.actions.irday.programme.day_state import day_of
from dealflow.actions.irday.registration import registrations
from dealflow.actions.people import personal_data
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.floor.badge_codes import attendee_of
from dealflow.domain.irday.floor.floor import CheckIn, CheckInChannel
from dealflow.domain.irday.programme.part_contents import (
    EventProfile,
    Host,
    HostRole,
    OrderLine,
    PartContent,
    RegistrationTerms,
)
from dealflow.domain.irday.registration.registrations import RegistrationState
from dealflow.domain.people.access import Role
from dealflow.domain.people.consents import SubjectKind
from dealflow.domain.people.people import IrEventDetails
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import NotAllowedError
from dealflow.reports.irday.papers import badge_sheet
from dealflow.store.ledger import journal
from dealflow.web import files_and_health
from tests.actions.conftest import Cast, cast, person, stage, ws
from tests.actions.irday import planned_events
from tests.actions.irday.planned_events import DAY

__all__ = ["cast", "stage", "ws"]

NOW = datetime.now(UTC)
SAID = {
    "name": "김하늘(가상)", "organisation": "가온정밀(가상)", "email": "sky@example.test", "act": "register",
    "part-ir": "yes", "part-reg": "yes", "consent_personal_data": "yes",
}  # fmt: skip
TERMS = RegistrationTerms(is_open=True, capacity=1)


@pytest.fixture
def browser(ws: Workspace, cast: Cast) -> TestClient:
    planned_events.set_up(ws, cast.organiser, cast.shared_company, on=korean_day(NOW))
    hosts = (
        Host(HostRole.HOST, "예시부(가상)", "Example Ministry (Fictional)"),
        Host(HostRole.SPONSOR, "나라은행(가상)"),
    )
    profile = EventProfile(DAY, hosts, "지역 제조 AI의 하루입니다.", "A day of AI.", "사무국 055", TERMS)
    event_profile.keep_profile(Acting(ws, cast.organiser, NOW), profile)
    return TestClient(Starlette(routes=files_and_health.routes(lambda: ws)), follow_redirects=False)


@pytest.fixture
def address(ws: Workspace, cast: Cast) -> str:
    later = NOW + timedelta(days=1)
    return access_links.issue(Acting(ws, cast.organiser, NOW), DAY, LinkPurpose.PUBLIC, expires_at=later)


def register(browser: TestClient, address: str, **said: str) -> str:
    answer = browser.post(f"{address}/register", data=SAID | said)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def test_an_attendee_registers_is_scanned_in_and_forgotten(
    ws: Workspace, cast: Cast, browser: TestClient, address: str
) -> None:
    looking, organiser = Looking(ws, cast.organiser), Acting(ws, cast.organiser, NOW)
    assert "잔여 1석" in browser.get(address).text
    first, second = (register(browser, address, email=f"{name}@example.test") for name in ("sky", "sea"))
    assert "대기 1번째" in browser.get(second).text
    shown = browser.get(first)
    assert "김하늘(가상)" in shown.text
    assert "IR 피칭" in shown.text
    assert "등록</" not in shown.text  # nobody wishes to hear the desk
    one, other = registrations.registered(looking, DAY)
    assert (one.registration.number, one.registration.parts, other.registration.state) == (
        1, ("ir",), RegistrationState.WAITING,
    )  # fmt: skip
    # the badge of the sheet is the code of the pass, and opens the door once
    badges = [badge for badge in badge_sheet.badges(day_of(looking, DAY), "ko") if badge.group == "visitor"]
    assert [(badge.name, badge.firm) for badge in badges] == [("김하늘(가상)", "가온정밀(가상)")]
    who = attendee_of(badges[0].code)
    assert who == one.registration.id
    floor.check_in(ws, cast.organiser, DAY, CheckIn(who, CheckInChannel.QR), at=NOW)
    door = hall_displays.door(ws, cast.organiser, DAY, at=NOW)
    assert [comer.card.name for comer in door.comers if comer.is_here] == ["김하늘(가상)"]
    # giving the seat back is asked twice, and who waits moves up
    assert "취소하시겠습니까" in browser.post(first, data={"act": "ask"}).text
    browser.post(first, data={"act": "cancel"})
    assert "참관이 확정되었습니다" in browser.get(second).text
    # who it is stands in no event, and is destroyed for good
    with ws.ledger.read() as session:
        events = journal.events_after(session, ws.name, 0, 10_000)
    assert "sky@example.test" not in json.dumps([str(recorded.event) for recorded in events])
    keeper = replace(organiser, viewer=person(ws, "keeper", "o", Role.HOUSE_ADMIN))
    held = personal_data.held(keeper, SubjectKind.ATTENDEE, who, at=NOW)
    assert "가온정밀(가상)" in str(held)
    personal_data.destroy(keeper, SubjectKind.ATTENDEE, who)
    assert registrations.registered(looking, DAY)[0].card.name == ""
    assert "김하늘" not in browser.get(first).text


def test_a_form_that_cannot_be_taken_says_why_and_keeps_what_was_typed(browser: TestClient, address: str) -> None:
    register(browser, address)
    twice = browser.post(f"{address}/register", data=SAID | {"email": "SKY@example.test"})
    assert (twice.status_code, "이미 신청된 이메일" in twice.text, "가온정밀(가상)" in twice.text) == (409, True, True)
    unwilling = browser.post(f"{address}/register", data=SAID | {"consent_personal_data": ""})
    assert (unwilling.status_code, "aria-invalid" in unwilling.text) == (422, True)
    program = browser.post(f"{address}/register", data=SAID | {"homepage": "x", "email": "bot@example.test"})
    assert program.headers["location"].startswith(address)
    assert browser.get(f"{address}x").status_code == 404
    assert browser.get("/day/pass-nobody/nothing").status_code == 404


def test_a_speaker_is_named_only_where_that_was_agreed_and_winners_only_after(
    ws: Workspace, cast: Cast, browser: TestClient, address: str
) -> None:
    acting = Acting(ws, cast.organiser, NOW)
    content = PartContent(
        DAY,
        "rt",
        "무엇이 어려운가",
        "What is hard",
        order=(OrderLine(10, "인사", script="비밀 대본"),),
        speakers=("inv-a-p",),
    )
    part_contents.keep_content(acting, content)
    part_contents.keep_lives(acting, DAY, (part_contents.About("inv-a-p", bio_ko="스무 해를 공장에서(가상)"),))
    page = browser.get(address).text
    assert "무엇이 어려운가" in page
    assert "예시부(가상)" in page
    assert not re.search("inv-a 담당|스무 해|비밀 대본", page)
    part_contents.keep_content(acting, replace(content, is_named=True))
    page = browser.get(address).text
    assert "inv-a 담당(가상)" in page
    assert "스무 해를 공장에서(가상)" in page
    assert "비밀 대본" not in page
    calendar = browser.get(f"{address}/schedule.ics?part=rt").text
    assert calendar.count("BEGIN:VEVENT") == 1
    with pytest.raises(NotAllowedError):
        part_contents.contents_of(Looking(ws, cast.anna), DAY)
    with pytest.raises(NotAllowedError):
        registrations.registered(Looking(ws, cast.anna), DAY)


def test_next_years_event_begins_without_people_and_what_is_of_that_day(
    ws: Workspace, cast: Cast, browser: TestClient, address: str
) -> None:
    acting = Acting(ws, cast.organiser, NOW)
    register(browser, address)
    part_contents.keep_content(acting, PartContent(DAY, "rt", order=(OrderLine(10, "인사"),), protocol=("inv-a-p",)))
    details = IrEventDetails("내년 IR(가상)", "", korean_day(NOW) + timedelta(days=364))
    copy_id = ir_events.copy_ir_event(acting, DAY, details)
    content, _ = part_contents.content_of(acting, copy_id, "rt")
    assert ([line.what_ko for line in content.order], content.protocol) == (["인사"], ())
    profile, _ = event_profile.profile_of(acting, copy_id)
    assert (len(profile.hosts), profile.registration.is_open) == (2, False)
    assert registrations.registered(acting, copy_id) == ()
