"""Projects with a grant in the viewer's books: what follows on a recommendation, written down part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import new_id, written
from dealflow.actions.tips.eligibility import RECOMMENDED, TRACK
from dealflow.actions.tips.eligibility_as_of import project_id
from dealflow.catalogue.grant_duties import grant_duties
from dealflow.domain.claims.company import Company
from dealflow.domain.people.access import Act, may, require
from dealflow.domain.pipeline.deadlines import Deadline, waiting
from dealflow.domain.pipeline.funnel import Engagement
from dealflow.domain.pipeline.grant_deadlines import grant_deadlines
from dealflow.domain.pipeline.stage_intervals import CLOSED
from dealflow.domain.tips.events import GrantProjectKept
from dealflow.domain.tips.grant_duties import OwedReport, owed_reports
from dealflow.domain.tips.grant_projects import (
    Agreement,
    GrantEvaluation,
    GrantProject,
    ProjectPart,
    with_head,
    with_part,
    without_part,
)
from dealflow.domain.tips.operators import Operator, Recommendation
from dealflow.domain.tips.recommendation_slots import recommendation_of
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import pipeline, tips

_LONGEST: Final = 4_000
_AHEAD_DAYS: Final = 10_000
"""Further than any project reaches: the next deadline is shown however far it is."""

_NO_AGREEMENT: Final = Agreement()


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project as its house sees it; ``version`` 0: nothing is written of it yet. ``next_due``: what is due first."""

    project: GrantProject
    version: int
    engagement: Engagement
    company: Company
    recommendation: Recommendation | None
    operator: Operator | None
    reports: tuple[OwedReport, ...]
    next_due: Deadline | None


@dataclass(frozen=True, slots=True)
class ProjectHead:
    """The application and the agreement of a project, all of it as it stands now."""

    application_number: str = ""
    applied_on: date | None = None
    agreement: Agreement = _NO_AGREEMENT


@remembered
def projects(looking: Looking, *, on: date) -> tuple[ProjectView, ...]:
    """Return the projects of the viewer's house: of every engagement that was recommended, by what is due first."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    with looking.ws.ledger.read() as session:
        views = _views(looking.within(session), on)
    return tuple(sorted(views, key=lambda view: (_due(view), view.company.name, view.engagement.id)))


def project(looking: Looking, engagement_id: str, *, on: date) -> ProjectView:
    """Return the project of one engagement.

    Raises:
        NotFoundError: the viewer's house recommended no such engagement.
    """
    for view in projects(looking, on=on):
        if view.engagement.id == engagement_id:
            return view
    raise NotFoundError(kind="grant_project", id=engagement_id)


@transacted
def keep_head(acting: Acting, engagement_id: str, head: ProjectHead, *, seen: int | None = None) -> None:
    """Write down the application and the agreement of a project.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; the house recommended no such engagement.
        InvalidInputError: days run backwards, or years stand outside of the agreement's term.
        ChangedMeanwhileError: somebody changed it since version ``seen``.
    """
    before, version = _own(acting, engagement_id, seen)
    agreement = replace(head.agreement, number=written(head.agreement.number, "agreement_number"))
    number = written(head.application_number, "application_number")
    _record(acting, before, with_head(before, agreement, number, head.applied_on), version)


@transacted
def keep_part(acting: Acting, engagement_id: str, part: ProjectPart, *, seen: int | None = None) -> str:
    """Write a part of a project down and return its id; one with an id takes the place of what it was before.

    Raises:
        As ``keep_head``.
    """
    before, version = _own(acting, engagement_id, seen)
    part_id = part.id or new_id("part", before.id, version, type(part).__name__)
    named = replace(part, id=part_id)
    if isinstance(named, GrantEvaluation):
        named = replace(named, comment=written(named.comment, "comment", longest=_LONGEST))
    _record(acting, before, with_part(before, named), version)
    return part_id


@transacted
def remove_part(acting: Acting, engagement_id: str, part_id: str, *, seen: int | None = None) -> None:
    """Take a part of a project away; ``undo`` brings it back.

    Raises:
        As ``keep_head``.
    """
    before, version = _own(acting, engagement_id, seen)
    _record(acting, before, without_part(before, part_id), version)


@transacted
def undo(acting: Acting, engagement_id: str, *, seen: int | None = None) -> None:
    """Take the last change of a project back; done twice, it stands again.

    Raises:
        NotAllowedError, NotFoundError, ChangedMeanwhileError: as ``keep_head``.
        InvalidInputError: nothing was written yet.
    """
    now, version = _own(acting, engagement_id, seen)
    past = journal.read_stream(acting.session, acting.ws.name, f"grant_project:{now.id}")
    if not past:
        raise InvalidInputError(field="grant_project", problem="nothing_to_undo")
    before = past[-2].event if len(past) > 1 else None
    project = before.project if isinstance(before, GrantProjectKept) else _blank(acting, engagement_id)
    acting.record([GrantProjectKept(project, undoes=past[-1].seq)], after=version)


def _record(acting: Acting, before: GrantProject, after: GrantProject, version: int) -> None:
    if after != before:
        acting.record([GrantProjectKept(after)], after=version)


def _own(acting: Acting, engagement_id: str, seen: int | None) -> tuple[GrantProject, int]:
    """Return a project of the viewer's house, to be changed, with its version."""
    require(acting.viewer, Act.DECIDE)
    engagement = pipeline.find_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id)
    if engagement is None or not _is_recommended(acting, engagement, _recommendations(acting)):
        raise NotFoundError(kind="grant_project", id=engagement_id)
    blank = _blank(acting, engagement_id)
    known = tips.grant_project(acting.session, acting.ws.name, acting.viewer, blank.id)
    project, version = known or (blank, 0)
    if seen is not None and seen != version:
        raise ChangedMeanwhileError(stream=f"grant_project:{blank.id}", expected=seen, found=version)
    return project, version


