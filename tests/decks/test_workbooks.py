from __future__ import annotations

import io
import random
from datetime import date
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from dealflow.decks.workbooks import shown_rows
from tests.decks.office_files import changed, strict

if TYPE_CHECKING:
    from collections.abc import Callable


def book(write: Callable[[xlsxwriter.Workbook], object], **options: object) -> bytes:
    file = io.BytesIO()
    made = xlsxwriter.Workbook(file, options)
    write(made)
    made.close()
    return file.getvalue()


def income(made: xlsxwriter.Workbook) -> None:
    made.add_worksheet("초안").write(0, 0, "아직")
    sheet = made.add_worksheet("손익")
    sheet.activate()
    share, won = made.add_format({"num_format": "0.0%"}), made.add_format({"num_format": "#,##0,,"})
    sheet.write_row(0, 0, ["(단위: 백만원)", 2024, 2025])
    sheet.write(1, 0, "매출액")
    sheet.write_row(1, 1, [5_800_000_000, 12_000_000_000], won)
    sheet.write(2, 0, "이익률")
    sheet.write_row(2, 1, [0.125, 0.3], share)
    sheet.write(3, 0, "종업원")
    sheet.write_row(3, 1, [12_000, 31])


ROWS = (
    ("(단위: 백만원)", "2024", "2025"),
    ("매출액", "5,800", "12,000"),
    ("이익률", "12.5%", "30.0%"),
    ("종업원", "12,000", "31"),
)


def test_the_sheet_that_was_left_open_is_shown_by_its_formats() -> None:
    assert shown_rows(book(income)) == ROWS
    assert shown_rows(strict(book(income))) == ROWS


def test_only_the_range_that_the_slide_shows_counts() -> None:
    def cut(part: str, content: bytes) -> bytes:
        return (
            content.replace(b"</sheets>", b'</sheets><oleSize ref="A1:B2"/>') if part == "xl/workbook.xml" else content
        )

    assert shown_rows(changed(book(income), cut)) == (("(단위: 백만원)", "2024"), ("매출액", "5,800"))


def test_hidden_rows_and_columns_are_not_shown() -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        for down in range(3):
            sheet.write_row(down, 0, [down, down + 10, down + 20])
        sheet.set_row(1, None, None, {"hidden": True})
        sheet.set_column(1, 1, None, None, {"hidden": True})

    assert shown_rows(book(write)) == (("0", "20"), ("2", "22"))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("date1904", [False, True])
def test_drawn_cells_come_back_as_shown(seed: int, date1904: bool) -> None:
    chance = random.Random(seed)  # noqa: S311 -- no secret
    kinds = {
        "#,##0": lambda value: f"{value:,}",
        "0%": lambda value: f"{value * 100}%",
        '0"개사"': lambda value: f"{value}개사",
        "General": lambda value: f"{value:,}" if value >= 10_000 else str(value),
    }
    codes = [chance.choice([*kinds, "yyyy-mm"]) for _ in range(12)]
    values = [chance.randrange(1, 10**6) for _ in codes]
    days = [date(chance.randrange(1999, 2030), chance.randrange(1, 13), 3) for _ in codes]

    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        for down, (code, value, when) in enumerate(zip(codes, values, days, strict=True)):
            style = made.add_format({"num_format": code})
            if code == "yyyy-mm":
                sheet.write_datetime(down, 0, when, style)
            else:
                sheet.write_number(down, 0, value, style)

    cells = zip(codes, values, days, strict=True)
    expected = tuple((f"{day:%Y-%m}" if code == "yyyy-mm" else kinds[code](value),) for code, value, day in cells)
    assert shown_rows(book(write, date_1904=date1904)) == expected


def test_a_stray_cell_at_the_far_corner_costs_nothing() -> None:
    def write(made: xlsxwriter.Workbook) -> None:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "매출")
        sheet.write(1_048_575, 16_383, ".")

    assert shown_rows(book(write)) == (("매출", ""), ("", "."))


def test_a_workbook_inside_an_ole_file_is_found() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + book(income)
    assert shown_rows(ole) == ROWS


def too_many(made: xlsxwriter.Workbook) -> None:
    sheet = made.add_worksheet()
    for down in range(201):
        sheet.write_row(down, 0, range(10))


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", book(too_many), book(income)[:900]]
)
def test_what_cannot_be_read_is_none_and_no_error(data: bytes) -> None:
    assert shown_rows(data) is None
