"""The register page and the pipeline of a past day: what stands there, for whom, and what can be asked of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.domain.pipeline.funnel import Status
from dealflow.ui.kit import context
from tests.pages.onstage import NOW, TODAY, Books, at_page, days_ago, drawn, rows, said


@pytest.fixture(scope="module")
def dropped(books: Books) -> str:
    ws = context.workspace()
    reason = ws.reasons[0].id
    engagements.set_status(
        Acting(ws, books.anna, days_ago(1)), books.quiet, Status.PASSED, reason=reason, note="시장이 작다"
    )
    return ws.reasons[0].name_ko


def test_the_register_lists_the_houses_decisions_and_narrows_by_its_address(books: Books, dropped: str) -> None:
    app = at_page("register")
    (row,) = rows(app, "register_table")
    assert (row[1], row[2], row[7]) == ("누리(가상)", "드롭·재개", f"{dropped} · 시장이 작다")
    assert "1건" in said(app)
    assert "조건에 맞는 결정이 없습니다" in said(at_page("register", kind="payment"))
    assert rows(at_page("register", kind="status", lang="en"), "register_table")[0][1] == "Nuri (Fictional)"
    assert len(app.get("link_button")) == 2
    assert books.quiet


@pytest.mark.usefixtures("dropped")
def test_a_rival_sees_an_empty_register_with_what_to_do_next() -> None:
    assert "아직 기록된 결정이 없습니다" in said(at_page("register", who="bora"))


def test_the_pipeline_of_a_past_day_is_shown_under_a_band_with_nothing_to_move(books: Books) -> None:
    day = (TODAY - timedelta(days=10)).isoformat()
    app = at_page("pipeline", as_of=day)
    assert "읽기 전용입니다" in said(app)
    cards = {card["id"]: card for card in drawn(app)["pipeline_board_past"]["cards"]}
    assert {name: (card["column"], card["moves"]) for name, card in cards.items()} == {
        books.moved: ("ir", []),
        books.quiet: ("meeting", []),
    }
    table = rows(at_page("pipeline", as_of=day, view="table", lang="en"), "pipeline_past")
    assert sorted(row[0] for row in table) == ["Gaon (Fictional)", "Nuri (Fictional)"]


@pytest.mark.usefixtures("books")
def test_a_day_before_everything_or_to_come_is_told_in_words() -> None:
    before = at_page("pipeline", as_of=(TODAY - timedelta(days=400)).isoformat())
    assert "그날에는 조건에 맞는 건이 없습니다" in said(before)
    later = at_page("pipeline", as_of=(TODAY + timedelta(days=2)).isoformat())
    assert [one.value for one in later.error]


def test_a_register_that_was_read_before_shows_what_was_decided_since_and_each_viewer_their_own(
    books: Books, dropped: str
) -> None:
    assert dropped
    before = rows(at_page("register"), "register_table")
    engagements.set_status(Acting(context.workspace(), books.anna, NOW), books.quiet, Status.ACTIVE)
    assert len(rows(at_page("register"), "register_table")) == len(before) + 1
    assert "register_table" not in drawn(at_page("register", who="bora"))
    assert len(rows(at_page("register", who="vera"), "register_table")) == len(before) + 1