def _blank(looking: Looking, engagement_id: str) -> GrantProject:
    return GrantProject(project_id(looking.viewer, engagement_id), looking.viewer.organisation_id, engagement_id)


_Recommended = dict[str, tuple[Operator, Recommendation]]
"""The operator and its recommendation that stands, by engagement."""


def _recommendations(looking: Looking) -> _Recommended:
    return {
        recommendation.engagement_id: (operator, recommendation)
        for operator, _ in tips.operators(looking.session, looking.ws.name, looking.viewer)
        for recommendation in operator.recommendations
        if recommendation_of(operator, recommendation.engagement_id) == recommendation
    }


def _is_recommended(looking: Looking, engagement: Engagement, recommended: _Recommended) -> bool:
    """Say whether a project may be written of: the engagement was recommended, or stands further on its track."""
    track = looking.ws.track(TRACK)
    is_far = engagement.track == TRACK and track.position(engagement.stage) >= track.position(RECOMMENDED)
    return engagement.id in recommended or is_far


def _views(looking: Looking, on: date) -> Sequence[ProjectView]:
    recommended = _recommendations(looking)
    known = {
        project.engagement_id: (project, version)
        for project, version in tips.grant_projects(looking.session, looking.ws.name, looking.viewer)
    }
    companies = {
        company.id: company for company in company_queries.companies(looking.session, looking.ws.name, looking.viewer)
    }
    views = []
    for engagement in pipeline.engagements(looking.session, looking.ws.name, looking.viewer):
        company = companies.get(engagement.company_id)
        if company is None or not _is_recommended(looking, engagement, recommended):
            continue
        project, version = known.get(engagement.id, (_blank(looking, engagement.id), 0))
        operator, recommendation = recommended.get(engagement.id, (None, None))
        reports = owed_reports(project, grant_duties(), looking.ws.calendar)
        coming = (
            () if engagement.status in CLOSED else grant_deadlines(project, grant_duties(), looking.ws.calendar, on)
        )
        dues = waiting(coming, on, _AHEAD_DAYS)
        views.append(
            ProjectView(
                project, version, engagement, company, recommendation, operator, reports, dues[0] if dues else None
            )
        )
    return views


def _due(view: ProjectView) -> date:
    return date.max if view.next_due is None else view.next_due.due
