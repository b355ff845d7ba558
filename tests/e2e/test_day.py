"""The event day in a real browser: a log typed without a connection, delivered once, and the engagement has moved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from dealflow.actions.irday.consultations import consultation_log, signatures
from dealflow.actions.irday.floor import roundtables
from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.programme import day_state
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.domain.values.korean_days import korean_day
from dealflow.settings import Settings
from tests.actions.conftest import Cast, cast, stage
from tests.actions.irday import planned_events
from tests.e2e.conftest import PHONE, Server, served

__all__ = ["cast", "stage"]

NOW = datetime.now(UTC)
YESTERDAY = korean_day(NOW) - timedelta(days=1)
"""Its consultations are over, whatever the hour of the test."""


@dataclass(frozen=True)
class DayServer:
    """A served IR day, its books, and the addresses that were handed out."""

    server: Server
    ws: Workspace
    cast: Cast
    links: dict[str, str]


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """The books that the server serves, open beside it."""
    opened = open_workspace(Settings(data_dir=tmp_path, demo=True, database_url=""), follow=False)
    yield opened
    close_workspace(opened)


@pytest.fixture
def day(ws: Workspace, cast: Cast, tmp_path: Path) -> Iterator[DayServer]:
    planned_events.set_up(ws, cast.organiser, cast.shared_company, on=YESTERDAY)
    until = NOW + timedelta(days=1)
    links = {
        who: access_links.issue(
            Acting(ws, cast.organiser, NOW), "day", LinkPurpose.FIRM, expires_at=until, participant_id=who
        )
        for who in ("inv-a", "inv-b", "sup-daon")
    }
    for purpose in (LinkPurpose.DESK, LinkPurpose.BOARD):
        links[purpose.value] = access_links.issue(Acting(ws, cast.organiser, NOW), "day", purpose, expires_at=until)
    with served(tmp_path) as server:
        yield DayServer(server, ws, cast, links)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="ko-KR", timezone_id="Asia/Seoul", has_touch=True)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def check_in(day: DayServer, phone: Page) -> None:
    """A scanner types the badge's code at the desk, while the Korean keyboard is on; then somebody is found by name."""
    phone.goto(f"{day.server.url}{day.links['desk']}")
    field = phone.get_by_role("searchbox")
    field.fill("ㅇㄹㅁ:inv-a-p")
    field.press("Enter")
    expect(phone.locator("#told")).to_contain_text("inv-a 담당(가상) 님(a벤처스(가상)) 체크인했습니다.")
    field.fill("다온")
    expect(phone.locator("#comers li:visible")).to_have_count(1)
    phone.get_by_role("button", name="체크인").locator("visible=true").click()
    expect(phone.locator("#counts")).to_contain_text("도착 2명 / 예정 5명")
    here = day_state.day_of(Looking(day.ws, day.cast.organiser), "day").presences
    assert {who for who, one in here.items() if one.is_here} == {"inv-a-p", "sup-daon-p"}


def check_in_without_a_connection(day: DayServer, phone: Page) -> None:
    """Two taps and one taken back while the network is cut; the page opens anew without it, and delivers once."""
    phone.goto(f"{day.server.url}{day.links['desk']}")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.reload()
    phone.context.set_offline(True)
    for who in ("inv-b-p", "sup-mireu-p"):
        phone.locator(f"#comers li[data-who={who}] button").click()
    expect(phone.locator("#waiting")).to_contain_text("2건")
    phone.locator("#comers li[data-who=sup-mireu-p] button").click()
    expect(phone.locator("#waiting")).to_contain_text("3건")
    expect(phone.locator("#comers li[data-who=inv-b-p]")).to_contain_text("이 기기에 저장")
    phone.reload()
    expect(phone.locator("#waiting")).to_contain_text("3건")
    phone.context.set_offline(False)
    expect(phone.locator("#waiting")).to_be_hidden()
    here = day_state.day_of(Looking(day.ws, day.cast.organiser), "day").presences
    assert {who for who, presence in here.items() if presence.is_here} >= {"inv-b-p"}
    assert not here["sup-mireu-p"].is_here
    assert here["inv-b-p"].version == 1


def hand_in_without_a_connection(day: DayServer, phone: Page) -> None:
    """What is to be spoken about and a signature wait on the phone, through a reload, and arrive once."""
    phone.goto(f"{day.server.url}{day.links['inv-b']}?lang=ko")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.reload()
    phone.context.set_offline(True)
    topics, signing = (phone.locator(f"form[data-later^={name}]").first for name in ("topics", "sign"))
    topics.locator("textarea").fill("추천 한도\n매칭 순서")
    topics.locator("button.main").click()
    phone.locator("details:has(form.sign) summary").first.click()
    signing.locator("[name=name]").fill("박서명(가상)")
    signing.locator("button.main").click()
    for form in (topics, signing):
        expect(form.locator(".stand")).to_contain_text("연결되면 전달")
    phone.reload()
    expect(topics.locator("textarea")).to_have_value("추천 한도\n매칭 순서")
    expect(signing.locator("[name=name]")).to_have_value("박서명(가상)")
    phone.context.set_offline(False)
    expect(phone.get_by_text("서명: 박서명(가상)")).to_be_visible()
    expect(topics.locator("textarea")).to_have_value("추천 한도\n매칭 순서")
    looking = Looking(day.ws, day.cast.organiser)
    assert [topic.lines for topic in roundtables.topics_of(looking, "day")] == [("추천 한도", "매칭 순서")]
    assert [signature.name for signature in signatures.signatures_of(looking, "day")] == ["박서명(가상)"]


