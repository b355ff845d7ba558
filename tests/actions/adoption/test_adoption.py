"""Needs and deployments: the house's own, matched for reasons, followed on their track and in an event's plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dealflow.actions.adoption import deployments, needs
from dealflow.actions.irday.participants.meeting_requests import requests_of
from dealflow.actions.irday.participants.participants import keep_participant
from dealflow.actions.irday.programme import ir_events
from dealflow.actions.pipeline import engagements
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.adoption.deployments import Basis, Deployment, MeasuredResult
from dealflow.domain.adoption.fit import ReasonKind
from dealflow.domain.adoption.needs import Need, NeedState
from dealflow.domain.irday.participants.participants import Participant, ParticipantKind, ParticipantState
from dealflow.domain.people.people import IrEventDetails
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, NotFoundError
from tests.actions.conftest import AT, Cast

ON = datetime(2026, 4, 1, tzinfo=UTC)
NEW = Need(
    "", "", "", "모의주조(가상)", "조립 공정", region="경남 창원", budget_won=10**8, measures=("ref_productivity_gain",)
)
RESULT = MeasuredResult("", "ref_productivity_gain", Decimal(120), Decimal(145), unit="대/일")


@pytest.fixture
def deployed(ws: Workspace, cast: Cast) -> str:
    """A deployment of the shared company in the organiser's books, with a claimed result; its id."""
    acting = Acting(ws, cast.organiser, AT)
    place = deployments.keep(acting, Deployment("", "", cast.shared_company, "예시기계(가상)", "조립 라인"))
    deployments.keep_result(acting, place, RESULT)
    return place


@pytest.mark.usefixtures("deployed")
def test_a_need_finds_a_supplier_for_its_reasons_and_the_proposal_goes_on_on_its_track(
    ws: Workspace, cast: Cast
) -> None:
    acting = Acting(ws, cast.organiser, AT)
    need_id = needs.keep(acting, NEW)
    ((fit, company),) = needs.suppliers(acting, need_id)
    assert (company.id, [(reason.kind, reason.points) for reason in fit.reasons]) == (
        cast.shared_company,
        [(ReasonKind.RESULT_CLAIMED, 12), (ReasonKind.SAME_PROCESS, 20), (ReasonKind.SAME_REGION, 10)],
    )
    engagement = needs.propose(acting, need_id, cast.shared_company)
    row = engagements.engagement(acting, engagement, on=ON.date()).row
    assert (row.engagement.track, row.engagement.stage) == ("matching", "proposed")
    view = needs.need(acting, need_id)
    assert [(company.id, deal and deal.id) for company, deal in view.proposals] == [(cast.shared_company, engagement)]
    assert needs.suppliers(acting, need_id) == ()
    with pytest.raises(InvalidInputError):
        needs.propose(acting, need_id, cast.shared_company)


def test_the_warehouse_follows_past_needs_and_deployments(ws: Workspace, cast: Cast) -> None:
    needs.keep(Acting(ws, cast.organiser, AT), NEW)
    deployments.keep(Acting(ws, cast.organiser, AT), Deployment("", "", cast.shared_company, "예시(가상)", "조립"))
    assert ws.warehouse.rebuild() == ws.ledger.position()


def test_a_need_is_its_houses_own_and_a_change_is_taken_back(ws: Workspace, cast: Cast) -> None:
    acting = Acting(ws, cast.organiser, AT)
    need_id = needs.keep(acting, NEW)
    assert needs.needs(Looking(ws, cast.anna)) == ()
    with pytest.raises(NotFoundError):
        needs.suppliers(Looking(ws, cast.anna), need_id)
    with pytest.raises(NotAllowedError):
        needs.keep(Acting(ws, cast.viewer_a, AT), NEW)
    now = needs.need(acting, need_id)
    needs.keep(acting, replace(now.need, budget_won=2 * 10**8, state=NeedState.MET), seen=now.version)
    with pytest.raises(ChangedMeanwhileError):
        needs.keep(acting, now.need, seen=now.version)
    needs.undo(acting, need_id)
    assert needs.need(acting, need_id).need == now.need
    needs.undo(acting, need_id)
    assert needs.need(acting, need_id).need.state is NeedState.MET


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"adopter_name": " "}, "adopter"), ({"process": ""}, "process"), ({"budget_won": 0}, "budget"),
        ({"measures": ("revenue_of_the_moon",)}, "metric"), ({"adopter_id": "nobody"}, "adopter"),
    ],
)  # fmt: skip
def test_a_need_that_says_too_little_or_too_much_is_refused(
    ws: Workspace, cast: Cast, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInputError) as caught:
        needs.keep(Acting(ws, cast.organiser, AT), replace(NEW, **wrong))  # type: ignore[arg-type]  # fields of a need
    assert caught.value.parameters["field"] == field


