"""What people type is understood as they mean it, or refused; nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.values.day_span import Span
from dealflow.domain.values.field_parsing import count_of, list_of, loose_day_of, spans_of, won_of, yes_of
from dealflow.errors import InvalidInputError


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("3,000,000,000", 3_000_000_000), ("30억", 3_000_000_000), ("30억 5천만원", 3_050_000_000),
        ("1조 2,000억원", 1_200_000_000_000), ("₩3bn", 3_000_000_000), ("１２억", 1_200_000_000),
        ("4.53억", 453_000_000), ("5천3백만원", 53_000_000), ("1억 2천 5백만", 125_000_000),
        ("1조 2천억", 1_200_000_000_000), ("500백만원", 500_000_000), ("약 10억", 1_000_000_000),
        ("0", 0), ("", None), ("-", None),
    ],
)  # fmt: skip
def test_amounts(text: str, won: int | None) -> None:
    assert won_of(text, "amount") == won


def test_a_bare_number_counts_in_the_unit_of_its_heading_and_won_do_not() -> None:
    assert won_of("300", "amount", unit=1_000_000) == 300_000_000
    assert won_of("300원", "amount", unit=1_000_000) == 300
    assert won_of("3억", "amount", unit=1_000_000) == 300_000_000


@pytest.mark.parametrize(
    "text", ["협의", "10억~20억", "-3억", "0.5원", "1e9", "3억달러", "3백만2억", "5억5억", "5백3천만", "9" * 20]
)
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InvalidInputError):
        won_of(text, "amount")


def test_spans() -> None:
    assert spans_of("14시-15시반, 10:00 ~ 11:30", "span") == (Span(600, 690), Span(840, 930))
    assert spans_of("~11:00 / 15:00–24:00", "span") == (Span(0, 660), Span(900, 1440))
    assert spans_of("22:00-00:00, 23:30~00:30", "span") == (Span(1320, 1440), Span(1410, 1470))
    assert spans_of("15:00~, 9시부터 10시까지", "span") == (Span(540, 600), Span(900, 1440))
    assert spans_of("오전 10시 ~ 오후 2시 반, 1500-1600", "span") == (Span(600, 870), Span(900, 960))
    assert spans_of("", "span") == ()
    for wrong in ("오전", "~", "11:00", "11:00~10:00", "10:61~11:00", "23:00~25:00", "10:00~10:00", "오후 2시~4시"):
        with pytest.raises(InvalidInputError):
            spans_of(wrong, "span")


def test_days_counts_words_and_yes() -> None:
    days = ("2019", "2019년", "2019.3", "2019년 3월", "2019-03-12", "20190312", "2019. 3. 12.", "2019-03-12 00:00:00")
    assert [loose_day_of(text, "founded") for text in days] == [
        "2019", "2019", "2019-03", "2019-03", "2019-03-12", "2019-03-12", "2019-03-12", "2019-03-12",
    ]  # fmt: skip
    assert [count_of(text, "count") for text in ("42", "1,200명", "42.0", "")] == [42, 1200, 42, None]
    assert list_of("로봇, 비전 검사 /로봇\n-") == ("로봇", "비전 검사")
    assert [yes_of(text, "flag") for text in ("O", " 동의 ", "Y", "", "X", "아니오")] == [True] * 3 + [False] * 3
    for wrong in ("2019-13", "2019-02-30", "설립", "19-03"):
        with pytest.raises(InvalidInputError):
            loose_day_of(wrong, "founded")
    with pytest.raises(InvalidInputError):
        count_of("-4", "count")
    with pytest.raises(InvalidInputError):
        yes_of("글쎄", "flag")


@given(st.text(max_size=12))
def test_whatever_is_typed_gives_a_value_or_an_error_of_ours(text: str) -> None:
    for understand in (won_of, spans_of, loose_day_of, count_of, yes_of):
        try:
            understand(text, "value")
        except InvalidInputError:
            continue


@given(st.integers(0, 10**12))
def test_written_amounts_come_back(won: int) -> None:
    assert won_of(f"{won:,}원", "amount") == won
    assert won_of(f"{won // 10**8}억 {won % 10**8}원", "amount") == won
