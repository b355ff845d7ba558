"""The dashboards: charts of one's own books, each mark with its records, definitions and n, in both languages."""

from __future__ import annotations

import pytest

from tests.pages.onstage import Books, at_page, rows, said


@pytest.mark.usefixtures("books")
@pytest.mark.parametrize(("lang", "words"), [("ko", ("발굴 경위", "n=2")), ("en", ("Sources", "n=2"))])
def test_every_chart_says_what_it_counts_and_of_how_many(lang: str, words: tuple[str, ...]) -> None:
    app = at_page("dashboard", lang=lang)
    assert not app.exception
    text = said(app)
    assert all(word in text.replace("\\", "") for word in words)


def test_a_mark_opens_its_engagements_of_ones_own_books(books: Books) -> None:
    app = at_page("dashboard", pick="person:")
    assert [row[0] for row in rows(app, "dash_records")] == ["누리(가상)"]
    assert [row[0] for row in rows(at_page("dashboard", pick="flow:ir>review"), "dash_records")] == ["가온(가상)"]
    assert rows(at_page("dashboard", who="bora", pick="flow:ir>review"), "dash_records") == []
    assert books.rival not in said(app)


@pytest.mark.usefixtures("books")
def test_an_address_that_picks_nothing_known_says_so_and_draws_the_rest() -> None:
    app = at_page("dashboard", pick="nonsense:1")
    assert app.error
    assert not app.exception


@pytest.mark.usefixtures("books")
def test_traits_as_tables_say_what_bars_say_at_a_touch_and_open_the_same_records() -> None:
    app = at_page("dashboard", table="1", pick="person:")
    assert not app.exception
    sources = rows(app, "dash_table_sources")
    assert sum(int(row[1]) for row in sources) == len(rows(at_page("pipeline", view="table"), "pipeline_table"))
    assert [row[0] for row in rows(app, "dash_records")] == ["누리(가상)"]
