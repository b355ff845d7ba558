"""An analyst's week in a real browser: a pipeline brought along, a first call, two decks, and what comes of them.

Everything is done on the screens as a person does it; the files that come out are opened.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from urllib.parse import urljoin

import pytest
from docx import Document
from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import close_workspace, open_workspace
from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.domain.people.people import NewOrganisation
from dealflow.settings import Settings
from tests.actions.sheets.sheet_files import xlsx_of
from tests.e2e.conftest import ROOT, Server, served
from tests.e2e.form_walker import drawn
from tests.e2e.test_committee import choose, press, sit

HOUSE, ME, COLLEAGUE = "가온누리벤처스(가상)", "심사역 A", "심사역 B"
CALLED = "가온비전(가상)"
OTHER = "다온로보틱스(가상)"
DECKS = [ROOT / f"data/demo/decks/{name}.pdf" for name in ("gaonvision_v1", "daonrobotics")]
HEAD = ("기업명", "라운드", "단계", "IR일", "담당자", "희망투자금액(억원)", "메모")
FIRST = (
    *("가람", "나래", "도담", "라온", "마루", "바다", "새솔", "아람", "자람", "차오름"),
    *("크낙", "타래", "파랑", "하늘", "한별", "누리", "다솜", "미르", "보람", "슬기"),
)
LAST = ("테크", "로직스", "바이오", "소재", "메디칼", "푸드", "시스템", "모빌리티", "에너지", "센서")
READING_MS = 120_000


def pipeline_of_200() -> bytes:
    """A house's own list of 200 companies, all invented."""
    rows = [
        (f"{first}{last}(가상)", "Series A", ("미팅", "IR")[place % 2], "2026-03-02", ME, 10 + place % 40, "첫 통화")
        for place, (first, last) in enumerate(product(FIRST, LAST))
    ]
    return xlsx_of((HEAD, *rows))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Server]:
    """Serve an empty house of two analysts."""
    ws = open_workspace(Settings(data_dir=tmp_path, demo=True))
    acting = Acting(ws, people.SYSTEM, datetime.now(UTC))
    people.register_organisation(
        acting, NewOrganisation(HOUSE, "Gaonnuri (Fictional)", OrganisationKind.VC), organisation_id="a"
    )
    for place, name in enumerate((ME, COLLEAGUE), start=1):
        people.register_person(acting, name=name, organisation_id="a", role=Role.ANALYST, person_id=f"a-{place}")
    close_workspace(ws)
    with served(tmp_path) as server:
        yield server


def go(page: Page, server: Server, address: str) -> None:
    page.goto(f"{server.url}/{address}")
    drawn(page)


def saved(page: Page, link: Locator) -> bytes:
    """Return the file behind a link that takes it away, as this browser gets it."""
    answer = page.request.get(urljoin(page.url, str(link.get_attribute("href"))))
    assert (answer.status, answer.headers["content-disposition"].split(";")[0]) == (200, "attachment")
    return answer.body()


def test_the_analysts_week(page: Page, house: Server, tmp_path: Path) -> None:
    sit(page, house.url, HOUSE, ME)
    brings_the_pipeline(page, house, tmp_path)
    company = adds_a_company_after_a_call(page, house)
    drops_two_decks(page, house)
    reviews(page, house)
    rejects_a_page(page)
    corrects_at_another_place(page)
    draws_a_box(page)
    finds_a_slide(page)
    moves_many(page, house)
    compares(page, house)
    scores(page, house, company)
    writes_the_memo(page, house, company)
    takes_the_numbers_out(page, house)
    takes_the_import_back(page, house)


def brings_the_pipeline(page: Page, house: Server, folder: Path) -> None:
    """Bring 200 companies out of the sheet in which they were kept."""
    sheet = folder / "pipeline.xlsx"
    sheet.write_bytes(pipeline_of_200())
    go(page, house, "companies")
    page.get_by_role("link", name="가져오기").first.click()
    page.locator('[data-testid="stFileUploader"] input[type="file"]').set_input_files(sheet)
    run = page.locator(".st-key-import_run button")
    expect(run).to_have_text(re.compile("200줄 가져오기"))
    run.click()
    expect(page.get_by_text("가져왔습니다: 새로 200줄")).to_be_visible(timeout=60_000)


def adds_a_company_after_a_call(page: Page, house: Server) -> str:
    """Write down a company that called, and return its id."""
    go(page, house, "companies")
    expect(page.get_by_text("200").first).to_be_visible()
    press(page, "new_company_open")
    dialog = page.get_by_role("dialog")
    dialog.locator(".st-key-new_company_name input").fill(CALLED)
    dialog.locator(".st-key-new_company_person input").fill("배다온(가상)")
    press(page, "new_company_submit")
    expect(page.get_by_role("heading", name=CALLED)).to_be_visible()
    return re.search(r"id=([0-9a-f]+)", page.url)[1]


