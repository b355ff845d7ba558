"""Report, comparison, scores and book on their screens: read, written, taken back, and open to those who may."""

from __future__ import annotations

import pytest

from dealflow.actions.companies import memo as memos
from dealflow.actions.companies.memo import Subject
from dealflow.actions.investment import deal_scores
from dealflow.actions.platform.context import Looking
from dealflow.ui.kit import context
from tests.pages.onstage import NOW, Books, at_page, drawn, rows, said


def test_a_section_is_written_kept_and_given_back(books: Books) -> None:
    app = at_page("memo", company=books.gaon, engagement=books.moved, do="exit")
    key = "memo_text_exit_ko"
    app.text_area(key=f"{key}_area").input("  ")
    app.button(key=f"{key}_save").click().run()
    assert "값이 비어 있습니다" in said(app)
    app.text_area(key=f"{key}_area").input("- **2029년** 코스닥 상장 <b>목표</b>")
    app.button(key=f"{key}_save").click().run()
    subject = Subject(books.gaon, books.moved)
    source = memos.source(Looking(context.workspace(), books.anna), subject, on=NOW.date(), lang="ko")
    assert [edited.text for edited in source.edited.values()] == ["- **2029년** 코스닥 상장 <b>목표</b>"]
    app = at_page("memo", company=books.gaon, engagement=books.moved)
    assert "**2029년** 코스닥 상장 \\<b\\>목표\\</b\\>" in said(app)
    assert "anna 작성" in said(app).replace("\\", "")
    app = at_page("memo", company=books.gaon, engagement=books.moved, do="exit")
    app.button(key=f"{key}_restore").click().run()
    assert "2029년" not in said(at_page("memo", company=books.gaon, engagement=books.moved))


@pytest.mark.usefixtures("books")
def test_without_a_company_the_page_says_where_to_begin() -> None:
    assert "보고서를 만들 기업을 고르십시오" in said(at_page("memo"))


def test_companies_stand_side_by_side(books: Books) -> None:
    app = at_page("compare", ids=f"{books.gaon},{books.nuri}", metrics="revenue")
    assert [column["label"] for column in drawn(app)["compare_table"]["columns"]] == [
        "지표",
        "가온(가상)",
        "누리(가상)",
        "중앙값",
    ]
    assert rows(app, "compare_table")[1] == ["매출액", "153억 원", "–", "–"]
    assert "비교할 기업을 고르십시오" in said(at_page("compare", ids=books.gaon))


def test_marks_are_given_in_the_drawer(books: Books) -> None:
    app = at_page("pipeline", open=books.moved)
    key = f"deal_score_{books.moved}"
    app.text_input(key=f"{key}_market").input("80")
    app.button(key=f"{key}_submit").click().run()
    assert "모든 항목에 점수를" in said(app)
    for criterion in ("competitiveness", "team", "exit"):
        app.text_input(key=f"{key}_{criterion}").input("60")
    app.button(key=f"{key}_submit").click().run()
    opinion = deal_scores.opinion_of(Looking(context.workspace(), books.anna), books.moved)
    assert (opinion.count, opinion.overall) == (1, 66)


@pytest.mark.usefixtures("books")
def test_a_house_edits_its_card(books: Books) -> None:
    app = at_page("settings", view="scorecards")
    app.text_input(key="scorecard_vc_0_own_1_ko").input("속도")
    app.button(key="scorecard_vc_0_save").click().run()
    assert "가중치" in said(app)
    app.text_input(key="scorecard_vc_0_own_1_weight").input("10")
    app.button(key="scorecard_vc_0_save").click().run()
    card = deal_scores.scorecard(Looking(context.workspace(), books.anna), "vc")
    assert [criterion.name_ko for criterion in card.criteria][-1] == "속도"


@pytest.mark.usefixtures("books")
def test_without_an_event_there_is_no_book() -> None:
    assert "행사에 낸 자료가 없습니다" in said(at_page("book"))
