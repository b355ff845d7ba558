"""Tables from outside, cell by cell: each way in which Excel and public bodies write them, and what would hurt."""

from __future__ import annotations

import contextlib
import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from dealflow.actions.platform.spreadsheet_cells import sheets_of
from dealflow.decks import spreadsheets
from dealflow.errors import InvalidInputError
from tests.decks.office_files import changed, strict

if TYPE_CHECKING:
    from collections.abc import Callable

FIRM = "누리로봇(가상)"


def book(write: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object]) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        write(made, made.add_worksheet("신청"))
    return file.getvalue()


def lines(data: bytes, name: str = "a.xlsx") -> list[list[str]]:
    [sheet] = spreadsheets.read(name, data)
    return sheet.lines


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1012345678, "000-0000-0000", "010-1234-5678"),
        (1208147521, "000-00-00000", "120-81-47521"),
        (7, "0000", "0007"),
        (1_234_500_000, "#,##0,,", "1234500000"),
        (1234.56, "#,##0", "1234.56"),
        (1_234_500_000, "General", "1234500000"),
        (0.125, "0%", "12.5%"),
        (12, '0"억"', "12억"),
        (43528, "yyyy-mm-dd", "2019-03-04"),
    ],
)
def test_a_number_is_whole_and_a_pattern_or_a_day_is_as_it_is_shown(value: float, code: str, text: str) -> None:
    data = book(lambda made, sheet: sheet.write_number(0, 0, value, made.add_format({"num_format": code})))
    assert lines(data) == [[text]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("firm", [FIRM, "Nuri Robot (Fictional)"])
def test_a_text_is_read_in_each_encoding_with_and_without_its_mark(encoding: str, delimiter: str, firm: str) -> None:
    rows = [["기업명", "금액"], [firm, "12"], ["가온(가상)", "3,000"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    assert lines(out.getvalue().encode(encoding), "a.csv") == rows


def test_a_strict_workbook_is_read_alike() -> None:
    data = book(lambda _made, sheet: sheet.write_row(0, 0, ["기업명", FIRM]))
    assert lines(strict(data)) == lines(data) == [["기업명", FIRM]]


@pytest.mark.parametrize("place", [(1_048_575, 16_383), (spreadsheets.MOST_LINES, 0), (0, spreadsheets.MOST_COLUMNS)])
def test_a_cell_far_from_everything_is_named_if_it_says_something_and_else_costs_nothing(
    place: tuple[int, int],
) -> None:
    def write(text: str) -> bytes:
        return book(lambda _made, sheet: (sheet.write(0, 0, FIRM), sheet.write(*place, text)))

    assert [sheet.lines for sheet in sheets_of("a.xlsx", write(" "))] == [[[FIRM]]]
    with pytest.raises(InvalidInputError) as caught:
        sheets_of("a.xlsx", write("."))
    assert caught.value.parameters["problem"] == "far_cell"
    assert caught.value.parameters["place"] == xlsxwriter.utility.xl_rowcol_to_cell(*place)


def test_a_little_that_unpacks_to_more_than_any_sheet_is_refused() -> None:
    cells = b'<c t="inlineStr"><is><t>1</t></is></c>' * 2_000_000

    def swollen(part: str, content: bytes) -> bytes:
        return (
            content.replace(b"<sheetData/>", b"<sheetData><row>" + cells + b"</row></sheetData>")
            if "sheet1" in part
            else content
        )

    with pytest.raises(InvalidInputError) as caught:
        sheets_of("a.xlsx", changed(book(lambda _made, _sheet: None), swollen))
    assert caught.value.parameters["problem"] == "too_large"


ENCODINGS = ["utf-8", "utf-8-sig", "cp949", "utf-16"]
TEXTS = st.text("가나다ABC 019", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(
    st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(ENCODINGS),
    st.sampled_from(";\t,"),
    st.sampled_from(["", "sep="]),
)
def test_every_delimiter_and_encoding_reads_alike(
    table: list[list[str]], encoding: str, delimiter: str, order: str
) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([["기업명, 영문", "주소; 층", "비고"], *table])
    text = (f"{order}{delimiter}\r\n" if order else "") + file.getvalue()
    assert lines(text.encode(encoding), "a.csv")[1 if order else 0 :] == [
        ["기업명, 영문", "주소; 층", "비고"],
        *table,
    ]


@pytest.mark.parametrize("line", range(2, 6))
def test_an_open_quotation_mark_is_told_with_its_line(line: int) -> None:
    notes = {number: '"19인치' if number == line else "랙" for number in range(2, 7)}
    rows = ["기업명,비고", *(f"{FIRM},{note}" for note in notes.values())]
    with pytest.raises(InvalidInputError) as caught:
        spreadsheets.read("a.csv", "\r\n".join(rows).encode())
    assert (caught.value.parameters["problem"], caught.value.parameters["place"]) == ("unclosed_quote", str(line))


def test_a_cell_over_several_lines_leaves_the_numbers_of_the_next_ones_right() -> None:
    found = lines(f'기업명,비고\n{FIRM},"하나\n둘"\n다온(가상),셋\n'.encode(), "a.csv")
    assert found[3] == ["다온(가상)", "셋"]


@pytest.mark.parametrize("encoding", ["euc-kr", "utf-8"])
def test_a_web_page_under_a_workbooks_name_is_read_with_what_its_cells_span(encoding: str) -> None:
    page = (
        f"<html><head><meta charset='{encoding}'></head><table><tr><td>기업명<td>성명</tr>"
        f"<tr><td rowspan=2>{FIRM}</td><td>김가온</td></tr><tr><td>이나래</td></tr></table></html>"
    )
    [sheet] = spreadsheets.read("a.xls", page.encode(encoding))
    assert sheet.lines == [["기업명", "성명"], [FIRM, "김가온"], ["", "이나래"]]
    assert sheet.merged == [(1, 0, 2, 0)]


def test_signs_that_nobody_sees_and_no_database_keeps_are_left_out() -> None:
    assert lines("기업명\r\n누\x00리\x1b로봇".encode(), "a.csv") == [["기업명"], ["누리로봇"]]


def test_formulas_without_a_value_and_errors_are_told_cell_by_cell() -> None:
    def write(_made: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_formula(0, 0, "=100+20", None, "")
        sheet.write_formula(0, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(0, 2, "=100+20", None, 120)

    [sheet] = spreadsheets.read("a.xlsx", book(write))
    assert sheet.faults == {(0, 0): "no_value", (0, 1): "error_value"}
    assert sheet.lines == [["", "", "120"]]


@given(
    st.binary(max_size=300), st.sampled_from(["a.csv", "a.xlsx", "a.xls"]), st.sampled_from([b"", b"PK\x03\x04", b"<"])
)
def test_no_bytes_break_the_reading(data: bytes, name: str, head: bytes) -> None:
    with contextlib.suppress(InvalidInputError):
        assert spreadsheets.read(name, head + data)


def test_days_of_the_1904_system_are_the_same_days() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"date_1904": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_datetime(0, 0, date(2019, 3, 4), made.add_format({"num_format": "yyyy-mm-dd"}))
    assert lines(file.getvalue()) == [["2019-03-04"]]
