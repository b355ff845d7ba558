"""The timetable in a real browser: moved by keys and by dragging, taken back, published; on a phone from a list."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import PHONE, Server
from tests.e2e.test_committee import pick, press, sit
from tests.e2e.test_main_job import settled

HOUSE, CLERK = "모의 제조AI 사무국(가상)", "행사 운영 담당"


def meetings(page: Page) -> Locator:
    """The consultations that are placed, in the grid or (on a phone) in the list."""
    return page.locator(".cell.meeting .item, .line .item.meeting").filter(visible=True)


def open_cells(page: Page) -> Locator:
    return page.locator(".cell.open, .to.open").filter(visible=True)


def take_out_and_place_again(page: Page) -> None:
    """Take out the first consultation that is then offered beside the grid, and place it again by the keys."""
    expect(meetings(page).nth(5)).to_be_visible()
    for number in range(meetings(page).count()):
        name = meetings(page).nth(number).get_attribute("data-testid")
        meetings(page).nth(number).click()
        if page.get_by_test_id("do-cancel").is_disabled():
            page.keyboard.press("Escape")
            continue
        page.get_by_test_id("do-cancel").click()
        expect(page.get_by_text("시간표에서 뺐습니다.").first).to_be_visible()
        settled(page)
        expect(meetings(page).and_(page.get_by_test_id(str(name)))).to_have_count(0)
        waiting = page.locator(f".tray [data-testid='{name}']")
        if waiting.count():
            waiting.click()
            page.get_by_test_id("do-move").click()
            expect(page.locator(".status")).to_contain_text("초록색 칸을 고르십시오")
            open_cells(page).first.focus()
            page.keyboard.press("Enter")
            expect(page.get_by_text("배정했습니다.").first).to_be_visible()
            settled(page)
            return
    raise AssertionError


def test_an_organiser_moves_takes_back_and_publishes(page: Page, demo: Server) -> None:
    sit(page, demo.url, HOUSE, CLERK)
    page.goto(f"{demo.url}/timetable")
    settled(page)
    expect(page.get_by_text("버전 1 · 초안")).to_be_visible()
    take_out_and_place_again(page)

    first, other = meetings(page).nth(4), meetings(page).nth(5)
    words = first.inner_text()
    first.drag_to(other)
    settled(page)
    expect(page.get_by_text("서로 바꿨습니다.").or_(page.get_by_text("저장하지 않았습니다")).first).to_be_visible()
    if page.get_by_text("서로 바꿨습니다.").count():
        press(page, "timetable_undo")
    expect(meetings(page).nth(4)).to_have_text(words, use_inner_text=True)

    press(page, "timetable_publish")
    expect(page.get_by_text("공개 중").first).to_be_visible()


def test_on_a_phone_the_list_takes_the_place_of_the_grid(browser: Browser, demo: Server) -> None:
    context = browser.new_context(viewport=PHONE, locale="ko-KR", timezone_id="Asia/Seoul", has_touch=True)
    page = context.new_page()
    page.goto(demo.url)
    settled(page)
    page.get_by_test_id("stExpandSidebarButton").click()
    pick(page, HOUSE, HOUSE)
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    page.goto(f"{demo.url}/timetable")
    settled(page)
    expect(page.locator(".list")).to_be_visible()
    expect(page.locator(".scroll")).to_be_hidden()
    take_out_and_place_again(page)
    context.close()
