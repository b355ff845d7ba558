"""Columns of a printed table are as wide as their words need, and together as wide as the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.reports.kit import docx_tables

WITHIN, SIZE, PADDING = 17.4, 8.5, 0.3
COLUMNS = st.lists(
    st.lists(st.text(alphabet="가나다 abcd1₩,.\n", max_size=40), min_size=1, max_size=5), min_size=1, max_size=8
)


def test_a_year_and_a_region_keep_their_line_beside_long_texts() -> None:
    columns = [["Region", "Gyeongnam"], ["Year", "2026"], ["What was adopted", "predictive maintenance " * 9] * 3]
    region, year, adopted = docx_tables.widths(columns, within_cm=WITHIN, size_pt=SIZE, padding_cm=PADDING)
    assert region > len("Gyeongnam") * 0.5 * SIZE * 0.0353 + PADDING
    assert year > len("2026") * 0.55 * SIZE * 0.0353 + PADDING
    assert adopted > 2 * region


@given(COLUMNS)
def test_columns_fill_the_page_and_none_is_without_room(columns: list[list[str]]) -> None:
    widths = docx_tables.widths(columns, within_cm=WITHIN, size_pt=SIZE, padding_cm=PADDING)
    assert sum(widths) == pytest.approx(WITHIN)
    assert min(widths) > 0
