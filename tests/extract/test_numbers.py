from __future__ import annotations

from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.values.quantity import Bound, Quantity, Unit
from dealflow.extract.dates import find_dates
from dealflow.extract.numbers import find_quantities, plain


def _one(text: str) -> Quantity:
    found = find_quantities(text)
    assert len(found) == 1, found
    return found[0].quantity


@pytest.mark.parametrize(
    ("printed", "unit", "value"),
    [
        ("45억 3천만원", Unit.KRW, "4530000000"),
        ("4,530백만원", Unit.KRW, "4530000000"),
        ("1조 2,000억원", Unit.KRW, "1200000000000"),
        ("3억 5천만원", Unit.KRW, "350000000"),
        ("12억5,000만 원", Unit.KRW, "1250000000"),
        ("1억 710만 원", Unit.KRW, "107100000"),
        ("1천5백만원", Unit.KRW, "15000000"),
        ("1억2345만6789원", Unit.KRW, "123456789"),
        ("4.53억", Unit.KRW, "453000000"),
        ("100조원", Unit.KRW, "100000000000000"),
        ("150,000,000원", Unit.KRW, "150000000"),
        ("4 5 억원".replace("4 5", "45"), Unit.KRW, "4500000000"),
        ("45 억 원", Unit.KRW, "4500000000"),
        ("４５억원", Unit.KRW, "4500000000"),
        ("₩1.2B", Unit.KRW, "1200000000"),
        ("KRW 4.5B", Unit.KRW, "4500000000"),
        ("KRW 90M", Unit.KRW, "90000000"),
        ("$1.2M", Unit.USD, "1200000"),
        ("US$1.2B", Unit.USD, "1200000000"),
        ("USD 1.2 mn", Unit.USD, "1200000"),
        ("$1.1MM", Unit.USD, "1100000"),
        ("$36k", Unit.USD, "36000"),
        ("$1.3m", Unit.USD, "1300000"),
        ("120만 달러", Unit.USD, "1200000"),
        ("1.2백만불", Unit.USD, "1200000"),
        ("12억 달러", Unit.USD, "1200000000"),
        ("€1.2m", Unit.EUR, "1200000"),
        ("30만 엔", Unit.JPY, "300000"),
        ("JPY 5bn", Unit.JPY, "5000000000"),
        ("3억 위안", Unit.CNY, "300000000"),
        ("INR 12 lakh", Unit.INR, "1200000"),
        ("₹3.5 crore", Unit.INR, "35000000"),
        ("42.3%", Unit.PERCENT, "42.3"),
        ("42.3％", Unit.PERCENT, "42.3"),
        ("1.4%p", Unit.PERCENT_POINT, "1.4"),
        ("250bp", Unit.PERCENT_POINT, "2.5"),
        ("3배", Unit.RATIO, "3"),
        ("3.5x", Unit.RATIO, "3.5"),
        ("5.4 times", Unit.RATIO, "5.4"),
        ("31명", Unit.COUNT, "31"),
        ("86개사", Unit.COUNT, "86"),
        ("12만 명", Unit.COUNT, "120000"),
        ("1만2천개", Unit.COUNT, "12000"),
        ("18개월", Unit.MONTHS, "18"),
        ("1.7년차", Unit.YEARS, "1.7"),
        ("6주", Unit.WEEKS, "6"),
        ("7시간", Unit.HOURS, "7"),
        ("25분", Unit.MINUTES, "25"),
        ("12ms", Unit.SECONDS, "0.012"),
        ("영업이익 △12.4억원", Unit.KRW, "-1240000000"),
        ("영업이익 –38억원", Unit.KRW, "-3800000000"),
        ("≈-11.2%", Unit.PERCENT, "-11.2"),
    ],
)
def test_an_amount_is_read_as_printed(printed: str, unit: Unit, value: str) -> None:
    quantity = _one(printed)
    assert (quantity.unit, quantity.value) == (unit, Decimal(value))


@pytest.mark.parametrize(
    ("printed", "unit", "low", "high"),
    [
        ("10~15%", Unit.PERCENT, "10", "15"),
        ("10∼15%", Unit.PERCENT, "10", "15"),
        ("10〜15%", Unit.PERCENT, "10", "15"),
        ("10–15%", Unit.PERCENT, "10", "15"),
        ("10~15억원", Unit.KRW, "1000000000", "1500000000"),
        ("10억~15억원", Unit.KRW, "1000000000", "1500000000"),
        ("약 1.5억 ~ 2억 원", Unit.KRW, "150000000", "200000000"),
        ("$1–2M", Unit.USD, "1000000", "2000000"),
        ("$20-$25 Million", Unit.USD, "20000000", "25000000"),
        ("$12 -$13 million", Unit.USD, "12000000", "13000000"),
        ("1,000~1,500", Unit.COUNT, "1000", "1500"),
        ("12-18 months", Unit.MONTHS, "12", "18"),
    ],
)
def test_a_range_keeps_both_ends_and_its_unit_serves_both(printed: str, unit: Unit, low: str, high: str) -> None:
    quantity = _one(printed)
    assert (quantity.unit, quantity.value, quantity.value_min, quantity.value_max) == (
        unit,
        None,
        Decimal(low),
        Decimal(high),
    )


