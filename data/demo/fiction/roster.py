"""Who comes to the fictional days, what they look for, whom they want to meet and when they are not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from dealflow.domain.irday.participants.participants import ConflictOfInterest, Interest, Mandate
from dealflow.domain.values.day_span import Span
from fiction.cast import ADOPTERS, EVENT, OPERATORS, PAST_EVENT, VCS
from fiction.companies import COMPANIES

EOK = 100_000_000
_FAMILY = "김이박최정강조윤장임한오"
_GIVEN = ("예시", "모의", "가상", "보기", "견본", "허구", "표본", "대역")


def name_of_person(number: int) -> str:
    """Return the name of a fictional person, another one for each number."""
    return f"{_FAMILY[number % len(_FAMILY)]}{_GIVEN[(number // len(_FAMILY) + number) % len(_GIVEN)]}(가상)"


@dataclass(frozen=True, slots=True)
class Looks:
    """What an investor looks for, who comes for it (titles; those marked ``~`` do not sit in consultations)."""

    mandate: Mandate
    titles: tuple[str, ...]
    apart: bool = False
    most: int | None = None


def _mandate(sectors: str, rounds: str, regions: str, low: int, high: int) -> Mandate:
    """Return a mandate from words with commas between them and tickets in 억."""

    def listed(words: str) -> tuple[str, ...]:
        return tuple(words.split(",")) if words else ()

    return Mandate(listed(sectors), listed(rounds), listed(regions), low * EOK or None, high * EOK or None)


_MANAGER, _JUNIOR, _PARTNER, _CLERK, _R_AND_D = "팀장", "심사역", "~대표 파트너", "운영사 책임", "R&D 코디네이터"
LOOKS: Mapping[str, Looks] = {
    "vc-gana": Looks(
        _mandate("자동차부품,기계,로봇", "Series A,Series B", "동남권", 10, 30),
        (_MANAGER, _JUNIOR, _PARTNER),
        apart=True,
    ),
    "vc-nakdong": Looks(_mandate("기계,에너지", "Pre-A,Series A", "부산,경남", 3, 15), (_MANAGER,)),
    "vc-dongnam": Looks(_mandate("조선기자재,기계", "Series A,Series B", "동남권", 10, 40), (_MANAGER, _JUNIOR)),
    "vc-mangol": Looks(_mandate("정밀화학,자동차부품", "Series A,Series B", "울산", 10, 50), (_MANAGER, _JUNIOR)),
    "vc-sample": Looks(_mandate("", "Series A,Series B", "전국", 20, 80), (_MANAGER, _JUNIOR), most=6),
    "vc-yesi": Looks(_mandate("방산,항공,기계", "Pre-A,Series A", "경남", 3, 12), (_JUNIOR,)),
    "vc-jinju": Looks(_mandate("항공,방산", "Pre-A,Series A,Series B", "경남", 2, 10), (_MANAGER,)),
    "vc-haeun": Looks(_mandate("물류,조선기자재,기계", "Pre-A,Series A", "비수도권", 5, 20), (_MANAGER, _JUNIOR)),
    "op-gaya": Looks(_mandate("기계,자동차부품", "Series A", "경남", 10, 30), (_CLERK, _R_AND_D)),
    "op-doyak": Looks(_mandate("기계,물류", "Series A,Series B", "부산", 10, 30), (_CLERK, _R_AND_D), apart=True),
    "op-moui": Looks(_mandate("정밀화학,조선기자재", "Series A,Series B", "울산", 10, 40), (_CLERK, _R_AND_D)),
    "op-saenggi": Looks(_mandate("방산,항공", "Pre-A,Series A", "동남권", 5, 20), (_CLERK,)),
    "op-yeongnam": Looks(_mandate("자동차부품,정밀화학", "Series A", "비수도권", 10, 30), (_CLERK, _R_AND_D)),
    "op-hanmadang": Looks(_mandate("", "Pre-A,Series A", "부산", 10, 20), (_CLERK, _R_AND_D)),
    "ad-mirae": Looks(_mandate("자동차부품,기계", "", "", 0, 0), ("생산기술 팀장", "품질 담당")),
    "ad-pado": Looks(_mandate("조선기자재", "", "", 0, 0), ("디지털전환 담당",)),
}
ABSENT = ("vc-yesi",)
"""Invited to the coming event, without an answer so far."""
SPRING_COMPANIES = tuple(company.key for company in COMPANIES[:8])
SPRING_INVESTORS = ("vc-gana", "vc-nakdong", "vc-dongnam", "vc-mangol", "op-gaya", "op-doyak", "op-moui")

FIRMS_AWAY: Mapping[str, tuple[Span, ...]] = {
    "vc-sample": (Span(0, 11 * 60),),  # the train from Seoul comes in at eleven
    "vc-jinju": (Span(15 * 60, 24 * 60),),  # leaves at three
    "neulbom": (Span(0, 13 * 60),),
}
PEOPLE_AWAY: Mapping[tuple[str, int], tuple[Span, ...]] = {
    ("vc-dongnam", 1): (Span(13 * 60, 15 * 60),),
    ("op-doyak", 1): (Span(15 * 60, 24 * 60),),
}
VETOES: Mapping[str, tuple[str, ...]] = {"daonrobotics": ("ad-mirae",), "vc-haeun": ("saebyeok",)}
CONFLICTS: tuple[tuple[str, str, Interest, str], ...] = (
    ("areumweld", "vc-mangol", Interest.EXISTING_INVESTOR, "지난 라운드 투자사"),
    ("bareunlogi", "op-doyak", Interest.COMPETITOR_PORTFOLIO, "물류로봇 경쟁사에 투자 중"),
)
EQUIPMENT: Mapping[str, str] = {
    "gaonvision": "시연용 카메라 1대, 220V 콘센트",
    "daonrobotics": "로봇 셀 시연 공간 2m×2m",
    "haemaru": "HDMI 연결, 소리 없음",
}
OTHERS = (
    (
        "staff",
        "모의 제조AI 사무국(가상)",
        "Mock Manufacturing AI Office (Fictional)",
        ("행사 총괄", "진행 담당", "안내"),
    ),
    ("guest", "예시도 기업지원과(가상)", "Yesi Province SME Office (Fictional)", ("과장", "주무관")),
    ("judge", "모의대학교 산학협력단(가상)", "Moui University TLO (Fictional)", ("교수",)),
    ("press", "견본경제(가상)", "Gyeonbon Business Daily (Fictional)", ("기자",)),
)
_INVESTORS = tuple(member.id for member in (*VCS, *OPERATORS, *ADOPTERS))
_BY_KEY = {company.key: company for company in COMPANIES}


def firms_of(event: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the companies and the investors (adopters included) of an event, by their keys."""
    if event == PAST_EVENT:
        return SPRING_COMPANIES, SPRING_INVESTORS
    return tuple(company.key for company in COMPANIES), _INVESTORS


