"""The deadlines page, its reports and the alarms of the home page, in both languages and for those who may."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dealflow.actions.investment import deals, funds, sessions
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.tips import filings
from dealflow.domain.investment.committee import Appointment, Fund, SessionKind
from dealflow.domain.investment.deal_terms import FundLine, Instrument, Terms
from dealflow.domain.tips.filings import FilingState
from dealflow.ui.kit import context
from tests.pages.onstage import NOW, Books, at_page, drawn, rows, said

SOON = timedelta(days=7)


@pytest.fixture(scope="module")
def item(books: Books) -> str:
    """An item of a mother-fund-backed fund on the agenda of a main committee in a week."""
    ws, anna = context.workspace(), books.anna
    given = Fund("", "", "예시-동남권 투자조합 제0호", "Fund 0 (Fictional)", mother_fund_backed=True, voters=("anna",))
    fund = funds.keep_fund(Acting(ws, anna, NOW), given)
    engagements.set_next_step(Acting(ws, anna, NOW), books.moved, step="", due=None, assignee_id="anna")
    terms = Terms(Instrument.RCPS, (FundLine(fund.id, 2_000_000_000),), 15_000_000_000, None, 1_000_000, 1_000_000)
    deals.set_terms(Acting(ws, anna, NOW), books.moved, terms)
    held: datetime = NOW + SOON
    session = sessions.convene(Acting(ws, anna, NOW), SessionKind.MAIN, Appointment(held, "부산", "제1회"))
    return sessions.table_item(Acting(ws, anna, NOW), session, engagement_id=books.moved, fund_id=fund.id)


@pytest.mark.usefixtures("item")
def test_the_list_tells_what_is_due_and_home_rings() -> None:
    app = at_page("deadlines")
    listed = rows(app, "deadlines_list")
    assert {row[0] for row in listed} >= {"투심 계획 보고(모태)", "투심 결과 보고(모태)"}
    assert {row[2] for row in listed} == {"가온(가상)", "예시-동남권 투자조합 제0호"}
    assert [row[0] for row in rows(at_page("deadlines", kind="ic_plan"), "deadlines_list")] == ["투심 계획 보고(모태)"]
    rung = [row[0] for row in rows(at_page("home"), "home_alarms")]
    assert rung.index("투심 계획 보고(모태)") < rung.index("제1회 · 안건 1")


@pytest.mark.usefixtures("item")
def test_a_rival_and_a_guest_see_nothing_of_it() -> None:
    assert "챙겨야 할 기한이 없습니다" in said(at_page("deadlines", who="bora"))
    assert "가온" not in said(at_page("deadlines", who="bora", view="filings"))
    assert "home_alarms" not in drawn(at_page("home", who="gil"))


def test_the_month_shows_the_deadline_in_its_day(books: Books, item: str) -> None:
    due = filings.report(Looking(context.workspace(), books.anna), item, "r2").owed.deadline.due
    app = at_page("deadlines", view="month", month=f"{due:%Y-%m}", lang="en")
    month = "".join(str(one.proto.body) for one in app.get("html"))
    assert "IC result report (KVIC) · Gaon (Fictional)" in month.partition(f"datetime='{due}'")[2].partition("</td>")[0]


def test_a_sheet_is_typed_into_filed_and_locked(books: Books, item: str) -> None:
    app = at_page("deadlines", view="filings", item=item, report="r1")
    assert "비어 있는 필수 항목" in said(app).replace("\\", "")
    given = {"registration_number": "000-00-00001", "representative": "홍가상", "founded_on": "2019-03-01"}
    given |= {"industry": "로봇", "capital_won": "500,000,000", "is_spc": "아니오"}
    for name, value in given.items():
        app.text_input(key=f"filing_{item}_r1_{name}").input(value)
    app.text_input(key=f"filing_{item}_r1_capital_won").input("많이")
    app.button(key="filing_save").click().run()
    assert "숫자로 읽을 수 없습니다" in said(app)
    assert app.text_input(key=f"filing_{item}_r1_representative").value == "홍가상"
    app.text_input(key=f"filing_{item}_r1_capital_won").input("500,000,000")
    app.button(key="filing_save").click().run()
    assert "필수 항목을 모두 채웠습니다" in said(app)
    app.button(key="filing_file").click().run()
    app.button(key="filing_receive").click().run()
    assert filings.report(Looking(context.workspace(), books.anna), item, "r1").state is FilingState.RECEIVED
    assert "한국벤처투자에 전화로" in said(app)
    viewer = at_page("deadlines", who="vera", view="filings", item=item, report="r1")
    assert [one.key for one in viewer.button if str(one.key).startswith("filing_")] == ["filing_back"]


@pytest.mark.usefixtures("nothing")
def test_an_empty_house_is_told_what_to_do_next() -> None:
    assert "본투심을 소집하거나" in said(at_page("deadlines", who=None))
    assert "Table an item" in said(at_page("deadlines", who=None, view="filings", lang="en"))
