"""Letters that only a figure can be are put right, and words of the same letters are left alone."""

from __future__ import annotations

import pytest

from dealflow.decks.misread import mended
from dealflow.decks.seen import Seen, words_of


def line(*texts: str, number: int = 0, gap: int = 8) -> list[Seen]:
    """Words of one line, each letter ten pixels wide."""
    words, x = [], 0
    for text in texts:
        words.append(Seen(text, 0.9, x, 40 * number, x + 10 * len(text), 40 * number + 20, number, 40 * number + 20))
        x += 10 * len(text) + gap
    return words


def told(*texts: str, gap: int = 8) -> list[str]:
    return [word.text for word in mended(line(*texts, gap=gap))]


@pytest.mark.parametrize(
    ("seen", "printed"),
    [
        (["SOM+"], ["50M+"]),
        (["IO0%"], ["100%"]),
        (["A6.5"], ["△6.5"]),
        (["AS.9"], ["△5.9"]),
        (["스", "6.5"], ["△6.5"]),
        (["W2.01B"], ["₩2.01B"]),
        (["W1,200"], ["₩1,200"]),
        (["1,500만운"], ["1,500만원"]),
        (["(US", "5", "mln):"], ["(US", "$", "mln):"]),
        (["2026년", "(6)"], ["2026년", "(E)"]),
    ],
)
def test_what_only_a_figure_can_be_is_a_figure(seen: list[str], printed: list[str]) -> None:
    assert told(*seen) == printed


@pytest.mark.parametrize(
    "texts",
    [
        ["SOM"], ["SAM"], ["IOS"], ["A4"], ["A3", "size"], ["W3"], ["WIN"], ["버스", "6.5"], ["US", "5", "cities"],
        ["Table", "(6)"], ["Bill"], ["S+B"],
    ],
)  # fmt: skip
def test_words_of_the_same_letters_stay(texts: list[str]) -> None:
    assert told(*texts) == texts


def test_a_syllable_at_the_end_of_a_word_that_was_taken_apart_is_no_loss() -> None:
    assert told("버", "스", "6.5", gap=2) == ["버", "스", "6.5"]


def test_letters_before_three_numbers_level_with_a_plain_one_are_losses() -> None:
    assert told("A510", "A470", "A330", "60", gap=60) == ["△510", "△470", "△330", "60"]
    assert told("A510", "A470", "A330", gap=60) == ["A510", "A470", "A330"]


def test_an_icon_beside_words_is_left_out_and_a_badly_read_figure_is_not() -> None:
    icon, word, figure = line("위", "매출", "5%")
    badly = [icon._replace(confidence=0.5), word, figure._replace(confidence=0.5)]
    assert [one.text for one in words_of([badly])] == ["매출", "5%"]
