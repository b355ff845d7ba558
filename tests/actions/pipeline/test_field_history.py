from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from dealflow.actions.companies import companies
from dealflow.actions.investment import deals, sessions, voting
from dealflow.actions.pipeline import engagements, field_history
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.investment.committee import Ballot, Fund
from dealflow.domain.pipeline.funnel import Status
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
    changes, _ = field_history.fields(ws, cast.anna, engagement, field)
    return [(each.line.old, each.line.new, each.actor_name, each.restorable) for each in changes]


def test_a_fields_whole_history_is_told_and_a_value_brought_back(
    ws: Workspace, cast: Cast, engagement: str, fund: Fund
) -> None:
    deals.set_terms(ws, cast.adam, engagement, replace(terms(fund), pre_money_won=14_000_000_000), at=LATER)
    assert told(ws, cast, engagement, "terms.pre_money_won") == [
        ("15000000000", "14000000000", "adam(가상)", True),
        ("", "15000000000", "anna(가상)", False),
    ]
    changes, version = field_history.fields(ws, cast.anna, engagement, "terms.pre_money_won")
    field_history.restore(
        ws, cast.anna, engagement, field="terms.pre_money_won", seq=changes[0].line.seq, at=LATER, seen=version
    )
    found = deals.deal(ws, cast.anna, engagement).deal
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
    engagements.set_next_step(ws, cast.anna, engagement, step="실사", due=date(2026, 4, 1), assignee_id="adam", at=AT)
    engagements.set_next_step(ws, cast.anna, engagement, step="", due=None, assignee_id=None, at=AT)
    engagements.move(ws, cast.anna, engagement, "ir", at=AT)
    for field in ("next_step", "next_due", "assignee_id", "stage"):
        seq = field_history.fields(ws, cast.anna, engagement, field)[0][0].line.seq
        field_history.restore(ws, cast.anna, engagement, field=field, seq=seq, at=LATER)
    now = engagements.engagement(ws, cast.anna, engagement, on=AT.date()).row.engagement
    assert (now.stage, now.next_step, now.next_due, now.assignee_id) == ("meeting", "실사", date(2026, 4, 1), "adam")
    engagements.set_status(ws, cast.anna, engagement, Status.PASSED, reason=ws.reasons[0].id, at=LATER)
    seq = field_history.fields(ws, cast.anna, engagement, "status")[0][0].line.seq
    field_history.restore(ws, cast.anna, engagement, field="status", seq=seq, at=LATER)
    assert engagements.engagement(ws, cast.anna, engagement, on=AT.date()).row.engagement.status is Status.ACTIVE


def test_what_has_no_change_or_no_difference_is_refused_and_a_race_is_told(
    ws: Workspace, cast: Cast, engagement: str
) -> None:
    engagements.move(ws, cast.anna, engagement, "ir", at=AT)
    engagements.move(ws, cast.anna, engagement, "meeting", at=AT)
    (back, there), version = field_history.fields(ws, cast.anna, engagement, "stage")
    assert (back.restorable, there.restorable) == (True, False)
    with pytest.raises(InvalidInputError):
        field_history.restore(ws, cast.anna, engagement, field="stage", seq=there.line.seq, at=AT)
    with pytest.raises(NotFoundError):
        field_history.restore(ws, cast.anna, engagement, field="stage", seq=99, at=AT)
    engagements.note(ws, cast.adam, engagement, "통화함", at=AT)
    with pytest.raises(ChangedMeanwhileError):
        field_history.restore(ws, cast.anna, engagement, field="stage", seq=back.line.seq, at=AT, seen=version)


def test_undo_then_redo_is_the_same_state_and_a_new_act_ends_it(ws: Workspace, cast: Cast, engagement: str) -> None:
    engagements.move(ws, cast.anna, engagement, "ir", at=AT)
    assert not field_history.can_redo(ws, cast.anna, engagement)
    engagements.undo(ws, cast.anna, engagement, at=AT)
    assert field_history.can_redo(ws, cast.anna, engagement)
    assert not field_history.can_redo(ws, cast.adam, engagement)
    field_history.redo(ws, cast.anna, engagement, at=LATER)
    assert engagements.engagement(ws, cast.anna, engagement, on=AT.date()).row.engagement.stage == "ir"
    with pytest.raises(NothingToUndoError):
        field_history.redo(ws, cast.anna, engagement, at=LATER)


