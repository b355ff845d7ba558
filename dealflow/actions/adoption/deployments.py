"""Deployments in the books: written down, results verified by somebody who looked, shared, withdrawn, taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.adoption.deployments import Deployment, MeasuredResult, verified, with_result, without_result
from dealflow.domain.adoption.events import DeploymentKept
from dealflow.domain.claims.company import Company
from dealflow.domain.people.access import Act, may, owns, require
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import adoption as queries
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import people

RESULT_METRICS: Final = "ref_"
"""How the metrics of customers' results begin."""


@dataclass(frozen=True, slots=True)
class DeploymentView:
    """A deployment as it is shown: its supplier, who told of it, and whether the viewer's house may change it."""

    deployment: Deployment
    version: int
    company: Company
    owner_name: str
    is_own: bool


@remembered
def deployments(looking: Looking, *, company_id: str = "") -> tuple[DeploymentView, ...]:
    """Return the deployments that the viewer may see, of one supplier or of all, the latest first."""
    if not may(looking.viewer, Act.SEE_DECKS):
        return ()
    with looking.ws.ledger.read() as session:
        ids = company_queries.ids_of(session, looking.ws.name, company_id) if company_id else None
        standing = queries.deployments(session, looking.ws.name, looking.viewer, ids)
        companies = {
            company.id: company for company in company_queries.companies(session, looking.ws.name, looking.viewer)
        }
        houses = {house.id: house.name_ko for house in people.organisations(session, looking.ws.name)}
    views = [
        DeploymentView(
            deployment,
            version,
            companies[deployment.company_id],
            houses.get(deployment.owner_id, ""),
            owns(looking.viewer, deployment.owner_id),
        )
        for deployment, version in standing
        if deployment.company_id in companies
    ]
    return tuple(sorted(views, key=lambda view: (str(view.deployment.installed_on or ""), view.deployment.id))[::-1])


@transacted
def keep(acting: Acting, deployment: Deployment, *, seen: int | None = None) -> str:
    """Write a deployment down, or say something else of it, and return its id; its results stay as they are.

    Raises:
        NotAllowedError: the viewer's role may not.
        NotFoundError: the viewer knows of no such supplier; the house has no such deployment.
        InvalidInputError: adopter or process is missing.
        ChangedMeanwhileError: somebody changed it since version ``seen``.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    if company_queries.find_company(acting.session, acting.ws.name, acting.viewer, deployment.company_id) is None:
        raise NotFoundError(kind="company", id=deployment.company_id)
    before, version = _own(acting, deployment.id, seen) if deployment.id else (None, 0)
    kept_id = deployment.id or new_id(
        "deployment", acting.viewer.organisation_id, deployment.company_id, deployment.adopter_name, acting.at
    )
    now = replace(
        deployment,
        id=kept_id,
        owner_id=acting.viewer.organisation_id,
        adopter_name=written(deployment.adopter_name, "adopter", required=True),
        process=written(deployment.process, "process", required=True),
        site=written(deployment.site, "site"),
        results=() if before is None else before.results,
    )
    _record(acting, before, now, version)
    return kept_id


@transacted
def keep_result(acting: Acting, deployment_id: str, result: MeasuredResult, *, seen: int | None = None) -> str:
    """Write a result of a deployment down and return its id; what is changed is claimed again until somebody looks.

    Raises:
        InvalidInputError: there is no such metric of customers' results, or the result is not sound.
        NotAllowedError, NotFoundError, ChangedMeanwhileError: as ``keep``.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    before, version = _own(acting, deployment_id, seen)
    if result.metric not in {metric.id for metric in acting.ws.metrics if metric.id.startswith(RESULT_METRICS)}:
        raise InvalidInputError(field="metric", problem="unknown", value=result.metric)
    result_id = result.id or new_id("result", deployment_id, version)
    claimed = MeasuredResult(
        result_id,
        result.metric,
        result.before,
        result.after,
        result.change_percent,
        written(result.unit, "unit"),
        result.measured_on,
        proof=written(result.proof, "proof", longest=500),
    )
    same = next((other for other in before.results if other.id == result_id), None)
    if same is not None and replace(same, basis=claimed.basis, verified_by="") == claimed:
        return result_id
    _record(acting, before, with_result(before, claimed), version)
    return result_id


@transacted
def verify_result(
    acting: Acting, deployment_id: str, result_id: str, *, proof: str = "", seen: int | None = None
) -> None:
    """Say that a result was looked at, and what shows it.

    Raises:
        InvalidInputError: nothing is said to show it.
        NotAllowedError, NotFoundError, ChangedMeanwhileError: as ``keep``.
    """
    require(acting.viewer, Act.REVIEW_CLAIMS)
    before, version = _own(acting, deployment_id, seen)
    words = written(proof, "proof", longest=500)
    _record(acting, before, verified(before, result_id, acting.viewer.person_id, words), version)


@transacted
def remove_result(acting: Acting, deployment_id: str, result_id: str, *, seen: int | None = None) -> None:
    """Take a result away; ``undo`` brings it back.

    Raises:
        As ``keep``.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    before, version = _own(acting, deployment_id, seen)
    _record(acting, before, without_result(before, result_id), version)


@transacted
def withdraw(acting: Acting, deployment_id: str, *, seen: int | None = None) -> None:
    """Take a deployment out of the lists; ``undo`` brings it back.

    Raises:
        As ``keep``.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    before, version = _own(acting, deployment_id, seen)
    _record(acting, before, replace(before, is_withdrawn=True), version)


@transacted
def undo(acting: Acting, deployment_id: str) -> None:
    """Take the last change of a deployment back; one that was just written down is withdrawn.

    Raises:
        As ``keep``.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    now, version = _own(acting, deployment_id, None)
    past = journal.read_stream(acting.session, acting.ws.name, f"deployment:{deployment_id}")
    before = past[-2].event if len(past) > 1 else None
    earlier = before.deployment if isinstance(before, DeploymentKept) else replace(now, is_withdrawn=True)
    acting.record([DeploymentKept(earlier, undoes=past[-1].seq)], after=version)


def _own(acting: Acting, deployment_id: str, seen: int | None) -> tuple[Deployment, int]:
    known = queries.find_deployment(acting.session, acting.ws.name, acting.viewer, deployment_id)
    if known is None:
        raise NotFoundError(kind="deployment", id=deployment_id)
    if seen is not None and seen != known[1]:
        raise ChangedMeanwhileError(stream=f"deployment:{deployment_id}", expected=seen, found=known[1])
    return known


def _record(acting: Acting, before: Deployment | None, after: Deployment, version: int) -> None:
    if after != before:
        acting.record([DeploymentKept(after)], after=version)
