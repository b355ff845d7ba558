"""A gate in a real browser: a card dragged onto a closed stage goes back; what is missing is filled, it passes."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Server
from tests.e2e.test_committee import press, sit
from tests.e2e.test_main_job import settled

HOUSE, PERSON = "만골캐피탈(가상)", "심사역 A"
COMPANY = "도담세이프(가상)"


def test_a_drag_that_a_gate_refuses_passes_once_what_is_missing_is_there(page: Page, demo: Server) -> None:
    sit(page, demo.url, HOUSE, PERSON)
    page.goto(f"{demo.url}/pipeline")
    settled(page)
    follow(page)

    review, committee = page.get_by_test_id("column-review"), page.get_by_test_id("column-pre_ic")
    card = card_in(review)
    name = card.get_attribute("data-testid") or ""
    card.drag_to(committee)
    settled(page)
    refusal = page.get_by_test_id("stAlert").filter(has_text="투자 라운드")
    expect(refusal).to_be_visible()
    expect(review.get_by_test_id(name)).to_be_visible()
    expect(committee.get_by_test_id(name)).to_have_count(0)

    review.get_by_test_id(name).locator("a.title").click()
    settled(page)
    expect(page.get_by_role("dialog")).to_contain_text("투자 라운드")
    page.get_by_role("dialog").get_by_text("할 일", exact=True).first.click()
    settled(page)
    page.locator(".st-key-drawer_round input").first.fill("Series C")
    press(page, "drawer_round_submit")
    page.get_by_role("dialog").get_by_role("button", name=re.compile("Close|닫기")).first.click()
    settled(page)

    card_in(review).drag_to(committee)
    settled(page)
    expect(committee.get_by_test_id(name)).to_be_visible()
    page.reload()
    settled(page)
    expect(page.get_by_test_id("column-pre_ic").get_by_test_id(name)).to_be_visible()


def follow(page: Page) -> None:
    """Follow the company, at the stage before the gate, in a round that has no name; the board alone is left open."""
    press(page, "pipeline_new")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox").first.click()
    page.get_by_role("option", name=COMPANY).click()
    dialog.get_by_role("combobox").nth(2).click()
    page.get_by_role("option", name="자료 검토").click()
    press(page, "engagement_new_submit")
    page.goto(re.sub(r"[?&]open=[^&]*", "", page.url))
    settled(page)


def card_in(column: Locator) -> Locator:
    return column.locator("[data-testid^='card-']").filter(has_text=COMPANY)
