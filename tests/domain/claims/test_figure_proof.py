"""A figure added by hand stands on its page, or is refused: nothing is verified without something to look at."""

from __future__ import annotations

from decimal import Decimal

import pytest

from dealflow.domain.claims.figure_proof import proof_of, states
from dealflow.domain.claims.page import Box, Word
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import InvalidInputError

PAGE = tuple(
    Word(text, Box(x, y, x + 40, y + 10), 10.0)
    for text, x, y in (("매출액", 0, 0), ("12.3억", 50, 0), ("원", 95, 0), ("시장", 0, 50), ("현황", 50, 50))
)
SUM = Quantity(Unit.KRW, Decimal(1_230_000_000))
OVER_THE_FIGURE, OVER_OTHER_WORDS, OVER_NOTHING = Box(45, -2, 140, 12), Box(0, 45, 140, 65), Box(300, 300, 320, 320)
TYPED = "12억 3천만 원"


@pytest.mark.parametrize(
    ("boxes", "quote", "kept"),
    [
        ((OVER_THE_FIGURE,), "", "12.3억 원"),
        ((), "매출액 12.3억원", "매출액 12.3억원"),
        ((OVER_NOTHING,), "", TYPED),
        ((OVER_NOTHING,), "12.3억", "12.3억"),
        ((), "", ""),
    ],
)
def test_words_of_the_page_or_a_box_over_a_picture_prove_a_figure(
    boxes: tuple[Box, ...], quote: str, kept: str
) -> None:
    assert proof_of(PAGE, boxes, quote, TYPED, SUM) == kept


@pytest.mark.parametrize(
    ("words", "boxes", "quote", "problem"),
    [
        (PAGE, (), TYPED, "not_on_page"),
        (PAGE, (OVER_THE_FIGURE,), "매출액 99억", "not_on_page"),
        (PAGE, (OVER_OTHER_WORDS,), "", "not_under_box"),
        (PAGE, (), "시장 현황", "lacks_value"),
        (PAGE, (OVER_OTHER_WORDS,), "시장 현황", "lacks_value"),
        ((), (), "12.3억", "picture_needs_box"),
    ],
)
def test_what_does_not_stand_on_the_page_is_refused(
    words: tuple[Word, ...], boxes: tuple[Box, ...], quote: str, problem: str
) -> None:
    with pytest.raises(InvalidInputError) as told:
        proof_of(words, boxes, quote, TYPED, SUM)
    assert told.value.parameters["problem"] == problem


def test_a_picture_is_proved_by_a_box_and_hidden_words_prove_nothing() -> None:
    hidden = tuple(word._replace(hidden=True) for word in PAGE)
    assert proof_of((), (OVER_NOTHING,), "", TYPED, SUM) == TYPED
    with pytest.raises(InvalidInputError):
        proof_of(hidden, (), "12.3억", TYPED, SUM)


@pytest.mark.parametrize(
    ("text", "is_stated"),
    [("1,230 (백만원)", True), ("1.23B", True), ("12.4억", False), ("매출 현황", False), ("0", False)],
)
def test_a_value_is_known_by_its_digits_in_any_scale(text: str, *, is_stated: bool) -> None:
    assert states(text, TYPED, SUM) == is_stated