@pytest.mark.parametrize(
    ("printed", "bound", "approx"),
    [
        ("고객사 100개 이상", Bound.AT_LEAST, False),
        ("40개 공장 이상에", Bound.AT_LEAST, False),
        ("18억원 돌파", Bound.AT_LEAST, False),
        ("10K+ users", Bound.AT_LEAST, False),
        ("최대 30%", Bound.AT_MOST, False),
        ("0.02% 이하", Bound.AT_MOST, False),
        ("0.3% 미만", Bound.UNDER, False),
        (">60%", Bound.OVER, False),
        ("1조원 초과", Bound.OVER, False),
        ("100억원 육박", Bound.NEARLY, False),
        ("약 14억", None, True),
        ("~$900", None, True),
        ("40여개", None, True),
        ("150억 수준", None, True),
        ("45억원", None, False),
    ],
)
def test_bounds_and_roughness_survive(printed: str, bound: Bound | None, *, approx: bool) -> None:
    quantity = _one(printed)
    assert (quantity.bound, quantity.approx) == (bound, approx)


@pytest.mark.parametrize(
    "text",
    [
        "2018년 11월 21일",
        "Nov. 2007",
        "2023~2028",
        "'25.3Q 누적",
        "010-0000-0001",
        "000-00-00001",
        "mail1@example.com",
        "https://example.com/2024/100",
        "VS-101 S550 GS-450h",
        "Phase 2",
        "ISO 9001",
        "제5기",
        "2위",
        "Top 4",
        "10 mg/kg",
        "OO억원, XX%, TBD, [확인필요], N/A",
        "상위 3사",
        "1. 물리적 접근성",
        "",
        "숫자가 없는 문장",
    ],
)
def test_digits_that_are_no_amounts_give_nothing(text: str) -> None:
    assert find_quantities(text) == ()


def test_two_amounts_in_one_sentence_stay_two() -> None:
    found = find_quantities("불량률 42.3% 감소와 생산성 20.8% 향상")
    assert [one.quantity.value for one in found] == [Decimal("42.3"), Decimal("20.8")]


def test_columns_run_together_are_no_compound() -> None:
    assert [one.quantity.value for one in find_quantities("7억 6.3억")] == [Decimal(700000000), Decimal(630000000)]


def test_before_and_after_are_marked() -> None:
    found = find_quantities("월 다운타임 18시간→7시간")
    assert [(one.quantity.value, one.quantity.unit, one.change) for one in found] == [
        (Decimal(18), Unit.HOURS, -1),
        (Decimal(7), Unit.HOURS, 1),
    ]


def test_a_unit_printed_once_serves_both_sides_of_an_arrow() -> None:
    found = find_quantities("UPH 120→145ea")
    assert [(one.quantity.value, one.counter) for one in found] == [(Decimal(120), "ea"), (Decimal(145), "ea")]


def test_an_open_sign_is_told() -> None:
    assert [(one.mark, one.quantity.value) for one in find_quantities("▲15%")] == [("▲", Decimal(15))]


def test_brackets_are_told_where_they_close_around_the_amount() -> None:
    assert [one.mark for one in find_quantities("(1,234)")] == ["("]
    assert [one.mark for one in find_quantities("(1,234억원 규모)")] == [""]


@pytest.mark.parametrize("printed", ["€(44,391.00)", "€ (44,391.00)", "(€44,391.00)", "EUR (44,391.00)"])
def test_a_currency_before_the_brackets_is_that_of_the_amount_in_them(printed: str) -> None:
    (found,) = find_quantities(printed)
    assert (found.start, found.end, found.mark) == (0, len(printed), "(")
    assert (found.quantity.unit, found.quantity.value) == (Unit.EUR, Decimal("44391.00"))


def test_a_note_in_brackets_behind_a_currency_is_no_amount() -> None:
    assert [found.quantity.value for found in find_quantities("Price $(see note) 5")] == [5]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("설립일 2018년 11월 21일", "2018-11-21"),
        ("2019.03 법인 설립", "2019-03"),
        ("Founded in 2019", "2019"),
        ("October 2019", "2019-10"),
        ("'25.9월 말", "2025-09"),
        ("6/1/2014", "2014-06-01"),
    ],
)
def test_a_date_is_read_as_far_as_it_is_printed(text: str, written: str) -> None:
    assert [one.quantity.text for one in find_dates(text)] == [written]


