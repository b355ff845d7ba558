"""An award of best cases, half judged: cases of two offices, two judges, and marks that are partly in. All made up."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from dealflow.actions.award import applying, awards, judges, judging, taking_in
from dealflow.actions.award.applying import Delivery, TypedCase
from dealflow.actions.award.judging import Said
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import across
from dealflow.catalogue.regional_offices import award_defaults
from dealflow.domain.award.applications import Applicant, AwardConsent
from dealflow.domain.award.awards import Award, AwardEntry, AwardRound, CaseFigure
from dealflow.domain.people.access import Viewer
from dealflow.domain.tips.sharing import PEERS

Act = tuple[float, Callable[[datetime], object]]
"""Days before now, and what is done then."""
CASES = (
    ("gaonvision", "gyeongnam", "주조 라인 AI 비전검사로 외관 불량을 줄인 사례"),
    ("daonrobotics", "gyeongnam", "조립 공정 로봇 셀로 하루 생산량을 늘린 사례"),
    ("garamcast", "gyeongnam", "주물 수축 예측으로 재작업을 줄인 사례"),
    ("raonpress", "ulsan", "프레스 예지보전으로 비계획 정지를 줄인 사례"),
    ("haemaru", "ulsan", "용접 결함 판독을 자동화한 사례"),
)
"""Company, office, title of the case."""
MARKS = ((33, 25, 15, 8), (36, 22, 16, 7), (28, 24, 12, 9))
APPLICANTS = (
    ("새벽열처리(가상)", "000-00-00003", "이모의(가상)", True),
    ("한들정밀(가상)", "000-00-00004", "박본보기(가상)", False),
)
"""Firm, its number, its contact, and whether it handed its case in."""
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SUMMARY = "적용 전후를 같은 라인에서 석 달씩 재었습니다.\n작업자 재검사 시간과 불량 유출이 함께 줄었습니다. (가상)"


def acts(ws: Workspace, organiser: Viewer, operators: tuple[Viewer, ...], today: date) -> Iterator[Act]:
    """Yield what the organiser does for the award, and the operators that share their results with it."""
    yield 9.5, partial(_award, ws, organiser, today)
    for operator in operators:
        yield 5.5, partial(_share, ws, operator, organiser.organisation_id)


def _award(ws: Workspace, organiser: Viewer, today: date, when: datetime) -> None:
    acting, usual = Acting(ws, organiser, when, "demo"), award_defaults()
    opens, closes = today - timedelta(days=60), today + timedelta(days=10)
    award_id = awards.keep_award(
        acting,
        Award(
            "", "", "[모의] AX 우수사례 시상", "[Mock] AX award of best cases", today.year, opens, closes,
            "제조 현장의 AI 도입 사례를 찾습니다. 지방청 예선을 거쳐 본선에서 시상합니다. (가상)",
            usual.criteria, usual.prizes, 1, contact="가상 사무국 award@example.invalid",
        ),
    )  # fmt: skip
    _applications(ws, acting, award_id, when)
    for company, office, title in CASES:
        awards.enter(acting, AwardEntry("", award_id, "", "", company, office, 0, title, SUMMARY, "생산 일보(가상)"))
    judge, secret = judges.appoint(acting, award_id, AwardRound.REGIONAL, "gyeongnam")
    judges.appoint(acting, award_id, AwardRound.REGIONAL, "gyeongnam")
    criteria = [criterion.id for criterion in usual.criteria]
    entries = judging.open_paper(ws, judge.id, secret).entries
    judging.declare(ws, judge.id, secret, [entry.id for entry in entries], (), at=when)
    for entry, points in zip(entries, MARKS, strict=True):
        marks = tuple(zip(criteria, points, strict=True))
        judging.fill_in(ws, judge.id, secret, Said(entry.id, marks, "현장 자료가 구체적임(가상)"), at=when)


def _applications(ws: Workspace, acting: Acting, award_id: str, when: datetime) -> None:
    """Two firms write by the call's link: one hands its case in with its evidence, one has only begun."""
    secret = taking_in.renew_call(acting, award_id)
    for name, number, contact, hands_in in APPLICANTS:
        figures = (CaseFigure("설비 정지 시간", Decimal("41.5"), Decimal("23.0"), "시간/월", "4호기, 도입 전후 석 달"),)
        typed = TypedCase(
            name, number, "울산", "자동차부품", "ulsan", "열처리로 이상 감지로 정지를 줄인 사례", SUMMARY,
            figures if hands_in else (), (AwardConsent.PERSONAL_DATA,),
        )  # fmt: skip
        applicant = Applicant("김예시(가상)", contact, "생산기술팀장", "000-0000-0001", "apply@example.invalid")
        files = (("설비 가동 일보(가상).png", PICTURE),) if hands_in else ()
        applying.begin(ws, award_id, secret, Delivery(typed, applicant, files, (), hands_in), at=when)


def _share(ws: Workspace, operator: Viewer, organiser_id: str, when: datetime) -> None:
    for to_id in (organiser_id, PEERS):
        across.share(Acting(ws, operator, when, "demo"), to_id, is_given=True)
