"""What a person types is read exactly, and what cannot be read is told, never guessed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.values.period import Period, PeriodKind
from dealflow.domain.values.quantity import Bound, Quantity, Unit
from dealflow.errors import InvalidInputError
from dealflow.i18n import numbers
from dealflow.ui.kit import typed_fields


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("153억", "15300000000"),
        ("1조 2,000억", "1200000000000"),
        ("3억 5천만원", "350000000"),
        ("5천3백만", "53000000"),
        ("15.3B", "15300000000"),
        ("₩1.2mn", "1200000"),
        ("42.3%", "42.3"),
        ("１２，０００", "12000"),
        ("△2.4억", "-240000000"),
        ("(1,200)", "-1200"),
        (".5", "0.5"),
        ("0", "0"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, amount: str) -> None:
    assert typed_fields.amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["", "한글", "12억 12조", "1.2.3", "12 apples", "억", "3억 5억", "12e5", "--"])
def test_what_is_no_amount_is_told(text: str) -> None:
    with pytest.raises(InvalidInputError) as told:
        typed_fields.amount(text)
    assert told.value.parameters["problem"] == "no_number"


@pytest.mark.parametrize(
    ("text", "problem"),
    [("1,0000", "wrong_groups"), ("1,00억", "wrong_groups"), ("1" + "0" * 25, "amount_too_large")],
)
def test_an_amount_that_was_mistyped_is_refused(text: str, problem: str) -> None:
    with pytest.raises(InvalidInputError) as told:
        typed_fields.amount(text)
    assert told.value.parameters["problem"] == problem


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(["ko", "en"]))
def test_what_the_form_shows_reads_back_as_the_same_amount(won: int, lang: str) -> None:
    assert typed_fields.amount(numbers.scaled(Decimal(won), lang, exact=True)) == won


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=3), st.sampled_from(["ko", "en"]))
def test_plain_numbers_read_back(value: Decimal, lang: str) -> None:
    assert typed_fields.amount(numbers.plain(value, lang)) == value


def test_a_unit_and_a_bound_written_into_the_value_are_kept() -> None:
    form = {"value": "12.3억 원 이상", "unit": "KRW"}
    assert typed_fields.quantity(form) == Quantity(Unit.KRW, Decimal(1_230_000_000), bound=Bound.AT_LEAST)


@pytest.mark.parametrize("text", ["$3M", "30%", "3억 달러"])
def test_a_sum_of_won_takes_no_other_unit(text: str) -> None:
    with pytest.raises(InvalidInputError) as told:
        typed_fields.whole(text, "amount")
    assert told.value.parameters["problem"] == "not_won"


@given(st.text(max_size=12))
def test_any_text_is_an_amount_or_is_told(text: str) -> None:
    with suppress(InvalidInputError):
        assert typed_fields.amount(text).is_finite()


def test_a_quantity_has_its_range_bound_and_about() -> None:
    form = {"value": "20억", "high": "30억", "unit": "KRW", "bound": "", "approx": True}
    assert typed_fields.quantity(form) == Quantity(
        Unit.KRW, value_min=Decimal(2 * 10**9), value_max=Decimal(3 * 10**9), approx=True
    )
    single = {"value": "12,000", "high": "", "unit": "count", "bound": "ge", "approx": False}
    assert typed_fields.quantity(single) == Quantity(Unit.COUNT, Decimal(12000), bound=Bound.AT_LEAST)
    assert typed_fields.quantity({"value": "2018-11", "unit": "date"}) == Quantity(Unit.DATE, text="2018-11")


@pytest.mark.parametrize(
    ("form", "field", "problem"),
    [
        ({"value": "", "unit": "KRW"}, "value", "missing"),
        ({"value": "100조 원", "unit": "count"}, "value", "other_unit"),
        ({"value": "3M", "high": "$4M", "unit": "KRW"}, "high", "other_unit"),
        ({"value": "12억 이상", "unit": "KRW", "bound": "le"}, "value", "other_bound"),
        ({"value": "30", "high": "20", "unit": "KRW"}, "high", "backwards"),
        ({"value": "30", "high": "30", "unit": "KRW"}, "high", "backwards"),
        ({"value": "30", "high": "x", "unit": "KRW"}, "high", "no_number"),
    ],
)
def test_a_wrong_field_is_named(form: dict[str, object], field: str, problem: str) -> None:
    with pytest.raises(InvalidInputError) as told:
        typed_fields.quantity(form)
    assert (told.value.parameters["field"], told.value.parameters["problem"]) == (field, problem)


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("2024", PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        ("2024년", PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        ("2025 Q3", PeriodKind.QUARTER, date(2025, 7, 1), date(2025, 9, 30)),
        ("2025년 3분기", PeriodKind.QUARTER, date(2025, 7, 1), date(2025, 9, 30)),
        ("2024 H2", PeriodKind.HALF, date(2024, 7, 1), date(2024, 12, 31)),
        ("2024 상반기", PeriodKind.HALF, date(2024, 1, 1), date(2024, 6, 30)),
        ("2024-02", PeriodKind.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ("2024년 3월", PeriodKind.MONTH, date(2024, 3, 1), date(2024, 3, 31)),
        ("2024-12-31", PeriodKind.AS_OF, date(2024, 12, 31), date(2024, 12, 31)),
        ("2024. 3. 31. 기준", PeriodKind.AS_OF, date(2024, 3, 31), date(2024, 3, 31)),
        ("FY2024", PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        ("FY24", PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        ("24.03", PeriodKind.MONTH, date(2024, 3, 1), date(2024, 3, 31)),
        ("24.3.31", PeriodKind.AS_OF, date(2024, 3, 31), date(2024, 3, 31)),
        ("'24.3Q", PeriodKind.QUARTER, date(2024, 7, 1), date(2024, 9, 30)),
        ("3Q24", PeriodKind.QUARTER, date(2024, 7, 1), date(2024, 9, 30)),
        ("2H24", PeriodKind.HALF, date(2024, 7, 1), date(2024, 12, 31)),
        ("24년", PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        ("2021~2024", PeriodKind.SPAN, date(2021, 1, 1), date(2024, 12, 31)),
        ("2021-04 ~ 2024-03", PeriodKind.SPAN, date(2021, 4, 1), date(2024, 3, 31)),
    ],
)
def test_periods_are_read_as_people_write_them(text: str, kind: PeriodKind, start: date, end: date) -> None:
    assert typed_fields.period(text) == Period(kind, text, start, end)


@pytest.mark.parametrize("text", ["soon", "2024-13", "2024-02-30", "24", "2024 Q5", "2024 ~ "])
def test_what_is_no_period_is_told(text: str) -> None:
    with pytest.raises(InvalidInputError):
        typed_fields.period(text)


@given(st.integers(min_value=1990, max_value=2090), st.integers(min_value=1, max_value=4))
def test_a_written_period_reads_back_as_the_same_days(year: int, quarter: int) -> None:
    first = typed_fields.period(f"{year} Q{quarter}")
    assert first is not None
    again = typed_fields.period(typed_fields.written_period(first))
    assert again is not None
    assert (again.kind, again.start, again.end) == (first.kind, first.start, first.end)


def test_no_period_is_nothing_and_an_unknown_one_stays_as_printed() -> None:
    assert typed_fields.period("  ") is None
    assert typed_fields.written_period(None) == ""
    assert typed_fields.written_period(Period(PeriodKind.PROJECT_YEAR, "2차년도")) == "2차년도"
