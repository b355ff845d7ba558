"""The deal page: terms typed and computed, refused with nothing lost, versions, payments and what blocks them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from dealflow.actions.companies import companies
from dealflow.actions.investment import deals, funds, sessions, voting
from dealflow.actions.people import people
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.investment import share_math
from dealflow.domain.investment.committee import Appointment, Ballot, Fund, PassRule, SessionKind, VotingRule
from dealflow.domain.investment.deal_terms import FundLine, Instrument, Payment, Terms
from dealflow.ui.investment.terms_form import PREFIX
from dealflow.ui.kit import context
from tests.pages.onstage import NOW, TODAY, Books, at_page, rows, said


@pytest.fixture(scope="module")
def fund(books: Books) -> str:
    """Firm A's fund, in which the analyst alone votes."""
    rule = VotingRule((1, 2), PassRule.MAJORITY)
    given = Fund("", "", "동남 투자조합(가상)", "Southeast Fund", mother_fund_backed=True, voters=("anna",), rule=rule)
    return funds.keep_fund(Acting(context.workspace(), books.anna, NOW), given).id


def typed(app: AppTest, fund: str, **given: str) -> AppTest:
    usual = {f"fund:{fund}": "10억", "pre_money": "100억", "issued_shares": "100만", "diluted_shares": "1,000,000"}
    for name, text in {**usual, "par": "500", **given}.items():
        app.text_input(PREFIX + name).set_value(text)
    return app.run()


def test_terms_are_computed_while_they_are_typed_and_saved_as_a_version(books: Books, fund: str) -> None:
    app = typed(at_page("deal", engagement=books.moved), fund)
    assert not app.exception
    words = said(app).replace("\\", "")
    assert "10,000원" in words
    assert "9.0909%" in words
    app.button("deal_save").click().run()
    assert not app.exception
    shown = deals.deal(Looking(context.workspace(), books.anna), books.moved)
    assert shown.deal.current is not None
    assert (shown.deal.terms_version, shown.deal.current.amount_won) == (1, 1_000_000_000)


def test_what_cannot_be_is_told_beside_the_form_and_nothing_typed_is_lost(books: Books, fund: str) -> None:
    app = typed(at_page("deal", engagement=books.quiet), fund, par="20,000")
    assert "액면가보다 낮습니다" in said(app)
    assert app.button("deal_save").disabled
    app = typed(app, fund, par="오백")
    assert app.text_input(PREFIX + "par").value == "오백"
    assert "숫자로 읽을 수 없습니다" in said(app)


def agreed(books: Books, fund: str) -> None:
    """Terms at 10,000 won a share, unless there are some already."""
    if deals.deal(Looking(context.workspace(), books.anna), books.moved).deal.current is None:
        terms = Terms(
            Instrument.RCPS, (FundLine(fund, 1_000_000_000),), pre_money_won=10_000_000_000, issued_shares=1_000_000,
            diluted_shares=1_000_000, par_won=500,
        )  # fmt: skip
        deals.set_terms(Acting(context.workspace(), books.anna, NOW), books.moved, terms)


def test_a_new_version_says_what_it_changed_and_an_old_one_is_restored(books: Books, fund: str) -> None:
    agreed(books, fund)
    app = typed(at_page("deal", engagement=books.moved), fund, pre_money="120억")
    app.button("deal_save").click().run()
    changed = rows(app, "deal_version_2")
    assert changed == [["투자 전 기업가치", "10,000,000,000", "12,000,000,000"]]
    app.button("deal_restore_1").click().run()
    shown = deals.deal(Looking(context.workspace(), books.anna), books.moved).deal
    assert shown.terms_version == 3
    assert shown.terms[2] == shown.terms[0]


def test_a_payment_is_blocked_with_the_reason_until_a_committee_approves(books: Books, fund: str) -> None:
    agreed(books, fund)
    app = at_page("deal", engagement=books.moved, view="money")
    app.text_input("deal_pay:figure").set_value("100,000").run()
    words = said(app).replace("\\", "")
    assert "100,000주 × 10,000원" in words
    assert "아직 납입할 수 없습니다" in words
    assert app.button("deal_pay_submit").disabled


def test_letters_of_commitment_are_kept_and_refused_in_words(books: Books) -> None:
    app = at_page("deal", engagement=books.moved, view="money")
    app.text_input("deal_loc:amount").set_value("10억")
    app.button("deal_loc_submit").click().run()
    assert [one.value for one in app.error]
    assert app.text_input("deal_loc:amount").value == "10억"
    app.text_input("deal_loc:number").set_value("LOC-2026-01")
    app.button("deal_loc_submit").click().run()
    [given] = deals.deal(Looking(context.workspace(), books.anna), books.moved).deal.commitments
    assert (given.number, given.amount_won) == ("LOC-2026-01", 1_000_000_000)


