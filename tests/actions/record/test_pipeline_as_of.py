from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from dealflow.actions.investment import deals
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.record import pipeline_as_of
from dealflow.domain.investment.committee import Fund
from dealflow.domain.pipeline.funnel import NewEngagement
from dealflow.errors import InvalidInputError, NotAllowedError
from tests.actions.conftest import AT, Cast
from tests.actions.investment.test_sessions import HELD, engagement, fund, stands
from tests.actions.record.test_decision_register import paid

__all__ = ["engagement", "fund"]


def test_the_pipeline_stands_as_it_stood_on_any_day(ws: Workspace, cast: Cast) -> None:
    opened = engagements.open_engagement(
        Acting(ws, cast.anna, AT), NewEngagement(company_id=cast.shared_company, investor_id="a", track="vc")
    )
    engagements.move(Acting(ws, cast.anna, HELD), opened, "ir")
    before, day = pipeline_as_of.engagements(Looking(ws, cast.anna), day=AT.date(), today=HELD.date()), HELD.date()
    assert [(row.engagement.stage, row.company_name, row.moves) for row in before] == [
        ("meeting", "다온로보틱스(가상)", ())
    ]
    now = pipeline_as_of.engagements(Looking(ws, cast.anna), day=day, today=day)
    current = engagements.engagements(Looking(ws, cast.anna), on=day)
    assert now == tuple(replace(row, moves=(), hurdle=None) for row in current)
    assert pipeline_as_of.engagements(Looking(ws, cast.anna), day=AT.date() - timedelta(days=1), today=day) == ()
    columns = pipeline_as_of.board(
        Looking(ws, cast.anna), engagements.EngagementFilter(track="vc"), day=AT.date(), today=day
    )
    assert [(column.stage.id, len(column.cards)) for column in columns[:2]] == [("meeting", 1), ("ir", 0)]
    assert pipeline_as_of.first_day(Looking(ws, cast.anna)) == AT.date()
    with pytest.raises(InvalidInputError):
        pipeline_as_of.engagements(Looking(ws, cast.anna), day=day + timedelta(days=1), today=day)


def test_as_of_now_is_what_the_current_tables_say(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    session_id, _ = paid(ws, cast, engagement, fund)
    found = pipeline_as_of.as_of(Looking(ws, cast.anna))
    assert found == pipeline_as_of.as_of(Looking(ws, cast.anna), HELD + timedelta(days=9))
    assert found.deals == {engagement: deals.deal(Looking(ws, cast.anna), engagement).deal}
    assert found.sessions == {session_id: stands(ws, cast, session_id)}
    assert set(found.engagements.values()) == {
        row.engagement for row in engagements.engagements(Looking(ws, cast.anna), on=AT.date())
    }


def test_a_rival_finds_no_past_and_a_guest_may_not_look(ws: Workspace, cast: Cast, engagement: str, fund: Fund) -> None:
    paid(ws, cast, engagement, fund)
    for stranger in (cast.bora, cast.admin, cast.organiser):
        assert pipeline_as_of.as_of(Looking(ws, stranger)) == pipeline_as_of.Pipeline({}, {}, {}, {})
    with pytest.raises(NotAllowedError):
        pipeline_as_of.as_of(Looking(ws, cast.guest))
