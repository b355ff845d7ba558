"""Long tables: a page at a time, and only what a cell says goes to the browser."""

from __future__ import annotations

from dataclasses import asdict, replace

from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dealflow.ui.kit import grid
from dealflow.ui.kit.grid import Cell, Edit, Mark

CELLS = st.builds(
    Cell,
    text=st.text(max_size=3),
    sub=st.text(max_size=3),
    marks=st.tuples() | st.tuples(st.builds(Mark, st.text(max_size=2))),
    act=st.booleans(),
    level=st.integers(0, 100),
    parts=st.tuples() | st.tuples(st.builds(Cell, st.text(max_size=2))),
    edit=st.none() | st.builds(Edit, st.text(max_size=2)),
)


@given(CELLS)
def test_what_is_sent_of_a_cell_says_all_that_differs_from_a_silent_one(cell: Cell) -> None:
    sent = grid._cell(cell)
    whole = asdict(Cell("")) | sent
    parts = [asdict(Cell("")) | part for part in sent.get("parts", [])]  # type: ignore[attr-defined]  # a list of cells
    marks = list(whole["marks"])
    assert whole | {"parts": (), "marks": ()} == asdict(replace(cell, parts=(), marks=()))
    assert (parts, marks) == ([asdict(part) for part in cell.parts], [asdict(mark) for mark in cell.marks])


def _long() -> None:
    import streamlit as st  # AppTest runs this text alone

    from dealflow.ui.kit import grid  # as above

    rows = tuple(grid.Row(str(number), (grid.Cell(f"기업 {number}"),)) for number in range(st.session_state["many"]))
    table = grid.Table((grid.Column("name", "기업"),), rows)
    grid.show(table, caption="기업", key="companies", lang="ko")


def shown(app: AppTest) -> tuple[str, str, int]:
    """Return the first and the last row that the browser was given, and how many."""
    from tests.pages.onstage import rows

    texts = [row[0] for row in rows(app, "companies")]
    return texts[0], texts[-1], len(texts)


def test_a_long_table_is_drawn_a_page_at_a_time_and_never_past_its_end() -> None:
    app = AppTest.from_function(_long)
    app.session_state["many"] = 250
    app.run()
    assert shown(app) == ("기업 0", "기업 99", 100)
    app.session_state["companies_page"] = 3
    app.run()
    assert shown(app) == ("기업 200", "기업 249", 50)
    app.session_state["many"] = 120
    app.run()
    assert shown(app) == ("기업 100", "기업 119", 20)
    app.session_state["many"] = 3
    app.run()
    assert shown(app) == ("기업 0", "기업 2", 3)
