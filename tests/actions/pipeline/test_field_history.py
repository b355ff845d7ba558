from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.investment import deals, sessions, voting
from dealflow.actions.pipeline import engagements, field_history
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.investment.committee import Ballot, Fund
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.errors import (
    ChangedMeanwhileError,
    GateClosedError,
    InvalidInputError,
    NotAllowedError,
    NotFoundError,
    NothingToUndoError,
)
from tests.actions.conftest import AT, Cast
from tests.actions.investment.test_sessions import HELD, convened, engagement, fund, terms

__all__ = ["engagement", "fund"]
LATER = AT + timedelta(days=1)


def told(ws: Workspace, cast: Cast, engagement: str, field: str) -> list[tuple[str, str, str, bool]]:
    changes, _ = field_history.fields(Looking(ws, cast.anna), engagement, field)
    return [(each.line.old, each.line.new, each.actor_name, each.restorable) for each in changes]


def test_a_fields_whole_history_is_told_and_a_value_brought_back(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    deals.set_terms(Acting(ws, cast.adam, LATER), engagement, replace(terms(fund), pre_money_won=14_000_000_000))
    assert told(ws, cast, engagement, "terms.pre_money_won") == [
        ("15000000000", "14000000000", "adam(가상)", True),
        ("", "15000000000", "anna(가상)", False),
    ]
    changes, version = field_history.fields(Looking(ws, cast.anna), engagement, "terms.pre_money_won")
    field_history.restore(
        Acting(ws, cast.anna, LATER), engagement, field="terms.pre_money_won", seq=changes[0].line.seq, seen=version
    )
    found = deals.deal(Looking(ws, cast.anna), engagement).deal
    assert (found.current, found.terms_version) == (terms(fund), 3)
    assert told(ws, cast, engagement, "terms.pre_money_won")[0] == (
        "14000000000",
        "15000000000",
        "anna(가상)",
        True,
    )


def test_a_stage_a_status_and_a_step_are_brought_back_by_the_rules_of_their_own_acts(
    ws: Workspace, cast: Cast, engagement: str
) -> None:
    engagements.set_next_step(
        Acting(ws, cast.anna, AT), engagement, step="실사", due=date(2026, 4, 1), assignee_id="adam"
    )
    engagements.set_next_step(Acting(ws, cast.anna, AT), engagement, step="", due=None, assignee_id=None)
    engagements.move(Acting(ws, cast.anna, AT), engagement, "ir")
    for field in ("next_step", "next_due", "assignee_id", "stage"):
        seq = field_history.fields(Looking(ws, cast.anna), engagement, field)[0][0].line.seq
        field_history.restore(Acting(ws, cast.anna, LATER), engagement, field=field, seq=seq)
    now = engagements.engagement(Looking(ws, cast.anna), engagement, on=AT.date()).row.engagement
    assert (now.stage, now.next_step, now.next_due, now.assignee_id) == ("meeting", "실사", date(2026, 4, 1), "adam")
    engagements.set_status(Acting(ws, cast.anna, LATER), engagement, Status.PASSED, reason=ws.reasons[0].id)
    seq = field_history.fields(Looking(ws, cast.anna), engagement, "status")[0][0].line.seq
    field_history.restore(Acting(ws, cast.anna, LATER), engagement, field="status", seq=seq)
    assert (
        engagements.engagement(Looking(ws, cast.anna), engagement, on=AT.date()).row.engagement.status is Status.ACTIVE
    )


def test_what_has_no_change_or_no_difference_is_refused_and_a_race_is_told(
    ws: Workspace, cast: Cast, engagement: str
) -> None:
    engagements.move(Acting(ws, cast.anna, AT), engagement, "ir")
    engagements.move(Acting(ws, cast.anna, AT), engagement, "meeting")
    (back, there), version = field_history.fields(Looking(ws, cast.anna), engagement, "stage")
    assert (back.restorable, there.restorable) == (True, False)
    with pytest.raises(InvalidInputError):
        field_history.restore(Acting(ws, cast.anna, AT), engagement, field="stage", seq=there.line.seq)
    with pytest.raises(NotFoundError):
        field_history.restore(Acting(ws, cast.anna, AT), engagement, field="stage", seq=99)
    engagements.note(Acting(ws, cast.adam, AT), engagement, "통화함")
    with pytest.raises(ChangedMeanwhileError):
        field_history.restore(Acting(ws, cast.anna, AT), engagement, field="stage", seq=back.line.seq, seen=version)


def test_undo_then_redo_is_the_same_state_and_a_new_act_ends_it(ws: Workspace, cast: Cast, engagement: str) -> None:
    engagements.move(Acting(ws, cast.anna, AT), engagement, "ir")
    assert not field_history.can_redo(Looking(ws, cast.anna), engagement)
    engagements.undo(Acting(ws, cast.anna, AT), engagement)
    assert field_history.can_redo(Looking(ws, cast.anna), engagement)
    assert not field_history.can_redo(Looking(ws, cast.adam), engagement)
    field_history.redo(Acting(ws, cast.anna, LATER), engagement)
    assert engagements.engagement(Looking(ws, cast.anna), engagement, on=AT.date()).row.engagement.stage == "ir"
    with pytest.raises(NothingToUndoError):
        field_history.redo(Acting(ws, cast.anna, LATER), engagement)


def test_a_rival_and_a_viewer_bring_nothing_back(ws: Workspace, cast: Cast, engagement: str) -> None:
    engagements.move(Acting(ws, cast.anna, AT), engagement, "ir")
    changes, _ = field_history.fields(Looking(ws, cast.viewer_a), engagement)
    assert [each.restorable for each in changes if each.line.field == "stage"] == [False]
    with pytest.raises(NotAllowedError):
        field_history.restore(Acting(ws, cast.viewer_a, AT), engagement, field="stage", seq=changes[0].line.seq)
    for stranger in (cast.bora, cast.admin):
        with pytest.raises(NotFoundError):
            field_history.fields(Looking(ws, stranger), engagement)
        with pytest.raises(NotFoundError):
            field_history.redo(Acting(ws, stranger, AT), engagement)


def contracted(ws: Workspace, cast: Cast, fund: Fund) -> str:
    """An engagement that the committee approved and that went on to its contract."""
    company = companies.register_company(
        Acting(ws, cast.anna, AT), CompanyDetails("가람로봇(가상)", biz_reg_no="000-00-00000", sector="로봇")
    )
    opened = engagements.open_engagement(
        Acting(ws, cast.anna, AT),
        NewEngagement(company_id=company, investor_id="a", track="vc", round_label="A", assignee_id="anna"),
    )
    deals.set_terms(Acting(ws, cast.anna, AT), opened, terms(fund))
    engagements.move(Acting(ws, cast.anna, AT), opened, "pre_ic")
    session_id = convened(ws, cast)
    item_id = sessions.table_item(
        Acting(ws, cast.anna, AT), session_id, engagement_id=opened, fund_id=fund.id, papers=("심사보고서",)
    )
    for voter in (cast.anna, cast.viewer_a):
        voting.vote(Acting(ws, voter, HELD), session_id, item_id, Ballot.FOR)
    sessions.resolve(Acting(ws, cast.anna, HELD), session_id, item_id)
    for stage in ("ic", "contract"):
        engagements.move(Acting(ws, cast.anna, HELD), opened, stage)
    return opened


def stage_of(ws: Workspace, cast: Cast, engagement: str) -> str:
    return engagements.engagement(Looking(ws, cast.anna), engagement, on=HELD.date()).row.engagement.stage


def test_undoing_a_step_back_and_doing_a_step_forward_again_pass_gates_that_are_still_open(
    ws: Workspace, cast: Cast, fund: Fund
) -> None:
    opened = contracted(ws, cast, fund)
    engagements.move(Acting(ws, cast.anna, HELD), opened, "term_sheet")
    engagements.undo(Acting(ws, cast.anna, HELD), opened)
    assert stage_of(ws, cast, opened) == "contract"
    engagements.undo(Acting(ws, cast.anna, HELD), opened)
    field_history.redo(Acting(ws, cast.anna, HELD), opened)
    assert stage_of(ws, cast, opened) == "contract"


def test_undo_leads_through_no_gate_that_new_terms_closed(ws: Workspace, cast: Cast, fund: Fund) -> None:
    opened = contracted(ws, cast, fund)
    engagements.move(Acting(ws, cast.anna, HELD), opened, "term_sheet")
    deals.set_terms(Acting(ws, cast.anna, HELD), opened, replace(terms(fund), pre_money_won=14_000_000_000))
    with pytest.raises(GateClosedError) as caught:
        engagements.undo(Acting(ws, cast.anna, HELD), opened)
    assert "approval" in str(caught.value.parameters["missing"])
    assert stage_of(ws, cast, opened) == "term_sheet"


def test_redo_leads_through_no_gate_that_new_terms_closed(ws: Workspace, cast: Cast, fund: Fund) -> None:
    opened = contracted(ws, cast, fund)
    engagements.undo(Acting(ws, cast.anna, HELD), opened)
    assert stage_of(ws, cast, opened) == "ic"
    deals.set_terms(Acting(ws, cast.anna, HELD), opened, replace(terms(fund), pre_money_won=14_000_000_000))
    with pytest.raises(GateClosedError) as caught:
        field_history.redo(Acting(ws, cast.anna, HELD), opened)
    assert caught.value.parameters["missing"] == ("approval",)
    assert stage_of(ws, cast, opened) == "ic"
