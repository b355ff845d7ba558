"""Amounts drawn by chance in every usual type, size, ink and money come back as printed, and never as another money.

Drawn anew by the same seeds each time; 24 amounts a picture, about 1.5 CPU seconds each.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from random import Random
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, NamedTuple

import pytest

from dealflow.decks import ocr, scans
from dealflow.domain.claims.page import Box, Word
from dealflow.extract.numbers import find_quantities
from tests.decks import drawn_amounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

    from dealflow.decks.ocr import Looked
    from tests.decks.drawn_amounts import Drawn

PICTURES: Final = 8
PAGE: Final = Box(0.0, 0.0, float(drawn_amounts.WIDTH_PX), float(drawn_amounts.HEIGHT_PX))
pytestmark = pytest.mark.skipif(not drawn_amounts.FONTS, reason="needs fonts-dejavu, fonts-nanum or fonts-noto-cjk")


class Answer(NamedTuple):
    """An amount as it was drawn, and as it was read."""

    drawn: Drawn
    text: str
    kind: str


def look(seed: int) -> tuple[Looked, list[Drawn]]:
    picture, amounts = drawn_amounts.picture(Random(seed), kind_of(seed))  # noqa: S311 -- drawn slides, no secret
    looked = ocr.look(picture, scans.FINDING_PX, most=scans.MOST_LINES)
    assert looked is not None
    return looked, amounts


def kind_of(seed: int) -> str:
    return drawn_amounts.KINDS[seed % len(drawn_amounts.KINDS)]


@cache
def answers() -> tuple[Answer, ...]:
    """All amounts of all pictures with what was read in their cells."""
    found = []
    for seed in range(PICTURES):
        looked, amounts = look(seed)
        words = ocr.words_in(looked, PAGE)
        found.extend(Answer(amount, text_in(amount.cell, words), kind_of(seed)) for amount in amounts)
    return tuple(found)


def text_in(cell: tuple[int, int, int, int], words: Sequence[Word]) -> str:
    def is_in(box: Box) -> bool:
        x, y = (box.x0_pt + box.x1_pt) / 2, (box.y0_pt + box.y1_pt) / 2
        return cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]

    inside = sorted((word for word in words if is_in(word.box)), key=lambda word: word.box.x0_pt)
    return "".join(word.text for word in inside)


def right(answer: Answer) -> bool:
    return answer.text == answer.drawn.text.replace(" ", "")


@pytest.mark.parametrize("sign", drawn_amounts.SIGNS)
def test_amounts_of_every_money_come_back_as_printed(sign: str) -> None:
    of_sign = [answer for answer in answers() if answer.drawn.sign == sign]
    wrong = [answer for answer in of_sign if not right(answer)]
    assert len(of_sign) > 20
    assert len(wrong) <= 0.06 * len(of_sign), wrong


def test_amounts_come_back_on_every_ground_in_every_type_size_and_state() -> None:
    shares: defaultdict[tuple[str, object], list[bool]] = defaultdict(list)
    for answer in answers():
        amount = answer.drawn
        for sign in (
            ("ground", amount.ground),
            ("type", amount.font),
            ("size", amount.size_px),
            ("state", answer.kind),
        ):
            shares[sign].append(right(answer))
    told = {sign: sum(said) / len(said) for sign, said in shares.items() if len(said) >= 15}
    assert len(told) >= 14
    assert {sign: share for sign, share in told.items() if share < 0.9} == {}
    assert sum(map(right, answers())) >= 0.97 * len(answers())


def test_no_amount_comes_back_in_another_money() -> None:
    for answer in answers():
        printed = {amount.quantity.unit for amount in find_quantities(answer.drawn.text)}
        units = {amount.quantity.unit for amount in find_quantities(answer.text) if amount.unit_printed}
        assert units <= printed, answer


def small_picture() -> Image.Image:
    picture, _ = drawn_amounts.picture(Random(3), "packed")  # noqa: S311 -- as above
    wide, high = drawn_amounts.WIDTH_PX // drawn_amounts.COLUMNS, drawn_amounts.HEIGHT_PX // drawn_amounts.ROWS
    return picture.crop((0, 0, 2 * wide, 4 * high))


def words_of(picture: Image.Image) -> tuple[Word, ...]:
    looked = ocr.look(picture, scans.FINDING_PX, most=scans.MOST_LINES)
    assert looked is not None
    return ocr.words_in(looked, PAGE)


def burn(is_over: Event) -> None:
    while not is_over.is_set():
        sum(range(10_000))


def test_the_same_picture_gives_the_same_words_on_a_busy_machine() -> None:
    calm = words_of(small_picture())
    assert len(calm) >= 6
    is_over = Event()
    burners = [Thread(target=burn, args=(is_over,)) for _ in range(3)]
    for burner in burners:
        burner.start()
    try:
        assert words_of(small_picture()) == calm
    finally:
        is_over.set()
        for burner in burners:
            burner.join()


def test_a_picture_with_more_lines_than_the_bound_is_left_unread_however_much_time_there_is() -> None:
    picture = small_picture()
    assert ocr.look(picture, scans.FINDING_PX, most=3) is None
    blank = ocr.look(picture, scans.FINDING_PX, fewest=100, most=scans.MOST_LINES)
    assert blank is not None
    assert ocr.words_in(blank, PAGE) == ()
