"""Supported firms of a programme: listed, changed, taken off the list and put back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.actions.regional.programmes import own_programme
from dealflow.domain.adoption.deployments import Deployment
from dealflow.domain.adoption.needs import Need
from dealflow.domain.claims.company import Company
from dealflow.domain.people.access import Act, require
from dealflow.domain.regional.events import SupportedFirmKept
from dealflow.domain.regional.programmes import SupportedFirm, require_sound_firm
from dealflow.domain.regional.reports import QuarterReport
from dealflow.domain.values.company_names import plain_name
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from dealflow.store.ledger.journal import Entry
from dealflow.store.ledger.queries import adoption, companies
from dealflow.store.ledger.queries import regional as queries


@dataclass(frozen=True, slots=True)
class FirmView:
    """A firm with what it is linked to, as far as the viewer sees it, and what it told of its quarters."""

    firm: SupportedFirm
    version: int
    company: Company | None
    deployment: Deployment | None
    need: Need | None
    reports: tuple[QuarterReport, ...]


@dataclass(frozen=True, slots=True)
class Linkable:
    """What a firm may be linked to: companies, deployments and needs that the viewer's house knows."""

    companies: tuple[Company, ...]
    deployments: tuple[Deployment, ...]
    needs: tuple[Need, ...]


def firm(looking: Looking, programme_id: str, firm_id: str) -> FirmView:
    """Return one firm of a programme of the viewer's house.

    Raises:
        NotAllowedError, NotFoundError: the viewer runs no programmes; there is no such firm.
    """
    require(looking.viewer, Act.RUN_EVENTS)
    with looking.ws.ledger.read() as session:
        listed_firm, version = own_firm(looking.within(session), programme_id, firm_id)
        keys = (session, looking.ws.name, looking.viewer)
        company = companies.find_company(*keys, listed_firm.company_id) if listed_firm.company_id else None
        deployments = {deployment.id: deployment for deployment, _ in adoption.deployments(*keys, None)}
        needs = {need.id: need for need, _ in adoption.needs(*keys)}
        reports = tuple(report for report, _ in queries.reports_of_teller(session, looking.ws.name, firm_id))
    deployment, need = deployments.get(listed_firm.deployment_id), needs.get(listed_firm.need_id)
    return FirmView(listed_firm, version, company, deployment, need, reports)


def linkable(looking: Looking) -> Linkable:
    """Return what firms may be linked to.

    Raises:
        NotAllowedError: the viewer runs no programmes.
    """
    require(looking.viewer, Act.RUN_EVENTS)
    with looking.ws.ledger.read() as session:
        keys = (session, looking.ws.name, looking.viewer)
        known = companies.listed(*keys)
        deployments = [deployment for deployment, _ in adoption.deployments(*keys, None)]
        needs = [need for need, _ in adoption.needs(*keys)]
    return Linkable(
        tuple(sorted(known, key=lambda company: company.name)),
        tuple(deployment for deployment in deployments if not deployment.is_withdrawn),
        tuple(needs),
    )


def taken_off(looking: Looking, programme_id: str) -> tuple[SupportedFirm, ...]:
    """Return the firms that were taken off the list of a programme of the viewer's house.

    Raises:
        NotAllowedError, NotFoundError: the viewer runs no programmes; the house has no such one.
    """
    require(looking.viewer, Act.RUN_EVENTS)
    with looking.ws.ledger.read() as session:
        own_programme(looking.within(session), programme_id)
        known = queries.firms(session, looking.ws.name, looking.viewer, programme_id)
    return tuple(firm for firm, _ in known if firm.is_withdrawn)


