"""Korea's provinces as people write them, and the wider regions that mandates name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

_LONG: Final[Mapping[str, tuple[str, ...]]] = {
    "서울": ("서울", "seoul"),
    "부산": ("부산", "busan"),
    "대구": ("대구", "daegu"),
    "인천": ("인천", "incheon"),
    "광주": ("광주광역시", "광주", "gwangju"),
    "대전": ("대전", "daejeon"),
    "울산": ("울산", "ulsan"),
    "세종": ("세종", "sejong"),
    "경기": ("경기", "gyeonggi"),
    "강원": ("강원", "gangwon"),
    "충북": ("충북", "충청북도", "chungbuk", "chungcheongbuk"),
    "충남": ("충남", "충청남도", "chungnam", "chungcheongnam"),
    "전북": ("전북", "전라북도", "jeonbuk", "jeollabuk"),
    "전남": ("전남", "전라남도", "jeonnam", "jeollanam"),
    "경북": ("경북", "경상북도", "gyeongbuk", "gyeongsangbuk"),
    "경남": (
        "경남", "경상남도", "gyeongnam", "gyeongsangnam", "창원", "김해", "양산", "진주", "거제", "통영", "사천",
        "밀양", "changwon", "gimhae", "yangsan", "jinju", "geoje", "tongyeong", "sacheon", "miryang",
    ),
    "제주": ("제주", "jeju"),
}  # fmt: skip

PROVINCES: Final = tuple(_LONG)
_CAPITAL: Final = frozenset({"서울", "인천", "경기"})
REGIONS_OF: Final[Mapping[str, frozenset[str]]] = {
    "동남권": frozenset({"부산", "울산", "경남"}),
    "부울경": frozenset({"부산", "울산", "경남"}),
    "영남권": frozenset({"부산", "울산", "경남", "대구", "경북"}),
    "대경권": frozenset({"대구", "경북"}),
    "호남권": frozenset({"광주", "전북", "전남"}),
    "충청권": frozenset({"대전", "세종", "충북", "충남"}),
    "수도권": _CAPITAL,
    "비수도권": frozenset(PROVINCES) - _CAPITAL,
    "전국": frozenset(PROVINCES),
}
"""Wider regions, as mandates name them, and their provinces."""


@cache
def province_of(text: str) -> str:
    """Return the province that an address or a name begins with (경남, 경상남도 창원시, Changwon); else nothing."""
    plain = text.strip().casefold()
    for province, names in _LONG.items():
        if plain.startswith(names):
            return province
    return ""