def approved(books: Books, fund: str, at: datetime = NOW) -> tuple[str, str]:
    """A main committee's approval of a billion won at 10,000 won a share; returns session and item."""
    ws = context.workspace()
    if deals.deal(Looking(ws, books.anna), books.quiet).deal.current is None:
        terms = Terms(
            Instrument.RCPS, (FundLine(fund, 1_000_000_000),), pre_money_won=10_000_000_000, issued_shares=1_000_000,
            diluted_shares=1_000_000, par_won=500,
        )  # fmt: skip
        deals.set_terms(Acting(ws, books.anna, NOW), books.quiet, terms)
    called = sessions.convene(Acting(ws, books.anna, at), SessionKind.MAIN, Appointment(at, "부산", "제7회"))
    item = sessions.table_item(Acting(ws, books.anna, at), called, engagement_id=books.quiet, fund_id=fund)
    voting.vote(Acting(ws, books.anna, at), called, item, Ballot.FOR)
    sessions.resolve(Acting(ws, books.anna, at), called, item)
    return called, item


def test_new_terms_over_an_approval_call_the_linked_session_in_the_same_act(books: Books, fund: str) -> None:
    session_id, item_id = approved(books, fund)
    app = typed(at_page("deal", engagement=books.quiet), fund, pre_money="120억")
    assert "함께 소집할 재심의" in said(app)
    assert app.text_input("deal_again:title").value == "누리(가상) 재심의"
    app.text_input("deal_again:title").set_value("")
    app.button("deal_save").click().run()
    assert [one.value for one in app.error]
    assert deals.deal(Looking(context.workspace(), books.anna), books.quiet).deal.terms_version == 1
    assert app.text_input(PREFIX + "pre_money").value == "120억"
    app.text_input("deal_again:title").set_value("누리 2차")
    app.button("deal_save").click().run()
    assert not app.exception
    *_, again = deals.deal(Looking(context.workspace(), books.anna), books.quiet).sessions
    (item,) = again.items
    assert (again.title, again.place, again.linked_session_id) == ("누리 2차", "부산", session_id)
    assert (item.fund_id, item.terms_version, item.linked_item_id) == (fund, 2, item_id)
    assert "함께 소집할 재심의" not in said(typed(at_page("deal", engagement=books.quiet), fund, pre_money="130억"))


def test_what_was_paid_on_an_approval_that_no_longer_stands_is_told_on_every_tab(books: Books, fund: str) -> None:
    ws = context.workspace()
    companies.amend_company(
        Acting(ws, people.SYSTEM, NOW), books.nuri, CompanyDetails("누리(가상)", biz_reg_no="000-00-00009")
    )
    approved(books, fund, NOW + timedelta(hours=1))
    payment = Payment("", fund, "", 500_000_000, 50_000, 10_000, Instrument.RCPS, TODAY, contract_on=TODAY)
    current = deals.deal(Looking(ws, books.anna), books.quiet).deal.current
    assert current is not None
    price = share_math.price_of(current)
    assert price is not None
    deals.pay(Acting(ws, books.anna, NOW), books.quiet, replace(payment, amount_won=50_000 * price, price_won=price))
    assert not at_page("deal", engagement=books.quiet).error
    deals.set_terms(Acting(ws, books.anna, NOW), books.quiet, replace(current, pre_money_won=14_000_000_000))
    for view in ("terms", "cap", "money", "whatif"):
        (told,) = [one.value for one in at_page("deal", engagement=books.quiet, view=view).error]
        assert "본투심 승인이 없습니다" in told


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("view", ["terms", "cap", "money", "whatif"])
def test_every_tab_is_drawn_in_both_languages(books: Books, fund: str, view: str, lang: str) -> None:
    assert fund
    at_page("deal", engagement=books.moved, view=view, lang=lang)


def test_another_house_sees_nothing_and_a_viewer_changes_nothing(books: Books) -> None:
    app = at_page("deal", who="bora", engagement=books.moved)
    assert [one.value for one in app.error]
    assert "가온" not in said(app)
    app = at_page("deal", who="vera", engagement=books.moved, view="money")
    assert not [one for one in app.button if one.key in {"deal_save", "deal_pay_submit", "deal_loc_submit"}]


@pytest.mark.usefixtures("books")
def test_without_an_engagement_the_page_says_where_to_find_one() -> None:
    assert "파이프라인에서 검토 건을 열고" in said(at_page("deal"))