def show_the_hall(day: DayServer, phone: Page) -> None:
    """The board and the timer run without an error, on a phone too; the timer counts by the keyboard."""
    errors: list[str] = []
    phone.on("pageerror", lambda error: errors.append(str(error)))
    phone.goto(f"{day.server.url}{day.links['board']}?lang=ko")
    expect(phone.locator("#clock")).to_have_text(re.compile(r"\d\d:\d\d"))
    phone.get_by_role("link", name="발표 타이머").click()
    expect(phone.locator("#who")).to_have_text("다온로보틱스(가상)")
    expect(phone.locator("#digits")).to_have_text("6:00")
    phone.keyboard.press(" ")
    for _ in range(10):
        phone.keyboard.press("ArrowDown")
    expect(phone.locator("body")).to_have_class(re.compile("warn"))
    phone.keyboard.press("ArrowRight")
    expect(phone.locator("#phase")).to_have_text("질의응답")
    assert errors == []


def take_the_calendar(phone: Page) -> None:
    """A firm's page hands out its day as a calendar file that another program's parser reads."""
    answer = phone.request.get(phone.url.partition("/day/")[0] + str(phone.locator("#calendar").get_attribute("href")))
    events = Calendar.from_ical(answer.body()).walk("VEVENT")
    assert "투자상담 · 다온로보틱스(가상)" in {str(one["summary"]) for one in events}
    assert {str(one.decoded("dtstart").tzinfo) for one in events} == {"Asia/Seoul"}


def test_what_is_typed_without_a_connection_is_delivered_once_and_moves_the_engagement(
    day: DayServer, phone: Page
) -> None:
    sourced = engagements.open_engagement(
        Acting(day.ws, day.cast.anna, NOW),
        NewEngagement(company_id=day.cast.shared_company, investor_id="a", track="followup"),
    )
    check_in(day, phone)
    check_in_without_a_connection(day, phone)
    hand_in_without_a_connection(day, phone)
    show_the_hall(day, phone)
    phone.goto(f"{day.server.url}{day.links['inv-a']}")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    take_the_calendar(phone)

    phone.context.set_offline(True)
    expect(phone.locator("#line")).to_contain_text("연결 없음")
    form = phone.locator("form[data-log=sup-daon]")
    phone.get_by_text("다온로보틱스(가상)").first.click()
    form.get_by_role("radio", name="상", exact=True).check()
    form.get_by_label("최소").fill("3")
    form.get_by_label("최대").fill("5")
    expect(form.locator(".preview")).to_have_text("3억 원 ~ 5억 원 (구속력 없음)")
    form.get_by_role("radio", name="후속 미팅").check()
    form.get_by_role("button", name="7일 뒤").click()
    form.get_by_role("textbox", name="메모").fill("공장을 보고 싶다고 함")
    form.get_by_role("button", name="저장하고 전달").click()
    expect(form.locator(".stand")).to_contain_text("이 휴대폰에 저장됨")
    assert consultation_log.own(Looking(day.ws, day.cast.anna)) == ()

    phone.reload()
    expect(phone.get_by_role("heading", name="a벤처스(가상)")).to_be_visible()
    form = phone.locator("form[data-log=sup-daon]")
    expect(form.get_by_role("textbox", name="메모")).to_have_value("공장을 보고 싶다고 함")
    expect(form.get_by_label("최대")).to_have_value("5")

    phone.context.set_offline(False)
    expect(form.locator(".stand")).to_contain_text("전달됨")
    phone.reload()
    expect(phone.locator("form[data-log=sup-daon] .stand")).to_contain_text("전달됨")
    (kept,) = consultation_log.own(Looking(day.ws, day.cast.anna))
    assert (kept.version, kept.log.note, kept.log.intention_high) == (1, "공장을 보고 싶다고 함", 500_000_000)
    moved = engagements.engagement(Looking(day.ws, day.cast.anna), sourced, on=korean_day(NOW)).row.engagement
    assert (moved.stage, moved.next_step) == ("consulted", "후속 미팅")
    assert kept.log.engagement_id == sourced
    assert day_state.day_of(Looking(day.ws, day.cast.organiser), "day").state_of("sup-daon", "inv-a").value == "held"
