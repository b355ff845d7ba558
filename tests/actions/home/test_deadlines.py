"""One list of what is due in a house: days left, whose it is, what is pressing; private."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dealflow.actions.home import deadlines
from dealflow.actions.investment import deals, sessions
from dealflow.actions.investment.sessions import WantedCondition
from dealflow.actions.pipeline import engagements, track_settings
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import filings
from dealflow.domain.investment.committee import ConditionState, Fund, Settlement
from dealflow.domain.investment.deal_terms import Commitment
from dealflow.domain.pipeline.deadlines import DeadlineKind
from dealflow.domain.pipeline.funnel import Status
from tests.actions.conftest import AT, Cast
from tests.actions.investment.test_sessions import HELD, approved, engagement, fund, stands, terms

__all__ = ["engagement", "fund"]

TODAY = date(2026, 3, 10)


def due(ws: Workspace, cast: Cast, on: date = TODAY) -> list[tuple[str, date, int, int, bool]]:
    found = deadlines.deadlines(Looking(ws, cast.adam), on=on)
    return [
        (one.deadline.kind.value, one.deadline.due, one.days_left, one.business_days_left, one.mine) for one in found
    ]


def test_one_list_holds_everything_that_is_due(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    approved(ws, cast, engagement, fund, WantedCondition("근속 약정서", "adam", date(2026, 3, 20)))
    loc = Commitment("LOC-1", 3_000_000_000, date(2026, 3, 1), date(2026, 3, 31), "a")
    deals.give_commitment(Acting(ws, cast.anna, HELD), engagement, loc)
    kinds = {(kind, day) for kind, day, *_ in due(ws, cast)}
    assert kinds == {
        ("ic_plan", date(2026, 2, 27)),
        ("paper", date(2026, 2, 27)),  # the company is registered before its first report
        ("monthly_report", date(2026, 3, 7)),
        ("ic_result", date(2026, 3, 11)),
        ("condition", date(2026, 3, 20)),
        ("loc", date(2026, 3, 31)),
        ("monthly_report", date(2026, 4, 7)),
    }
    condition = next(one for one in due(ws, cast) if one[0] == "condition")
    # by hand: 11, 12, 13, 16, 17, 18, 19, 20 March are eight business days after the 10th
    assert condition == ("condition", date(2026, 3, 20), 10, 8, True)


def test_what_was_done_leaves_the_list(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    session_id, item_id = approved(ws, cast, engagement, fund, WantedCondition("약정서", "adam", date(2026, 3, 20)))
    resolution = stands(ws, cast, session_id).items[0].resolution
    assert resolution is not None
    sessions.settle_condition(
        Acting(ws, cast.anna, HELD),
        session_id,
        item_id,
        resolution.conditions[0].id,
        Settlement(ConditionState.MET, proof="사본"),
    )
    by_hand = {"closing_on": "2026-03-31", "manager": "anna", "base_on": "2026-03-20"}
    filings.keep_values(Acting(ws, cast.anna, HELD), (item_id, "r2"), by_hand)
    filings.file_report(Acting(ws, cast.anna, HELD), (item_id, "r2"))
    filings.confirm_month(Acting(ws, cast.anna, HELD), fund.id, "2026-02")
    assert [kind for kind, *_ in due(ws, cast)] == ["ic_plan", "paper", "monthly_report"]
    done = [
        one for one in deadlines.deadlines(Looking(ws, cast.anna), on=TODAY, done=True) if not one.deadline.is_open()
    ]
    assert {one.deadline.kind for one in done} == {
        DeadlineKind.CONDITION,
        DeadlineKind.IC_RESULT,
        DeadlineKind.MONTHLY_REPORT,
    }


def test_new_terms_and_a_dropped_company_ask_for_nothing_more(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    approved(ws, cast, engagement, fund, WantedCondition("약정서", "adam", date(2026, 3, 20)))
    deals.set_terms(Acting(ws, cast.anna, HELD), engagement, terms(fund, 1_000_000_000))
    assert "condition" not in {kind for kind, *_ in due(ws, cast)}
    loc = Commitment("LOC-1", 3_000_000_000, date(2026, 3, 1), date(2026, 3, 31), "a")
    deals.give_commitment(Acting(ws, cast.anna, HELD), engagement, loc)
    assert "loc" in {kind for kind, *_ in due(ws, cast)}
    reason = ws.reasons[0].id
    engagements.set_status(Acting(ws, cast.anna, HELD), engagement, Status.PASSED, reason=reason)
    assert "loc" not in {kind for kind, *_ in due(ws, cast)}


def test_alarms_tell_late_from_today_and_this_week(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    approved(ws, cast, engagement, fund, WantedCondition("약정서", "adam", date(2026, 3, 18)))
    pressing = deadlines.alarms(Looking(ws, cast.anna), on=date(2026, 3, 11))
    assert [one.deadline.kind.value for one in pressing.late] == ["ic_plan", "paper", "monthly_report"]
    assert [one.deadline.kind.value for one in pressing.today] == ["ic_result"]
    assert [one.deadline.kind.value for one in pressing.week] == ["condition"]
    before = deadlines.alarms(Looking(ws, cast.anna), on=date(2026, 3, 10))
    assert [one.deadline.kind.value for one in before.week] == ["ic_result"]


def test_a_day_declared_closed_moves_the_result_report(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    approved(ws, cast, engagement, fund)
    before = next(
        one for one in deadlines.deadlines(Looking(ws, cast.anna), on=TODAY) if one.deadline.kind == "ic_result"
    )
    track_settings.declare_day(Acting(ws, cast.admin, AT), date(2026, 3, 11), closed=True, name="임시공휴일(가상)")
    after = next(
        one for one in deadlines.deadlines(Looking(ws, cast.anna), on=TODAY) if one.deadline.kind == "ic_result"
    )
    assert (before.deadline.due, after.deadline.due) == (date(2026, 3, 11), date(2026, 3, 12))
    assert after.id == before.id
    assert after.revision > before.revision


def test_nobody_else_learns_of_it(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    approved(ws, cast, engagement, fund, WantedCondition("약정서", "adam", date(2026, 3, 18)))
    for stranger in (cast.bora, cast.admin, cast.organiser, cast.guest):
        assert deadlines.deadlines(Looking(ws, stranger), on=TODAY) == ()
        assert deadlines.alarms(Looking(ws, stranger), on=TODAY) == deadlines.Alarms((), (), ())


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ahead=st.integers(-400, 400))
def test_every_open_deadline_is_pressing_on_at_most_one_shelf(
    ws: Workspace, cast: Cast, fund: Fund, ahead: int
) -> None:
    on = TODAY + timedelta(days=ahead)
    found = deadlines.alarms(Looking(ws, cast.anna), on=on)
    shelves = (*found.late, *found.today, *found.week)
    assert len({one.id for one in shelves}) == len(shelves)
    assert all(one.days_left <= deadlines.WEEK for one in shelves)
    assert fund.mother_fund_backed


@pytest.mark.parametrize("on", [date(2026, 3, 2), date(2027, 3, 2)])
def test_a_fund_reports_no_month_before_it_was_known(ws: Workspace, cast: Cast, fund: Fund, on: date) -> None:
    found = deadlines.deadlines(Looking(ws, cast.anna), on=on)
    assert {one.place.fund_id for one in found} == {fund.id}
    assert min(one.deadline.due for one in found) >= AT.date()
