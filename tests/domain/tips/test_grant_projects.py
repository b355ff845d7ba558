"""Projects with a grant: what is sound, how a selection ends, and when things are due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dealflow.catalogue.grant_duties import duties_of, grant_duties
from dealflow.catalogue.holidays import shipped_calendar
from dealflow.domain.pipeline.deadlines import DeadlineKind
from dealflow.domain.pipeline.grant_deadlines import grant_deadlines
from dealflow.domain.tips.grant_duties import Duty, appeal_until, last_day, owed_reports
from dealflow.domain.tips.grant_projects import (
    Agreement,
    EvaluationKind,
    GrantEvaluation,
    GrantPayment,
    GrantProject,
    GrantYear,
    MatchRequest,
    ProjectReport,
    ProjectReportKind,
    ProjectVerdict,
    Royalty,
    with_head,
    with_part,
    without_part,
)
from dealflow.errors import InvalidInputError, NotFoundError

KOREA = shipped_calendar()
EMPTY = GrantProject("p", "b", "e")
TERM = Agreement("제2026-가상-1호", None, date(2026, 7, 1), date(2026, 7, 1), date(2028, 6, 30))
YEARS = (
    GrantYear("y1", 1, date(2026, 7, 1), date(2027, 6, 30), 500_000_000, 20_000_000, 80_000_000),
    GrantYear("y2", 2, date(2027, 7, 1), date(2028, 6, 30), 500_000_000),
)
RUNNING = replace(EMPTY, agreement=TERM, years=YEARS)
PRESENTED = GrantEvaluation("v", EvaluationKind.PRESENTATION, date(2026, 5, 6), score=Decimal("58.5"))


def test_an_appeal_may_be_made_for_ten_days_and_a_term_that_ends_on_a_holiday_ends_after_it() -> None:
    # Notice on 13 May 2026: the tenth day is Saturday 23 May, Sunday 24 is Buddha's birthday, Monday 25 its substitute.
    noticed = replace(PRESENTED, verdict=ProjectVerdict.REJECTED, notified_on=date(2026, 5, 13))
    assert appeal_until(noticed, grant_duties(), KOREA) == date(2026, 5, 26)
    project = with_part(EMPTY, noticed)
    on_the_day = grant_deadlines(project, grant_duties(), KOREA, date(2026, 5, 26))
    assert [(due.kind, due.due, due.is_open()) for due in on_the_day if due.kind is DeadlineKind.APPEAL] == [
        (DeadlineKind.APPEAL, date(2026, 5, 26), True)
    ]
    after = grant_deadlines(project, grant_duties(), KOREA, date(2026, 5, 27))
    assert [due.kind for due in after] == [DeadlineKind.EVALUATION]


def test_an_appeal_that_was_upheld_turns_a_rejection_into_a_selection() -> None:
    rejected = replace(PRESENTED, verdict=ProjectVerdict.REJECTED, notified_on=date(2026, 5, 13))
    assert with_part(EMPTY, rejected).selection is ProjectVerdict.REJECTED
    appealed = replace(rejected, appealed_on=date(2026, 5, 20), answered_on=date(2026, 6, 10), upheld=True)
    assert with_part(EMPTY, appealed).selection is ProjectVerdict.SELECTED
    on_paper = replace(rejected, id="d", kind=EvaluationKind.DOCUMENT, held_on=date(2026, 4, 1), notified_on=None)
    assert with_part(EMPTY, replace(on_paper, verdict=ProjectVerdict.SELECTED)).selection is None


def test_each_year_owes_a_report_the_last_one_the_final_report_and_a_written_day_stands_before_the_rule() -> None:
    written = ProjectReport("r", ProjectReportKind.ANNUAL, 1, due_on=date(2027, 5, 31), submitted_on=date(2027, 5, 30))
    project = with_part(RUNNING, written)
    owed = owed_reports(project, grant_duties(), KOREA)
    # 60 days after 30 June 2028 is 29 August 2028, a Tuesday.
    assert [(each.kind.value, each.year, each.due_on) for each in owed] == [
        ("annual", 1, date(2027, 5, 31)),
        ("final", 2, date(2028, 8, 29)),
    ]
    assert owed_reports(RUNNING, grant_duties(), KOREA)[0].due_on is None  # no source says when


def test_deadlines_of_a_project_that_runs_are_open_until_what_they_ask_for_was_done() -> None:
    project = with_head(RUNNING, replace(TERM, sign_by=date(2026, 7, 10)), "S-1", date(2026, 4, 1))
    project = with_part(project, Royalty("t", 2029, 3_000_000, due_on=date(2030, 3, 31)))
    dues = grant_deadlines(project, grant_duties(), KOREA, date(2026, 7, 2))
    assert [(due.kind.value, due.label, due.is_open()) for due in dues] == [
        ("agreement", "", False),
        ("project_report", "final:2", True),
        ("royalty", "royalty:2029", True),
    ]


@pytest.mark.parametrize(
    ("part", "problem"),
    [
        (replace(PRESENTED, score=Decimal(101)), "outside"),
        (replace(PRESENTED, verdict=ProjectVerdict.POOR), "unknown"),
        (replace(PRESENTED, appealed_on=date(2026, 5, 20)), "missing"),
        (replace(PRESENTED, notified_on=date(2026, 5, 5)), "days_backwards"),
        (GrantYear("y3", 2, date(2028, 7, 1), date(2028, 8, 1), 1), "repeated"),
        (GrantYear("y3", 3, date(2028, 6, 30), date(2028, 8, 1), 1), "overlap"),
        (GrantYear("y3", 3, date(2028, 7, 1), date(2028, 8, 1), 1), "outside_term"),
        (GrantPayment("g", 1, date(2026, 8, 1), 500_000_001), "more_than_granted"),
        (GrantPayment("g", 9, date(2026, 8, 1), 1), None),
        (MatchRequest("m", date(2027, 1, 1), 10**9, date(2026, 12, 31)), "days_backwards"),
    ],
)
def test_what_cannot_be_is_refused(part: object, problem: str | None) -> None:
    if problem is None:  # a year that the agreement has not: nothing granted that could be exceeded is known
        assert with_part(RUNNING, part).payments == (part,)  # type: ignore[arg-type]  # a part
        return
    with pytest.raises(InvalidInputError) as caught:
        with_part(RUNNING, part)  # type: ignore[arg-type]  # a part
    assert caught.value.parameters["problem"] == problem


def test_a_part_that_is_not_there_cannot_be_taken_away() -> None:
    with pytest.raises(NotFoundError):
        without_part(RUNNING, "nothing")


@settings(max_examples=40)
@given(st.permutations(["y1", "y2", "v"]))
def test_parts_come_to_the_same_project_in_whatever_order_they_are_written(order: list[str]) -> None:
    parts = {"y1": YEARS[0], "y2": YEARS[1], "v": PRESENTED}
    project = replace(EMPTY, agreement=TERM)
    for name in order:
        project = with_part(project, parts[name])
    assert (project.years, project.evaluations, project.grant_won) == (YEARS, (PRESENTED,), 1_000_000_000)
    for name in order:
        project = without_part(project, name)
    assert project == replace(EMPTY, agreement=TERM)


@settings(max_examples=60)
@given(st.dates(date(2024, 1, 1), date(2029, 1, 1)), st.integers(0, 90))
def test_a_term_never_ends_before_its_days_are_over_nor_on_a_day_that_does_not_count(since: date, days: int) -> None:
    due = last_day(since, days, KOREA)
    assert due is not None
    assert due >= since + timedelta(days=days)
    assert KOREA.is_business(due)


def test_duties_without_their_days_or_words_are_told() -> None:
    with pytest.raises(InvalidInputError):
        duties_of('[[duty]]\nid = "appeal"\nconfirmed = true\nsource_ko = "ㄱ"\nsource_en = "a"')
    with pytest.raises(InvalidInputError):
        duties_of('[[duty]]\nid = "strange"\nconfirmed = true\nsource_ko = "ㄱ"\nsource_en = "a"')
    assert grant_duties()[Duty.ANNUAL_REPORT].days is None
