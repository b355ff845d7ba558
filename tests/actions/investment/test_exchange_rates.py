"""Rates are a house's own: typed in with their day, corrected, taken back, seen by nobody else."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from dealflow.actions.investment import exchange_rates
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.values.exchange_rates import ExchangeRate
from dealflow.domain.values.quantity import Unit
from dealflow.errors import InvalidInputError, NotAllowedError
from tests.actions.conftest import AT, Cast

if TYPE_CHECKING:
    from dealflow.actions.platform.workspace import Workspace

DAY = date(2026, 3, 2)
DOLLAR = ExchangeRate(Unit.USD, DAY, Decimal("1391.2"), source="매매기준율")


def test_what_one_house_types_in_no_other_house_sees(ws: Workspace, cast: Cast) -> None:
    assert exchange_rates.keep_rate(Acting(ws, cast.anna, AT), DOLLAR) == DOLLAR
    for colleague in (cast.adam, cast.viewer_a):
        assert exchange_rates.rates(Looking(ws, colleague)).standing(Unit.USD, DAY) == DOLLAR
    for stranger in (cast.bora, cast.organiser, cast.admin, cast.guest):
        assert exchange_rates.lines(Looking(ws, stranger)) == ()
    (line,) = exchange_rates.lines(Looking(ws, cast.anna))
    assert (line.typed_by, line.typed_at) == (cast.anna.person_id, AT)


def test_a_rate_is_corrected_in_its_place_and_taken_back(ws: Workspace, cast: Cast) -> None:
    older = ExchangeRate(Unit.USD, DAY - timedelta(days=9), Decimal(1380))
    right = ExchangeRate(Unit.USD, DAY, Decimal(1392))
    for rate in (older, DOLLAR, right):
        exchange_rates.keep_rate(Acting(ws, cast.anna, AT), rate)
    assert [line.rate for line in exchange_rates.lines(Looking(ws, cast.anna))] == [right, older]
    assert exchange_rates.withdraw_rate(Acting(ws, cast.adam, AT), Unit.USD, DAY) == right
    assert exchange_rates.rates(Looking(ws, cast.anna)).standing(Unit.USD, DAY) == older
    with pytest.raises(InvalidInputError):
        exchange_rates.withdraw_rate(Acting(ws, cast.adam, AT), Unit.USD, DAY)


@pytest.mark.parametrize(
    ("rate", "problem"),
    [
        (ExchangeRate(Unit.KRW, DAY, Decimal(1)), "unknown"),
        (ExchangeRate(Unit.PERCENT, DAY, Decimal(1)), "unknown"),
        (ExchangeRate(Unit.USD, DAY, Decimal(0)), "not_positive"),
        (ExchangeRate(Unit.USD, DAY, Decimal("NaN")), "not_positive"),
        (ExchangeRate(Unit.USD, DAY + timedelta(days=1), Decimal(1)), "future"),
        (ExchangeRate(Unit.USD, date(1989, 12, 31), Decimal(1)), "day_out_of_range"),
        (DOLLAR, "unchanged"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(ws: Workspace, cast: Cast, rate: ExchangeRate, problem: str) -> None:
    exchange_rates.keep_rate(Acting(ws, cast.anna, AT), DOLLAR)
    with pytest.raises(InvalidInputError) as refused:
        exchange_rates.keep_rate(Acting(ws, cast.anna, AT), rate)
    assert refused.value.parameters["problem"] == problem


def test_only_who_decides_types_rates_in(ws: Workspace, cast: Cast) -> None:
    for reader in (cast.viewer_a, cast.guest):
        with pytest.raises(NotAllowedError):
            exchange_rates.keep_rate(Acting(ws, reader, AT), DOLLAR)
        with pytest.raises(NotAllowedError):
            exchange_rates.withdraw_rate(Acting(ws, reader, AT), Unit.USD, DAY)