@transacted
def keep_firm(acting: Acting, new: SupportedFirm, *, seen: int | None = None) -> str:
    """List a firm, or change it, and return its id; without an id it is a new one.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; there is no such programme, firm, company,
            deployment or need.
        InvalidInputError: it has no name, stands on the list of that year already, or is of no region or year of the
            programme.
        ChangedMeanwhileError: somebody changed it since version ``seen``.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    programme, _ = own_programme(acting, new.programme_id)
    before, version = own_firm(acting, new.programme_id, new.id) if new.id else (None, 0)
    if before is not None and seen is not None and seen != version:
        raise ChangedMeanwhileError
    now = as_kept(new, programme.owner_id)
    require_sound_firm(programme, now)
    _require_known_links(acting, now)
    for other, _ in queries.firms(acting.session, acting.ws.name, acting.viewer, programme.id):
        if other.id != now.id and not other.is_withdrawn and place_of(other) == place_of(now):
            raise InvalidInputError(field="company", problem="repeated", value=now.name)
    kept_id = now.id or id_of(now)
    standing = None if now.id else _standing(acting, now, kept_id)
    if standing is not None:  # the same firm of the same year was taken off the list: it is that one again
        version = standing
    if now != before:
        acting.record([SupportedFirmKept(replace(now, id=kept_id))], after=version)
    return kept_id


def _standing(acting: Acting, now: SupportedFirm, firm_id: str) -> int | None:
    known = queries.firms(acting.session, acting.ws.name, acting.viewer, now.programme_id)
    return next((version for other, version in known if other.id == firm_id), None)


@transacted
def keep_firms(acting: Acting, programme_id: str, many: Sequence[SupportedFirm]) -> None:
    """List firms or change them as one batch: those without an id are new; links stay as they are said.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; the house has no such programme or firm.
        InvalidInputError: one has no name, or is of no region or year of the programme.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    programme, _ = own_programme(acting, programme_id)
    known = queries.firms(acting.session, acting.ws.name, acting.viewer, programme_id)
    versions = {firm.id: version for firm, version in known}
    entries = []
    for firm in many:
        now = replace(as_kept(firm, programme.owner_id), programme_id=programme_id)
        require_sound_firm(programme, now)
        if now.id and now.id not in versions:
            raise NotFoundError(kind="firm", id=now.id)
        event = SupportedFirmKept(now if now.id else replace(now, id=id_of(now)))
        entries.append(Entry(event.stream, [event], versions.get(event.firm.id, 0)))
    acting.record_all(entries)


@transacted
def withdraw_firm(acting: Acting, programme_id: str, firm_id: str, *, withdrawn: bool = True) -> None:
    """Take a firm off the list, or put it back; its figures count for nothing while it is off.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; there is no such firm.
        InvalidInputError: another firm of its name stands on the list of that year by now.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    before, version = own_firm(acting, programme_id, firm_id)
    if before.is_withdrawn is withdrawn:
        return
    if not withdrawn:
        for other, _ in queries.firms(acting.session, acting.ws.name, acting.viewer, programme_id):
            if other.id != firm_id and not other.is_withdrawn and place_of(other) == place_of(before):
                raise InvalidInputError(field="company", problem="repeated", value=before.name)
    acting.record([SupportedFirmKept(replace(before, is_withdrawn=withdrawn))], after=version)


def own_firm(looking: Looking, programme_id: str, firm_id: str) -> tuple[SupportedFirm, int]:
    """Return a firm of a programme of the viewer's house with its version, inside a transaction.

    Raises:
        NotFoundError: there is no such firm.
    """
    pair = queries.firm(looking.session, looking.ws.name, looking.viewer, programme_id, firm_id)
    if pair is None:
        raise NotFoundError(kind="firm", id=firm_id)
    return pair


def as_kept(firm: SupportedFirm, owner_id: str) -> SupportedFirm:
    """Return a firm with its texts as they are kept.

    Raises:
        InvalidInputError: it has no name, or a text is too long.
    """
    return replace(
        firm,
        owner_id=owner_id,
        name=written(firm.name, "company", required=True),
        name_en=written(firm.name_en, "name_en"),
        sector=written(firm.sector, "sector"),
        adopted=written(firm.adopted, "adopted", longest=500),
    )


def place_of(firm: SupportedFirm) -> tuple[str, int, str]:
    """Return what a firm stands on the list as: once in a region's year."""
    return firm.region, firm.year, plain_name(firm.name)


def id_of(firm: SupportedFirm) -> str:
    """Return the id of a firm that is new on the list."""
    return new_id("supported_firm", firm.programme_id, *place_of(firm))


def _require_known_links(acting: Acting, firm: SupportedFirm) -> None:
    keys = (acting.session, acting.ws.name, acting.viewer)
    if firm.company_id and companies.find_company(*keys, firm.company_id) is None:
        raise NotFoundError(kind="company", id=firm.company_id)
    if firm.deployment_id and firm.deployment_id not in {d.id for d, _ in adoption.deployments(*keys, None)}:
        raise NotFoundError(kind="deployment", id=firm.deployment_id)
    if firm.need_id and firm.need_id not in {need.id for need, _ in adoption.needs(*keys)}:
        raise NotFoundError(kind="need", id=firm.need_id)
