"""Figures are shown as people of the field write them, and exactly where exactness was asked for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Bound, Quantity, Unit
from dealflow.i18n import numbers

D = Decimal
SCALES = {"조": 10**12, "억": 10**8, "만": 10**4, "T": 10**12, "B": 10**9, "M": 10**6, "K": 10**3}


@pytest.mark.parametrize(
    ("won", "korean", "english"),
    [
        ("15300000000", "153억 원", "₩15.3B"),
        ("1200000000000", "1.2조 원", "₩1.2T"),
        ("99990000", "9,999만 원", "₩99.99M"),
        ("100000000", "1억 원", "₩100M"),
        ("9500", "9,500원", "₩9.5K"),
        ("-240000000", "-2.4억 원", "-₩240M"),
        ("0", "0원", "₩0"),
        ("1534567890", "15.35억 원", "₩1.53B"),
    ],
)
def test_won_are_written_in_the_units_of_each_language(won: str, korean: str, english: str) -> None:
    assert (numbers.money(D(won), Unit.KRW, "ko"), numbers.money(D(won), Unit.KRW, "en")) == (korean, english)


def test_exact_money_keeps_every_digit() -> None:
    assert numbers.money(D(1534567890), Unit.KRW, "ko", exact=True) == "1,534,567,890원"
    assert numbers.money(D(1534500000), Unit.KRW, "ko", exact=True) == "15.345억 원"


@given(st.integers(min_value=0, max_value=10**16), st.sampled_from(["ko", "en"]))
def test_what_is_written_exactly_reads_back_as_the_same_amount(won: int, lang: str) -> None:
    words = numbers.scaled(D(won), lang, exact=True)
    scale = SCALES.get(words[-1], 1)
    assert D(words.rstrip("조억만TBMK").replace(",", "")) * scale == won


@given(st.integers(min_value=-(10**16), max_value=10**16), st.sampled_from(["ko", "en"]))
def test_an_agreed_amount_of_won_never_looks_rounder_than_it_is(won: int, lang: str) -> None:
    for words in (numbers.won(won, lang), numbers.won_in_full(won, lang)):
        bare = words.replace("원", "").replace("₩", "").replace(" ", "").replace(",", "")
        assert D(bare.rstrip("조억만TBMK")) * SCALES.get(bare[-1], 1) == won
    assert numbers.won_in_full(16_999_995_000, "ko") == numbers.won(16_999_995_000, "ko") == "16,999,995,000원"


def test_a_long_row_of_digits_says_about_how_much_it_is() -> None:
    assert numbers.won_told(9_999_995_000, "ko") == "9,999,995,000원(약 100억 원)"
    assert numbers.won_told(9_999_995_000, "en") == "₩9,999,995,000 (about ₩10B)"
    assert numbers.won_told(8_500_000_000, "ko") == "85억 원"
    assert numbers.won_told(8_501, "ko") == "8,501원"


def test_a_range_says_its_unit_once_where_both_ends_share_it() -> None:
    dollars = Quantity(Unit.USD, value_min=D(1_500_000), value_max=D(2_000_000))
    apart = Quantity(Unit.KRW, value_min=D(90_000_000), value_max=D(120_000_000))
    assert (numbers.quantity(dollars, "ko"), numbers.quantity(dollars, "en")) == ("150~200만 달러", "$1.5–2M")
    assert numbers.quantity(apart, "ko") == "9,000만 원~1.2억 원"
    assert numbers.quantity(Quantity(Unit.PERCENT, value_min=D(10), value_max=D("12.5")), "en") == "10–12.5%"


def test_korean_counts_people_cases_and_machines_by_their_own_words() -> None:
    several = Quantity(Unit.COUNT, value_min=D(40), value_max=D(50), approx=True)
    assert numbers.quantity(Quantity(Unit.COUNT, D(42)), "ko", of="employees_total") == "42명"
    assert numbers.quantity(several, "ko", of="patents_filed") == "약 40~50건"
    assert numbers.quantity(Quantity(Unit.COUNT, D(42)), "en", of="employees_total") == "42"
    assert numbers.quantity(Quantity(Unit.PERCENT, D(42)), "ko", of="employees_total") == "42%"
    assert numbers.quantity(Quantity(Unit.COUNT, D(42)), "ko") == "42"


@pytest.mark.parametrize(
    ("quantity", "korean", "english"),
    [
        (Quantity(Unit.PERCENT, D("42.3")), "42.3%", "42.3%"),
        (Quantity(Unit.PERCENT_POINT, D("1.5")), "1.5%p", "1.5 pp"),
        (Quantity(Unit.RATIO, D("3.5")), "3.5배", "3.5×"),
        (Quantity(Unit.COUNT, D(12000), bound=Bound.AT_LEAST), "12,000 이상", "at least 12,000"),
        (Quantity(Unit.MONTHS, D(18)), "18개월", "18 months"),
        (Quantity(Unit.DATE, text="2018-11"), "2018년 11월", "Nov 2018"),
        (Quantity(Unit.DATE, text="2018"), "2018년", "2018"),
        (Quantity(Unit.TEXT, text="시리즈 A"), "시리즈 A", "시리즈 A"),
        (Quantity(Unit.KRW, D(15300000000), approx=True), "약 153억 원", "about ₩15.3B"),
    ],
)
def test_quantities_carry_unit_bound_and_about(quantity: Quantity, korean: str, english: str) -> None:
    assert (numbers.quantity(quantity, "ko"), numbers.quantity(quantity, "en")) == (korean, english)


def test_a_range_shows_both_ends() -> None:
    ends = Quantity(Unit.KRW, value_min=D(2 * 10**9), value_max=D(3 * 10**9), approx=True)
    assert (numbers.quantity(ends, "ko"), numbers.quantity(ends, "en")) == ("약 20~30억 원", "about ₩2–3B")


@pytest.mark.parametrize(
    ("kind", "start", "end", "korean", "english"),
    [
        (PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31), "2024년", "2024"),
        (PeriodKind.HALF, date(2024, 7, 1), date(2024, 12, 31), "2024년 하반기", "H2 2024"),
        (PeriodKind.QUARTER, date(2025, 7, 1), date(2025, 9, 30), "2025년 3분기", "Q3 2025"),
        (PeriodKind.MONTH, date(2024, 3, 1), date(2024, 3, 31), "2024년 3월", "Mar 2024"),
        (PeriodKind.AS_OF, None, date(2024, 3, 31), "2024. 3. 31. 기준", "as of Mar 31, 2024"),
        (PeriodKind.SPAN, date(2025, 1, 1), date(2030, 12, 31), "2025~2030년", "2025–2030"),
        (PeriodKind.SPAN, date(2025, 4, 1), date(2026, 3, 31), "2025년 4월 ~ 2026년 3월", "Apr 2025 – Mar 2026"),
        (PeriodKind.PROJECT_YEAR, date(2024, 1, 1), date(2024, 12, 31), "as printed", "as printed"),
    ],
)
def test_periods_are_said_in_words(kind: PeriodKind, start: date | None, end: date, korean: str, english: str) -> None:
    period = Period(kind, "as printed", start, end)
    assert (numbers.period(period, "ko"), numbers.period(period, "en")) == (korean, english)


def test_a_period_without_days_is_shown_as_printed_and_no_period_as_nothing() -> None:
    assert numbers.period(Period(PeriodKind.YEAR, "3차년도"), "ko") == "3차년도"
    assert numbers.period(None, "en") == ""


def test_moments_stand_on_korean_clocks() -> None:
    assert numbers.moment(datetime(2026, 11, 23, 15, 30, tzinfo=UTC), "ko") == "2026. 11. 24. 00:30"


def test_sizes_are_kilobytes_then_megabytes() -> None:
    assert [numbers.size(n, "ko") for n in (10, 2048, 5 * 1024 * 1024)] == ["1KB", "2KB", "5MB"]
