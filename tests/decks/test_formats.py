from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.decks.formats import day_of, formatted, is_of_days


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.35, "0%", "35%"),
        (0.125, "0.0%", "12.5%"),
        (0.05, "#.##%", "5%"),
        (3_200_000_000, "#,##0,,", "3,200"),
        (12_000_000_000, '#,##0.0,,,"B"', "12.0B"),
        (1234.5, "#,##0;[Red](#,##0);-", "1,235"),
        (-1234.5, "#,##0;[Red](#,##0);-", "(1,235)"),
        (0, "#,##0;[Red](#,##0);-", "-"),
        (-0.12, "0%;△0%", "△12%"),
        (-5, "0.0", "-5.0"),
        (-0.4, "0", "0"),
        (2.5, "0", "3"),
        (1_012_345_678, "000-0000-0000", "010-1234-5678"),
        (12.5, '0.0"억"', "12.5억"),
        (1_234_567, "[$₩-412]#,##0", "₩1,234,567"),
        (12, '"약 "0"개사"', "약 12개사"),
        (12, 'G/표준"원"', "12원"),
        (1_500_000, '[>=1000000]#,##0.0,,"M";[>=1000]#,##0.0,"K";0', "1.5M"),
        (1_500, '[>=1000000]#,##0.0,,"M";[>=1000]#,##0.0,"K";0', "1.5K"),
        (15, '[>=1000000]#,##0.0,,"M";[>=1000]#,##0.0,"K";0', "15"),
        (1_234, '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "1,234"),
        (0, '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-', "-"),
        (1234, "0.00E+00", "1234"),
        (0.1 + 0.2, "General", "0.3"),
        (5, ";;;", ""),
        (45_658, r"yyyy\-mm\-dd", "2025-01-01"),
        (45_658, "mmm-yy", "2025-01"),
        (45_658, '[$-412]yyyy"년"', "2025"),
        (45_658.75, "h:mm", "18:00"),
    ],
)
def test_a_value_is_shown_as_excel_shows_it(value: float, code: str, text: str) -> None:
    assert formatted(value, code) == text


def test_where_only_an_axis_has_a_format_its_scale_holds_and_the_digits_stay() -> None:
    assert formatted(3_245_000_000, '0,,,"B"', exact=True) == "3.245B"
    assert formatted(0.3456, "0%", exact=True) == "34.56%"


def test_numbers_without_a_format_part_their_thousands_where_asked() -> None:
    assert [formatted(value, grouped=True) for value in (2025, 9_999, 10_000, 1_234_567.5)] == [
        "2025",
        "9999",
        "10,000",
        "1234567.5",
    ]


@pytest.mark.parametrize(
    ("serial", "date1904", "day"),
    [
        (1, False, date(1900, 1, 1)),
        (59, False, date(1900, 2, 28)),
        (61, False, date(1900, 3, 1)),
        (45_658, False, date(2025, 1, 1)),
        (0, True, date(1904, 1, 1)),
        (44_196, True, date(2025, 1, 1)),
        (2_958_465, False, date(9999, 12, 31)),
        (2_958_466, False, None),
        (-1, False, None),
    ],
)
def test_serial_numbers_are_days_of_either_system(serial: float, date1904: bool, day: date | None) -> None:
    assert day_of(serial, date1904=date1904) == day


def test_letters_of_days_inside_quotes_make_no_day() -> None:
    assert not is_of_days('0"days"')
    assert not is_of_days("[Red]0")
    assert is_of_days("[h]:mm")
    assert is_of_days("m/d/yyyy")


@given(
    st.integers(-(10**13), 10**13),
    st.integers(0, 3),
    st.integers(0, 3),
    st.booleans(),
    st.sampled_from(["", "억", "%", "M"]),
)
def test_any_scale_decimals_groups_and_words_give_back_the_value(
    value: int,
    decimals: int,
    commas: int,
    groups: bool,
    word: str,
) -> None:
    tail = "%" if word == "%" else f'"{word}"' if word else ""
    code = ("#,##0" if groups else "0") + ("." + "0" * decimals if decimals else "") + "," * commas + tail
    text = formatted(value, code)
    printed = Decimal(text.removesuffix(word).replace(",", ""))
    scaled = Decimal(value) / 1000**commas * (100 if word == "%" else 1)
    assert abs(printed - scaled) * 2 <= Decimal(1).scaleb(-decimals)
    assert ("," in text) == (groups and abs(printed) >= 1000)


@given(
    st.dates(date(1900, 3, 1), date(2199, 12, 31)), st.sampled_from(["yyyy-mm-dd", "d/m/yy", 'yyyy"년" m"월" d"일"'])
)
def test_days_come_back_by_both_systems(day: date, code: str) -> None:
    for first, date1904 in ((date(1899, 12, 30), False), (date(1904, 1, 1), True)):
        serial = (day - first) / timedelta(days=1)
        if serial >= 0:
            assert formatted(serial, code, date1904=date1904) == day.isoformat()