def test_a_rival_and_a_viewer_bring_nothing_back(ws: Workspace, cast: Cast, engagement: str) -> None:
    engagements.move(ws, cast.anna, engagement, "ir", at=AT)
    changes, _ = field_history.fields(ws, cast.viewer_a, engagement)
    assert [each.restorable for each in changes if each.line.field == "stage"] == [False]
    with pytest.raises(NotAllowedError):
        field_history.restore(ws, cast.viewer_a, engagement, field="stage", seq=changes[0].line.seq, at=AT)
    for stranger in (cast.bora, cast.admin):
        with pytest.raises(NotFoundError):
            field_history.fields(ws, stranger, engagement)
        with pytest.raises(NotFoundError):
            field_history.redo(ws, stranger, engagement, at=AT)


def contracted(ws: Workspace, cast: Cast, fund: Fund) -> str:
    """An engagement that the committee approved and that went on to its contract."""
    company = companies.register_company(
        ws, cast.anna, name="가람로봇(가상)", at=AT, sector="로봇", biz_reg_no="000-00-00000"
    )
    opened = engagements.open_engagement(
        ws, cast.anna, company_id=company, investor_id="a", track="vc", at=AT, round_label="A", assignee_id="anna"
    )
    deals.set_terms(ws, cast.anna, opened, terms(fund), at=AT)
    engagements.move(ws, cast.anna, opened, "pre_ic", at=AT)
    session_id = convened(ws, cast)
    item_id = sessions.table_item(
        ws, cast.anna, session_id, engagement_id=opened, fund_id=fund.id, papers=("심사보고서",), at=AT
    )
    for voter in (cast.anna, cast.viewer_a):
        voting.vote(ws, voter, session_id, item_id, Ballot.FOR, at=HELD)
    sessions.resolve(ws, cast.anna, session_id, item_id, at=HELD)
    for stage in ("ic", "contract"):
        engagements.move(ws, cast.anna, opened, stage, at=HELD)
    return opened


def stage_of(ws: Workspace, cast: Cast, engagement: str) -> str:
    return engagements.engagement(ws, cast.anna, engagement, on=HELD.date()).row.engagement.stage


def test_undoing_a_step_back_and_doing_a_step_forward_again_pass_gates_that_are_still_open(
    ws: Workspace, cast: Cast, fund: Fund
) -> None:
    opened = contracted(ws, cast, fund)
    engagements.move(ws, cast.anna, opened, "term_sheet", at=HELD)
    engagements.undo(ws, cast.anna, opened, at=HELD)
    assert stage_of(ws, cast, opened) == "contract"
    engagements.undo(ws, cast.anna, opened, at=HELD)
    field_history.redo(ws, cast.anna, opened, at=HELD)
    assert stage_of(ws, cast, opened) == "contract"


def test_undo_leads_through_no_gate_that_new_terms_closed(ws: Workspace, cast: Cast, fund: Fund) -> None:
    opened = contracted(ws, cast, fund)
    engagements.move(ws, cast.anna, opened, "term_sheet", at=HELD)
    deals.set_terms(ws, cast.anna, opened, replace(terms(fund), pre_money_won=14_000_000_000), at=HELD)
    with pytest.raises(GateClosedError) as caught:
        engagements.undo(ws, cast.anna, opened, at=HELD)
    assert "approval" in str(caught.value.parameters["missing"])
    assert stage_of(ws, cast, opened) == "term_sheet"


def test_redo_leads_through_no_gate_that_new_terms_closed(ws: Workspace, cast: Cast, fund: Fund) -> None:
    opened = contracted(ws, cast, fund)
    engagements.undo(ws, cast.anna, opened, at=HELD)
    assert stage_of(ws, cast, opened) == "ic"
    deals.set_terms(ws, cast.anna, opened, replace(terms(fund), pre_money_won=14_000_000_000), at=HELD)
    with pytest.raises(GateClosedError) as caught:
        field_history.redo(ws, cast.anna, opened, at=HELD)
    assert caught.value.parameters["missing"] == ("approval",)
    assert stage_of(ws, cast, opened) == "ic"
