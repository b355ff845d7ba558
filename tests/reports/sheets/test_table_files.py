"""Tables as files that compute: no text a formula, numbers exact, days days, old letters counted."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.decks import spreadsheets
from dealflow.reports.sheets.table_files import Column, Encoding, Kind, Table, as_csv, as_xlsx

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


def table(*rows: tuple[object, ...], kinds: tuple[Kind, ...] = (Kind.TEXT,)) -> Table:
    columns = tuple(Column(f"열 {place}", kind, "뜻") for place, kind in enumerate(kinds))
    return Table("파이프라인", columns, rows, about=(("기관", "가상"),), meanings_title="열의 뜻")  # type: ignore[arg-type]  # a test's shorthand


@given(st.lists(texts, min_size=1, max_size=5))
def test_a_csv_opens_in_excel_with_korean_right_and_nothing_read_as_a_formula(cells: list[str]) -> None:
    content = as_csv(table(tuple(cells), kinds=(Kind.TEXT,) * len(cells))).content
    assert content.startswith(b"\xef\xbb\xbf")
    _, *lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    written = lines[0] if lines else [""]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in written)
    assert [cell.removeprefix("'") for cell in written] == [cell.removeprefix("'") for cell in cells]


def test_numbers_days_and_texts_of_a_workbook_are_what_they_are() -> None:
    kinds = (Kind.TEXT, Kind.WHOLE, Kind.DECIMAL, Kind.DAY, Kind.TEXT, Kind.WHOLE)
    rows = (("=1+1", 3_000_000_000, Decimal("12.5"), date(2026, 1, 15), None, 10**16 + 1),)
    file = as_xlsx(table(*rows, kinds=kinds), at=AT)
    sheet, meanings = spreadsheets.read("x.xlsx", file.content)
    assert sheet.lines[0][:2] == ["열 0", "열 1"]
    assert sheet.lines[1] == ["=1+1", "3000000000", "12.5", "2026-01-15", "", "10000000000000001"]
    assert meanings.lines[1] == ["기관", "가상"]
    assert file.rows == 1


def test_a_table_without_rows_has_its_headings() -> None:
    sheet = spreadsheets.read("x.xlsx", as_xlsx(table(), at=AT).content)[0]
    assert sheet.lines == [["열 0"]]
    assert as_csv(table()).content.decode("utf-8-sig") == "열 0\r\n"


def test_what_old_letters_cannot_say_is_replaced_where_all_see_it_and_counted() -> None:
    file = as_csv(table(("가나 🙂 뷁 …",)), encoding=Encoding.CP949)
    assert file.replaced == 1
    assert file.content.decode("cp949").splitlines()[1] == "가나 〓 뷁 …"
    assert as_csv(table(("가나",)), encoding=Encoding.CP949).replaced == 0


def test_signs_that_old_letters_have_as_good_are_written_so_and_count_as_said() -> None:
    file = as_csv(table(("₩3억 – café – 30−40 • 예",)), encoding=Encoding.CP949)
    assert file.content.decode("cp949").splitlines()[1] == "￦3억 - cafe - 30-40 · 예"
    assert file.replaced == 0


@pytest.mark.parametrize("text", ["=1", " =1", "\u00a0=1", "＝1", "+1", "＋1", "-1", "@a", "＠a", "\t=1", "\r=1"])
def test_no_text_becomes_a_formula_in_whatever_sign_or_behind_whatever_space(text: str) -> None:
    (_, row) = csv.reader(io.StringIO(as_csv(table((text,))).content.decode("utf-8-sig"), newline=""))
    assert row == [f"'{text}"]


def test_progress_is_told_up_to_the_last_row() -> None:
    heard: list[int] = []
    as_xlsx(table(*(((str(number),)) for number in range(1200))), at=AT, progress=heard.append)
    assert heard == [500, 1000, 1200]
