"""The fictional IR days stand ready: sound programmes, everybody named, wishes that both sides can have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

import load
import pytest
from fiction.cast import EVENT, PAST_EVENT

from dealflow.actions.irday.programme import day_state
from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.people import people
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace, close_workspace, open_workspace
from dealflow.domain.irday.participants.participants import INVESTORS, Consent, ParticipantKind, ParticipantState
from dealflow.domain.irday.programme.programme import findings
from dealflow.settings import Settings

AT = datetime(2026, 11, 19, 5, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The cast and both days, without decks and funnels."""
    opened = open_workspace(
        Settings(data_dir=tmp_path_factory.mktemp("days"), demo=True, warehouse_path=":memory:"), follow=False
    )
    load.register_cast(opened, AT)
    acts = sorted(load.of_days(opened, partial(load.ago, AT)), key=lambda each: each[0])
    for when, act in acts:
        act(when)
    assert max(when for when, _ in acts) < AT
    yield opened
    close_workspace(opened)


@pytest.fixture(scope="module", params=[EVENT, PAST_EVENT])
def day(ws: Workspace, request: pytest.FixtureRequest) -> Day:
    """One of the two days, as its organiser sees it."""
    return day_state.day_of(Looking(ws, people.viewer_of(ws, "organiser-1")), request.param)


def test_the_programme_is_sound(day: Day) -> None:
    assert day.programme_version == 1
    assert findings(day.programme) == ()


def test_everybody_who_comes_has_a_name_that_is_fiction(day: Day) -> None:
    named = [day.cards[each.id] for one in day.participants for each in one.attendees]
    assert len(named) >= len(day.participants)
    assert all(card.name.endswith("(가상)") and card.email.endswith(".invalid") for card in named)
    assert all(Consent.PERSONAL_DATA in one.consents for one in day.participants)


def test_wishes_and_vetoes_are_of_the_other_side_and_do_not_meet_conflicts(day: Day) -> None:
    sides = {one.id: one.kind in INVESTORS for one in day.participants}
    barred = {frozenset((one.company, one.investor)) for one in day.conflicts}
    for asker, asked in day.requests.items():
        assert len(asked.wishes) >= 3
        assert all(sides[wish.participant_id] is not sides[asker] for wish in asked.wishes)
        assert not barred & {frozenset((asker, wish.participant_id)) for wish in asked.wishes}


def test_the_coming_day_has_sixteen_companies_and_somebody_who_waits_for_a_word(ws: Workspace) -> None:
    day = day_state.day_of(Looking(ws, people.viewer_of(ws, "organiser-1")), EVENT)
    count = Counter((one.kind, one.state) for one in day.participants)
    assert count[ParticipantKind.SUPPLIER, ParticipantState.CONFIRMED] == 16
    assert count[ParticipantKind.SUPPLIER, ParticipantState.APPLIED] == 1
    assert sum(one.kind in INVESTORS for one in day.participants) == 16
    assert len(day.conflicts) == 2
    assert sum(bool(asked.vetoes) for asked in day.requests.values()) == 2
