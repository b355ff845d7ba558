"""The committee on screen: from a called session to a settled condition, and nothing of it for anybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dealflow.actions.investment import deals, funds, session_views, sessions, vote_links, voting
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.investment.committee import Appointment, Ballot, ConditionState, Fund, Mark, Result, SessionKind
from dealflow.domain.investment.deal_terms import FundLine, Instrument, Terms
from dealflow.ui.kit import context
from tests.pages.onstage import NOW, Books, at_page, rows, said

HELD = NOW + timedelta(days=7)


@pytest.fixture(scope="module")
def fund(books: Books) -> Fund:
    given = Fund(
        "", "", "가나 제1호 투자조합(가상)", "Gana Fund 1 (Fictional)", mother_fund_backed=True,
        voters=("anna", "vera"), chair_id="anna",
    )  # fmt: skip
    kept = funds.keep_fund(Acting(context.workspace(), books.anna, NOW), given)
    terms = Terms(
        Instrument.RCPS, (FundLine(kept.id, 2_000_000_000),), pre_money_won=15_000_000_000, issued_shares=1_000_000,
        diluted_shares=1_000_000, par_won=500,
    )  # fmt: skip
    deals.set_terms(Acting(context.workspace(), books.anna, NOW), books.moved, terms)
    return kept


def convened(books: Books, fund: Fund, title: str = "제1회 본투심") -> tuple[str, str]:
    ws = context.workspace()
    session_id = sessions.convene(
        Acting(ws, books.anna, NOW), SessionKind.MAIN, Appointment(HELD, "창원", title), criteria=("market", "team")
    )
    item_id = sessions.table_item(
        Acting(ws, books.anna, NOW), session_id, engagement_id=books.moved, fund_id=fund.id, papers=("투자심사보고서",)
    )
    return session_id, item_id


@pytest.mark.usefixtures("books")
def test_a_house_without_sessions_is_told_what_to_do_first() -> None:
    assert "아직 심의회가 없습니다" in said(at_page("committee", who="bora"))
    assert "등록한 펀드가 없습니다" in said(at_page("funds", who="bora"))


def test_a_fund_is_registered_on_its_screen(books: Books) -> None:
    app = at_page("funds", who="bora", lang="en")
    app.button("funds_new").click().run()
    app.text_input("fund_new_ko").input("바다 제2호 투자조합(가상)")
    app.multiselect("fund_new_voters").set_value(["bora"])
    app.button("fund_new_submit").click().run()
    assert "more than there are voters" in said(app)
    app.text_input("fund_new_heads").input("1")
    app.button("fund_new_submit").click().run()
    (kept,) = funds.funds(Looking(context.workspace(), books.bora))
    assert (kept.name_ko, kept.voters, kept.rule.attend_of) == ("바다 제2호 투자조합(가상)", ("bora",), (2, 3))
    assert rows(at_page("funds", who="bora"), "funds_list")[0][0] == "바다 제2호 투자조합(가상)"


@pytest.mark.usefixtures("books")
def test_a_fund_without_a_name_is_refused_and_what_was_typed_stays() -> None:
    app = at_page("funds")
    app.button("funds_new").click().run()
    app.multiselect("fund_new_voters").set_value(["anna"])
    app.button("fund_new_submit").click().run()
    assert [one.value for one in app.error]
    assert app.multiselect("fund_new_voters").value == ["anna"]


def test_a_session_is_called_and_an_engagement_tabled(books: Books, fund: Fund) -> None:
    app = at_page("committee")
    app.button("committee_new").click().run()
    app.text_input("committee_new_title").input("제7회 본투심")
    app.button("committee_new_submit").click().run()
    assert "아직 안건이 없습니다" in said(app)
    app.button("committee_act_table").click().run()
    app.selectbox("table_engagement").set_value(books.moved).run()
    assert "Pre 150억 원" in said(app).replace("\\", "")
    app.button("table_submit").click().run()
    (line,) = [
        each
        for each in session_views.sessions(Looking(context.workspace(), books.anna))
        if each.session.title == "제7회 본투심"
    ]
    (item,) = line.session.items
    assert (item.engagement_id, item.fund_id, item.terms_version) == (books.moved, fund.id, 1)
    assert item.papers == ("투자심사보고서", "준법체크리스트", "ESG 평가보고서")


def test_votes_a_condition_and_its_proof_are_given_on_the_screen(books: Books, fund: Fund) -> None:
    session_id, item_id = convened(books, fund)
    app = at_page("committee", session=session_id)
    app.button(f"vote_{item_id}_submit").click().run()
    assert "찬성, 반대, 기권" in said(app)
    app.session_state[f"vote_{item_id}_ballot"] = Ballot.FOR
    app.text_area(f"vote_{item_id}_opinion").input("수주가 늘고 있다")
    app.button(f"vote_{item_id}_submit").click().run()
    voting.vote(Acting(context.workspace(), books.vera, NOW), session_id, item_id, Ballot.FOR, condition="근속 약정")
    app = at_page("committee", session=session_id)
    assert rows(app, f"votes_{item_id}") == [["anna", "찬성", "수주가 늘고 있다"], ["vera", "찬성", "–"]]
    assert "정족수 충족" in said(app).replace("\\", "")
    assert app.text_input(f"rule_{item_id}_text_0").value == "근속 약정"
    app.button(f"rule_{item_id}_submit").click().run()
    assert "회의일이 아직 오지 않았습니다" in said(app)
    app.button(f"rule_{item_id}_today").click().run()
    app.button(f"rule_{item_id}_submit").click().run()
    item = session_views.session_view(Looking(context.workspace(), books.anna), session_id).items[0].item
    assert item.resolution is not None
    assert item.resolution.result is Result.CONDITIONAL
    assert [one.claim_id for one in item.resolution.relied] == ["rev"]
    (condition,) = item.resolution.conditions

    app = at_page("committee", session=session_id)
    app.button(f"settle_{condition.id}_met").click().run()
    assert [one.value for one in app.error]
    app.text_input(f"settle_{condition.id}_proof").input("약정서 사본")
    app.button(f"settle_{condition.id}_met").click().run()
    assert "약정서 사본" in said(app)
    item = session_views.session_view(Looking(context.workspace(), books.anna), session_id).items[0].item
    assert item.resolution is not None
    assert item.resolution.conditions[0].state is ConditionState.MET
    app.button("committee_act_close").click().run()
    assert "수주가 늘고 있다" in app.text_area("close_minutes").value
    app.button("close_submit").click().run()
    assert "폐회" in said(at_page("committee", session=session_id))


def test_marks_are_blind_until_all_are_in_and_then_show_their_spread(books: Books, fund: Fund) -> None:
    session_id, item_id = convened(books, fund, "점수 회의")
    ws = context.workspace()
    voting.score(Acting(ws, books.vera, NOW), session_id, item_id, (Mark("market", 90), Mark("team", 70)))
    app = at_page("committee", session=session_id)
    assert "점수를 기다리는 위원: anna" in said(app).replace("\\", "")
    assert "90" not in [cell for row in rows(app, f"votes_{item_id}") for cell in row]
    app.text_input(f"score_{item_id}_market").set_value("50")
    app.button(f"score_{item_id}_submit").click().run()
    assert "모든 항목에 점수를" in said(app)
    app.text_input(f"score_{item_id}_team").set_value("50")
    app.button(f"score_{item_id}_submit").click().run()
    app = at_page("committee", session=session_id)
    assert rows(app, f"scores_{item_id}") == [["vera", "90", "70"], ["anna", "50", "50"]]
    assert "전체 평균 65점" in said(app)


def test_a_vote_that_came_meanwhile_stops_the_ruling_and_is_told(books: Books, fund: Fund) -> None:
    session_id, item_id = convened(books, fund, "경합")
    app = at_page("committee", session=session_id)
    voting.vote(Acting(context.workspace(), books.vera, NOW), session_id, item_id, Ballot.AGAINST)
    app.button(f"rule_{item_id}_submit").click().run()
    assert "그 사이 이런 일이 있었습니다" in said(app)
    assert "표결 · 가온" in said(app).replace("\\", "")


def test_a_listed_viewer_votes_but_is_offered_nothing_else(books: Books, fund: Fund) -> None:
    session_id, item_id = convened(books, fund, "열람자")
    app = at_page("committee", who="vera", session=session_id)
    offered = {button.key for button in app.button if button.key}
    assert f"vote_{item_id}_submit" in offered
    assert not offered & {"committee_new", "committee_act_table", f"rule_{item_id}_submit"}


@pytest.mark.parametrize("who", ["bora", "olli", "gil"])
def test_nobody_else_sees_a_session_even_by_its_address(books: Books, fund: Fund, who: str) -> None:
    session_id, _ = convened(books, fund, f"비공개 {who}")
    app = at_page("committee", who=who, session=session_id)
    assert "비공개" not in said(app)
    assert "가온" not in said(app)


def test_a_vote_link_is_shown_once_and_put_away(books: Books, fund: Fund) -> None:
    session_id, _ = convened(books, fund, "링크")
    app = at_page("committee", session=session_id)
    app.button("committee_act_link").click().run()
    app.button("link_submit").click().run()
    (address,) = [one.value for one in app.code]
    assert f"/vote/{session_id}/" in address
    secret = address.rsplit("/", 1)[1]
    assert vote_links.open_paper(context.workspace(), session_id, secret, at=NOW).voter_id == "anna"
    app.button("link_done").click().run()
    assert not app.code
    assert not at_page("committee", session=session_id).code


def test_an_item_that_was_held_over_is_taken_up_again_in_a_linked_session(books: Books, fund: Fund) -> None:
    session_id, item_id = convened(books, fund, "보류 회의")
    app = at_page("committee", session=session_id)
    app.radio(f"rule_{item_id}_wanted").set_value("held").run()
    app.text_input(f"rule_{item_id}_because").input("위원 전원 불참 통보")
    app.button(f"rule_{item_id}_submit").click().run()
    assert "보류" in said(app)
    app.button(f"again_{item_id}").click().run()
    app.button("again_submit").click().run()
    again = [
        each.session
        for each in session_views.sessions(Looking(context.workspace(), books.anna))
        if each.session.linked_session_id == session_id
    ]
    assert [(each.title, each.kind, each.items[0].linked_item_id) for each in again] == [
        ("가온(가상) 재심의", SessionKind.MAIN, item_id)
    ]
    assert "가온(가상) 재심의" in said(app).replace("\\", "")
