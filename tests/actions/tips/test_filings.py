"""Reports to KVIC: pre-filled from what is known, edited, filed, received, locked; private to the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dealflow.actions.investment import deals, funds, sessions
from dealflow.actions.investment.sessions import Ruling
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import filings
from dealflow.actions.tips.filing_views import Report
from dealflow.domain.investment.committee import Appointment, Fund, Result
from dealflow.domain.people.access import Role
from dealflow.domain.tips.filings import FilingState
from dealflow.errors import (
    ChangedMeanwhileError,
    FilingIncompleteError,
    FilingLockedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
)
from tests.actions.conftest import AT, Cast, person
from tests.actions.investment.test_sessions import HELD, approved, convened, engagement, fund, tabled, terms

__all__ = ["engagement", "fund"]

R1_BY_HAND = {
    "registration_number": "000-00-00001",
    "representative": "홍가상",
    "founded_on": "2019-03-01",
    "industry": "로봇",
    "capital_won": "500,000,000원",
    "is_spc": "아니오",
}
LEFT = tuple(one for one in R1_BY_HAND if one != "registration_number")
"""What the books do not know yet."""


def values(report: Report) -> dict[str, str]:
    return {entry.field.id: entry.value for entry in report.entries}


def of(ws: Workspace, cast: Cast, item_id: str, report: str) -> Report:
    return filings.report(Looking(ws, cast.anna), item_id, report)


@pytest.fixture
def item(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> str:
    return tabled(ws, cast, convened(ws, cast), engagement, fund)


def test_a_plan_is_filled_from_what_is_known_and_names_what_is_missing(ws: Workspace, cast: Cast, item: str) -> None:
    report = of(ws, cast, item, "r1")
    assert {name: value for name, value in values(report).items() if value} == {
        "held_at": "2026-03-09 18:00",
        "place": "부산",
        "company": "다온로보틱스(가상)",
        "registration_number": "000-00-00003",
        "currency": "KRW",
        "total_won": "2000000000",
        "conditions": "rcps",
    }
    assert [field.id for field in report.missing] == ["contact", *LEFT]
    # by hand: the committee meets on Monday 9 March 2026; five business days before is Friday the 27th of February,
    # for Monday 2 March is the substitute holiday of Independence Movement Day
    assert report.owed.deadline.due == date(2026, 2, 27)
    assert (report.state, report.version) == (FilingState.NOT_FILED, 0)


def test_a_plan_goes_from_typed_to_filed_to_received_and_is_locked(ws: Workspace, cast: Cast, item: str) -> None:
    which = (item, "r1")
    with pytest.raises(FilingIncompleteError) as caught:
        filings.file_report(Acting(ws, cast.anna, AT), which)
    assert caught.value.parameters["sheet_fields"] == ("contact", *LEFT)
    filings.keep_values(Acting(ws, cast.anna, AT), which, R1_BY_HAND | {"contact": "anna"}, seen=0)
    assert values(of(ws, cast, item, "r1"))["capital_won"] == "500000000"
    with pytest.raises(ChangedMeanwhileError):
        filings.keep_values(Acting(ws, cast.adam, AT), which, {"place": "서울"}, seen=0)
    filings.file_report(Acting(ws, cast.adam, AT), which, seen=1)
    filed = of(ws, cast, item, "r1")
    assert (filed.state, filed.filed_at, filed.filed_by_name) == (FilingState.FILED, AT, "adam(가상)")
    assert filed.owed.deadline.done_on == AT.date()
    with pytest.raises(InvalidInputError):
        filings.keep_values(Acting(ws, cast.anna, AT), which, {"place": "서울"})
    filings.note_receipt(Acting(ws, cast.anna, AT), which)
    received = of(ws, cast, item, "r1")
    assert (received.state, received.filed_at, values(received)) == (FilingState.RECEIVED, AT, values(filed))
    for act in (filings.take_back, filings.note_receipt, filings.file_report):
        with pytest.raises(FilingLockedError):
            act(Acting(ws, cast.anna, AT), which)
    with pytest.raises(FilingLockedError):
        filings.keep_values(Acting(ws, cast.anna, AT), which, {"place": "서울"})


def test_what_was_filed_stays_what_it_was_when_more_is_known(ws: Workspace, cast: Cast, item: str) -> None:
    which = (item, "r1")
    filings.keep_values(Acting(ws, cast.anna, AT), which, R1_BY_HAND | {"contact": "anna"})
    filings.file_report(Acting(ws, cast.anna, AT), which)
    held = of(ws, cast, item, "r1").owed.session
    sessions.change_session(
        Acting(ws, cast.anna, AT), held.id, Appointment(HELD + timedelta(days=1), "서울", "제1회 투심")
    )
    entry = next(each for each in of(ws, cast, item, "r1").entries if each.field.id == "place")
    assert (entry.value, entry.known) == ("부산", "서울")
    filings.take_back(Acting(ws, cast.anna, AT), which)
    again = of(ws, cast, item, "r1")
    assert (again.state, again.filed_at, values(again)["place"]) == (FilingState.NOT_FILED, None, "부산")
    filings.keep_values(Acting(ws, cast.anna, AT), which, {"place": "서울"})
    place = next(each for each in of(ws, cast, item, "r1").entries if each.field.id == "place")
    assert (place.value, place.typed) == ("서울", False)


def test_a_received_report_gets_a_new_sheet_and_stays_on_record(ws: Workspace, cast: Cast, item: str) -> None:
    which = (item, "r1")
    filings.keep_values(Acting(ws, cast.anna, AT), which, R1_BY_HAND | {"contact": "anna"})
    with pytest.raises(InvalidInputError):
        filings.begin_anew(Acting(ws, cast.anna, AT), which)
    filings.file_report(Acting(ws, cast.anna, AT), which)
    filings.note_receipt(Acting(ws, cast.anna, AT), which)
    old = of(ws, cast, item, "r1")
    filings.begin_anew(Acting(ws, cast.anna, AT), which)
    new = of(ws, cast, item, "r1")
    assert (new.id == old.id, new.state, new.missing) == (False, FilingState.NOT_FILED, ())
    filings.keep_values(Acting(ws, cast.anna, AT), which, {"place": "대전"})
    assert values(of(ws, cast, item, "r1"))["place"] == "대전"
    assert len(filings.reports(Looking(ws, cast.anna))) == 2


def test_a_conditional_approval_is_reported_as_passed_with_its_money(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    _, item_id = approved(ws, cast, engagement, fund)
    report = of(ws, cast, item_id, "r2")
    given = values(report)
    # by hand: 15,000,000,000 / 1,000,000 = 15,000 won a share; 133,333 shares cost 1,999,995,000
    assert (given["result"], given["pre_money_won"], given["post_money_won"], given["round_total_won"]) == (
        "passed",
        "15000000000",
        "16999995000",
        "2000000000",
    )
    assert (given["co_investors"], given["stage"]) == ("없음", "A")
    assert [field.id for field in report.missing] == ["closing_on", "manager", "base_on"]
    # Monday the 9th is not counted: Wednesday the 11th
    assert report.owed.deadline.due == date(2026, 3, 11)


@pytest.mark.parametrize(("wanted", "said"), [(Result.WITHDRAWN, "cancelled"), (Result.HELD, None)])
def test_a_withdrawn_item_is_cancelled_and_one_held_over_owes_no_result(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund, wanted: Result, said: str | None
) -> None:
    session_id = convened(ws, cast)
    item_id = tabled(ws, cast, session_id, engagement, fund)
    sessions.resolve(Acting(ws, cast.anna, HELD), session_id, item_id, Ruling(result=wanted))
    owed = filings.reports(Looking(ws, cast.anna))
    assert [report for report in owed if report.owed.report == "r1"] == []
    found = [each for each in owed if each.owed.report == "r2"]
    assert [values(each)["result"] for each in found] == ([said] if said else [])
    if said:
        assert [entry.field.id for entry in found[0].entries] == ["result"]


def test_a_fund_without_mother_fund_money_reports_nothing(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund)
    funds.keep_fund(Acting(ws, cast.anna, AT), replace(fund, mother_fund_backed=False))
    assert filings.reports(Looking(ws, cast.anna)) == ()


@pytest.mark.parametrize("values_given", [{"nonsense": "1"}, {"total_won": "많이"}, {"place": "가" * 2001}])
def test_what_no_sheet_can_hold_is_refused(ws: Workspace, cast: Cast, item: str, values_given: dict[str, str]) -> None:
    with pytest.raises(InvalidInputError):
        filings.keep_values(Acting(ws, cast.anna, AT), (item, "r1"), values_given)
    assert of(ws, cast, item, "r1").version == 0


def test_only_deciders_of_the_house_act_and_nobody_else_sees(ws: Workspace, cast: Cast, item: str) -> None:
    boss_b = person(ws, "boss", "b", Role.ADMIN)
    for stranger in (cast.bora, boss_b, cast.guest, cast.organiser):
        assert filings.reports(Looking(ws, stranger)) == ()
    for stranger in (cast.bora, boss_b, cast.organiser):
        with pytest.raises(NotFoundError):
            filings.keep_values(Acting(ws, stranger, AT), (item, "r1"), {"place": "서울"})
    for powerless in (cast.viewer_a, cast.guest):
        with pytest.raises(NotAllowedError):
            filings.file_report(Acting(ws, powerless, AT), (item, "r1"))
    assert len(filings.reports(Looking(ws, cast.viewer_a))) == 2


def test_a_month_is_confirmed_once_by_its_own_house(ws: Workspace, cast: Cast, fund: Fund) -> None:
    filings.confirm_month(Acting(ws, cast.anna, AT), fund.id, "2026-03")
    for wrong in ("2026-03", "2026-13", "March"):
        with pytest.raises(InvalidInputError):
            filings.confirm_month(Acting(ws, cast.anna, AT), fund.id, wrong)
    with pytest.raises(NotFoundError):
        filings.confirm_month(Acting(ws, cast.bora, AT), fund.id, "2026-04")


def test_new_terms_leave_the_reported_ones_alone(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    _, item_id = approved(ws, cast, engagement, fund)
    deals.set_terms(Acting(ws, cast.anna, HELD), engagement, terms(fund, 1_000_000_000))
    assert values(of(ws, cast, item_id, "r2"))["round_total_won"] == "2000000000"
