"""The screen of projects with a grant: what is recommended stands on it, and its parts are opened by the address."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import grant_projects, operators
from dealflow.domain.tips.grant_projects import EvaluationKind, GrantEvaluation, ProjectVerdict
from tests.actions.conftest import Cast
from tests.actions.tips import recommendation_story
from tests.actions.tips.recommendation_story import LATER, ON
from tests.pages.screens import Screens, cast, screens, stage, told, ws

__all__ = ["cast", "screens", "stage", "ws"]


def test_a_project_is_opened_and_a_new_evaluation_is_written_in_its_form(
    ws: Workspace, cast: Cast, screens: Screens
) -> None:
    investment = recommendation_story.invested(ws, cast.bora, cast.shared_company, 29_674)
    recommendation_story.designated(ws, cast.bora)
    recommendation_story.proved(ws, cast.bora, cast.shared_company)
    engagement = recommendation_story.tips(ws, cast.bora, cast.shared_company, investment)
    operators.recommend(Acting(ws, cast.bora, LATER), engagement, on=ON, confirmation="확인(가상)")
    app = screens.open("projects", cast.bora, engagement=engagement, do="evaluation")
    assert not app.exception
    fields = {field.label: field for field in app.text_input}
    fields["평가일 (필수)" if "평가일 (필수)" in fields else "평가일"].set_value("2026-05-06")
    fields["점수"].set_value("81.5")
    next(button for button in app.button if button.label == "저장").click().run()
    assert not app.exception
    view = grant_projects.project(Acting(ws, cast.bora, datetime(2026, 5, 7, tzinfo=UTC)), engagement, on=ON)
    assert [(part.kind, part.score, part.verdict) for part in view.project.evaluations] == [
        (EvaluationKind.DOCUMENT, Decimal("81.5"), None)
    ]
    kept = GrantEvaluation(view.project.evaluations[0].id, EvaluationKind.DOCUMENT, ON, verdict=ProjectVerdict.SELECTED)
    grant_projects.keep_part(Acting(ws, cast.bora, LATER), engagement, kept)
    for page, query in (("projects", {"view": "results"}), ("projects", {"lang": "en", "engagement": engagement})):
        again = screens.open(page, cast.bora, **query)
        assert not again.exception
    assert "추천한 과제가 없습니다" in told(screens.open("projects", cast.anna))
