"""The home page: what waits for the viewer, and nothing of another firm's."""

from __future__ import annotations

import pytest

from tests.pages.onstage import Books, at_page, drawn, rows, said


@pytest.mark.usefixtures("books")
def test_home_counts_what_waits_and_lists_it_one_click_from_where_it_is_done() -> None:
    app = at_page("home")
    assert [(one.label, one.value) for one in app.metric] == [
        ("검토할 수치", "1"),
        ("처리할 자료", "2"),
        ("오늘까지 할 일", "1"),
        ("장기 정체 건", "1"),
    ]
    assert rows(app, "home_review") == [["gaon.pdf", "가온(가상)", "1 / 2"]]
    assert [row[0] for row in rows(app, "home_decks")] == ["unknown.pdf", "locked.pdf"]
    (step,) = drawn(app)["home_alarms"]["rows"]
    assert step["cells"][0]["sub"].startswith("가온(가상)")
    assert [row[0] for row in rows(app, "home_stale")] == ["누리(가상)"]


@pytest.mark.usefixtures("books")
def test_each_number_leads_to_what_it_counts_and_no_more() -> None:
    assert [row[0] for row in rows(at_page("home", show="due"), "home_counted_rows")] == ["가온(가상)"]
    assert [row[0] for row in rows(at_page("home", show="stale"), "home_counted_rows")] == ["누리(가상)"]
    assert [row[0] for row in rows(at_page("home", show="decks"), "home_counted_decks")] == [
        "unknown.pdf",
        "locked.pdf",
    ]
    assert "home_counted_rows" not in drawn(at_page("home", show="nonsense"))
    assert "home_counted_rows" not in drawn(at_page("home", who="gil", show="due"))


def test_a_figure_that_waits_links_into_its_review(books: Books) -> None:
    cell = drawn(at_page("home", lang="en"))["home_review"]["rows"][0]["cells"][0]
    assert cell["href"] == f"review?deck={books.deck}&lang=en"


@pytest.mark.usefixtures("books")
def test_a_refused_deck_says_why() -> None:
    cells = drawn(at_page("home"))["home_decks"]["rows"][1]["cells"]
    assert cells[1]["marks"][0]["text"] == "판독 실패"
    assert cells[0]["sub"]


@pytest.mark.usefixtures("books")
def test_another_firms_steps_and_engagements_do_not_wait_for_me() -> None:
    app = at_page("home", who="bora")
    assert [one.value for one in app.metric] == ["2", "2", "0", "0"]
    assert "실사 일정" not in said(app)


@pytest.mark.usefixtures("books")
def test_a_companys_guest_sees_its_own_record_and_no_firms_books() -> None:
    app = at_page("home", who="gil")
    assert not app.metric
    assert "실사 일정" not in said(app)
    assert "장기 정체 검토 건" not in said(app)


@pytest.mark.usefixtures("nothing")
def test_a_new_installation_says_what_to_do_first() -> None:
    app = at_page("home", who=None)
    assert "첫 IR 자료를 올려 보십시오" in said(app)
    assert not app.metric
