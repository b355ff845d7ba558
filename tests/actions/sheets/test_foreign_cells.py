"""Exports of other programs, as they write days, owners, names and notes: taken as they are meant, or refused."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.sheets import imports, pipeline_sheet
from dealflow.actions.sheets.foreign_cells import DayOrder, day_order, put_plainly
from dealflow.actions.sheets.imports import PlannedRow, RowKind
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
    ],
)
def test_the_days_of_one_file_tell_their_order_only_where_they_agree(cells: tuple[str, str], order: DayOrder) -> None:
    assert day_order(("name", "opened_on"), [("가", cell) for cell in cells]) is order


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
