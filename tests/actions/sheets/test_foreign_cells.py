"""Exports of other programs, as they write days, owners, names and notes: taken as they are meant, or refused."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.sheets import imports, pipeline_sheet
from dealflow.actions.sheets.foreign_cells import DayOrder, put_plainly, slashed_days
from dealflow.actions.sheets.imports import ImportOrder, PlannedRow, RowKind
from dealflow.domain.values.company_names import are_several
from tests.actions.conftest import Cast
from tests.actions.sheets.sheet_files import Lines, csv_of, order_of
from tests.actions.sheets.test_imports import NOW, kinds, problems


def planned(ws: Workspace, cast: Cast, lines: Lines) -> tuple[PlannedRow, ...]:
    looking = Looking(ws, cast.anna)
    return imports.preview(looking, order_of(looking, lines), at=NOW)


def after(row: PlannedRow) -> dict[str, str]:
    return {str(change.field): change.after for change in row.changes}


def test_an_export_of_affinity_has_its_months_first_and_mails_beside_its_owners(ws: Workspace, cast: Cast) -> None:
    head = ("List Entry Id", "Organization Id", "Name", "Owners", "Status", "Date Added", "Notes")
    rows = planned(
        ws,
        cast,
        (
            head,
            ("1", "11", "가람(가상)", "anna (anna@a.example)", "IR", "03/04/2025", "<p>첫 통화</p><p>A &amp; B</p>"),
            ("2", "12", "나래(가상)", "adam <adam@a.example>", "IR", "07/24/2025", "5 < 7 와 a>b"),
        ),
    )
    assert kinds(rows) == [RowKind.NEW] * 2
    assert [after(row)["opened_on"] for row in rows] == ["2025-03-04", "2025-07-24"]
    assert [after(row)["assignee"] for row in rows] == ["anna", "adam"]
    assert [after(row)["note"] for row in rows] == ["첫 통화\n\nA & B", "5 < 7 와 a>b"]


def test_hubspots_number_after_a_name_goes_and_two_companies_in_a_cell_are_refused(ws: Workspace, cast: Cast) -> None:
    head = ("Record ID", "Deal Name", "Deal Stage", "Deal owner", "Create Date", "Associated Company", "", "")
    rows = planned(
        ws,
        cast,
        (
            head,
            ("1", "A", "IR", "anna", "2025-05-02 10:15", "가람(가상) (98711)", "", "x"),
            ("2", "B", "IR", "anna", "2025-05-02 10:15", "나래(가상) (98712);다래(가상) (98713)", "", ""),
        ),
    )
    assert after(rows[0])["name"] == "가람(가상)"
    assert problems(rows)[1] == "several_in_cell"


@pytest.mark.parametrize(
    ("headings", "program"),
    [
        ("Record ID,Deal Name,Deal Stage,Deal owner,Create Date,Associated Company", "HubSpot"),
        ("Record ID,Deal name,Deal stage,Deal owner,Deal value,Associated company,Created at", "Attio"),
        ("Deal - ID,Deal - Title,Deal - Organization,Deal - Stage,Deal - Value", "Pipedrive"),
        ("List Entry Id,Organization Id,Name,Status,Owners", "Affinity"),
    ],
)
def test_each_program_is_known_by_its_columns(headings: str, program: str) -> None:
    columns = headings.split(",")
    known = pipeline_sheet.program_of(pipeline_sheet.read("x.csv", csv_of([columns, ["1"] * len(columns)])))
    assert known is not None
    assert known.name == program


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (("03/04/2025", "07/24/2025"), DayOrder.MONTH_FIRST),
        (("03/04/2025", "24/07/2025 10:15"), DayOrder.DAY_FIRST),
        (("03/04/2025", "05/06/2025"), DayOrder.UNKNOWN),
        (("13/04/2025", "04/13/2025"), DayOrder.UNKNOWN),
        (("2025-07-24", ""), DayOrder.UNKNOWN),
        (("07/24/2025",) * 9 + ("24/07/2025",), DayOrder.MONTH_FIRST),  # one that is mistyped does not decide
        (("07/24/2025",) * 8 + ("24/07/2025",), DayOrder.UNKNOWN),
    ],
)
def test_the_days_of_one_file_tell_their_order_where_nearly_all_agree(cells: tuple[str, ...], order: DayOrder) -> None:
    assert slashed_days(("name", "opened_on"), [("가", cell) for cell in cells]).order is order


def test_what_comes_first_is_said_by_a_person_where_no_day_tells_and_remembered(ws: Workspace, cast: Cast) -> None:
    lines = (("기업명", "단계", "등록일"), ("가람(가상)", "IR", "03/04/2025"), ("나래(가상)", "IR", "05/06/2025"))
    looking = Looking(ws, cast.anna)
    assert problems(planned(ws, cast, lines)) == ["day_or_month"] * 2
    said = imports.Meaning(imports.DAY_ORDER, "", DayOrder.DAY_FIRST)
    order = order_of(looking, lines, meanings=(said,))
    rows = imports.preview(looking, order, at=NOW)
    assert [after(row)["opened_on"] for row in rows] == ["2025-04-03", "2025-06-05"]
    imports.run(Acting(ws, cast.anna, NOW), order)
    assert said in imports.proposal(looking, order.sheet)[1]


def test_a_day_that_the_order_of_the_others_makes_impossible_is_refused(ws: Workspace, cast: Cast) -> None:
    days = ["07/24/2025"] * 10 + ["24/07/2025", "03/04/2025"]
    lines = (("기업명", "단계", "등록일"), *((f"가람{number}(가상)", "IR", day) for number, day in enumerate(days)))
    said = [imports.Meaning(imports.DAY_ORDER, "", DayOrder.MONTH_FIRST)]
    choices = {f"가람{number}(fictional)": "" for number in range(len(days))}
    order = order_of(Looking(ws, cast.anna), lines, meanings=tuple(said), choices=choices)
    rows = imports.preview(Looking(ws, cast.anna), order, at=NOW)
    assert kinds(rows) == [RowKind.NEW] * 10 + [RowKind.REFUSED, RowKind.NEW]
    assert after(rows[-1])["opened_on"] == "2025-03-04"


@pytest.mark.parametrize(
    ("cell", "is_several"),
    [
        ("가람(가상), 나래(가상)", True),
        ("가람\n나래", True),
        ("Garam Inc., Narae Co., Ltd.", True),
        ("Garam & Co; Narae", True),
        ("Garam Co., Ltd.", False),
        ("Garam, Inc.", False),
        ("Garam, Co., Ltd", False),
        ("Garam S.A., LLC", False),
        ("Kim, Lee & Partners", False),
        ("가람(주)", False),
        ("가람,", False),
    ],
)
def test_a_cell_of_several_companies_is_told_from_a_legal_form(cell: str, is_several: bool) -> None:
    assert are_several(cell) is is_several


def test_rows_and_columns_that_excel_does_not_show_are_told_and_left_out_by_choice(ws: Workspace, cast: Cast) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        page = book.add_worksheet("올해")
        for down, line in enumerate(
            [("기업명", "단계", "메모"), *((f"{name}(가상)", "IR", "m") for name in ("가람", "나래", "다온"))]
        ):
            page.write_row(down, 0, line)
        page.set_row(2, None, None, {"hidden": True})
        page.set_column(2, 2, None, None, {"hidden": True})
    sheet = pipeline_sheet.read("올해.xlsx", file.getvalue())
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({3}, {2})
    looking = Looking(ws, cast.anna)
    uses, meanings, _ = imports.proposal(looking, sheet)
    names = [
        [
            row.company_name
            for row in imports.preview(looking, ImportOrder(sheet, uses, "vc", meanings, hidden=hidden), at=NOW)
        ]
        for hidden in (True, False)
    ]
    assert names == [["가람(가상)", "나래(가상)", "다온(가상)"], ["가람(가상)", "다온(가상)"]]


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("03/04/2025 12:00:00 AM", "2025-03-04 12:00:00 AM"),
        ("May 2, 2025", "2025-5-2"),
        ("2-May-2025", "2025-5-2"),
        ("2 September 2025", "2025-9-2"),
        ("2025-05-02T23:30:00.000Z", "2025-05-03"),  # 08:30 in Seoul
        ("2025-05-02 10:15:00 UTC", "2025-05-02"),
        ("2025-05-02 10:15", "2025-05-02 10:15"),
        ("Mai 2, 2025", "Mai 2, 2025"),
        ("곧", "곧"),
    ],
)
def test_a_day_of_another_program_is_written_as_here(cell: str, day: str) -> None:
    assert put_plainly("opened_on", cell, DayOrder.MONTH_FIRST, numbers_names=False) == day


def test_headings_merged_over_two_lines_are_read_and_a_hidden_sheet_is_not_taken_for_the_pipeline() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        hidden = book.add_worksheet("지난해")
        hidden.write_row(0, 0, ("기업명", "단계", "등록일", "담당자"))
        hidden.write_row(1, 0, ("숨김(가상)", "IR"))
        page = book.add_worksheet("올해")
        page.merge_range(0, 0, 0, 2, "2026 검토 현황")
        page.merge_range(1, 0, 2, 0, "기업명")
        page.merge_range(1, 1, 1, 2, "진행")
        page.write_row(2, 1, ("단계", "등록일"))
        page.write_row(3, 0, ("가람(가상)", "IR", "2025-05-02"))
        page.activate()
        page.set_first_sheet()
        hidden.hide()
    sheet = pipeline_sheet.read("x.xlsx", file.getvalue())
    assert (sheet.title, sheet.titles) == ("올해", ("지난해", "올해"))
    assert sheet.headings == ("기업명", "단계", "등록일")
    assert [cells for _, cells in sheet.lines] == [("가람(가상)", "IR", "2025-05-02")]
    assert pipeline_sheet.read("x.xlsx", file.getvalue(), sheet="지난해").lines == ((2, ("숨김(가상)", "IR", "", "")),)
