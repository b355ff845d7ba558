"""What is written with an amount is understood or refused, never dropped: its unit, its bound, its doubt."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.values.quantity import MONEY, Bound, Unit
from dealflow.domain.values.typed_money import money_of
from dealflow.domain.values.typed_units import SIGNS, TypedValue, fits, taken_apart, typed_scale
from dealflow.errors import InvalidInputError
from dealflow.ui.kit import typed_fields


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("100조 원", TypedValue("100조", Unit.KRW)),
        ("$3M", TypedValue("3M", Unit.USD)),
        ("-$3M", TypedValue("-3M", Unit.USD)),
        ("12.3억 이상", TypedValue("12.3억", None, Bound.AT_LEAST)),
        ("약 12억원 미만", TypedValue("12억", Unit.KRW, Bound.UNDER, approx=True)),
        ("42%", TypedValue("42", Unit.PERCENT)),
        ("3%p", TypedValue("3", Unit.PERCENT_POINT)),
        ("1,200명", TypedValue("1,200", Unit.COUNT)),
        ("18개월", TypedValue("18", Unit.MONTHS)),
        ("12억", TypedValue("12억")),
        ("300여 개사", TypedValue("300", Unit.COUNT, approx=True)),
        ("12억여 원", TypedValue("12억", Unit.KRW, approx=True)),
        ("$1.2 million", TypedValue("1.2 million", Unit.USD)),
        ("12 apples", TypedValue("12 apples")),
    ],
)
def test_a_value_is_taken_apart(text: str, typed: TypedValue) -> None:
    assert taken_apart(text) == typed


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.1 million", "1.1e6"),
        ("€7 Billions", "7e9"),
        ("2 trillion", "2e12"),
        ("₹3 crore", "3e7"),
        ("10 lakhs", "1e6"),
    ],
)
def test_english_and_indian_words_of_scale_count(text: str, amount: str) -> None:
    assert typed_fields.amount(text) == Decimal(amount)


@pytest.mark.parametrize("text", ["5ts", "3 bns", "1 milliard", "millions"])
def test_what_is_no_word_of_scale_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        typed_fields.amount(text)


@given(st.sampled_from([(unit, sign) for unit, signs in SIGNS.items() for sign in signs]), st.integers(1, 10**9))
def test_every_sign_behind_an_amount_names_its_unit(named: tuple[Unit, str], number: int) -> None:
    unit, sign = named
    assert taken_apart(f"{number:,} {sign}") == TypedValue(f"{number:,}", unit)


def test_a_sign_fits_the_units_that_are_written_with_it_and_no_other() -> None:
    assert fits(None, Unit.KRW)
    assert fits(Unit.USD, Unit.SGD)
    assert fits(Unit.PERCENT, Unit.PERCENT_POINT)
    assert not fits(Unit.KRW, Unit.COUNT)
    assert not fits(Unit.PERCENT_POINT, Unit.PERCENT)


@pytest.mark.parametrize(
    ("unit", "factor", "words"),
    [
        (Unit.KRW, Decimal(10**6), "백만원"),
        (Unit.USD, Decimal(1000), "천달러"),
        (None, Decimal(10**8), "억"),
        (Unit.COUNT, Decimal(1), "명"),
        (Unit.PERCENT, None, "%"),
        (Unit.KRW, Decimal(7), ""),
        (None, None, ""),
    ],
)
def test_what_a_head_says_is_written_as_a_person_types_it(
    unit: Unit | None, factor: Decimal | None, words: str
) -> None:
    assert typed_scale(unit, factor) == words


@given(st.sampled_from(sorted(MONEY & set(SIGNS))), st.integers(0, 8), st.integers(1, 10**8))
def test_a_number_with_a_heads_scale_is_read_as_the_head_means_it(unit: Unit, power: int, number: int) -> None:
    factor = Decimal(10) ** power

    read = money_of(f"{number:,}{typed_scale(unit, factor)}", "value")

    assert read is not None
    assert (read.unit, read.value) == (unit, number * factor)