def drops_two_decks(page: Page, house: Server) -> None:
    """Bring two decks; one is of the company that called, which is proposed for it."""
    go(page, house, "decks")
    page.locator('[data-testid="stFileUploader"] input[type="file"]').set_input_files(DECKS)
    page.get_by_text("daonrobotics.pdf").first.wait_for()
    page.get_by_role("button", name="올리기", exact=True).click()
    confirm = page.get_by_role("button", name="기업 확인", exact=True)
    expect(confirm).to_have_count(2, timeout=READING_MS)
    for left in (1, 0):
        confirm.first.click()
        page.locator(".st-key-confirm_save button").click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(confirm).to_have_count(left)


def reviews(page: Page, house: Server) -> None:
    """Accept the first figures of a deck by keys, and take the last word back."""
    go(page, house, "decks")
    card = page.locator("[class*='st-key-review_']").get_by_text("검토", exact=True)
    card.first.click()
    bench = page.get_by_test_id("review-bench")
    bench.locator("[data-testid^='claim-']").first.wait_for()
    before = int(re.findall(r"\d+", bench.locator(".count").inner_text())[0])
    for _ in range(4):
        page.keyboard.press("a")
        page.wait_for_timeout(120)
    page.keyboard.press("u")
    expect(bench.locator(".count")).to_have_text(re.compile(rf"^\D*{before + 3}\b"))


def rejects_a_page(page: Page) -> None:
    """Reject all that waits on a page by one key, and take it back by another."""
    bench = page.get_by_test_id("review-bench")
    before = bench.locator(".count").inner_text()
    page.keyboard.press("Shift+R")
    expect(bench.locator(".told")).to_have_text("이 쪽의 수치를 모두 제외했습니다.")
    expect(bench.locator(".count")).not_to_have_text(before)
    page.keyboard.press("u")
    expect(bench.locator(".count")).to_have_text(before)


def corrects_at_another_place(page: Page) -> None:
    """Draw a box while correcting: what stands under it is filled in and becomes the proof; one undo takes it back."""
    bench = page.get_by_test_id("review-bench")
    claims = bench.locator("[data-testid^='claim-']")
    before, count = claims.count(), bench.locator(".count").inner_text()
    page.keyboard.press("e")
    draws_around_a_figure(page)
    value = page.get_by_test_id("form-value")
    expect(value).not_to_have_value("")
    page.get_by_test_id("form-save").click()
    expect(bench.locator(".told")).to_have_text("처음 판독한 수치를 제외하고, 새 근거의 수치로 바꾸었습니다.")
    expect(claims).to_have_count(before + 1)
    page.keyboard.press("u")
    expect(claims).to_have_count(before)
    expect(bench.locator(".count")).to_have_text(count)


def draws_around_a_figure(page: Page) -> None:
    """Draw a box around the first figure of the slide."""
    found = page.locator(".bench .boxes button.box").first.bounding_box()
    x, y, width, height = (found[side] for side in ("x", "y", "width", "height"))
    page.mouse.move(x - 3, y - 3)
    page.mouse.down()
    page.mouse.move(x + width + 3, y + height + 3, steps=4)
    page.mouse.up()


def draws_a_box(page: Page) -> None:
    """Draw around a figure: value and words come off the page; what they do not say is refused and stays."""
    page.keyboard.press("m")
    draws_around_a_figure(page)
    form = page.locator(".bench form.form")
    expect(form.locator("[name='value']")).not_to_have_value("")
    expect(form.locator("[name='quote']")).not_to_have_value("")
    form.locator("[name='metric']").select_option("revenue")
    form.locator("[name='value']").fill("987조 원")
    form.get_by_test_id("form-save").click()
    expect(page.locator(".bench .told.error")).to_be_visible()
    expect(form.locator("[name='value']")).to_have_value("987조 원")
    page.keyboard.press("Escape")
    expect(form).to_be_hidden()


def finds_a_slide(page: Page) -> None:
    """Ask for words of a slide from the keyboard alone, and come to it."""
    page.keyboard.press("Control+k")
    page.keyboard.type("비전 검사")
    palette = page.locator(".dealflow-palette")
    hit = palette.locator(".line").filter(has=page.locator("mark")).filter(has_text=re.compile("쪽"))
    hit.first.wait_for()
    expect(hit.first.locator("mark").first).to_have_text(re.compile("비전|검사"))
    hit.first.click()
    expect(palette).to_be_hidden()
    page.locator(".bench .box.found").first.wait_for()


