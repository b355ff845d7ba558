from __future__ import annotations

from datetime import date

import pytest

from dealflow.domain.claims.claims import ClaimStatus
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.extract.cues import cues
from dealflow.extract.scope import status_of

_PAST = Period(PeriodKind.YEAR, "2024", date(2024, 1, 1), date(2024, 12, 31))
_AHEAD = Period(PeriodKind.YEAR, "2028", date(2028, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("매출 80억원 목표", ClaimStatus.TARGET),
        ("2026년 흑자전환 예상", ClaimStatus.FORECAST),
        ("협의 중 25억", ClaimStatus.IN_TALKS),
        ("리드 투자사 15억 확약(LOC)", ClaimStatus.COMMITTED),
        ("매출 45억 달성", ClaimStatus.ACTUAL),
        ("매출 45억", ClaimStatus.UNKNOWN),
    ],
)
def test_words_say_whether_it_has_happened_and_unknown_is_the_default(words: str, status: ClaimStatus) -> None:
    assert status_of(words, None, printed_status=None, today=date(2026, 11, 23)) is status


def test_a_suffix_outranks_the_words() -> None:
    assert status_of("실적", _PAST, printed_status=ClaimStatus.FORECAST, today=None) is ClaimStatus.FORECAST


@pytest.mark.parametrize(
    ("period", "today", "status"),
    [
        (_PAST, date(2025, 1, 1), ClaimStatus.ACTUAL),
        (_PAST, date(2024, 12, 31), ClaimStatus.FORECAST),
        (_AHEAD, date(2026, 11, 23), ClaimStatus.FORECAST),
        (_PAST, None, ClaimStatus.UNKNOWN),
    ],
)
def test_the_calendar_decides_where_words_do_not(period: Period, today: date | None, status: ClaimStatus) -> None:
    assert status_of("매출 45억", period, printed_status=None, today=today) is status


def test_a_section_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        cues("colours")
