"""The main job in a real browser: a deck in, its figures reviewed, the funnel moved."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, Server

DECK = ROOT / "data/demo/decks/gaonvision_v1.pdf"
READING_MS = 60_000


def keyed(page: Page, key: str) -> object:
    """Return the widget of a Streamlit key."""
    return page.locator(f".st-key-{key}")


def settled(page: Page) -> None:
    """Wait until the server has drawn the page to its end."""
    page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')


def test_a_deck_is_uploaded_reviewed_and_its_figure_stands_on_the_company_page(page: Page, fresh: Server) -> None:
    page.goto(f"{fresh.url}/decks")
    page.locator('[data-testid="stFileUploader"] input[type="file"]').set_input_files(DECK)
    page.get_by_text("gaonvision_v1.pdf").first.wait_for()
    page.get_by_role("button", name="올리기", exact=True).click()
    page.get_by_text(re.compile(r"지표 \d+건|수치 \d+건|미검증 \d+건")).first.wait_for(timeout=READING_MS)

    page.get_by_role("button", name="기업 확인", exact=True).first.click()
    page.locator(".st-key-confirm_save button").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator("[class*='st-key-review_']").get_by_text("검토", exact=True).first.click()

    bench = page.get_by_test_id("review-bench")
    revenue = bench.locator("[data-testid^='claim-']").filter(has_text="매출액").first
    revenue.click()
    expect(revenue).to_contain_text("미검증")
    amount = re.search(r"[\d.,]+억 원", revenue.inner_text())[0]
    page.keyboard.press("a")
    expect(revenue).not_to_contain_text("미검증")
    expect(revenue).to_contain_text("검증")
    waiting = bench.locator("[data-testid^='claim-']").filter(has_text="미검증")
    many = waiting.count()
    page.keyboard.press("Shift+R")
    expect(bench.get_by_test_id("told")).to_contain_text("모두 제외")
    assert waiting.count() < many
    page.keyboard.press("u")
    expect(waiting).to_have_count(many)

    page.goto(f"{fresh.url}/companies")
    settled(page)
    page.get_by_role("link", name=re.compile("가온비전")).first.click()
    page.wait_for_url("**/company?*")
    row = page.locator("tr").filter(has_text="매출액").filter(has_text=amount).first
    expect(row).to_be_visible()
    expect(row).to_contain_text("검증")
    expect(row).not_to_contain_text("미검증")


def reached(page: Page, url: str, stage: str) -> int:
    """Return how many engagements reached a stage, as the funnel's table says."""
    page.goto(f"{url}/funnel")
    settled(page)
    row = page.locator("table").locator("tr").filter(has_text=stage).first
    return int(re.findall(r"\d+", row.inner_text().replace(stage, "", 1))[0])


def test_a_card_moved_on_the_board_is_counted_by_the_funnel(page: Page, demo: Server) -> None:
    before = reached(page, demo.url, "IR")
    page.goto(f"{demo.url}/pipeline")
    settled(page)
    column = page.get_by_test_id("column-meeting")
    card = column.locator("[data-testid^='card-']:has([data-testid^='move-'])").first
    card.wait_for()
    name = card.get_attribute("data-testid") or ""
    page.get_by_test_id(name.replace("card-", "move-")).click()
    page.get_by_test_id("to-ir").click()
    expect(page.get_by_test_id("column-ir").get_by_test_id(name)).to_be_visible()

    page.reload()
    settled(page)
    expect(page.get_by_test_id("column-ir").get_by_test_id(name)).to_be_visible()
    assert reached(page, demo.url, "IR") == before + 1


def test_the_language_changes_everywhere_and_stays(page: Page, demo: Server) -> None:
    page.goto(f"{demo.url}/decks")
    expect(page.get_by_role("heading", name="IR 자료")).to_be_visible()
    page.get_by_role("radio", name="English").or_(page.get_by_role("button", name="English")).first.click()
    expect(page.get_by_role("heading", name="Decks")).to_be_visible()
    for path in ("", "review", "companies", "pipeline", "funnel"):
        page.goto(f"{demo.url}/{path}")
        settled(page)
        navigation = page.locator("[data-testid='stSidebarNav']")
        expect(navigation.get_by_text("Pipeline", exact=True)).to_be_visible()
        heading = page.locator("h1").first.inner_text()
        assert not re.search("[가-힣]", heading), (path, heading)


def test_deep_links_at_once_on_a_fresh_server_keep_frame_page_and_filters(page: Page, fresh: Server) -> None:
    paths = ("pipeline?view=table", "companies?", "funnel?track=vc")
    tabs = {path: page.context.new_page() for path in paths}
    for path, tab in tabs.items():  # none waits for another: each is among the first that the server ever draws
        tab.goto(f"{fresh.url}/{path}&lang=en", wait_until="commit")
    for path, tab in tabs.items():
        screen, _, query = path.partition("?")
        settled(tab)
        expect(tab.locator("[data-testid='stSidebarNav']").get_by_text("Funnel", exact=True)).to_be_visible()
        expect(tab.locator("h1").first).to_have_text(re.compile(screen, re.IGNORECASE))
        assert screen in tab.url
        assert query in tab.url