def wishes_of(event: str) -> dict[str, tuple[str, ...]]:
    """Return whom each firm wants to meet, the dearest first: what fits comes up more often than chance alone."""
    companies, investors = firms_of(event)
    chance = Random(f"wishes {event}")
    wanted: dict[str, tuple[str, ...]] = {}
    for firm in (*companies, *investors):
        others = [
            investor for investor in (investors if firm in companies else companies) if not _apart(firm, investor)
        ]
        ranked = sorted(others, key=lambda other: (-_liking(firm, other) - chance.random(), other))
        wanted[firm] = tuple(ranked[: 3 if firm in companies else chance.randint(3, 6)])
    return wanted


def conflicts(event: str) -> tuple[ConflictOfInterest, ...]:
    """Return the conflicts of interest known at an event, by participant."""
    there = {firm for firms in firms_of(event) for firm in firms}
    return tuple(
        ConflictOfInterest(f"{event}-{company}", f"{event}-{investor}", why, note)
        for company, investor, why, note in CONFLICTS
        if {company, investor} <= there and event == EVENT
    )


def _apart(text: str, other: str) -> bool:
    pairs = {frozenset((company, investor)) for company, investor, *_ in CONFLICTS}
    pairs |= {frozenset((firm, veto)) for firm, vetoes in VETOES.items() for veto in vetoes}
    return frozenset((text, other)) in pairs


def _liking(text: str, other: str) -> float:
    company, looks = (_BY_KEY[text], LOOKS[other]) if text in _BY_KEY else (_BY_KEY[other], LOOKS[text])
    return 0.6 * (company.sector in looks.mandate.sectors) + 0.3 * (company.deal.name in looks.mandate.rounds)
