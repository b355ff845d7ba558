"""On a telephone nothing lies over the page, nothing is cut off without a cue, and a finger hits what it means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PHONE, Server
from tests.e2e.test_main_job import settled

SCREENS = ("", "decks", "companies", "pipeline", "committee", "deadlines", "register", "operators", "funds", "settings")
LEAST_PX = 32
SMALL = """() => {
  const found = [];
  const walk = (root) => {
    for (const each of root.querySelectorAll("*")) {
      if (each.shadowRoot) walk(each.shadowRoot);
      if (!each.matches("button, a[href], [role=radio], [role=tab]")) continue;
      if (each.closest("[data-testid=stSidebar]") || getComputedStyle(each).visibility === "hidden") continue;
      const { width, height } = each.getBoundingClientRect();
      const isSmall = width > 1 && height > 1 && Math.min(width, height) < LEAST;
      if (isSmall) found.push(`${each.className}: ${each.textContent}`);
    }
  };
  walk(document);
  return found;
}""".replace("LEAST", str(LEAST_PX - 0.5))


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="ko-KR", has_touch=True, is_mobile=True)
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


def test_the_menu_is_out_of_the_way_after_a_choice_and_after_a_reload(phone: Page, demo: Server) -> None:
    phone.goto(demo.url)
    settled(phone)
    menu = phone.get_by_test_id("stSidebar")
    expect(menu).to_have_attribute("data-collapsed", "true")
    phone.get_by_test_id("stExpandSidebarButton").click()
    expect(menu).to_have_attribute("data-collapsed", "false")
    phone.get_by_test_id("stSidebarNavLink").filter(has_text="IR 자료").click()
    expect(phone.get_by_role("heading", name="IR 자료")).to_be_visible()
    expect(menu).to_have_attribute("data-collapsed", "true")
    phone.reload()
    settled(phone)
    expect(menu).to_have_attribute("data-collapsed", "true")


def test_no_screen_asks_for_what_is_not_there_nor_needs_a_pointed_finger(phone: Page, demo: Server) -> None:
    refused: list[str] = []
    phone.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    for screen in SCREENS:
        phone.goto(f"{demo.url}/{screen}")
        settled(phone)
        assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), screen
        phone.wait_for_timeout(500)  # the menu folds: its button grows to its size
        assert phone.evaluate(SMALL) == [], screen
    assert refused == []


def test_a_table_shows_what_matters_and_the_rest_on_a_tap(phone: Page, demo: Server) -> None:
    phone.goto(f"{demo.url}/register")
    settled(phone)
    table = phone.locator(".grid").first
    assert table.evaluate("grid => grid.scrollWidth <= grid.clientWidth + 1")
    row = table.locator("tbody tr").first
    expect(table.locator("tr.rest")).to_have_count(0)
    row.get_by_role("button", name="더 보기").click()
    expect(table.locator("tr.rest")).to_have_count(1)
    expect(table.locator("tr.rest dt").first).to_be_visible()
    row.get_by_role("button", name="접기").click()
    expect(table.locator("tr.rest")).to_have_count(0)


@pytest.mark.parametrize(("lang", "words"), [("ko", "화면은 없습니다"), ("en", "There is no screen")])
def test_a_wrong_address_is_told_in_the_readers_language(phone: Page, demo: Server, lang: str, words: str) -> None:
    phone.goto(f"{demo.url}/nowhere?lang={lang}")
    settled(phone)
    expect(phone.get_by_text(words)).to_be_visible()
    expect(phone.get_by_text("Page not found")).to_have_count(0)


def test_a_wrong_day_in_the_address_is_told(phone: Page, demo: Server) -> None:
    phone.goto(f"{demo.url}/pipeline?as_of=2026-99-99")
    settled(phone)
    expect(phone.get_by_text("달력에 없는 날짜입니다").first).to_be_visible()
    phone.goto(f"{demo.url}/pipeline?as_of=2100-01-01")
    settled(phone)
    expect(phone.locator(".st-key-asof_band")).to_have_count(0)
