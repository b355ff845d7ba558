from __future__ import annotations

from decimal import Decimal

import pytest

from dealflow.domain.values.quantity import MONEY, Quantity, Unit
from dealflow.errors import InvalidInputError
from dealflow.extract.announced import announced_scales
from dealflow.extract.money import Currency, ScaleWord, load_money
from dealflow.extract.numbers import find_quantities

_MONEY = load_money()
_KOREAN = {"만": 10**4, "천만": 10**7, "억": 10**8, "십억": 10**9, "조": 10**12}
_WORD_AFTER = {"원", "달러", "엔", "위안", "유로", "루피", "파운드"}


def _only(printed: str) -> Quantity:
    found = find_quantities(printed)
    assert len(found) == 1, (printed, found)
    return found[0].quantity


def _spelled(scale: ScaleWord) -> list[str]:
    words = [*scale.words, *(word.upper() for word in scale.words)]
    return [*dict.fromkeys(words), *scale.exact, *scale.near_money]


@pytest.mark.parametrize("scale", _MONEY.scales, ids=lambda scale: scale.words[0])
@pytest.mark.parametrize("currency", _MONEY.currencies, ids=lambda currency: currency.unit)
def test_every_currency_takes_every_scale(currency: Currency, scale: ScaleWord) -> None:
    value = Decimal("4.5") * scale.factor
    for word in _spelled(scale):
        for sign in currency.signs:
            for printed in (
                f"{sign}4.5{word}",
                f"{sign} 4.5 {word}",
                f"({sign}4.5{word})",
                f"{sign}4.5 {word} in 2025",
            ):
                assert (_only(printed).unit, _only(printed).value) == (currency.unit, value), printed
            ranged = _only(f"{sign}3-4.5{word}")
            assert (ranged.unit, ranged.value_min, ranged.value_max) == (
                currency.unit,
                3 * Decimal(scale.factor),
                value,
            ), f"{sign}3-4.5{word}"
            assert _only(f"-{sign}4.5{word}").value == -value
    for sign in currency.signs:
        behind = _only(f"4.5 {scale.words[0]} {sign}")
        assert (behind.unit, behind.value) == (currency.unit, value), sign


@pytest.mark.parametrize("currency", _MONEY.currencies, ids=lambda currency: currency.unit)
def test_every_currency_takes_korean_scales(currency: Currency) -> None:
    for word in currency.words:
        if word.isascii() or word in {"円", "元", "弗", "미화", "원화", "동화", "¢"}:
            continue
        for scale, factor in _KOREAN.items():
            for printed in (f"3{scale} {word}", f"3 {scale}{word}"):
                assert (_only(printed).unit, _only(printed).value) == (currency.unit, 3 * factor), printed


@pytest.mark.parametrize("scale", _MONEY.scales, ids=lambda scale: scale.words[0])
@pytest.mark.parametrize("currency", _MONEY.currencies, ids=lambda currency: currency.unit)
def test_a_head_announces_every_currency_with_every_scale(currency: Currency, scale: ScaleWord) -> None:
    sign, word = currency.signs[0], scale.words[0]
    for printed in (f"Revenue ({sign} {word})", f"Figures in {sign} {word}"):
        (announced,) = announced_scales(printed)
        assert (announced.unit, announced.factor) == (currency.unit, scale.factor), printed


@pytest.mark.parametrize(
    ("printed", "unit", "value"),
    [
        ("ARR 3.7 Cr", Unit.INR, "37000000"),
        ("MRR: 40L", Unit.INR, "4000000"),
        ("7.7 lakhs", Unit.INR, "770000"),
        ("3 lakh users", Unit.COUNT, "300000"),
        ("12 Cr+ young professionals", Unit.COUNT, "120000000"),
        ("3,5 Mio. EUR", Unit.EUR, "3500000"),
        ("3億円", Unit.JPY, "300000000"),
        ("INR 1,26,23,080", Unit.INR, "12623080"),
        ("5\u00a0812\u00a0300 €", Unit.EUR, "5812300"),
        ("30¢", Unit.USD, "0.3"),
        ("LTV:CAC 4:1", Unit.RATIO, "4"),
        ("60,000주", Unit.COUNT, "60000"),
        ("보통주 500주 발행", Unit.COUNT, "500"),
        ("6주 만에", Unit.WEEKS, "6"),
        ("CAGR7.9%", Unit.PERCENT, "7.9"),
    ],
)
def test_a_scale_implies_its_money_and_a_noun_its_count(printed: str, unit: Unit, value: str) -> None:
    assert (_only(printed).unit, _only(printed).value) == (unit, Decimal(value))


@pytest.mark.parametrize(
    "text",
    [
        "06/23",
        "Members growth F.Y. 22 vs F.Y. 23",
        "1 in 7 customers leaves",
        "고객 4명 중 1명",
        "인증 9/5 상담 지원",
        "one nurse for each ward, 1:12 staffing",
        "투자 시기 2023.10~11.",
        "20~40대의 보호자",
        "거점 현황(<표 7>)",
        "[4] 보건사회연구원",
        "tank of 5 L",
        "%20highlights%2C153",
        "Table 3",
    ],
)
def test_odds_marks_references_and_ages_are_no_amounts(text: str) -> None:
    assert find_quantities(text) == ()


def test_the_table_names_every_money_once() -> None:
    assert {currency.unit for currency in _MONEY.currencies} == MONEY
    with pytest.raises(InvalidInputError):
        load_money('[[currency]]\nunit = "XXX"\nsigns = ["X"]\n[[scale]]\nfactor = 10\nwords = ["ten"]')
