"""What the committee's screens say: counts, rules, minutes and terms, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from dealflow.actions.investment.session_views import ItemView, SessionView
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.approvals import Validity
from dealflow.domain.investment.committee import (
    AgendaItem,
    Ballot,
    Channel,
    CommitteeSession,
    Condition,
    Fund,
    PassRule,
    Recusal,
    Resolution,
    Result,
    SessionKind,
    Tally,
    Vote,
    VotingRule,
)
from dealflow.domain.investment.deal_terms import Deal, FundLine, Instrument, ShareBase, Terms
from dealflow.reports.investment.terms_words import terms_line
from dealflow.ui.investment import committee_words as words

AT = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
RULE = VotingRule((2, 3), PassRule.TWO_THIRDS)
FUND = Fund("f", "a", "예시 제1호 조합(가상)", "Fund 1 (Fictional)", mother_fund_backed=True, voters=("a", "b", "c"))
TERMS = Terms(
    Instrument.RCPS, (FundLine("f", 2_000_000_000),), pre_money_won=15_000_000_000, issued_shares=1_000_000,
    diluted_shares=1_000_000, par_won=500,
)  # fmt: skip
COUNTED = Tally(2, 2, 2, 0, 0, 1, quorate=True, carried=True)
ITEM = AgendaItem(
    "i", "e", "c", "f", 1, ("a", "b", "c"), "a", RULE,
    votes=(
        Vote("a", Ballot.FOR, "수주가 뚜렷하다", "", Channel.ROOM, AT),
        Vote("b", Ballot.FOR, "", "근속 약정", Channel.LINK, AT),
    ),
    recusals=(Recusal("c", "친족"),),
    resolution=Resolution(
        Result.CONDITIONAL, COUNTED, (Condition("k", "근속 약정서 제출", "b", date(2026, 3, 31)),), (), "a", AT
    ),
)  # fmt: skip
COMPANY = Company("c", "다온로보틱스(가상)", "Daon Robotics (Fictional)")
SHOWN = ItemView(
    ITEM, COMPANY, FUND, TERMS, Deal("e", "a", (TERMS,)), COUNTED, 2, None, may_vote=False, my_score=None, scores=(),
    waiting_for=(), spread=(), overall=None, validity=Validity.STANDS, rulers=("a", "b"), may_rule=True,
)  # fmt: skip
SESSION = CommitteeSession("s", "a", SessionKind.MAIN, AT, "창원", "제1회 본투심", (ITEM,), present=("a",))
VIEW = SessionView(SESSION, 9, (SHOWN,), {"a": "안나", "b": "비오", "c": "세라"}, may_decide=True)


def test_terms_stand_in_one_line_with_valuation_and_stake() -> None:
    assert terms_line(TERMS, "ko") == (
        "상환전환우선주(RCPS) · 투자금액 20억 원 · Pre 150억 원 · Post 16,999,995,000원 · 지분 11.7647%(완전희석)"
    )
    assert (
        terms_line(TERMS, "en")
        == "RCPS · ₩2B · pre-money ₩15B · post-money ₩16,999,995,000 · stake 11.7647% fully diluted"
    )
    assert terms_line(None, "ko") == "투자조건 미정"
    others = replace(TERMS, round_total_won=5_000_000_000, diluted_shares=None, price_base=ShareBase.ISSUED)
    assert terms_line(others, "ko") == (
        "상환전환우선주(RCPS) · 투자금액 20억 원 · 라운드 총액 50억 원 · Pre 150억 원 · Post 19,999,995,000원"
        " · 지분 10%(발행주식)"
    )
    bare = replace(TERMS, pre_money_won=None, issued_shares=None, diluted_shares=None)
    assert terms_line(bare, "ko") == "상환전환우선주(RCPS) · 투자금액 20억 원"


def test_a_count_says_attendance_quorum_and_votes() -> None:
    assert words.tally(COUNTED, 2, "ko") == "출석 2/2 · 정족수 충족(2명 이상) · 찬성 2 · 반대 0 · 기권 0 · 회피 1"
    assert words.tally(replace(COUNTED, attending=1, quorate=False), 2, "en") == (
        "1 of 2 attend · no quorum yet (2 needed) · 2 for · 0 against · 0 abstaining · 1 standing aside"
    )


def test_a_rule_stands_in_one_line() -> None:
    assert words.rule(RULE, "ko") == (
        "2/3 이상 출석 · 최소 1명 출석 · 3분의 2 이상 찬성 · 기권은 분모에 포함 · 원격 표결 가능 · 대리 표결 불가"
    )


def test_minutes_are_drafted_from_what_was_said_and_decided() -> None:
    assert words.draft_minutes(VIEW, "ko").split("\n") == [
        "본투심 · 제1회 본투심",
        "2026. 3. 2. 14:00 · 창원",
        "출석: 안나, 비오",
        "",
        "1. 다온로보틱스(가상) · 예시 제1호 조합(가상)",
        (
            "투자조건: 상환전환우선주(RCPS) · 투자금액 20억 원 · Pre 150억 원 · Post 16,999,995,000원"
            " · 지분 11.7647%(완전희석)"
        ),
        "- 안나: 찬성 — 수주가 뚜렷하다",
        "- 비오: 찬성 — 근속 약정",
        "- 세라: 회피 — 친족",
        "출석 2/2 · 정족수 충족(2명 이상) · 찬성 2 · 반대 0 · 기권 0 · 회피 1",
        "결과: 조건부 가결",
        "- 근속 약정서 제출 (비오, 2026. 3. 31.)",
    ]


def test_what_the_votes_come_to_is_said_before_anybody_decides() -> None:
    assert [
        words.as_it_stands(counted, conditions=conditions)
        for counted, conditions in (
            (COUNTED, False),
            (COUNTED, True),
            (replace(COUNTED, carried=False), True),
            (replace(COUNTED, quorate=False, carried=False), False),
        )
    ] == [Result.PASSED, Result.CONDITIONAL, Result.REJECTED, Result.HELD]


def test_an_approval_on_other_terms_is_void_and_a_destroyed_name_is_told() -> None:
    assert words.lost_validity(SHOWN, "ko") == ""
    assert "조건 변경" in words.lost_validity(replace(SHOWN, validity=Validity.VOID), "ko")
    assert words.person({}, "gone", "ko") == "이름 없음"
