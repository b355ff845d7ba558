"""The fictional spring day was held: its results have something of everything, and something that is missing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

import load
import pytest
import spring
from fiction.cast import PAST_EVENT

from dealflow.actions.irday.results.results import DayResults, results_of
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import close_workspace, open_workspace
from dealflow.domain.irday.results.outcomes import StretchState
from dealflow.settings import Settings

AT = datetime(2026, 11, 19, 5, 30, tzinfo=UTC)
HELD_ON: date = AT.date() - timedelta(days=load.SPRING)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DayResults]:
    """What the spring day came to, without decks and funnels."""
    ws = open_workspace(
        Settings(data_dir=tmp_path_factory.mktemp("spring"), demo=True, warehouse_path=":memory:"), follow=False
    )
    load.register_cast(ws, AT)
    set_up = (each for each in load.of_days(ws, partial(load.ago, AT)) if each[0].date() < HELD_ON)
    for when, act in sorted((*set_up, *spring.acts(ws, HELD_ON)), key=lambda each: each[0]):
        act(when)
    yield results_of(Looking(ws, spring.CLERK), PAST_EVENT, on=AT.date())
    close_workspace(ws)


def test_most_was_held_and_every_way_of_not_being_held_is_there(given: DayResults) -> None:
    held = given.results.consultations
    assert (held.company_absent, held.investor_absent, held.cancelled, held.walk_ins, held.unmarked) == (1, 1, 1, 1, 0)
    assert held.planned == 35  # the walk-in was held beside the plan
    assert held.held == 33


def test_what_came_of_it_is_told_for_some_and_to_be_asked_of_others(given: DayResults) -> None:
    assert [one.won for one in given.results.raised] == [1_000_000_000] * 3
    first = [one.stretches[0].state for one in given.follow_ups]
    assert {StretchState.TOLD, StretchState.ASK} <= set(first)
    assert given.results.intention.declared > 5
    assert any(side.answered.part != side.answered.whole for side in given.results.satisfaction)  # type: ignore[union-attr]  # the loaded event has results
