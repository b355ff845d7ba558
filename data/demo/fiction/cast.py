"""Who takes part in the fictional event: investors, operators, the organiser, adopters, and their people by role."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.domain.people.access import OrganisationKind, Role


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation of the event with its people: (role title, role)."""

    id: str
    ko: str
    en: str
    kind: OrganisationKind
    region: str
    people: tuple[tuple[str, Role], ...]

    def person_id(self, place: int = 0) -> str:
        """Return the id of the organisation's person at that place of the list."""
        return f"{self.id}-{place + 1}"


_VC, _TIPS = OrganisationKind.VC, OrganisationKind.TIPS_OPERATOR
_TWO = (("심사역 A", Role.ANALYST), ("심사역 B", Role.ANALYST))
_THREE = (*_TWO, ("대표 파트너", Role.ANALYST))
_OPERATORS = (("운영사 담당 A", Role.OPERATOR), ("R&D 코디네이터", Role.OPERATOR))

VCS = (
    Member("vc-gana", "가나벤처스(가상)", "Gana Ventures (Fictional)", _VC, "부산", _THREE),
    Member("vc-nakdong", "낙동인베스트(가상)", "Nakdong Invest (Fictional)", _VC, "부산", _TWO),
    Member(
        "vc-dongnam",
        "동남파트너스(가상)",
        "Dongnam Partners (Fictional)",
        _VC,
        "경남",
        (*_TWO, ("조회 담당", Role.VIEWER)),
    ),
    Member("vc-mangol", "만골캐피탈(가상)", "Mangol Capital (Fictional)", _VC, "울산", _TWO),
    Member("vc-sample", "샘플벤처캐피탈(가상)", "Sample Venture Capital (Fictional)", _VC, "서울", _TWO),
    Member("vc-yesi", "예시투자(가상)", "Yesi Investment (Fictional)", _VC, "경남", _TWO),
    Member("vc-jinju", "진주성벤처스(가상)", "Jinjuseong Ventures (Fictional)", _VC, "경남", _TWO),
    Member("vc-haeun", "해운파트너스(가상)", "Haeun Partners (Fictional)", _VC, "부산", _TWO),
)
OPERATORS = (
    Member("op-gaya", "가야스케일업(가상)", "Gaya Scale-up (Fictional)", _TIPS, "경남", _OPERATORS),
    Member("op-doyak", "도약기술파트너스(가상)", "Doyak Tech Partners (Fictional)", _TIPS, "부산", _OPERATORS),
    Member("op-moui", "모의기술투자(가상)", "Moui Tech Invest (Fictional)", _TIPS, "울산", _OPERATORS),
    Member("op-saenggi", "생기연결(가상)", "Saenggi Link (Fictional)", _TIPS, "경남", _OPERATORS),
    Member("op-yeongnam", "영남딥테크(가상)", "Yeongnam Deeptech (Fictional)", _TIPS, "울산", _OPERATORS),
    Member("op-hanmadang", "한마당이노(가상)", "Hanmadang Inno (Fictional)", _TIPS, "부산", _OPERATORS),
)
ORGANISER = Member(
    "organiser",
    "모의 제조AI 사무국(가상)",
    "Mock Manufacturing AI Office (Fictional)",
    OrganisationKind.ORGANISER,
    "경남",
    (("행사 운영 담당", Role.ORGANISER), ("검토 담당", Role.ORGANISER), ("시스템 관리자", Role.ADMIN)),
)
ADOPTERS = (
    Member(
        "ad-mirae",
        "미래정밀(가상)",
        "Mirae Precision (Fictional)",
        OrganisationKind.ADOPTER,
        "경남",
        (("생산기술 팀장", Role.VIEWER),),
    ),
    Member(
        "ad-pado",
        "파도중공업(가상)",
        "Pado Heavy Industries (Fictional)",
        OrganisationKind.ADOPTER,
        "울산",
        (("디지털전환 담당", Role.VIEWER),),
    ),
)
SUPPLIER = Member(
    "su-gaonvision", "가온비전 IR팀(가상)", "Gaon Vision IR team (Fictional)", OrganisationKind.SUPPLIER, "경남", ()
)
EVERYONE = (*VCS, *OPERATORS, ORGANISER, *ADOPTERS, SUPPLIER)
EVENT, PAST_EVENT = "event", "event-spring"