def test_others_read_a_deployment_once_the_adopter_agreed_and_nobody_else_changes_it(
    ws: Workspace, cast: Cast, deployed: str
) -> None:
    mine, rival = Acting(ws, cast.organiser, AT), Acting(ws, cast.anna, AT)
    assert deployments.deployments(rival) == ()
    (view,) = deployments.deployments(mine, company_id=cast.shared_company)
    deployments.keep(mine, replace(view.deployment, is_shared=True), seen=view.version)
    ((seen, is_own),) = [(other.deployment, other.is_own) for other in deployments.deployments(rival)]
    assert (seen.results[0].change, is_own) == (Decimal(25) / Decimal(120) * 100, False)
    assert [other.deployment.id for other in deployments.deployments(Looking(ws, cast.guest))] == [deployed]
    for act in (deployments.withdraw, deployments.undo):
        with pytest.raises(NotFoundError):
            act(rival, deployed)


def test_a_result_is_verified_by_whoever_says_what_shows_it_and_claimed_again_once_changed(
    ws: Workspace, cast: Cast, deployed: str
) -> None:
    acting = Acting(ws, cast.organiser, AT)
    result = deployments.deployments(acting)[0].deployment.results[0]
    with pytest.raises(InvalidInputError):
        deployments.verify_result(acting, deployed, result.id)
    deployments.verify_result(acting, deployed, result.id, proof="생산 일보(가상)")
    shown = deployments.deployments(acting)[0].deployment.results[0]
    assert (shown.basis, shown.verified_by) == (Basis.VERIFIED, "olli")
    deployments.keep_result(acting, deployed, shown)  # said once more: nothing changes
    assert deployments.deployments(acting)[0].deployment.results == (shown,)
    deployments.keep_result(acting, deployed, replace(shown, after=Decimal(140)))
    assert deployments.deployments(acting)[0].deployment.results[0].basis is Basis.CLAIMED
    deployments.undo(acting, deployed)
    assert deployments.deployments(acting)[0].deployment.results == (shown,)
    deployments.withdraw(acting, deployed)
    assert deployments.deployments(acting) == ()
    deployments.undo(acting, deployed)
    assert len(deployments.deployments(acting)) == 1


def test_a_wish_for_a_supplier_stands_in_the_events_own_plan(ws: Workspace, cast: Cast) -> None:
    acting = Acting(ws, cast.organiser, AT)
    event = ir_events.register_ir_event(acting, IrEventDetails("IR 데이(가상)", "IR day", date(2026, 5, 1), "창원"))
    need_id = needs.keep(acting, NEW)
    with pytest.raises(InvalidInputError) as caught:
        needs.wish_for(acting, need_id, cast.shared_company, event)
    assert caught.value.parameters["problem"] == "not_at_event"
    adopter = keep_participant(
        acting, Participant("", event, ParticipantKind.ADOPTER, ParticipantState.CONFIRMED, NEW.adopter_name), []
    )
    firm = cast.shared_company
    supplier = keep_participant(
        acting,
        Participant(
            "", event, ParticipantKind.SUPPLIER, ParticipantState.CONFIRMED, "다온로보틱스(가상)", company_id=firm
        ),
        [],
    )
    for _ in range(2):  # asked for twice it is one wish
        needs.wish_for(acting, need_id, cast.shared_company, event)
    requests, _ = requests_of(acting, adopter)
    assert [(wish.participant_id, wish.rank) for wish in requests.wishes] == [(supplier, 1)]
    with pytest.raises(NotAllowedError):
        needs.wish_for(Acting(ws, cast.anna, AT), need_id, cast.shared_company, event)
