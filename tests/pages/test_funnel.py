"""The funnel page: both ways to count, the engagements behind a number, and each firm's own books only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.ui.kit import context
from dealflow.ui.pipeline import funnel
from tests.pages.onstage import NOW, TODAY, Books, at_page, drawn, rows, said


@pytest.mark.usefixtures("books")
def test_the_funnel_counts_who_reached_each_stage_and_how_long_they_stayed() -> None:
    app = at_page("funnel")
    assert rows(app, "funnel_table")[:4] == [
        ["미팅", "2", "–", "100%", "25일", "37일", "1"],
        ["IR", "1", "50%", "50%", "15일", "15일", "0"],
        ["자료 검토", "1", "100%", "50%", "5일", "5일", "1"],
        ["예비투심", "0", "0%", "0%", "–", "–", "0"],
    ]


@pytest.mark.usefixtures("books")
def test_both_ways_to_count_are_named_and_explained_and_differ() -> None:
    since = (TODAY - timedelta(days=35)).isoformat()
    cohort, period = at_page("funnel", since=since), at_page("funnel", since=since, by="period")
    assert "첫 단계로 들어온 건만" in said(cohort)
    assert "기간 안에 각 단계에 새로 도달한" in said(period)
    late = (TODAY - timedelta(days=10)).isoformat()
    assert "집계할 검토 건이 없습니다" in said(at_page("funnel", since=late))
    assert [row[1] for row in rows(at_page("funnel", since=late, by="period"), "funnel_table")[:3]] == ["0", "0", "1"]


def test_a_stage_in_the_address_shows_the_engagements_behind_its_number(books: Books) -> None:
    app = at_page("funnel", stage="ir", lang="en")
    assert "1 engagement that reached Office IR" in said(app)
    assert [row["id"] for row in drawn(app)["funnel_records"]["rows"]] == [books.moved]
    one = at_page("funnel", record=books.quiet)
    assert [row["id"] for row in drawn(one)["funnel_records"]["rows"]] == [books.quiet]


def test_another_firms_engagement_is_not_shown_by_its_address(books: Books) -> None:
    assert rows(at_page("funnel", record=books.rival), "funnel_records") == []


def test_a_move_on_the_board_changes_the_funnel_at_once(books: Books) -> None:
    before = [row[1] for row in rows(at_page("funnel", who="bora"), "funnel_table")[:3]]
    engagements.move(Acting(context.workspace(), books.bora, NOW), books.rival, "review")
    after = [row[1] for row in rows(at_page("funnel", who="bora"), "funnel_table")[:3]]
    engagements.undo(Acting(context.workspace(), books.bora, NOW), books.rival)
    assert (before, after) == (["1", "0", "0"], ["1", "1", "1"])


@pytest.mark.usefixtures("books")
def test_dates_the_wrong_way_round_are_told_in_words() -> None:
    app = at_page("funnel", since=TODAY.isoformat(), until=(TODAY - timedelta(days=9)).isoformat())
    assert [one.value for one in app.error]


@pytest.mark.usefixtures("nothing")
def test_a_new_installation_says_what_to_do_first() -> None:
    assert "집계할 검토 건이 없습니다" in said(at_page("funnel", who=None))


def test_lengths_of_stay_have_one_decimal_at_most() -> None:
    assert [funnel.days_of(value, "en") for value in (None, 1.0, 2.45, 14.0)] == ["–", "1 day", "2.5 days", "14 days"]
