"""A committee in a real browser: called, voted on in the app and by a one-time link, decided, settled, closed."""

from __future__ import annotations

import re
from contextlib import suppress

from playwright.sync_api import Browser, Error, Page, expect

from tests.e2e.conftest import PHONE, Server
from tests.e2e.test_main_job import settled

FIRST, SECOND = "심사역 A", "심사역 B"
HOUSE = "샘플벤처캐피탈(가상)"
COMPANY = "온새미데이터(가상)"


def sit(page: Page, url: str, house: str, person: str) -> None:
    """Let a person of a house be the one at the browser."""
    page.goto(url)
    settled(page)
    pick(page, house, f"{house} · {person}")


def pick(page: Page, house: str, words: str) -> None:
    """Choose who one is in the menu."""
    box = page.get_by_test_id("stSidebar").get_by_role("combobox").first
    option = page.get_by_role("option", name=re.compile(re.escape(words))).first
    for _ in range(3):  # a page that is drawn once more shuts the list under the hand
        box.click()
        box.fill(house)
        with suppress(Error):
            option.click(timeout=10_000)
            break
    settled(page)


def choose(page: Page, key: str, words: str) -> None:
    """Choose an option of a drop-down."""
    box = page.locator(f".st-key-{key}").get_by_role("combobox")
    box.click()
    page.get_by_role("option", name=re.compile(re.escape(words))).first.click()
    settled(page)


def press(page: Page, key: str) -> None:
    page.locator(f"[class*='st-key-{key}'] button").first.click()
    settled(page)


def test_a_committee_goes_from_its_call_to_its_minutes(page: Page, demo: Server, browser: Browser) -> None:
    sit(page, demo.url, HOUSE, FIRST)
    page.goto(f"{demo.url}/committee")
    settled(page)
    press(page, "committee_new")
    dialog = page.get_by_role("dialog")
    dialog.locator(".st-key-committee_new_title input").fill("제3회 본투자심의위원회")
    press(page, "committee_new_submit")
    expect(page.get_by_role("heading", name="제3회 본투자심의위원회")).to_be_visible()

    press(page, "committee_act_table")
    choose(page, "table_engagement", COMPANY)
    expect(page.get_by_role("dialog")).to_contain_text("상환전환우선주(RCPS)")
    press(page, "table_submit")
    expect(page.get_by_role("heading", name=COMPANY)).to_be_visible()

    page.get_by_role("radio", name="찬성").or_(page.get_by_role("button", name="찬성", exact=True)).first.click()
    page.get_by_role("button", name="표결하기").click()
    expect(page.get_by_role("button", name="표결 고치기")).to_be_visible()

    address = vote_link(page)
    vote_by_link(browser, address)

    page.reload()
    settled(page)
    expect(page.get_by_text("정족수 충족").first).to_be_visible()
    page.get_by_text("의결하기", exact=True).click()
    expect(page.get_by_text("이대로 확정하면: 조건부 가결")).to_be_visible()
    expect(page.get_by_role("radio", name="표결대로")).to_be_checked()
    page.get_by_role("button", name="의결 확정").click()
    settled(page)
    expect(page.get_by_text("회의일이 아직 오지 않았습니다").first).to_be_visible()
    page.get_by_role("button", name="오늘 연 회의로 변경").click()
    # else the page is drawn anew under the next click
    expect(page.get_by_text("회의일이 아직 오지 않았습니다")).to_have_count(0)
    settled(page)
    page.get_by_role("button", name="의결 확정").click()
    settled(page)
    expect(page.locator("[class*='st-key-condition_']")).to_contain_text("리픽싱 하한 70% 이상")

    page.locator("[class*='st-key-settle_'] input").first.fill("변경 계약서 사본")
    page.get_by_role("button", name="이행 확인").click()
    settled(page)
    expect(page.locator("[class*='st-key-condition_']")).to_contain_text("변경 계약서 사본")
    close(page)


def vote_link(page: Page) -> str:
    """Return the address of a one-time link for the second voter, as the screen shows it once."""
    press(page, "committee_act_link")
    choose(page, "link_voter", SECOND)
    press(page, "link_submit")
    shown = page.locator(".st-key-committee_link")
    address = shown.locator("code").inner_text().strip()
    press(page, "link_done")
    expect(shown).to_have_count(0)
    return address


def vote_by_link(browser: Browser, address: str) -> None:
    """Vote on a phone at which nobody sits; the link opens once."""
    context = browser.new_context(viewport=PHONE, locale="ko-KR")
    phone = context.new_page()
    phone.goto(address)
    expect(phone.get_by_role("heading", name=COMPANY)).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    phone.get_by_label("조건 (선택)").fill("리픽싱 하한 70% 이상")
    phone.get_by_role("button", name="English").click()
    expect(phone.get_by_label("Condition (optional)")).to_have_value("리픽싱 하한 70% 이상")
    phone.get_by_role("button", name="한국어").click()
    phone.get_by_role("radio", name="찬성").check()
    phone.get_by_role("button", name=re.compile("표결 제출")).click()
    expect(phone.get_by_role("heading", name="표결을 마쳤습니다")).to_be_visible()
    answer = phone.goto(address)
    assert answer is not None
    assert answer.status == 410
    context.close()


def close(page: Page) -> None:
    """Close the session with the minutes as drafted."""
    press(page, "committee_act_close")
    minutes = page.get_by_role("dialog").locator("textarea")
    expect(minutes).to_have_value(re.compile("결과: 조건부 가결"))
    press(page, "close_submit")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("폐회", exact=True).first).to_be_visible()
