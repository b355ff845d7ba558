"""A company's page as a record: added by hand, summed up, reached, merged, through time."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting
from dealflow.domain.pipeline.deal_sizes import DealSize
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.ui.kit import context
from tests.pages.onstage import TODAY, Books, at_page, drawn, rows, said


def words(app: object) -> str:
    return said(app).replace("\\", "")  # type: ignore[arg-type]  # AppTest


def test_a_company_is_added_by_hand_with_a_contact_and_a_source(books: Books) -> None:
    app = at_page("companies", do="new_company")
    app.text_input(key="new_company_name").set_value("하늘온(가상)")
    app.text_input(key="new_company_about").set_value("드론 배터리")
    app.text_input(key="new_company_person").set_value("이하늘(가상)")
    app.text_input(key="new_company_tags").set_value("드론, 배터리")
    app.button(key="new_company_submit").click().run()
    assert not app.exception
    listed = at_page("companies", q="배터리")
    assert [row[0] for row in rows(listed, "companies_table")] == ["하늘온(가상)"]
    made = drawn(listed)["companies_table"]["rows"][0]["id"]
    page = at_page("company", id=made, view="contacts")
    assert "드론 배터리" in words(page)
    assert "이하늘(가상)" in words(page)
    assert "이하늘" not in words(at_page("companies", who="bora"))
    del books


@pytest.mark.usefixtures("books")
def test_a_known_name_is_told_and_refused_until_a_person_says_that_it_is_another() -> None:
    app = at_page("companies", do="new_company")
    app.text_input(key="new_company_name").set_value("㈜가온 (가상)").run()
    assert "이미 등록된 기업일 수 있습니다" in words(app)
    app.button(key="new_company_submit").click().run()
    assert "이미 등록된 기업입니다(가온(가상))" in words(app)
    app.checkbox(key="new_company_another").check()
    app.button(key="new_company_submit").click().run()
    assert [row[0] for row in rows(at_page("companies", q="㈜가온"), "companies_table")] == ["㈜가온 (가상)"]


def test_the_page_begins_with_a_summary_that_names_its_gaps(books: Books) -> None:
    page = words(at_page("company", id=books.gaon))
    assert "자료 검토" in page  # our stage
    assert "자료에 없음" in page
    assert "사업 소개가 아직 없습니다" in page
    other = words(at_page("company", id=books.gaon, who="bora"))
    assert "자료 검토" not in other


def test_what_our_house_noted_of_a_deal_stands_in_the_summary_of_a_company_without_a_deck(books: Books) -> None:
    size = DealSize(asked=Quantity(Unit.KRW, Decimal(3_000_000_000)), pre_money=Quantity(Unit.KRW, Decimal(10**10)))
    engagements.note_size(Acting(context.workspace(), books.anna, context.now()), books.quiet, size)
    page = words(at_page("company", id=books.nuri))
    assert "30억 원" in page
    assert "100억 원" in page
    assert page.count("우리 기관 기록, 근거 없음") == 2
    assert "30억 원" not in words(at_page("company", id=books.nuri, who="bora"))


def test_figures_stand_through_time_as_known_on_any_day(books: Books) -> None:
    now = at_page("company", id=books.gaon, view="series", metric="revenue")
    (point,) = drawn(now)["series_one"]["rows"]
    assert [cell["text"] for cell in point["cells"][:2]] + [point["cells"][1]["sub"]] == [
        "2025년",
        "153억 원",
        "● 실적",
    ]
    assert [row[1] for row in rows(now, "series_all")] == ["42명", "153억 원"]
    before = (TODAY - timedelta(days=5)).isoformat()
    then = at_page("company", id=books.gaon, view="series", metric="revenue", known=before)
    cell = drawn(then)["series_one"]["rows"][0]["cells"][1]
    assert cell["marks"] == []  # accepted three days ago: not verified yet
    never = (TODAY - timedelta(days=50)).isoformat()
    assert "보여 줄 수치가 없습니다" in words(at_page("company", id=books.gaon, view="series", known=never))


def test_a_deal_is_opened_from_the_page_and_its_opener_is_in_charge(books: Books) -> None:
    app = at_page("company", id=books.nuri, do="new_deal", who="bora")
    app.selectbox(key="company_deal_round").set_value("Series A")
    app.button(key="company_deal_submit").click().run()
    assert not app.exception
    page = at_page("company", id=books.nuri, view="engagements", who="bora")
    assert [row[0] for row in rows(page, "company_engagements")] == ["VC 투자 검토"]
    assert "bora" in words(page)


def test_our_notes_are_changed_where_others_keep_the_name(books: Books) -> None:
    app = at_page("company", id=books.gaon, do="company_edit")
    assert not [field for field in app.text_input if field.key == "company_amend_name"]
    app.text_input(key="company_amend_website").set_value("javascript:x")
    app.button(key="company_amend_submit").click().run()
    assert "웹 주소로 읽을 수 없습니다" in words(app)
    app.text_input(key="company_amend_website").set_value("gaon.example.com")
    app.button(key="company_amend_submit").click().run()
    assert "gaon.example.com" in words(at_page("company", id=books.gaon))
    assert "gaon.example.com" not in words(at_page("company", id=books.gaon, who="bora"))


def test_put_away_it_leaves_the_list_until_asked_for(books: Books) -> None:
    app = at_page("company", id=books.nuri)
    app.button(key="company_archive").click().run()
    assert not app.exception
    assert "누리(가상)" not in [row[0] for row in rows(at_page("companies"), "companies_table")]
    assert [row[0] for row in rows(at_page("companies", archived="1"), "companies_table")] == ["누리(가상)"]


def test_the_timeline_tells_our_own_review_of_figures_and_nobody_elses(books: Books) -> None:
    assert "수치 검토: 승인 1건 (gaon.pdf)" in words(at_page("company", id=books.gaon, view="timeline"))
    assert "수치 검토" not in words(at_page("company", id=books.gaon, view="timeline", who="bora"))
