"""Facts in words: read where a deck tells them of the company, with status and proof, and nowhere else."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealflow.catalogue.metrics import load_metrics
from dealflow.catalogue.wording import load_wordings
from dealflow.domain.claims.claims import ClaimStatus, Origin, ReviewReason, Scope
from dealflow.domain.claims.page import DeckText, Page, Source
from dealflow.domain.values.quantity import WORDED, Unit
from dealflow.extract import read_claims
from tests.extract.slides import Slide, any_slide, deck_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.domain.claims.claims import Claim

_METRICS, _WORDINGS = load_metrics(), load_wordings()
_TODAY = date(2026, 10, 31)
_SLOW = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
ACTUAL, TARGET, UNKNOWN = ClaimStatus.ACTUAL, ClaimStatus.TARGET, ClaimStatus.UNKNOWN
FORECAST, IN_TALKS, COMMITTED = ClaimStatus.FORECAST, ClaimStatus.IN_TALKS, ClaimStatus.COMMITTED


def told(*slides: Slide) -> tuple[Claim, ...]:
    claims = read_claims(deck_of(*slides), _METRICS, wordings=_WORDINGS, read_on=_TODAY)
    return tuple(claim for claim in claims if claim.quantity.unit in WORDED)


def lines(title: str, *texts: str) -> Slide:
    """Return a slide with a title and lines under it."""
    slide = Slide()
    slide.write(title, 60, 40, 30)
    for number, text in enumerate(texts):
        slide.write(text, 60, 140 + 48 * number, 18)
    return slide


def pairs(title: str, *rows: tuple[str, str]) -> Slide:
    """Return a slide with labels on the left and their values on the right."""
    slide = Slide()
    slide.write(title, 60, 40, 30)
    for number, (label, value) in enumerate(rows):
        slide.write(label, 60, 140 + 40 * number, 18)
        slide.write(value, 320, 140 + 40 * number, 18)
    return slide


def said(claims: Sequence[Claim]) -> list[tuple[str, str | None, ClaimStatus]]:
    return [(claim.metric, claim.quantity.text, claim.status) for claim in claims]


_PROFILE = (
    ("회사명", "㈜모의비전(가상)"),
    ("대표이사", "김가상(가상)"),
    ("설립일", "2019년 3월 12일"),
    ("소재지", "경상남도 창원시 예시구 가상로 0"),
    ("사업자등록번호", "000-00-00001"),
    ("법인등록번호", "000000-0000001"),
)


# --- the company itself -------------------------------------------------------------------------------------------


def test_a_profile_tells_name_place_numbers_and_day_and_never_a_persons_name() -> None:
    claims = told(pairs("회사 개요", *_PROFILE))
    assert sorted(said(claims)) == [
        ("biz_reg_no", "000-00-00001", ACTUAL),
        ("company_name", "㈜모의비전(가상)", ACTUAL),
        ("corp_reg_no", "000000-0000001", ACTUAL),
        ("founded_date", "2019-03-12", ACTUAL),
        ("hq_location", "경상남도 창원시 예시구 가상로 0", ACTUAL),
    ]
    assert {claim.scope for claim in claims} == {Scope.COMPANY}
    assert not any("김가상" in evidence.quote for claim in claims for evidence in claim.evidence)


def test_an_english_profile_is_read_too() -> None:
    rows = (
        ("Company", "Mock Vision (Fictional)"),
        ("CEO", "Gasang Kim (Fictional)"),
        ("Founded", "November 2017"),
        ("HQ", "Ulsan, Korea"),
        ("Business Reg. No.", "000-00-00005"),
    )
    assert sorted(said(told(pairs("Company snapshot", *rows)))) == [
        ("biz_reg_no", "000-00-00005", ACTUAL),
        ("company_name", "Mock Vision (Fictional)", ACTUAL),
        ("founded_date", "2017-11", ACTUAL),
        ("hq_location", "Ulsan, Korea", ACTUAL),
    ]


def test_labels_in_one_line_head_a_table_of_others_and_tell_nothing() -> None:
    slide = Slide()
    slide.write("보육 기업", 60, 40, 30)
    for place, word in enumerate(("회사명", "대표자", "소재지", "설립일")):
        slide.write(word, 60 + 220 * place, 140, 18)
    for place, word in enumerate(("㈜샘플데이터(가상)", "이예시", "부산광역시", "2021.05")):
        slide.write(word, 60 + 220 * place, 190, 18)
    assert [claim.metric for claim in told(slide) if claim.quantity.unit is Unit.TEXT] == []


@pytest.mark.parametrize(
    "title", ["경쟁사 비교", "팀 소개", "도입 사례", "시장 규모", "Competitive landscape", "Our team"]
)
def test_pages_about_others_tell_nothing_of_the_company(title: str) -> None:
    slide = lines(title, "벤처기업 인증 보유", "2025 스케일업팁스 선정", "중기부 장관상 수상")
    assert said(told(slide, pairs(title, *_PROFILE[:1], *_PROFILE[3:]))) == []


def test_a_wrong_check_digit_is_a_reason_to_look_twice_and_a_right_one_is_none() -> None:
    wrong, right = (
        told(pairs("회사 개요", ("사업자등록번호", "000-00-00001"))),
        told(lines("회사", "사업자번호: 0000000000")),
    )
    assert [claim.review_reasons for claim in wrong] == [(ReviewReason.CHECK_DIGIT,)]
    assert [(claim.quantity.text, claim.review_reasons) for claim in right] == [("000-00-00000", ())]
    assert right[0].confidence > wrong[0].confidence


@pytest.mark.parametrize("number", ["900101-1234567", "9001011234567", "850505-2******"])
def test_a_resident_number_is_kept_nowhere_whatever_its_label(number: str) -> None:
    slide = pairs("회사 개요", ("법인등록번호", number), ("주민등록번호", number), ("등록번호", number))
    slide.write(f"법인등록번호: {number} / 벤처기업 인증 {number} 보유", 60, 400, 18)
    claims = read_claims(deck_of(slide), _METRICS, wordings=_WORDINGS)
    kept = " ".join(f"{claim} " for claim in claims)
    assert number not in kept
    assert number.replace("-", "") not in kept


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("● 경상남도 창원시 본사, 자동차부품 현장 중심", "경상남도 창원시"),
        ("부산 본사·서울 연구소", "부산"),
        ("본사: 대구광역시 예시구 가상로 0, 101호", "대구광역시 예시구 가상로 0, 101호"),
        ("HQ: Ulsan, Korea", "Ulsan, Korea"),
        ("Based in Ulsan, built for automotive parts", "Ulsan"),
    ],
)
def test_a_line_tells_where_the_head_office_is(line: str, place: str) -> None:
    assert said(told(lines("회사 개요", line))) == [("hq_location", place, ACTUAL)]


@pytest.mark.parametrize(
    "line", ["N사 스위스 본사 방문", "본사 인력 12명", "부산 지사, 서울 연구소", "고객 본사 서버에 설치"]
)
def test_a_line_that_only_speaks_of_an_office_tells_no_place(line: str) -> None:
    assert said(told(lines("회사 개요", line))) == []


# --- certificates, awards, programmes: whose, and whether they happened -------------------------------------------


def test_certificates_come_one_by_one_under_their_name() -> None:
    claims = told(lines("인증 현황", "벤처기업 확인(혁신성장유형), GS인증 1등급 획득", "ISO 9001·ISO 27001 인증 보유"))
    assert said(claims) == [
        ("certifications", "벤처기업확인", ACTUAL),
        ("certifications", "GS인증 1등급", ACTUAL),
        ("certifications", "ISO 9001", ACTUAL),
        ("certifications", "ISO 27001", ACTUAL),
    ]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("ISO 27001 인증 취득", ACTUAL),
        ("ISO 27001 인증 예정", TARGET),
        ("ISO 27001 인증 심사 중", IN_TALKS),
        ("ISO 27001 인증", UNKNOWN),
    ],
)
def test_a_certificate_that_is_planned_is_not_held(line: str, status: ClaimStatus) -> None:
    claims = told(lines("주요 현황", line))
    assert said(claims) == [("certifications", "ISO 27001", status)]
    assert (ReviewReason.STATUS_UNKNOWN in claims[0].review_reasons) == (status is UNKNOWN)


@pytest.mark.parametrize(
    "line", ["ISO 26262 대응 설계", "ISO 9001 준수", "GS인증 지원 컨설팅", "SOC 2 compliant hosting"]
)
def test_a_standard_that_is_only_followed_is_no_certificate(line: str) -> None:
    assert said(told(lines("주요 현황", line))) == []


@pytest.mark.parametrize(
    ("line", "scope"),
    [
        ("중기부 장관상 수상 (2025)", Scope.COMPANY),
        ("AX 우수사례 대상 (도입기업)", Scope.CUSTOMER),
        ("고객사 모의중공업(가상) 대통령 표창 수상", Scope.CUSTOMER),
        ("모회사 산업부 장관상 수상", Scope.OTHER),
        ("모의대학교 총장 표창, 산학 과제 우수상 수상", Scope.OTHER),
    ],
)
def test_an_award_of_a_customer_a_parent_or_a_university_is_not_the_companys(line: str, scope: Scope) -> None:
    claims = [claim for claim in told(lines("주요 성과", line)) if claim.metric == "awards"]
    assert {claim.scope for claim in claims} == {scope}


def test_a_heading_over_the_line_can_give_the_award_to_customers() -> None:
    slide = lines("주요 성과")
    slide.write("고객사 수상 실적", 60, 130, 24)
    slide.write("중기부 장관상 수상", 60, 180, 18)
    assert [claim.scope for claim in told(slide)] == [Scope.CUSTOMER]


def test_a_career_gives_no_award_and_no_certificate() -> None:
    assert said(told(lines("회사 개요", "前 모의전자(가상) 장관 표창 수상", "공학박사, 중기부 장관상 수상"))) == []


def test_an_award_keeps_its_date_and_its_printed_words() -> None:
    (claim,) = told(lines("주요 연혁", "2025.11 모의제조대전 산업부 장관상 수상"))
    assert claim.quantity.text == "모의제조대전 산업부 장관상 수상"
    assert claim.period is not None
    assert (claim.period.start, claim.period.end) == (date(2025, 11, 1), date(2025, 11, 30))


@pytest.mark.parametrize(
    ("line", "value", "status"),
    [
        ("2024 딥테크팁스 선정", "딥테크팁스 선정", ACTUAL),
        ("스케일업팁스 추천 예정('26.1H)", "스케일업팁스 추천 예정", TARGET),
        ("스케일업 팁스 추천 완료", "스케일업 팁스 추천 완료", COMMITTED),
        ("스케일업팁스 신청", "스케일업팁스 신청", IN_TALKS),
        ("TIPS R&D 최종평가 '성공'", "TIPS R&D 최종평가 '성공", ACTUAL),
        ("Selected? Scale-up TIPS application planned", "Scale-up TIPS application planned", TARGET),
    ],
)
def test_selected_recommended_applied_and_planned_are_four_things(line: str, value: str, status: ClaimStatus) -> None:
    assert said(told(lines("주요 현황", line))) == [("tips_status", value, status)]


@pytest.mark.parametrize(
    "line",
    ["Five tips for buyers, selected by us", "팁스 선정기업 12개사 육성", "스케일업팁스 탈락", "팁스타운 입주", "TIPS"],
)
def test_what_only_sounds_like_the_programme_is_no_status(line: str) -> None:
    assert [claim for claim in told(lines("주요 현황", line)) if claim.metric == "tips_status"] == []


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("스케일업팁스 운영사와 협의 중", IN_TALKS),
        ("스케일업팁스 운영사 연계 계획", TARGET),
        ("운영사 투자 확약", COMMITTED),
    ],
)
def test_a_link_to_an_operator_has_the_status_that_its_words_give(line: str, status: ClaimStatus) -> None:
    assert [(claim.metric, claim.status) for claim in told(lines("투자 계획", line))] == [("operator_link", status)]


def test_a_signed_partnership_is_told_and_a_planned_one_is_not() -> None:
    signed, planned = "모의그룹(가상)과 공급 MOU 체결('25.6)", "모의그룹(가상)과 공급 MOU 체결 예정"
    assert said(told(lines("주요 성과", signed))) == [("partnerships", "모의그룹(가상)과 공급 MOU 체결", ACTUAL)]
    assert said(told(lines("주요 성과", planned))) == []


# --- the round ----------------------------------------------------------------------------------------------------


def test_the_round_is_what_is_asked_for_now() -> None:
    cover = lines("모의비전(가상)", "Series A 투자유치 제안서")
    claims = told(cover, pairs("투자 제안", ("라운드", "Series A (RCPS)"), ("투자유치 희망금액", "30억원")))
    assert said(claims) == [("round", "Series A", TARGET), ("instrument", "RCPS", TARGET)]
    assert [evidence.page for evidence in claims[0].evidence] == [1, 2]


@pytest.mark.parametrize(
    "line",
    ["2023.06 Pre-A 투자유치", "Series B 투자 유치 완료", "직전 라운드 Series A", "이후 Series B 진행", "seed oil"],
)
def test_an_earlier_or_a_later_round_is_not_the_round(line: str) -> None:
    assert [claim for claim in told(lines("주요 연혁", line)) if claim.metric == "round"] == []


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Pre-Series A", "Pre-A"),
        ("시리즈 B", "Series B"),
        ("Series A1", "Series A"),
        ("프리A", "Pre-A"),
        ("Seed", "Seed"),
    ],
)
def test_a_round_is_kept_under_one_name(printed: str, name: str) -> None:
    assert said(told(pairs("투자 제안", ("투자단계", printed)))) == [("round", name, TARGET)]


def test_instruments_are_told_apart() -> None:
    claims = told(pairs("투자 제안", ("투자형태", "상환전환우선주 또는 CB")))
    assert said(claims) == [("instrument", "RCPS", TARGET), ("instrument", "CB", TARGET)]


def test_a_programme_is_no_investor_and_neither_is_a_person() -> None:
    claims = told(pairs("투자 이력", ("기존 투자사", "모의벤처스(가상), 팁스, 김가상, 예시엔젤클럽(가상)")))
    assert said(claims) == [("prev_rounds", "모의벤처스(가상), 예시엔젤클럽(가상)", ACTUAL)]
    assert said(told(pairs("투자 이력", ("기존 투자사", "팁스(TIPS)")))) == []


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("자본총계 21억원(자본잠식 없음)", "자본잠식 없음"),
        ("부분 자본잠식", "부분 자본잠식"),
        ("자본잠식률 개선", None),
    ],
)
def test_capital_impairment_is_told_in_words(line: str, value: str | None) -> None:
    texts = [claim.quantity.text for claim in told(lines("재무 현황", line)) if claim.metric == "capital_impairment"]
    assert texts == ([value] if value else [])


# --- days ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "day", "status"),
    [
        ("2026년 4분기 BEP 달성 예정", "2026-Q4", TARGET),
        ("Break-even expected in 4Q26", "2026-Q4", FORECAST),
        ("손익분기점(BEP): 2027년 하반기", "2027-H2", FORECAST),
        ("BEP 2H27", "2027-H2", FORECAST),
        ("'27.3월 흑자전환 목표", "2027-03", TARGET),
        ("2028년 흑자전환", "2028", FORECAST),
        ("2024년 흑자전환 달성", "2024", ACTUAL),
    ],
)
def test_break_even_is_a_day_as_precise_as_it_is_printed(line: str, day: str, status: ClaimStatus) -> None:
    claims = [claim for claim in told(lines("재무 계획", line)) if claim.metric == "bep"]
    assert said(claims) == [("bep", day, status)]
    assert {claim.quantity.unit for claim in claims} == {Unit.DATE}


def test_another_years_revenue_gives_break_even_no_day() -> None:
    claims = told(lines("재무 계획", "2026년 매출 목표 약 42억원, 흑자전환 추진"))
    assert [claim for claim in claims if claim.metric == "bep"] == []


@pytest.mark.parametrize(
    ("line", "day"), [("'26.12월까지 운영자금 확보", "2026-12"), ("Runway through Dec 2026", "2026-12")]
)
def test_the_end_of_the_runway_is_a_day(line: str, day: str) -> None:
    assert [(claim.metric, claim.quantity.text) for claim in told(lines("재무 현황", line))] == [("runway", day)]


@pytest.mark.parametrize(
    "line", ["2029년 코스닥 기술특례상장 목표", "기술특례 상장 목표: 2029년", "IPO planned in 2029", "2029년 IPO 추진"]
)
def test_the_year_of_the_listing_is_planned(line: str) -> None:
    claims = told(lines("성장 전략", line))
    assert [(claim.metric, claim.quantity.text, claim.status) for claim in claims] == [("exit_plan", "2029", TARGET)]


def test_a_step_of_a_timeline_dates_what_stands_under_it() -> None:
    slide = lines("로드맵")
    for place, (year, step) in enumerate((("2027", "동남아 진출"), ("2028", "BEP 달성"), ("2029", "코스닥 상장"))):
        slide.write(year, 60 + 280 * place, 200, 24)
        slide.write(step, 60 + 280 * place, 240, 16)
    days = {(claim.metric, claim.quantity.text) for claim in told(slide)}
    assert days == {("bep", "2028"), ("exit_plan", "2029")}


@pytest.mark.parametrize("line", ["비교기업 2021년 코스닥 상장", "2023년 상장사 매출 평균", "비상장 2026년"])
def test_the_listing_of_others_is_no_plan(line: str) -> None:
    assert [claim for claim in told(lines("성장 전략", line)) if claim.metric == "exit_plan"] == []


# --- proof, doubt, silence ----------------------------------------------------------------------------------------


def test_words_read_off_a_picture_go_to_review_and_faint_ones_are_left() -> None:
    def deck(sure: float) -> DeckText:
        words = tuple(word._replace(confidence=sure) for word in pairs("회사 개요", *_PROFILE).words)
        return DeckText("5" * 64, (Page(1, 960, 540, words, Source.OCR),), "test")

    claims = read_claims(deck(0.9), (), wordings=_WORDINGS)
    assert claims
    assert {claim.origin for claim in claims} == {Origin.OCR}
    assert all(ReviewReason.OCR in claim.review_reasons and claim.confidence < 0.6 for claim in claims)
    assert read_claims(deck(0.5), (), wordings=_WORDINGS) == ()


def test_without_wordings_only_figures_come_back() -> None:
    claims = read_claims(deck_of(pairs("회사 개요", *_PROFILE)), _METRICS)
    assert [claim for claim in claims if claim.quantity.unit is Unit.TEXT] == []


@_SLOW
@given(any_slide)
def test_figures_stay_the_same_beside_words(slide: Slide) -> None:
    alone = read_claims(deck_of(slide), _METRICS)
    both = read_claims(deck_of(slide), _METRICS, wordings=_WORDINGS)
    assert [claim for claim in both if claim.quantity.unit not in WORDED] == [
        claim for claim in alone if claim.quantity.unit not in WORDED
    ]


@_SLOW
@given(
    st.permutations(_PROFILE),
    st.floats(20, 300),
    st.floats(120, 200),
    st.sampled_from(["", ":", " :"]),
    st.floats(10, 24),
)
def test_a_profile_is_read_wherever_it_stands_and_every_value_has_its_box(
    rows: list[tuple[str, str]], x: float, y: float, mark: str, size: float
) -> None:
    slide = Slide()
    slide.write("회사 개요", 60, 30, 32)
    for number, (label, value) in enumerate(rows):
        slide.write(f"{label}{mark}", x, y + 2.2 * size * number, size)
        slide.write(value, x + 12 * size, y + 2.2 * size * number, size)
    claims = told(slide)
    assert {claim.metric for claim in claims} == {
        "company_name",
        "founded_date",
        "hq_location",
        "biz_reg_no",
        "corp_reg_no",
    }
    for evidence in (evidence for claim in claims for evidence in claim.evidence):
        under = [
            word.text
            for word in slide.words
            if any(
                min(word.box.x1_pt, box.x1_pt) - max(word.box.x0_pt, box.x0_pt) > 0.5 * word.box.width_pt
                and abs(word.box.y0_pt - box.y0_pt) < 0.5 * size
                for box in evidence.boxes
            )
        ]
        assert "".join(under) == "".join(evidence.quote.split())
