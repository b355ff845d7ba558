"""The list of companies and the record of one: figures with their standing, and the way to their evidence."""

from __future__ import annotations

import pytest

from tests.pages.onstage import Books, at_page, drawn, rows, said


@pytest.mark.usefixtures("books")
def test_each_company_has_its_figures_with_unverified_ones_shown_as_such() -> None:
    app = at_page("companies", metrics="revenue,employees_total")
    assert [[row[0], *row[2:]] for row in rows(app, "companies_table")] == [
        ["가온(가상)", "153억 원", "42명", "1", "1"],
        ["누리(가상)", "–", "–", "0", "1"],
    ]
    revenue, employees = drawn(app)["companies_table"]["rows"][0]["cells"][2:4]
    assert [mark["text"] for mark in revenue["marks"]] == ["✓"]
    assert (employees["tone"], employees["sub"]) == ("unsure", "2025년 · 미검증")


def test_a_figure_links_to_the_slide_it_was_read_from(books: Books) -> None:
    cell = drawn(at_page("companies", metrics="revenue"))["companies_table"]["rows"][0]["cells"][2]
    assert cell["href"] == f"review?deck={books.deck}&claim=rev"


@pytest.mark.usefixtures("books")
def test_a_word_of_one_firm_does_not_verify_a_figure_for_another() -> None:
    cell = drawn(at_page("companies", who="bora", metrics="revenue"))["companies_table"]["rows"][0]["cells"][2]
    assert (cell["tone"], cell["marks"]) == ("unsure", [])


@pytest.mark.usefixtures("books")
def test_the_address_chooses_columns_order_and_companies() -> None:
    app = at_page("companies", metrics="arr", sort="-name", lang="en")
    assert [row[0] for row in rows(app, "companies_table")] == ["Nuri (Fictional)", "Gaon (Fictional)"]
    assert [column["label"] for column in drawn(app)["companies_table"]["columns"]][:3] == [
        "Company",
        "Our stage",
        "ARR",
    ]
    assert [row[0] for row in rows(at_page("companies", q="로봇"), "companies_table")] == ["누리(가상)"]
    assert [row[0] for row in rows(at_page("companies", region="경남"), "companies_table")] == ["가온(가상)"]


@pytest.mark.usefixtures("books")
def test_only_verified_figures_are_left_when_asked_for() -> None:
    app = at_page("companies", metrics="revenue,employees_total", verified="1")
    assert rows(app, "companies_table")[0][2:] == ["153억 원", "–", "1", "1"]


@pytest.mark.usefixtures("books")
def test_an_unknown_metric_in_the_address_is_left_out() -> None:
    app = at_page("companies", metrics="nonsense,revenue")
    assert [column["id"] for column in drawn(app)["companies_table"]["columns"]] == [
        "name", "stage", "revenue", "decks", "engagements",
    ]  # fmt: skip


def test_the_record_has_claims_by_section_decks_engagements_and_what_happened(books: Books) -> None:
    app = at_page("company", id=books.gaon)
    assert app.title[0].value.replace("\\", "") == "가온(가상)"
    assert rows(app, "figures_Financials") == [["매출액", "153억 원", "2025년", "회사 · 실적", "", "2쪽"]]
    decks = at_page("company", id=books.gaon, view="decks")
    assert rows(decks, "company_decks")[0][0] == "gaon.pdf"
    engaged = at_page("company", id=books.gaon, view="engagements")
    assert [row[:3] for row in rows(engaged, "company_engagements")] == [["VC 투자 검토", "a벤처스(가상)", "자료 검토"]]
    told = said(at_page("company", id=books.gaon, view="timeline")).replace("\\", "")
    assert "IR → 자료 검토" in told
    assert "경쟁사 메모" not in told


@pytest.mark.usefixtures("books")
def test_a_company_that_is_not_there_is_told_in_words() -> None:
    app = at_page("company", id="nobody")
    assert [one.value for one in app.error]
    assert "기업을 고르십시오" in said(at_page("company"))


@pytest.mark.usefixtures("books")
def test_the_list_is_narrowed_by_a_value_and_says_by_what() -> None:
    inside = at_page("companies", metrics="arr", by="revenue", least="150억", most="160억")
    assert [row[0] for row in rows(inside, "companies_table")] == ["가온(가상)"]
    assert "매출액 150억 원 이상 160억 원 이하 · 값이 없는 기업 1곳 제외" in said(inside)
    outside = at_page("companies", by="revenue", least="154억")
    assert "companies_table" not in drawn(outside)
    wrong = at_page("companies", by="revenue", least="많이")
    assert len(rows(wrong, "companies_table")) == 2
    assert "값 범위를 읽을 수 없거나" in wrong.warning[0].value


@pytest.mark.usefixtures("books")
def test_how_far_our_deal_is_stands_in_the_list_sorts_it_and_narrows_it() -> None:
    def stages(**query: str) -> list[list[str]]:
        return [row[:2] for row in rows(at_page("companies", metrics="revenue", **query), "companies_table")]

    app = at_page("companies", metrics="revenue", house="stage,last_contact,source")
    columns = [column["id"] for column in drawn(app)["companies_table"]["columns"]]
    assert columns[:4] == ["name", "stage", "last_contact", "source"]
    assert stages(sort="stage") == [["누리(가상)", "미팅"], ["가온(가상)", "자료 검토"]]
    assert stages(sort="-stage") == [["가온(가상)", "자료 검토"], ["누리(가상)", "미팅"]]
    assert stages(stage="vc:review") == [["가온(가상)", "자료 검토"]]
    assert "companies_table" not in drawn(at_page("companies", stage="vc:ir"))


@pytest.mark.usefixtures("nothing")
def test_a_new_installation_says_what_to_do_first() -> None:
    assert "아직 기업이 없습니다" in said(at_page("companies", who=None))
