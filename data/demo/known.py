"""What the first fictional house noted of companies: how they came, what they do, whom it knows; one without a deck.

Every person is invented. All of it through the actions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from decisions import SOURCE

from dealflow.actions.companies import company_profile, contacts, new_company
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.company import Card, CompanyDetails, CompanyProfile
from dealflow.domain.people.access import Viewer

NOTED = {
    "haemaru": CompanyProfile(
        "event", "조선소 용접 품질을 영상으로 검사", tags=("조선", "제조AI"), round_label="Series A"
    ),
    "hanbittool": CompanyProfile(
        "referral", "절삭 공구의 수명을 예측해 교체 시점을 알림", "hanbittool.example.com", ("제조AI",)
    ),
    "raonpress": CompanyProfile("portfolio", "프레스 라인의 이상을 진동으로 감지", tags=("제조AI", "재심사")),
    "gaonvision": CompanyProfile(
        "accelerator", "제조 현장용 비전 검사 장비와 소프트웨어", "gaonvision.example.com", ("비전검사",)
    ),
    "nuriyeji": CompanyProfile("inbound", "설비 예지보전 소프트웨어", tags=("예지보전", "구독형")),
}
PEOPLE = {
    "haemaru": (Card("정하람(가상)", "대표이사", "010-0000-0001", "ceo@haemaru.example.com", "기술 질문은 CTO에게"),),
    "hanbittool": (
        Card("오세린(가상)", "CFO", "010-0000-0002", "cfo@hanbittool.example.com"),
        Card("문가온(가상)", "대표이사", "", "ceo@hanbittool.example.com"),
    ),
    "gaonvision": (Card("배다온(가상)", "대표이사", "010-0000-0003", "ceo@gaonvision.example.com"),),
}
REFERRED = {"hanbittool": Card("남태오(가상)", "라온공구(가상) 이사", note="2025년 투자한 포트폴리오사")}
BY_HAND = new_company.NewCompany(
    CompanyDetails("새벽용접로봇(가상)", "Saebyeok Welding (Fictional)", region="부산", sector="로봇"),
    CompanyProfile("own", "협동로봇 용접 셀. 전시회에서 명함을 받음", tags=("첫 미팅 전",), round_label="Seed"),
    (contacts.Person(Card("신유담(가상)", "공동창업자", "010-0000-0004", "hello@saebyeok.example.com")),),
)
Act = tuple[float, Callable[[datetime], object]]
"""Days before now, and what is done then."""


def acts(ws: Workspace, viewer: Viewer) -> Iterator[Act]:
    """Yield what a person of the house notes."""
    for place, (company_id, profile) in enumerate(NOTED.items()):
        yield 9.0 + place / 10, partial(_note, ws, viewer, company_id, profile)
    for place, (company_id, cards) in enumerate(PEOPLE.items()):
        yield 8.0 + place / 10, partial(_meet, ws, viewer, company_id, cards)
    yield 1.4, lambda when: new_company.add_company(Acting(ws, viewer, when, SOURCE), BY_HAND)


def _note(ws: Workspace, viewer: Viewer, company_id: str, profile: CompanyProfile, when: datetime) -> None:
    company_profile.keep_profile(Acting(ws, viewer, when, SOURCE), company_id, profile)


def _meet(ws: Workspace, viewer: Viewer, company_id: str, cards: tuple[Card, ...], when: datetime) -> None:
    acting = Acting(ws, viewer, when, SOURCE)
    for card in cards:
        contacts.add_contact(acting, company_id, contacts.Person(card))
    if company_id in REFERRED:
        contacts.add_contact(acting, company_id, contacts.Person(REFERRED[company_id], is_referrer=True))
