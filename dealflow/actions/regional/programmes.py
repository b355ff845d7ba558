"""Regional programmes of a house: set up, planned by region and year, and what they come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import new_id, written
from dealflow.catalogue.regional_programme import regional_defaults
from dealflow.domain.people.access import Act, Viewer, may, require
from dealflow.domain.regional.events import ProgrammeKept, RegionPlanKept
from dealflow.domain.regional.figures import Books, BrokenLimit, broken_limits
from dealflow.domain.regional.programmes import (
    Programme,
    ProgrammeRegion,
    RegionPlan,
    require_sound_plan,
    require_sound_programme,
)
from dealflow.domain.regional.reports import QuarterReport
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import regional as queries
from dealflow.store.ledger.queries.visibility import Session

_LONGEST: Final = 6_000
_Keys = tuple[Session, str, Viewer, str]
"""Where a programme is read: session, workspace, viewer, its id."""


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """A programme with its plans, firms and confirmed figures, and which plans break a rule of shares."""

    programme: Programme
    version: int
    books: Books
    broken: tuple[BrokenLimit, ...]

    def plan(self, region: str, year: int) -> RegionPlan | None:
        """Return what is planned for a region's year; None: nothing yet."""
        plans = self.books.plans
        return next((plan for plan in plans if (plan.region, plan.year) == (region, year)), None)


def programmes(looking: Looking) -> tuple[Programme, ...]:
    """Return the programmes of the viewer's house, the latest first; nothing for who runs none."""
    if not may(looking.viewer, Act.RUN_EVENTS):
        return ()
    with looking.ws.ledger.read() as session:
        known = queries.programmes(session, looking.ws.name, looking.viewer)
    return tuple(sorted((programme for programme, _ in known), key=lambda p: (-p.first_year, p.title_ko)))


@remembered
def programme(looking: Looking, programme_id: str) -> ProgrammeView:
    """Return one programme of the viewer's house with everything that its figures are made of.

    Raises:
        NotAllowedError, NotFoundError: the viewer runs no programmes; the house has no such one.
    """
    require(looking.viewer, Act.RUN_EVENTS)
    with looking.ws.ledger.read() as session:
        pair = own_programme(looking.within(session), programme_id)
        keys = (session, looking.ws.name, looking.viewer, programme_id)
        where = (_read, looking.ws.ledger.url, *keys[1:])
        reading: _Reading = looking.ws.answers.follow(where, partial(_read, keys, pair))
    return reading.view


@dataclass(frozen=True, slots=True)
class _Reading:
    """A view as it was read, with what it was read from: reports by id, each with its version."""

    view: ProgrammeView
    reports: Mapping[str, tuple[QuarterReport, int]]


def _read(keys: _Keys, pair: tuple[Programme, int], before: _Reading | None) -> _Reading:
    """Read a programme's books; of those that were read before only what changed since, and it alone is added up."""
    programme_now, version = pair
    plans = tuple(plan for plan, _ in queries.plans(*keys))
    firms = tuple(firm for firm, _ in queries.firms(*keys) if not firm.is_withdrawn)
    reports = _reports(keys, {} if before is None else before.reports)
    books = None if before is None else before.view.books
    now = Books(programme_now, plans, firms, tuple(report for report, _ in reports.values()), books)
    if before is not None and version == before.view.version and now == books:
        return before
    view = ProgrammeView(programme_now, version, now, broken_limits(plans, regional_defaults().limits))
    return _Reading(view, reports)


def _reports(keys: _Keys, known: Mapping[str, tuple[QuarterReport, int]]) -> Mapping[str, tuple[QuarterReport, int]]:
    versions = queries.report_versions(*keys)
    new = {report_id for report_id, version in versions.items() if known.get(report_id, (None, 0))[1] != version}
    read = {report.id: report for report in queries.reports(*keys, new)} if new else {}
    return {
        report_id: (read[report_id], version) if report_id in new else known[report_id]
        for report_id, version in versions.items()
    }


@transacted
def keep_programme(acting: Acting, new: Programme, *, seen: int | None = None) -> str:
    """Set a programme up, or change it, and return its id.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; the house has no such programme.
        InvalidInputError: title, years, regions, indicators or days are missing or wrong, or a region or year in
            which firms or plans stand is taken away.
        ChangedMeanwhileError: somebody changed it since version ``seen``.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    before, version = own_programme(acting, new.id) if new.id else (None, 0)
    if before is not None and seen is not None and seen != version:
        raise ChangedMeanwhileError
    now = replace(
        new,
        id=new.id or new_id("regional_programme", acting.viewer.organisation_id, new.title_ko, acting.at),
        owner_id=acting.viewer.organisation_id,
        title_ko=written(new.title_ko, "title", required=True),
        title_en=written(new.title_en, "title"),
        note=written(new.note, "note", longest=_LONGEST),
    )
    require_sound_programme(now)
    if before is not None:
        _require_room(acting, now)
    if now != before:
        acting.record([ProgrammeKept(now)], after=version)
    return now.id


def _require_room(acting: Acting, now: Programme) -> None:
    """Require that every firm, plan and report still has its region and year."""
    keys = (acting.session, acting.ws.name, acting.viewer, now.id)
    places = {(firm.region, firm.year) for firm, _ in queries.firms(*keys) if not firm.is_withdrawn}
    places |= {(plan.region, plan.year) for plan, _ in queries.plans(*keys) if plan.total_won or plan.firms}
    places |= {(report.teller.region, report.year) for report in queries.reports(*keys)}
    regions = {region.id for region in now.regions}
    for region, year in sorted(places):
        if region not in regions:
            raise InvalidInputError(field="region", problem="has_records", value=_name(regions_on_offer(), region))
        if year not in now.years:
            raise InvalidInputError(field="year", problem="has_records", value=year)


def regions_on_offer() -> Sequence[ProgrammeRegion]:
    """Return the regions that a programme may have: those of the catalogue."""
    return regional_defaults().regions


def _name(regions: Sequence[ProgrammeRegion], region_id: str) -> str:
    return next((region.name_ko for region in regions if region.id == region_id), region_id)


@transacted
def keep_plan(acting: Acting, plan: RegionPlan) -> None:
    """Plan a region's year, or plan it anew.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; the house has no such programme.
        InvalidInputError: region, year, fund or indicator is none of the programme's, or its quarters do not add up.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    programme_now, _ = own_programme(acting, plan.programme_id)
    now = replace(plan, owner_id=programme_now.owner_id)
    require_sound_plan(programme_now, now)
    standing = {
        other.id: (other, version)
        for other, version in queries.plans(acting.session, acting.ws.name, acting.viewer, programme_now.id)
    }
    before, version = standing.get(now.id, (None, 0))
    if now != before:
        acting.record([RegionPlanKept(now)], after=version)


def own_programme(looking: Looking, programme_id: str) -> tuple[Programme, int]:
    """Return a programme of the viewer's house with its version, inside a transaction.

    Raises:
        NotFoundError: the house has no such programme.
    """
    for programme_now, version in queries.programmes(looking.session, looking.ws.name, looking.viewer):
        if programme_now.id == programme_id:
            return programme_now, version
    raise NotFoundError(kind="programme", id=programme_id)
