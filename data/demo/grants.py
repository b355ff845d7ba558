"""What follows on the recommendations of the fictional operators: evaluations, appeals, agreements, grants, reports.

Every score, number and sum is made up. All of it through the actions.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from dealflow.actions.notes import notes
from dealflow.actions.notes.notes import NewNote
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.actions.tips import grant_projects
from dealflow.actions.tips.grant_projects import ProjectHead
from dealflow.domain.notes.notes import NoteKind, NoteText
from dealflow.domain.people.access import Viewer
from dealflow.domain.tips.grant_projects import (
    Agreement,
    EvaluationKind,
    GrantEvaluation,
    GrantPayment,
    GrantYear,
    ProjectVerdict,
)
from dealflow.domain.values.korean_days import korean_day, months_after

MILLION = 1_000_000
STAGES = ("eval_document", "eval_presentation", "selected", "agreed")
"""The stages of the operators' track at which something is written of a project."""


def write(ws: Workspace, viewer: Viewer, engagement_id: str, stage: str, when: datetime) -> None:
    """Write of a project what is known once it comes to a stage."""
    acting = Acting(ws, viewer, when, "demo")
    {"eval_document": _applied, "eval_presentation": _on_paper, "selected": _presented, "agreed": _agreed}[stage](
        acting, engagement_id
    )


def _number(engagement_id: str, most: int) -> int:
    """Return a number that follows from an id alone."""
    return int(engagement_id[:6], 16) % most


def _applied(acting: Acting, engagement_id: str) -> None:
    day = korean_day(acting.at)
    number = f"S-{day.year}-{_number(engagement_id, 9000) + 1000}(가상)"
    grant_projects.keep_head(acting, engagement_id, ProjectHead(number, day - timedelta(days=12)))
    coming = GrantEvaluation("", EvaluationKind.DOCUMENT, day + timedelta(days=9))
    grant_projects.keep_part(acting, engagement_id, coming)


def _on_paper(acting: Acting, engagement_id: str) -> None:
    project = grant_projects.project(acting, engagement_id, on=korean_day(acting.at)).project
    before = project.evaluations[0]
    held, score = korean_day(acting.at) - timedelta(days=3), Decimal(720 + _number(engagement_id, 180)) / 10
    passed = GrantEvaluation(
        before.id,
        EvaluationKind.DOCUMENT,
        held,
        score=score,
        verdict=ProjectVerdict.SELECTED,
        notified_on=held + timedelta(days=2),
        comment="현장 실증 자료가 구체적임. 사업화 계획의 해외 부분은 보완 필요. (가상)",
    )
    grant_projects.keep_part(acting, engagement_id, passed)
    presentation = GrantEvaluation("", EvaluationKind.PRESENTATION, korean_day(acting.at) + timedelta(days=10))
    grant_projects.keep_part(acting, engagement_id, presentation)


def _presented(acting: Acting, engagement_id: str) -> None:
    project = grant_projects.project(acting, engagement_id, on=korean_day(acting.at)).project
    before = project.evaluations[-1]
    held = korean_day(acting.at) - timedelta(days=2)
    chosen = GrantEvaluation(
        before.id,
        EvaluationKind.PRESENTATION,
        held,
        score=Decimal(780 + _number(engagement_id, 150)) / 10,
        verdict=ProjectVerdict.SELECTED,
        notified_on=held + timedelta(days=1),
    )
    grant_projects.keep_part(acting, engagement_id, chosen)
    head = ProjectHead(
        project.application_number, project.applied_on, Agreement(sign_by=korean_day(acting.at) + timedelta(days=30))
    )
    grant_projects.keep_head(acting, engagement_id, head)


def _agreed(acting: Acting, engagement_id: str) -> None:
    project = grant_projects.project(acting, engagement_id, on=korean_day(acting.at)).project
    signed = korean_day(acting.at)
    number = f"협약-{signed.year}-{_number(engagement_id, 900) + 100}(가상)"
    ends = months_after(signed, 24) - timedelta(days=1)
    agreement = Agreement(number, project.agreement.sign_by, signed, signed, ends)
    head = ProjectHead(project.application_number, project.applied_on, agreement)
    grant_projects.keep_head(acting, engagement_id, head)
    middle = months_after(signed, 12)
    years = (
        GrantYear("", 1, signed, middle - timedelta(days=1), 1_000 * MILLION, 40 * MILLION, 160 * MILLION),
        GrantYear("", 2, middle, ends, 1_200 * MILLION, 50 * MILLION, 190 * MILLION),
    )
    for year in years:
        grant_projects.keep_part(acting, engagement_id, year)
    grant_projects.keep_part(acting, engagement_id, GrantPayment("", 1, signed, 700 * MILLION))
    text = NoteText(
        "1차 과제 점검",
        "과제 착수 일정과 연구비 카드 발급을 확인함.\n\n- 연구노트 작성 방법 안내\n- 1차년도 장비 도입 견적 3건",
    )
    note = NewNote(company_id="", engagement_id=engagement_id, kind=NoteKind.MEETING, day=signed, text=text)
    notes.write(acting, note)