def moves_many(page: Page, house: Server) -> None:
    """Tick two deals, see what would happen, let it happen, and take it back with one button."""
    go(page, house, "pipeline?view=table&q=가람")
    bulk = page.locator(".st-key-bulk")
    for count in (1, 2):
        tick = page.locator("input.tick").nth(count)
        tick.wait_for()
        tick.check(force=True)
        expect(bulk).to_contain_text(f"{count}건 선택")
        drawn(page)
    choose(page, "bulk_stage", "자료 검토")
    expect(bulk).to_contain_text("2건 변경")
    press(page, "bulk_submit")
    expect(page.get_by_text("2건을 처리했고 0건은 그대로입니다.")).to_be_visible()
    press(page, "bulk_undo")
    expect(page.get_by_text("2건을 처리했고 0건은 그대로입니다.")).to_be_visible()
    expect(page.locator(".st-key-bulk_undo")).to_have_count(0)


def compares(page: Page, house: Server) -> None:
    """Tick two companies and put them side by side."""
    go(page, house, "companies?q=온")
    for name in (CALLED, OTHER):
        drawn(page)
        row = page.get_by_role("row").filter(has_text=name)
        row.locator("input.tick").check(force=True)
        page.wait_for_timeout(200)
    page.locator(".st-key-compare_offer").get_by_role("link").click()
    expect(page.get_by_role("heading", name="기업 비교")).to_be_visible()
    table = page.get_by_role("table").filter(has_text=CALLED)
    expect(table).to_contain_text(OTHER)
    expect(table).to_contain_text("매출액")


def scores(page: Page, house: Server, company: str) -> None:
    """Open a deal from the company's page and give one's marks for it."""
    go(page, house, f"company?id={company}")
    press(page, "company_deal_open")
    press(page, "company_deal_submit")
    drawer = page.get_by_role("dialog")
    form = drawer.locator("[class*='st-key-deal_score_']").first
    form.get_by_role("button").or_(form.locator("summary")).first.click()
    marks = drawer.locator("[data-testid='stForm'] [class*='st-key-deal_score_'] input")
    marks.first.wait_for()
    for place in range(marks.count()):
        marks.nth(place).fill(str(60 + 5 * place))
    drawer.locator("[class*='st-key-deal_score_'][class*='_submit'] button").click()
    expect(drawer.get_by_text(re.compile("1명")).first).to_be_visible()


def writes_the_memo(page: Page, house: Server, company: str) -> None:
    """Take the investment report along, and open it."""
    go(page, house, f"company?id={company}")
    page.get_by_role("link", name="투자심사보고서").first.click()
    expect(page.get_by_role("heading", name=re.compile(re.escape(CALLED)))).to_be_visible()
    drawn(page)
    report = Document(io.BytesIO(saved(page, page.locator(".st-key-memo_memo_docx a"))))
    words = "\n".join(paragraph.text for paragraph in report.paragraphs)
    words += "\n".join(cell.text for table in report.tables for row in table.rows for cell in row.cells)
    assert CALLED in words
    assert "매출액" in words
    pager = Document(io.BytesIO(saved(page, page.locator(".st-key-memo_one_pager_docx a"))))
    assert any(CALLED in paragraph.text for paragraph in pager.paragraphs)


def takes_the_numbers_out(page: Page, house: Server) -> None:
    """Take the pipeline out as a workbook whose numbers are numbers."""
    go(page, house, "pipeline?view=table")
    page.locator(".st-key-export_pipeline button").first.click()
    page.locator(".st-key-export_make_pipeline button").click()
    get = page.locator(".st-key-export_get_pipeline a")
    get.wait_for()
    rows = CalamineWorkbook.from_object(io.BytesIO(saved(page, get))).get_sheet_by_index(0).to_python()
    head = rows[0]
    assert len(rows) == 1 + 201
    asked = [row[head.index("희망 투자금액")] for row in rows[1:]]
    assert sum(isinstance(amount, int | float) for amount in asked) == 200


def takes_the_import_back(page: Page, house: Server) -> None:
    """Take the whole import back: what came by hand and by deck stays."""
    go(page, house, "imports")
    page.get_by_role("button", name="되돌리기").first.click()
    page.get_by_role("button", name="통째로 되돌리기").click()
    expect(page.get_by_text(re.compile("되돌렸습니다: 사라진 기록"))).to_be_visible(timeout=60_000)
    go(page, house, "companies")
    expect(page.get_by_role("link", name=CALLED)).to_be_visible()
    expect(page.get_by_role("link", name=OTHER)).to_be_visible()
    expect(page.get_by_text("가람테크(가상)")).to_have_count(0)
