"""A unit printed once serves its own table or chart, and no other on the page."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dealflow.catalogue.metrics import load_metrics
from dealflow.decks.read import read_deck
from dealflow.extract import read_claims
from tests.extract.paper import FONT, HEIGHT, TODAY, WIDTH

if TYPE_CHECKING:
    from dealflow.domain.claims.claims import Claim

MILLION = 1_000_000
Placed = tuple[str, float, float]
"""Words with the place of their lower left corner, in points from the upper left of the page."""


def claims_at(*placed: Placed) -> tuple[Claim, ...]:
    """Return what is read off a page of such words."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=1)
    canvas.setFont(FONT, 14)
    for text, x, y in placed:
        canvas.drawString(x, HEIGHT - y, text)
    canvas.save()
    return read_claims(read_deck(file.getvalue(), "paper.pdf"), load_metrics(), read_on=TODAY)


def won(*placed: Placed) -> dict[str, Decimal | None]:
    """Return the amount of each figure that is read off a page of such words, by its quote."""
    return {piece.quote: claim.quantity.value for claim in claims_at(*placed) for piece in claim.evidence}


def table(x: float, y: float, *rows: tuple[str, ...], step: float = 30) -> list[Placed]:
    """Return the rows of a table, its first column wide."""
    return [
        (cell, x + (100 + 90 * (column - 1) if column else 0), y + step * row)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]


RESULTS = (("구분", "2023", "2024"), ("매출액", "2,130", "4,530"), ("영업이익", "310", "450"))
ORDERS = (("구분", "2023", "2024"), ("수주액", "31.5", "52.5"), ("ARR", "12.5", "18.5"))
READ = {
    "2,130": 2_130 * MILLION,
    "4,530": 4_530 * MILLION,
    "310": 310 * MILLION,
    "450": 450 * MILLION,
    "31.5": 3_150 * MILLION,
    "52.5": 5_250 * MILLION,
    "12.5": 1_250 * MILLION,
    "18.5": 1_850 * MILLION,
}


@pytest.mark.parametrize("shift", [0, 250], ids=["over the left ends", "over the right ends"])
def test_of_two_tables_side_by_side_each_has_its_own_unit(shift: int) -> None:
    units = [("(단위: 백만원)", 60.0 + shift, 110.0), ("(단위: 억원)", 500.0 + shift, 110.0)]
    assert won(*units, *table(60, 140, *RESULTS), *table(500, 140, *ORDERS)) == READ


def test_of_two_tables_one_over_the_other_each_has_its_own_unit() -> None:
    units = [("(단위: 백만원)", 60.0, 110.0), ("(단위: 억원)", 60.0, 260.0)]
    assert won(*units, *table(60, 140, *RESULTS), *table(60, 290, *ORDERS)) == READ


def test_the_unit_of_a_charts_series_is_not_that_of_the_table_beside_it() -> None:
    series = [("매출(억원)", 600.0, 230.0), ("21.3", 685.0, 230.0), ("45.3", 760.0, 230.0)]
    read = won(("(단위: 백만원)", 60.0, 110.0), *table(60, 140, *RESULTS), *series)
    assert read == {**dict(list(READ.items())[:4]), "21.3": 2_130 * MILLION, "45.3": 4_530 * MILLION}


def test_a_unit_of_the_page_still_serves_all_its_rows() -> None:
    read = won(
        ("(단위: 백만원)", 820.0, 60.0), *table(60, 140, *RESULTS), ("매출(억원)", 60.0, 330.0), ("21.3", 160.0, 330.0)
    )
    assert read == {**dict(list(READ.items())[:4]), "21.3": 2_130 * MILLION}


def test_a_unit_at_the_foot_of_a_lone_table_serves_it() -> None:
    assert won(*table(60, 140, *RESULTS), ("(단위: 백만원)", 60.0, 240.0)) == dict(list(READ.items())[:4])


def test_a_row_in_a_unit_of_its_own_lends_it_to_no_row_without_one() -> None:
    rows = [("매출(억원)", 60.0, 140.0), ("21.3", 160.0, 140.0), ("영업이익", 60.0, 300.0), ("450", 160.0, 300.0)]
    assert won(*rows) == {"21.3": Decimal(2_130 * MILLION)}


@pytest.mark.parametrize("shift", [0, 220], ids=["over the left ends", "over the right ends"])
def test_bars_without_a_label_have_the_unit_of_their_own_chart(shift: int) -> None:
    heads = [("매출액 (단위: 백만원)", 60.0 + shift, 110.0), ("수주액 (단위: 억원)", 500.0 + shift, 110.0)]
    bars = [("2,130", 80.0, 300.0), ("4,530", 330.0, 200.0), ("31.5", 540.0, 310.0), ("52.5", 790.0, 220.0)]
    years = [("2023", 80.0, 400.0), ("2024", 330.0, 400.0), ("2023", 540.0, 400.0), ("2024", 790.0, 400.0)]
    read = won(*heads, *bars, *years)
    assert read == {quote: READ[quote] for quote in ("2,130", "4,530", "31.5", "52.5")}


@settings(deadline=None, max_examples=30)
@given(gap=st.integers(0, 60), rows=st.integers(1, 4), x=st.sampled_from((60, 200)))
def test_wherever_a_second_table_stands_the_firsts_unit_stays(gap: int, rows: int, x: int) -> None:
    names = ("매출액", "영업이익", "당기순이익", "매출총이익")
    cells = [(name, f"{1000 + 7 * number**2:,}") for number, name in enumerate(names[:rows])]
    more = [("(단위: 억원)", 480.0 + gap, 110.0), *table(480 + gap, 140, ("구분", "2024"), ("수주액", "52.5"))]
    first = [("(단위: 백만원)", x, 110.0), *table(60, 140, ("구분", "2024"), *cells)]
    read = won(*first, *more)
    assert read == {**{cell: (1000 + 7 * n**2) * MILLION for n, (_, cell) in enumerate(cells)}, "52.5": 5_250 * MILLION}