def test_a_year_before_an_amount_does_not_eat_its_first_digit() -> None:
    assert _one("2030년 2조 3,000억원 전망").value == Decimal(2_300_000_000_000)


_NUMBERS = st.integers(1, 9_999)
_SCALED = st.sampled_from(
    [
        ("원", 1),
        ("천원", 10**3),
        ("만원", 10**4),
        ("백만원", 10**6),
        ("천만원", 10**7),
        ("억원", 10**8),
        ("억 원", 10**8),
        ("십억원", 10**9),
        ("백억원", 10**10),
        ("천억원", 10**11),
        ("조원", 10**12),
    ]
)


@given(number=_NUMBERS, scale=_SCALED, decimals=st.integers(0, 2), comma=st.booleans())
def test_won_written_in_any_scale_reads_back(
    number: int, scale: tuple[str, int], decimals: int, *, comma: bool
) -> None:
    value = Decimal(number).scaleb(-decimals)
    quantity = _one(f"매출 {value:,}{scale[0]}" if comma else f"매출 {value}{scale[0]}")
    assert (quantity.unit, quantity.value) == (Unit.KRW, value * scale[1])


@given(jo=st.integers(1, 99), eok=st.integers(1, 9_999), man=st.integers(1, 9_999), gap=st.sampled_from(["", " "]))
def test_a_compound_sums_its_parts(jo: int, eok: int, man: int, gap: str) -> None:
    quantity = _one(f"{jo}조{gap}{eok:,}억{gap}{man:,}만{gap}원")
    assert quantity.value == Decimal(jo) * 10**12 + Decimal(eok) * 10**8 + Decimal(man) * 10**4


_DOLLARS = st.sampled_from(
    [("k", 3), ("K", 3), ("M", 6), ("m", 6), (" million", 6), ("bn", 9), ("B", 9), (" billion", 9)]
)


@given(
    number=st.integers(1, 999_999),
    decimals=st.integers(0, 2),
    scale=_DOLLARS,
    sign=st.sampled_from(["$", "US$", "USD "]),
)
def test_dollars_written_in_any_scale_read_back(number: int, decimals: int, scale: tuple[str, int], sign: str) -> None:
    value = Decimal(number).scaleb(-decimals)
    quantity = _one(f"raised {sign}{value}{scale[0]} in all")
    assert (quantity.unit, quantity.value) == (Unit.USD, value * 10 ** scale[1])


_UNITS = st.sampled_from(
    [
        ("%", Unit.PERCENT),
        ("%p", Unit.PERCENT_POINT),
        ("배", Unit.RATIO),
        ("x", Unit.RATIO),
        ("명", Unit.COUNT),
        ("개사", Unit.COUNT),
        ("건", Unit.COUNT),
        ("개월", Unit.MONTHS),
        (" months", Unit.MONTHS),
        ("년간", Unit.YEARS),
        (" weeks", Unit.WEEKS),
        ("시간", Unit.HOURS),
        (" minutes", Unit.MINUTES),
        ("초", Unit.SECONDS),
    ]
)


@given(number=st.integers(1, 1_899), decimals=st.integers(0, 1), unit=_UNITS)
def test_every_unit_reads_back(number: int, decimals: int, unit: tuple[str, Unit]) -> None:
    value = Decimal(number).scaleb(-decimals)
    quantity = _one(f"약 {value}{unit[0]} 이상" if unit[1] is not Unit.RATIO else f"약 {value}{unit[0]}")
    assert (quantity.unit, quantity.value, quantity.approx) == (unit[1], value, True)


@given(
    low=st.integers(1, 499),
    more=st.integers(1, 500),
    dash=st.sampled_from("~∼〜-–—"),
    unit=st.sampled_from(["%", "억원"]),
)
def test_every_dash_makes_a_range(low: int, more: int, dash: str, unit: str) -> None:
    quantity = _one(f"{low}{dash}{low + more}{unit}")
    factor = 1 if unit == "%" else 10**8
    assert (quantity.value_min, quantity.value_max) == (low * factor, (low + more) * factor)


@given(st.text(alphabet="0123456789.,~-–△▲()%억만원천백조$kMB→' 명개x+약여이상년월", max_size=40))
def test_any_text_is_read_without_harm_and_spans_stay_inside(text: str) -> None:
    for found in (*find_quantities(plain(text)), *find_dates(plain(text))):
        assert 0 <= found.start < found.end <= len(text)
        assert any(letter.isdigit() for letter in text[found.start : found.end])


@pytest.mark.parametrize(
    "junk", ["1" * 9000, "a." * 4500 + "1", "1-" * 4500, "1," * 4500, "'24" * 3000, "(" * 9000 + "1"]
)
def test_junk_of_any_length_is_read_in_a_moment(junk: str) -> None:
    started = process_time()
    find_quantities(junk)
    find_dates(junk)
    assert process_time() - started < 5
