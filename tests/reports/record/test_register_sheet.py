from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime

from lxml import etree

from dealflow.actions.record.decision_register import DecisionKind, DecisionLine, Register, totals
from dealflow.domain.investment.committee import CommitteeSession, Fund, Outward, SessionKind, Tally
from dealflow.domain.people.access import OrganisationKind
from dealflow.domain.people.people import Organisation
from dealflow.domain.pipeline.funnel import Reason
from dealflow.reports.record import register_sheet
from dealflow.store.ledger.journal import Head

AT = datetime(2026, 3, 9, 15, 30, tzinfo=UTC)
HEAD = Head(41, "a" * 64)
SESSION = CommitteeSession("s", "a", SessionKind.MAIN, AT, "부산", "제1회 투심")
FUND = Fund("f", "a", "예시-동남권 투자조합 제0호", "Fund 0", mother_fund_backed=True, voters=("anna",))
LINES = (
    DecisionLine(
        41, DecisionKind.STATUS, "dropped", AT, "anna(가상)", "e2", "d", "라온비전(가상)", "", stands=True,
        reason="team", note="=cmd|' /C calc'!A0",
    ),
    DecisionLine(
        40, DecisionKind.COMMITTEE, "conditional", AT, "anna(가상)", "e", "c", "다온로보틱스(가상)", "Daon (Fictional)",
        stands=True, session=SESSION, item_id="i", fund_id="f", fund=FUND, outward=Outward.PASSED,
        amount_won=2_000_000_000, tally=Tally(3, 2, 2, 0, 0, 0, quorate=True, carried=True), conditions_open=1,
        conditions=2,
    ),
)  # fmt: skip
GIVEN = Register(
    Organisation("a", "a벤처스(가상)", "a (Fictional)", OrganisationKind.VC), LINES, 5, totals(LINES), HEAD
)
REASONS = (Reason("team", "팀 역량", "Team"),)


def cells(data: bytes) -> dict[str, str]:
    """Return what a spreadsheet's first page holds, by place; formulas would stand as ``=...``."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        texts = ["".join(each.itertext()) for each in etree.fromstring(book.read("xl/sharedStrings.xml"))]
        page = etree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    name = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    found = {}
    for cell in page.iter(f"{name}c"):
        value = cell.find(f"{name}v")
        assert cell.find(f"{name}f") is None
        if value is not None:
            found[cell.get("r")] = texts[int(value.text)] if cell.get("t") == "s" else value.text
    return found


def test_the_spreadsheet_holds_days_won_and_the_journals_head() -> None:
    found = cells(register_sheet.as_xlsx(GIVEN, REASONS, at=AT, lang="ko"))
    assert (found["A1"], found["B2"], found["B4"], found["B5"]) == (
        "결정 대장",
        "a벤처스(가상)",
        str(HEAD),
        "전체 5건 중 2건",
    )
    assert [found[f"{column}9"] for column in "ABCDEFGHIJ"] == [
        "46091",  # 2026-03-10, the day in Korea
        "투자심의",
        "다온로보틱스(가상)",
        "본투심 · 제1회 투심",
        "예시-동남권 투자조합 제0호",
        "조건부 가결",
        "가결",
        "2000000000",
        "찬성 2 · 반대 0 · 기권 0 (참석 2/3)",
        "미이행 1 / 2",
    ]
    assert (found["L8"], found["O8"]) == ("팀 역량", "=cmd|' /C calc'!A0")
    assert (found["A11"], found["H11"], found["H12"]) == ("유효 승인액 합계(본투심)", "2000000000", "0")


def test_the_csv_opens_with_korean_right_and_no_cell_is_a_formula() -> None:
    data = register_sheet.as_csv(GIVEN, REASONS, at=AT, lang="en")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Decided on", "Kind", "Company", "Session"]
    assert rows[1][:3] == ["2026-03-10", "Drop or reopening", "라온비전(가상)"]
    assert rows[1][14] == "'=cmd|' /C calc'!A0"
    assert rows[2][2] == "Daon (Fictional)"
    assert ["Journal head", str(HEAD)] in rows


def test_an_empty_register_still_prints_its_head() -> None:
    none = Register(None, (), 0, totals(()), Head(0, "0" * 64))
    assert "0:" + "0" * 64 in cells(register_sheet.as_xlsx(none, (), at=AT, lang="en")).values()
