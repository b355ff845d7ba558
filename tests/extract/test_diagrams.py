"""Figures whose words stand further below, amounts over their scale, and axes beside columns of figures."""

from __future__ import annotations

import pytest

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.page import Box, DeckText, Page, Source, Word
from dealflow.extract import read_claims
from dealflow.extract.charts import mark_ticks
from dealflow.extract.spots import spots_of

METRICS = load_metrics()


def words(text: str, middle: float, top: float, size: float) -> list[Word]:
    """A line of words around a middle."""
    parts = text.split()
    width = sum(len(part) for part in parts) * size * 0.5 + (len(parts) - 1) * size * 0.3
    x, found = middle - width / 2, []
    for part in parts:
        wide = len(part) * size * 0.5
        found.append(Word(part, Box(x, top, x + wide, top + size), size))
        x += wide + size * 0.3
    return found


def page(*lines: list[Word]) -> Page:
    return Page(1, 960, 540, tuple(word for line in lines for word in line), Source.TEXT)


def claims(*lines: list[Word]) -> set[tuple[str, int]]:
    found = read_claims(DeckText("0", (page(*lines),), ""), METRICS)
    return {(claim.metric, int(claim.quantity.value)) for claim in found if claim.quantity and claim.quantity.value}


TITLE = words("Market (Fictional)", 480, 40, 30)


def circles(gap: float, lower: float = 0) -> list[list[Word]]:
    return [
        TITLE,
        words("$2B", 200, 200, 24),
        words("$5M", 700, 200, 24),
        words("Yearly TAM of makers", 200, 224 + gap, 14),
        words("SOM within three years", 700, 224 + gap + lower, 14),
    ]


@pytest.mark.parametrize("gap", [70, 110, 130])
def test_words_below_the_circles_of_a_diagram_name_their_figures(gap: float) -> None:
    assert {("tam", 2_000_000_000), ("som", 5_000_000)} <= claims(*circles(gap))


def test_words_below_that_are_not_level_or_too_far_name_nothing() -> None:
    assert not {("som", 5_000_000)} & claims(*circles(110, lower=60))
    assert not {("som", 5_000_000)} & claims(*circles(200))


def test_an_amount_over_its_scale_is_one_amount() -> None:
    cells = [spot.cell.text for spot in spots_of(page(words("$1.5", 200, 200, 50), words("Million", 200, 252, 28)))]
    assert cells == ["$1.5Million"]


@pytest.mark.parametrize(
    ("below", "middle", "top"), [("Million users", 200, 252), ("Million", 500, 252), ("Million", 200, 320)]
)
def test_words_that_are_more_than_a_scale_or_stand_elsewhere_are_none_of_it(
    below: str, middle: float, top: float
) -> None:
    cells = [spot.cell.text for spot in spots_of(page(words("$1.5", 200, 200, 50), words(below, middle, top, 28)))]
    assert cells == ["$1.5", below]


def lane(*numbers: str) -> list[bool]:
    lines = [words(number, 300, 100 + 30 * place, 14) for place, number in enumerate(numbers)]
    spots = spots_of(page(*lines))
    mark_ticks(spots)
    return [spot.is_tick for spot in spots]


def test_even_steps_are_an_axis_and_a_growing_market_is_none() -> None:
    assert lane("1,000", "2,000", "3,000", "4,000") == [True] * 4
    assert lane("3,858.07", "3,942.95", "4,029.70", "4,118.35") == [False] * 4
