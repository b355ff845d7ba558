"""What follows on a recommendation is its house's own, can be taken back, and is read by eligibility and deadlines."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from dealflow.actions.home import deadlines
from dealflow.actions.notes import notes
from dealflow.actions.notes.notes import NewNote
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import eligibility, eligibility_facts, grant_projects, operator_results, operators
from dealflow.actions.tips.grant_projects import ProjectHead
from dealflow.domain.notes.notes import NoteKind, NoteText
from dealflow.domain.tips.eligibility_facts import KeptFact
from dealflow.domain.tips.grant_projects import (
    Agreement,
    EvaluationKind,
    GrantEvaluation,
    GrantPayment,
    GrantYear,
    MatchRequest,
    ProjectVerdict,
)
from dealflow.domain.tips.operator_results import Share, Span
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotAllowedError, NotFoundError
from dealflow.reports.tips import results_sheet
from tests.actions.conftest import Cast
from tests.actions.tips import recommendation_story
from tests.actions.tips.recommendation_story import LATER, ON

YEAR = Span(date(2026, 1, 1), date(2026, 12, 31))
SEEN_ON = date(2026, 6, 1)


@pytest.fixture
def recommended(ws: Workspace, cast: Cast) -> str:
    """An engagement that the operator recommended; its id."""
    investment = recommendation_story.invested(ws, cast.bora, cast.shared_company, 29_674)
    recommendation_story.designated(ws, cast.bora)
    recommendation_story.proved(ws, cast.bora, cast.shared_company)
    engagement = recommendation_story.tips(ws, cast.bora, cast.shared_company, investment)
    operators.recommend(Acting(ws, cast.bora, LATER), engagement, on=ON, confirmation="공고 확인 예정(가상)")
    return engagement


def selected(ws: Workspace, cast: Cast, engagement: str) -> None:
    acting = Acting(ws, cast.bora, LATER)
    verdict = GrantEvaluation(
        "", EvaluationKind.PRESENTATION, date(2026, 5, 6), score=Decimal("81.5"), verdict=ProjectVerdict.SELECTED
    )
    grant_projects.keep_part(acting, engagement, verdict)
    agreement = Agreement("협약-가상-1", None, date(2026, 7, 1), date(2026, 7, 1), date(2027, 6, 30))
    grant_projects.keep_head(acting, engagement, ProjectHead("S-1", date(2026, 4, 1), agreement))
    year = GrantYear("", 1, date(2026, 7, 1), date(2027, 6, 30), 800_000_000)
    grant_projects.keep_part(acting, engagement, year)
    grant_projects.keep_part(acting, engagement, GrantPayment("", 1, date(2026, 7, 20), 300_000_000))


def test_what_is_written_of_a_project_is_its_houses_own_and_can_be_taken_back(
    ws: Workspace, cast: Cast, recommended: str
) -> None:
    selected(ws, cast, recommended)
    (view,) = grant_projects.projects(Looking(ws, cast.bora), on=SEEN_ON)
    assert (view.project.grant_won, view.project.paid_won, view.version) == (800_000_000, 300_000_000, 4)
    assert grant_projects.projects(Looking(ws, cast.anna), on=SEEN_ON) == ()
    with pytest.raises(NotFoundError):
        grant_projects.keep_part(Acting(ws, cast.anna, LATER), recommended, GrantPayment("", 1, ON, 1))
    with pytest.raises(NotAllowedError):
        grant_projects.undo(Acting(ws, cast.viewer_a, LATER), recommended)
    with pytest.raises(ChangedMeanwhileError):
        grant_projects.undo(Acting(ws, cast.bora, LATER), recommended, seen=1)
    grant_projects.undo(Acting(ws, cast.bora, LATER), recommended)
    assert grant_projects.project(Looking(ws, cast.bora), recommended, on=SEEN_ON).project.paid_won == 0
    grant_projects.undo(Acting(ws, cast.bora, LATER), recommended)
    again = grant_projects.project(Looking(ws, cast.bora), recommended, on=SEEN_ON)
    assert (again.project, again.version) == (view.project, 6)
    grant_projects.remove_part(Acting(ws, cast.bora, LATER), recommended, again.project.payments[0].id)
    assert grant_projects.project(Looking(ws, cast.bora), recommended, on=SEEN_ON).project.payments == ()


def test_nothing_is_taken_back_where_nothing_was_written(ws: Workspace, cast: Cast, recommended: str) -> None:
    with pytest.raises(InvalidInputError) as caught:
        grant_projects.undo(Acting(ws, cast.bora, LATER), recommended)
    assert caught.value.parameters["problem"] == "nothing_to_undo"


def test_the_deadlines_of_the_house_and_its_eligibility_follow_from_the_project(
    ws: Workspace, cast: Cast, recommended: str
) -> None:
    selected(ws, cast, recommended)
    dues = deadlines.deadlines(Looking(ws, cast.bora), on=SEEN_ON)
    of_project = [due for due in dues if due.place.engagement_id == recommended]
    # 60 days after 30 June 2027: Sunday, 29 August, so the Monday.
    assert [(due.deadline.kind.value, due.deadline.due) for due in of_project] == [
        ("project_report", date(2027, 8, 30))
    ]
    assert not any(due.place.engagement_id == recommended for due in deadlines.deadlines(Looking(ws, cast.anna), on=ON))
    eligibility_facts.keep(Acting(ws, cast.bora, LATER), cast.shared_company, KeptFact("grant_won", ""))
    case = eligibility.examine(Looking(ws, cast.bora), cast.shared_company, on=SEEN_ON, engagement_id=recommended).case
    inputs = case.inputs
    assert (inputs.agreement_on, inputs.grant_won, case.whence["grant_won"]) == (
        date(2026, 7, 1), 800_000_000, "project",
    )  # fmt: skip


def test_an_operators_year_is_counted_by_hand(ws: Workspace, cast: Cast, recommended: str) -> None:
    selected(ws, cast, recommended)
    acting = Acting(ws, cast.bora, LATER)
    grant_projects.keep_part(
        acting, recommended, MatchRequest("", date(2026, 9, 1), 10**9, date(2026, 10, 1), 700_000_000)
    )
    rounds = "2026-08-01; 2,000,000,000; Series B\n2025-08-01; 9; before"
    eligibility_facts.keep(acting, cast.shared_company, KeptFact("follow_on", rounds))
    note = NewNote(
        company_id=cast.shared_company, kind=NoteKind.MEETING, day=ON, text=NoteText("과제 점검"),
    )  # fmt: skip
    notes.write(acting, note)
    outcome = operator_results.results(Looking(ws, cast.bora), YEAR)
    values = {kpi.id: kpi.value for kpi in outcome.kpis}
    assert values | {"sales_change": 0} == {
        "invested_firms": 1, "invested_won": 29_674 * 33_700, "recommended": 1, "slots_used": Share(1, 2),
        "selected": 1, "selection_rate": Share(1, 1), "outside_capital": Share(1, 1), "agreed": 1,
        "grant_won": 800_000_000, "grant_paid_won": 300_000_000, "matched_won": 700_000_000, "follow_on_firms": 1,
        "follow_on_won": 2_000_000_000, "supports": 1, "sales_change": 0, "jobs_change": None, "exports_change": None,
    }  # fmt: skip
    before = operator_results.results(Looking(ws, cast.bora), Span(date(2025, 1, 1), date(2025, 12, 31)))
    assert {kpi.id: kpi.value for kpi in before.kpis}["invested_won"] == 0
    with pytest.raises(InvalidInputError):
        operator_results.results(Looking(ws, cast.bora), Span(YEAR.until, YEAR.since))
    book = CalamineWorkbook.from_filelike(io.BytesIO(results_sheet.as_xlsx(outcome, "ko")))
    figures = {row[0]: row[1] for row in book.get_sheet_by_index(0).to_python()}
    assert (figures["선투자 금액(원)"], figures["추천 대비 선정률"]) == (29_674 * 33_700, 1)
    assert book.get_sheet_by_index(1).to_python()[-1][:2] == ["다온로보틱스(가상)", "창원"]


def test_a_rival_house_has_no_results_of_another(ws: Workspace, cast: Cast, recommended: str) -> None:
    selected(ws, cast, recommended)
    assert operator_results.results(Looking(ws, cast.anna), YEAR).firms == ()
