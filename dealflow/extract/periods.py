"""Period words around a figure: fiscal years with their suffix, quarters, halves, as-of days, spans, project years."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import NamedTuple

from dealflow.domain.claims.claims import ClaimStatus
from dealflow.domain.values.period import Period, PeriodKind

_DIGIT = re.compile(r"\d|LTM|TTM|YTD|상반기|하반기")
_Y = r"(?:(?<![$₩€¥₹])(?:19|20)\d\d|['’‘]\d\d|(?<![\d.,])2\d(?=년(?!\s?(?:간|차|이상|동안))))"
_DAY = r"(?:[.\-/]\s?(?:3[01]|[12]\d|0?[1-9]))?"
_SUFFIX = r"\s?\(?(?P<{0}>[EFAP](?![A-Za-z0-9])|(?<=\d)[efa](?![A-Za-z0-9])|예상|추정|예정|목표|계획|잠정|전망|실적)\)?"
_PATTERN = re.compile(
    r"(?P<ltm>LTM|TTM|최근\s?12개월|최근\s?1년(?!\s?\d))|(?P<ytd>YTD)"
    rf"|(?P<from>{_Y})\s?년?\s?[~∼〜～\-–—]\s?(?P<to>{_Y})년?(?!\s?[.\-/]\s?\d)"
    rf"|(?P<qy>{_Y})\s?년?[.\s]?\s?(?P<q1>[1-4])\s?(?:Q|분기)|(?P<q2>[1-4])Q\s?['’‘]?(?P<qy2>(?:20)?\d\d)|Q(?P<q3>[1-4])\s?['’‘]?(?P<qy3>(?:20)\d\d|['’‘]\d\d)"
    rf"|(?P<hy>{_Y})\s?년?[.\s]?\s?(?:(?P<h1>[12])H|(?P<hk>상반기|하반기))|(?P<h2>[12])H\s?['’‘]?(?P<hy2>(?:20)?\d\d)|H(?P<h3>[12])\s?(?P<hy3>20\d\d)"
    r"|(?<![\d.,])(?P<project>\d)\s?(?:차\s?년도|년\s?차(?!\s?이상)|st year|nd year|rd year)"
    r"|(?<![A-Za-z])(?:(?i:year|yr\.?)\s|Y(?:r|R)?)(?P<project2>\d)(?!\d)"
    rf"|FY\s?['’‘]?(?P<fy>(?:20)?\d\d)(?:{_SUFFIX.format('s1')})?"
    rf"|(?P<my>{_Y})\s?(?:년\s?(?=\d\d?\s?월)|[.\-/]\s?)(?P<m>1[0-2]|0?[1-9])(?:\s?월|{_DAY}(?![\d%억만조]|\.\d))(?P<end>\s?말)?"
    r"|\b(?P<mn>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?[\s\-']{0,2}(?P<mny>20\d\d|\d\d)(?![\d%])"
    rf"|(?P<y>{_Y})\s?(?:년도?)?(?:{_SUFFIX.format('s2')})?(?P<at>\s?(?:년?\s?말|년?\s?기준))?(?![\d%％]|[.,]\d|\s?(?:[명건곳원억만배]|개(?!년)))"
)
_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STATUS = {
    "E": ClaimStatus.FORECAST,
    "F": ClaimStatus.FORECAST,
    "A": ClaimStatus.ACTUAL,
    "P": ClaimStatus.PRELIMINARY,
    "예상": ClaimStatus.FORECAST,
    "추정": ClaimStatus.FORECAST,
    "예정": ClaimStatus.FORECAST,
    "전망": ClaimStatus.FORECAST,
    "목표": ClaimStatus.TARGET,
    "계획": ClaimStatus.TARGET,
    "잠정": ClaimStatus.PRELIMINARY,
    "실적": ClaimStatus.ACTUAL,
}
_UNDATED = {
    "ltm": PeriodKind.TRAILING_YEAR,
    "ytd": PeriodKind.YEAR_TO_DATE,
    "project": PeriodKind.PROJECT_YEAR,
    "project2": PeriodKind.PROJECT_YEAR,
}
_HALVES = {"상반기": "1", "하반기": "2"}
_AS_OF = re.compile(r"\s?월?\s?말?\s?(?:기준|현재|말|as of)")


class Dated(NamedTuple):
    """A period as it stands in a text, and the status that its suffix (E, F, P, A) gives."""

    start: int
    end: int
    period: Period
    status: ClaimStatus | None


def find_periods(text: str) -> tuple[Dated, ...]:
    """Return the periods named in ``text`` (NFC) from left to right."""
    if not _DIGIT.search(text):
        return ()
    return tuple(_dated(text, match) for match in _PATTERN.finditer(text))


def _dated(text: str, match: re.Match[str]) -> Dated:
    group = {name: value for name, value in match.groupdict().items() if value}
    label = match.group().strip()
    suffix = group.get("s1") or group.get("s2")
    status = _STATUS[suffix.upper()] if suffix else None
    return Dated(match.start(), match.end(), _period(text, match, group, label), status)


def _period(text: str, match: re.Match[str], group: dict[str, str], label: str) -> Period:
    kind = next((kind for name, kind in _UNDATED.items() if name in group), None)
    if kind is not None:
        return Period(kind, label)
    if "from" in group:
        return Period(PeriodKind.SPAN, label, date(_year(group["from"]), 1, 1), date(_year(group["to"]), 12, 31))
    quarter = group.get("q1") or group.get("q2") or group.get("q3")
    if quarter:
        year = _year(group.get("qy") or group.get("qy2") or group["qy3"])
        return _months(PeriodKind.QUARTER, label, year, (int(quarter) * 3 - 2, int(quarter) * 3))
    half = group.get("h1") or group.get("h2") or group.get("h3") or _HALVES.get(group.get("hk", ""))
    if half:
        year = _year(group.get("hy") or group.get("hy2") or group["hy3"])
        return _months(PeriodKind.HALF, label, year, (int(half) * 6 - 5, int(half) * 6))
    return _month_or_year(text, match, group, label)


def _month_or_year(text: str, match: re.Match[str], group: dict[str, str], label: str) -> Period:
    as_of = "end" in group or "at" in group or _AS_OF.match(text, match.end())
    if "m" in group or "mn" in group:
        month = int(group["m"]) if "m" in group else _NAMES.index(group["mn"]) + 1
        year = _year(group.get("my") or group["mny"])
        months = _months(PeriodKind.MONTH, label, year, (month, month))
        return Period(PeriodKind.AS_OF, label, None, months.end) if as_of else months
    year = _year(group.get("y") or group["fy"])
    if as_of:
        return Period(PeriodKind.AS_OF, label, None, date(year, 12, 31))
    return _months(PeriodKind.YEAR, label, year, (1, 12))


def _months(kind: PeriodKind, label: str, year: int, span: tuple[int, int]) -> Period:
    first, last = span
    return Period(kind, label, date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _year(written: str) -> int:
    digits = written.strip("'’‘")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)  # noqa: PLR2004 - four digits make a year
