from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.investment.approvals import Tabled
from dealflow.domain.investment.committee import Resolution, Result, SessionKind
from dealflow.domain.investment.deal_terms import Instrument, Payment
from dealflow.domain.investment.meeting_times import (
    decided_on,
    is_before_meeting,
    payment_order_problem,
    require_meeting_day,
)
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import CommitteeRuleError
from tests.domain.investment.committees import ITEM, SESSION

DAY = korean_day(SESSION.held_at)
ENDED = Resolution(Result.PASSED, None, (), (), "anna", SESSION.held_at)
PAID = Payment("p", "f1", "house", 15_000, 1, 15_000, Instrument.RCPS, DAY, contract_on=DAY)


def standing(ended: Resolution = ENDED) -> list[Tabled]:
    item = replace(ITEM, fund_id="f1", resolution=ended)
    return [Tabled(item, replace(SESSION, kind=SessionKind.MAIN, items=(item,)))]


@given(st.timedeltas(timedelta(days=-20), timedelta(days=20)))
def test_a_session_ends_on_its_own_korean_day_or_later_and_earlier_with_a_reason_alone(off: timedelta) -> None:
    at = SESSION.held_at + off
    early = korean_day(at) < DAY
    assert is_before_meeting(SESSION, at) == early
    require_meeting_day(SESSION, at, "전원 서면결의")
    if early:
        with pytest.raises(CommitteeRuleError):
            require_meeting_day(SESSION, at, "  ")
    else:
        require_meeting_day(SESSION, at, "")


def test_what_is_entered_late_was_decided_at_the_meeting_and_what_was_early_on_its_own_day() -> None:
    assert decided_on(SESSION, replace(ENDED, resolved_at=SESSION.held_at + timedelta(days=3))) == DAY
    assert decided_on(SESSION, replace(ENDED, resolved_at=SESSION.held_at - timedelta(days=3))) == DAY - timedelta(3)


@pytest.mark.parametrize(
    ("paid", "signed", "because", "problem"),
    [
        (0, 0, "", None),
        (5, 2, "", None),
        (5, None, "운용 지시 후 당일 납입", None),
        (-1, -1, "", ("paid_on", "before_approval")),
        (1, -1, "", ("contract_on", "before_approval")),
        (1, 2, "", ("paid_on", "before_contract")),
        (1, None, "", ("contract_on", "no_contract")),
        (1, None, "  ", ("contract_on", "no_contract")),
    ],
)
def test_the_committee_decides_then_the_contract_then_the_money(
    paid: int, signed: int | None, because: str, problem: tuple[str, str] | None
) -> None:
    contract: date | None = None if signed is None else DAY + timedelta(days=signed)
    payment = replace(PAID, paid_on=DAY + timedelta(days=paid), contract_on=contract, early_because=because)
    found = payment_order_problem(payment, standing())
    assert (None if found is None else (found.field, found.problem)) == problem


def test_another_funds_approval_orders_nothing_and_an_early_ruling_counts_from_its_day() -> None:
    yesterday = replace(PAID, paid_on=DAY - timedelta(days=1), contract_on=DAY - timedelta(days=1))
    early = replace(ENDED, resolved_at=SESSION.held_at - timedelta(days=2))
    assert payment_order_problem(yesterday, standing(early)) is None
    assert payment_order_problem(replace(yesterday, fund_id="f2"), standing()) is None
    found = payment_order_problem(yesterday, standing())
    assert found is not None
    assert found.parameters == {"value": DAY.isoformat()}
