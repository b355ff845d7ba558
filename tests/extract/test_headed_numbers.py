"""A bare number that a person points at counts in what its table's head says; one with a unit of its own does not."""

from __future__ import annotations

from decimal import Decimal

from dealflow.catalogue.metrics import load_metrics
from dealflow.domain.claims.page import Box, Page, Word
from dealflow.domain.values.quantity import Unit
from dealflow.extract.announced import Scale
from dealflow.extract.headed_numbers import headed_numbers

SIZE = 14.0
MILLIONS = Scale(Unit.KRW, Decimal(1_000_000))


def page(*placed: tuple[str, float, float]) -> Page:
    """A page of single words with the place of their upper left corner."""
    words = tuple(Word(text, Box(x, y, x + 8.0 * len(text), y + SIZE), SIZE) for text, x, y in placed)
    return Page(1, 960.0, 540.0, words)


TABLE = (
    ("(단위:백만원)", 600, 80),
    ("2023", 400, 110),
    ("2024", 600, 110),
    ("매출액", 100, 140),
    ("2,130", 400, 140),
    ("4,530", 600, 140),
)


def scales(*placed: tuple[str, float, float]) -> dict[float, Scale]:
    return {box.x0_pt: scale for box, scale in headed_numbers(page(*placed), load_metrics())}


def test_every_cell_of_a_table_counts_in_the_unit_of_its_head_and_years_do_not() -> None:
    assert scales(*TABLE) == {400: MILLIONS, 600: MILLIONS}


def test_a_number_that_prints_its_own_unit_and_one_under_no_head_are_left_alone() -> None:
    assert scales(("매출액", 100, 140), ("45.3억원", 400, 140)) == {}
    assert scales(("고객사", 100, 140), ("38", 400, 140)) == {}
    assert scales() == {}
