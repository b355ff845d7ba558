from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.claims.claims import ClaimStatus
from dealflow.domain.values.period import Period, PeriodKind
from dealflow.extract.periods import find_periods


@pytest.mark.parametrize(
    ("text", "kind", "start", "end", "status"),
    [
        ("2024", PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31), None),
        ("'24", PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31), None),
        ("24년", PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31), None),
        ("FY24", PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31), None),
        ("2024(A)", PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31), ClaimStatus.ACTUAL),
        ("2024P", PeriodKind.YEAR, date(2024, 1, 1), date(2024, 12, 31), ClaimStatus.PRELIMINARY),
        ("2025E", PeriodKind.YEAR, date(2025, 1, 1), date(2025, 12, 31), ClaimStatus.FORECAST),
        ("2025(E)", PeriodKind.YEAR, date(2025, 1, 1), date(2025, 12, 31), ClaimStatus.FORECAST),
        ("'26F", PeriodKind.YEAR, date(2026, 1, 1), date(2026, 12, 31), ClaimStatus.FORECAST),
        ("'25.3Q", PeriodKind.QUARTER, date(2025, 7, 1), date(2025, 9, 30), None),
        ("3Q25", PeriodKind.QUARTER, date(2025, 7, 1), date(2025, 9, 30), None),
        ("2026년 4분기", PeriodKind.QUARTER, date(2026, 10, 1), date(2026, 12, 31), None),
        ("1H25", PeriodKind.HALF, date(2025, 1, 1), date(2025, 6, 30), None),
        ("2025년 하반기", PeriodKind.HALF, date(2025, 7, 1), date(2025, 12, 31), None),
        ("2023.06", PeriodKind.MONTH, date(2023, 6, 1), date(2023, 6, 30), None),
        ("Nov. 2007", PeriodKind.MONTH, date(2007, 11, 1), date(2007, 11, 30), None),
        ("'25.9월 말", PeriodKind.AS_OF, None, date(2025, 9, 30), None),
        ("'24말", PeriodKind.AS_OF, None, date(2024, 12, 31), None),
        ("2023~2028", PeriodKind.SPAN, date(2023, 1, 1), date(2028, 12, 31), None),
        ("LTM", PeriodKind.TRAILING_YEAR, None, None, None),
        ("YTD", PeriodKind.YEAR_TO_DATE, None, None, None),
        ("1차년도", PeriodKind.PROJECT_YEAR, None, None, None),
    ],
)
def test_a_period_is_read_as_printed(
    text: str, kind: PeriodKind, start: date | None, end: date | None, status: ClaimStatus | None
) -> None:
    (found,) = find_periods(text)
    assert (found.period, found.status) == (Period(kind, text, start, end), status)


@pytest.mark.parametrize("text", ["2,024명", "24년간", "1.7년차", "매출 45억원", "3년 이상", ""])
def test_amounts_and_spans_of_time_are_no_periods(text: str) -> None:
    assert find_periods(text) == ()


@given(year=st.integers(2000, 2099), suffix=st.sampled_from(["", "E", "(E)", "F", "A", "년"]))
def test_every_year_reads_back(year: int, suffix: str) -> None:
    (found,) = find_periods(f"매출 {year}{suffix} 기록")
    assert (found.period.start, found.period.end) == (date(year, 1, 1), date(year, 12, 31))
