"""The results page: an IR day's figures with what is not known, the follow-up list, and the ways to every file."""

from __future__ import annotations

import pytest

from dealflow.actions.irday.results.results import results_of
from dealflow.actions.people import people
from dealflow.actions.platform.context import Looking
from dealflow.reports.irday.papers.file_index import Paper
from dealflow.ui.kit import context
from tests.actions.irday.held_day import EVENT, held_day
from tests.pages.onstage import TODAY, Books, at_page, drawn, rows


@pytest.fixture(scope="module")
def held(books: Books) -> str:
    """Let the organiser have held a day."""
    held_day(context.workspace(), books.gaon)
    return EVENT


@pytest.mark.usefixtures("held")
def test_the_figures_are_shown_with_their_definitions_and_what_nobody_recorded() -> None:
    app = at_page("results", who="olli")
    values = {one.label: one.value for one in app.metric}
    assert values["완료 상담"] == "1"
    assert values["투자검토 의향금액(비구속)"] == "3억 원 – 5억 원"
    assert all(one.help for one in app.metric)
    turnout = {row[0]: row[1:] for row in rows(app, "results_turnout")}
    assert turnout["공급기업"] == ["2", "2", "1", "1"]
    assert rows(app, "results_satisfaction_investor")[0][1] == "아직 회신 없음"
    english = at_page("results", who="olli", lang="en")
    assert {one.label: one.value for one in english.metric}["Match rate"] == "66.7%"


@pytest.mark.usefixtures("held")
def test_an_outcome_is_noted_from_the_follow_up_list_and_counts_as_raised() -> None:
    app = at_page("results", who="olli", view="follow")
    found = {(row[0], row[1]): row for row in rows(app, "results_follow")}
    assert set(found) == {("다온로보틱스(가상)", "a벤처스(가상)")}
    app = at_page("results", who="olli", view="follow", do="outcome", pair="co-1~inv-a")
    assert any("상담하신 뒤" in one.value for one in app.code)
    app.selectbox(key="results_kind").select("투자 유치")
    app.text_input(key="results_amount").input("5억원")
    app.button(key="FormSubmitter:results_outcome-기록").click().run()
    assert not app.exception
    olli = people.viewer_of(context.workspace(), "olli")
    money = results_of(Looking(context.workspace(), olli), EVENT, on=TODAY).facts.outcomes
    assert sorted(one.amount or 0 for one in money) == [300_000_000, 500_000_000]


@pytest.mark.usefixtures("held")
def test_an_amount_that_is_none_is_refused_in_words_and_stays_typed() -> None:
    app = at_page("results", who="olli", view="follow", do="outcome", pair="co-1~inv-a")
    app.text_input(key="results_amount").input("많이")
    app.button(key="FormSubmitter:results_outcome-기록").click().run()
    assert [one.value for one in app.error]
    assert app.text_input(key="results_amount").value == "많이"


@pytest.mark.usefixtures("held")
def test_every_file_is_one_click_away_in_the_language_of_choice() -> None:
    app = at_page("results", who="olli", view="files")
    links = [one.proto.url for one in app.get("link_button")]
    assert f"events/{EVENT}/papers/badges?lang=ko" in links
    assert f"events/{EVENT}/report.docx?lang=ko" in links
    papers = {url.partition("/papers/")[2].partition("?")[0].partition(".")[0] for url in links if "/papers/" in url}
    assert papers >= {paper.value for paper in Paper}
    assert len(links) == len(set(links))
    app.segmented_control(key="papers_language").set_value("en").run()
    assert all("lang=en" in one.proto.url for one in app.get("link_button"))


@pytest.mark.usefixtures("held")
def test_nobody_but_the_organiser_finds_an_event() -> None:
    assert "results_turnout" not in drawn(at_page("results", who="anna"))
