from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.holidays import shipped_calendar
from dealflow.domain.investment.committee import Condition, ConditionState
from dealflow.domain.pipeline.deadlines import (
    Certificate,
    Deadline,
    DeadlineKind,
    certificate_deadlines,
    commitment_deadlines,
    committee_reports,
    condition_deadlines,
    in_order,
    monthly_reports,
    term_deadlines,
    waiting,
)
from dealflow.domain.tips.rule_packs import Severity
from dealflow.errors import InvalidInputError
from tests.domain.tips.cases import loc, operator

KOREA = shipped_calendar()
DAYS = st.dates(date(2024, 1, 1), date(2030, 1, 1))
DEADLINES = st.lists(
    st.builds(
        Deadline,
        st.sampled_from(DeadlineKind),
        DAYS,
        st.sampled_from("abc"),
        st.sampled_from(Severity),
        done_on=st.none() | DAYS,
    ),
    max_size=8,
)


def test_a_main_committee_asks_for_its_plan_five_business_days_before_and_its_result_two_after() -> None:
    # Thursday, 26 February 2026 in Seoul: Lunar New Year (16 to 18) before it, a substitute holiday (2 March) after.
    plan, result = committee_reports("s", datetime(2026, 2, 26, 0, 0, tzinfo=UTC), KOREA, plan_filed=date(2026, 2, 19))
    assert plan == Deadline(DeadlineKind.IC_PLAN, date(2026, 2, 19), "s", Severity.BLOCK, done_on=date(2026, 2, 19))
    assert result == Deadline(DeadlineKind.IC_RESULT, date(2026, 3, 3), "s", Severity.BLOCK, opens=date(2026, 2, 26))
    assert (plan.is_late(date(2026, 3, 30)), plan.is_open()) == (False, False)
    assert [result.is_late(day) for day in (date(2026, 3, 3), date(2026, 3, 4))] == [False, True]


def test_the_day_of_a_committee_is_the_day_in_seoul() -> None:
    late_evening_utc = datetime(2026, 2, 25, 23, 0, tzinfo=UTC)
    assert committee_reports("s", late_evening_utc, KOREA)[1].opens == date(2026, 2, 26)


@given(st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - bounds only
def test_the_plan_is_always_five_and_the_result_two_business_days_away(held: datetime) -> None:
    plan, result = committee_reports("s", held, KOREA)
    assert result.opens is not None
    assert (KOREA.between(plan.due, result.opens), KOREA.between(result.opens, result.due)) == (
        5 - (not KOREA.is_business(result.opens)),
        2,
    )


def test_monthly_reports_are_due_on_the_seventh_of_the_next_month_and_open_on_the_first() -> None:
    found = monthly_reports("f", date(2025, 12, 8), date(2026, 2, 7), [("2025-12", date(2026, 1, 5))])
    assert found == (
        Deadline(
            DeadlineKind.MONTHLY_REPORT,
            date(2026, 1, 7),
            "f",
            Severity.WARN,
            "2025-12",
            opens=date(2026, 1, 1),
            done_on=date(2026, 1, 5),
        ),
        Deadline(DeadlineKind.MONTHLY_REPORT, date(2026, 2, 7), "f", Severity.WARN, "2026-01", opens=date(2026, 2, 1)),
    )
    assert [each.label for each in monthly_reports("f", date(2025, 12, 7), date(2026, 2, 6))] == ["2025-11", "2025-12"]
    with pytest.raises(InvalidInputError):
        monthly_reports("f", date(2026, 1, 2), date(2026, 1, 1))


@given(DAYS, st.integers(0, 900))
def test_every_seventh_brings_one_monthly_report(since: date, days: int) -> None:
    until = since + timedelta(days=days)
    sevenths = [since + timedelta(days=n) for n in range(days + 1) if (since + timedelta(days=n)).day == 7]
    assert [each.due for each in monthly_reports("f", since, until)] == sevenths


def test_conditions_are_due_on_their_day_and_done_once_met_or_waived() -> None:
    conditions = (
        Condition("c1", "특허 이전", "p1", date(2026, 5, 4)),
        Condition("c2", "정관 변경", "p2", date(2026, 4, 1), ConditionState.MET, settled_on=date(2026, 3, 30)),
        Condition("c3", "기한 없음", "p3", None),
    )
    assert [(each.label, each.owner_id, each.done_on) for each in condition_deadlines("i", conditions)] == [
        ("정관 변경", "p2", date(2026, 3, 30)),
        ("특허 이전", "p1", None),
    ]


def test_letters_certificates_and_terms_run_out() -> None:
    found = in_order(
        term_deadlines([operator()]),
        commitment_deadlines("e", [loc(1, valid_to=date(2026, 9, 1)), loc(1, valid_to=None)]),
        certificate_deadlines([Certificate("c", "중소기업확인서", date(2027, 3, 31)), Certificate("c", "벤처", None)]),
    )
    assert [(each.kind.value, each.due, each.subject_id, each.label) for each in found] == [
        ("loc", date(2026, 9, 1), "e", "LOC-1"),
        ("operator_term", date(2026, 12, 31), "op", "제0호(가상)"),
        ("certificate", date(2027, 3, 31), "c", "중소기업확인서"),
    ]


def test_days_are_left_until_the_day_itself_and_owed_after_it() -> None:
    friday = Deadline(DeadlineKind.LOC, date(2026, 2, 20), "e", Severity.WARN)
    assert [friday.days_left(date(2026, 2, day)) for day in (13, 20, 21)] == [7, 0, -1]
    assert friday.business_days_left(date(2026, 2, 13), KOREA) == 2  # 16 to 18 are Lunar New Year


@given(DEADLINES, DAYS, st.integers(0, 60))
def test_what_waits_is_open_near_and_in_order(deadlines: list[Deadline], on: date, within: int) -> None:
    found = waiting(deadlines, on, within)
    assert [each.due for each in found] == sorted(each.due for each in found)
    assert sorted(map(repr, found)) == sorted(
        repr(each) for each in deadlines if each.done_on is None and each.due <= on + timedelta(days=within)
    )
