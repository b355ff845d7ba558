"""A report's sheet opens in a spreadsheet with its Korean, its sums as numbers, and what is missing named."""

from __future__ import annotations

import io

from python_calamine import CalamineWorkbook

from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import filings
from dealflow.domain.investment.committee import Fund
from dealflow.reports.tips import filing_sheet
from tests.actions.conftest import AT, Cast, cast, stage, ws
from tests.actions.investment.test_sessions import approved, engagement, fund

__all__ = ["cast", "engagement", "fund", "stage", "ws"]


def cells(data: bytes) -> list[list[object]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [list(row) for row in book.get_sheet_by_index(0).to_python(skip_empty_area=False)]


def test_a_result_opens_with_its_money_as_numbers(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    _, item_id = approved(ws, cast, engagement, fund)
    filings.keep_values(Acting(ws, cast.anna, AT), (item_id, "r2"), {"stage": "=1+1"})
    report = filings.report(Looking(ws, cast.anna), item_id, "r2")
    found = cells(filing_sheet.as_xlsx(report, "ko"))
    assert [row[0] for row in found[:8]] == [
        "투자심의 결과 보고",
        "기관: a벤처스(가상)",
        "기업: 다온로보틱스(가상)",
        "조합: 예시-동남권 투자조합 제0호",
        "회의: 제1회 투심 · 2026. 3. 9. 18:00",
        "VICSR [1407] · 기한 2026. 3. 11.",
        "미제출",
        "비어 있는 필수 항목: 납입예정일, 담당심사역, 기준일(계약일)",
    ]
    assert found[9:19] == [
        ["항목", "값", "필수", "출처"],
        ["투심결과구분", "가결", "필수", "Dealflow 기록"],
        ["투자단계", "=1+1", "필수", "직접 입력"],
        ["기업가치 Pre", 15_000_000_000.0, "필수", "Dealflow 기록"],
        ["기업가치 Post", 16_999_995_000.0, "필수", "Dealflow 기록"],
        ["납입예정일", "", "필수", ""],
        ["전체투자금액(공동투자 합산)", 2_000_000_000.0, "필수", "Dealflow 기록"],
        ["동반투자자(이름·조합·금액)", "없음", "필수", "Dealflow 기록"],
        ["담당심사역", "", "필수", ""],
        ["기준일(계약일)", "", "필수", ""],
    ]
    assert found[-1][0] == "투심위 의사록"
    assert filing_sheet.file_name(report, "ko") == "투자심의 결과 보고 다온로보틱스(가상) 2026-03-09.xlsx"


def test_what_is_missing_is_named_at_the_top(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    _, item_id = approved(ws, cast, engagement, fund)
    found = cells(filing_sheet.as_xlsx(filings.report(Looking(ws, cast.anna), item_id, "r1"), "en"))
    assert next(row[0] for row in found if str(row[0]).startswith("Required")) == (
        "Required and empty: Person in charge, Representative, Founded on, Industry, "
        "Paid-in capital, Special purpose company"
    )
    assert ["Place", "부산", "Yes", "Dealflow"] in found
