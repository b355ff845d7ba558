"""A programme's indicators: added, changed, retired, with targets by region and year, and put back as they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.actions.regional.programmes import keep_plan, own_programme
from dealflow.domain.people.access import Act, require
from dealflow.domain.regional.events import ProgrammeKept
from dealflow.domain.regional.indicators import ChangedIndicator, changes, restored, with_indicator
from dealflow.domain.regional.programmes import Indicator, RegionPlan, require_sound_programme
from dealflow.errors import ChangedMeanwhileError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import regional as queries

Targets = Mapping[tuple[str, int], Decimal | None]
"""What is aimed at, by region and year; None: nothing."""


@dataclass(frozen=True, slots=True)
class PastIndicators:
    """A programme's indicators from a version on: when, by whom, and what changed against the version before."""

    version: int
    at: datetime
    person_id: str
    indicators: tuple[Indicator, ...]
    changes: tuple[ChangedIndicator, ...]


@transacted
def keep_indicator(acting: Acting, programme_id: str, new: Indicator, targets: Targets, *, seen: int) -> str:
    """Add an indicator (without an id) or change it, its targets too, and return its id.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; there is no such programme or indicator.
        InvalidInputError: as ``with_indicator``; a target is of none of its regions and years.
        ChangedMeanwhileError: somebody changed the programme since version ``seen``.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    programme, version = own_programme(acting, programme_id)
    if seen != version:
        raise ChangedMeanwhileError
    if new.id and new.id not in {indicator.id for indicator in programme.indicators}:
        raise NotFoundError(kind="indicator", id=new.id)
    name = written(new.name_ko, "indicator", required=True)
    indicator = replace(
        new,
        id=new.id or new_id("indicator", programme_id, name, len(programme.indicators)),
        name_ko=name,
        name_en=written(new.name_en, "name_en") or name,
        unit=written(new.unit, "unit", longest=30, required=True),
        hint_ko=written(new.hint_ko, "note", longest=300),
        hint_en=written(new.hint_en, "note", longest=300),
    )
    now = with_indicator(programme, indicator, _told(acting, programme_id))
    if now != programme:
        acting.record([ProgrammeKept(now)], after=version)
    _keep_targets(acting, programme_id, indicator.id, targets)
    return indicator.id


def _keep_targets(acting: Acting, programme_id: str, indicator_id: str, targets: Targets) -> None:
    known = queries.plans(acting.session, acting.ws.name, acting.viewer, programme_id)
    plans = {(plan.region, plan.year): plan for plan, _ in known}
    for (region, year), target in targets.items():
        plan = plans.get((region, year)) or RegionPlan(programme_id, "", region, year)
        others = {name: value for name, value in plan.targets if name != indicator_id}
        wanted = others if target is None else {**others, indicator_id: target}
        if wanted != dict(plan.targets):
            keep_plan(acting, replace(plan, targets=tuple(wanted.items())))


@transacted
def retire(acting: Acting, programme_id: str, indicator_id: str, *, retired: bool = True) -> None:
    """Ask an indicator of nobody any more, or ask it again; what was told of it still counts.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; there is no such programme or indicator.
        InvalidInputError: it is the last one that is asked, or another bears its name by now.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    programme, version = own_programme(acting, programme_id)
    indicator = next((indicator for indicator in programme.indicators if indicator.id == indicator_id), None)
    if indicator is None:
        raise NotFoundError(kind="indicator", id=indicator_id)
    now = with_indicator(programme, replace(indicator, is_retired=retired), ())
    require_sound_programme(now)
    if now != programme:
        acting.record([ProgrammeKept(now)], after=version)


@transacted
def restore(acting: Acting, programme_id: str, version: int) -> None:
    """Put a programme's indicators back as they were in a version; those that came since are retired where used.

    Raises:
        NotAllowedError, NotFoundError: the viewer's role may not; there is no such programme or version.
    """
    require(acting.viewer, Act.RUN_EVENTS)
    programme, latest = own_programme(acting, programme_id)
    known = _versions(acting, ProgrammeKept(programme).stream)
    past = next((kept for kept in known if kept.version == version), None)
    if past is None:
        raise NotFoundError(kind="version", id=version)
    plans = queries.plans(acting.session, acting.ws.name, acting.viewer, programme_id)
    held = _told(acting, programme_id) | {name for plan, _ in plans for name, _ in plan.targets}
    now = restored(programme, past.indicators, held)
    require_sound_programme(now)
    if now != programme:
        acting.record([ProgrammeKept(now)], after=latest)


def past_indicators(looking: Looking, programme_id: str) -> tuple[PastIndicators, ...]:
    """Return the versions in which a programme's indicators changed, the latest first.

    Raises:
        NotAllowedError, NotFoundError: the viewer runs no programmes; the house has no such one.
    """
    require(looking.viewer, Act.RUN_EVENTS)
    with looking.ws.ledger.read() as session:
        there = looking.within(session)
        programme, _ = own_programme(there, programme_id)
        return tuple(reversed(_versions(there, ProgrammeKept(programme).stream)))


def _versions(looking: Looking, stream: str) -> Sequence[PastIndicators]:
    versions: list[PastIndicators] = []
    for recorded in journal.read_stream(looking.session, looking.ws.name, stream):
        if not isinstance(recorded.event, ProgrammeKept):
            continue
        indicators = recorded.event.programme.indicators
        since = changes(versions[-1].indicators, indicators) if versions else ()
        if since or not versions:
            versions.append(PastIndicators(recorded.seq, recorded.ts, recorded.actor, indicators, since))
    return versions


def _told(looking: Looking, programme_id: str) -> set[str]:
    """Return the indicators of which figures came, whether they were confirmed or not."""
    reports = queries.reports(looking.session, looking.ws.name, looking.viewer, programme_id)
    return {figure.id for report in reports if report.teller.firm_id for figure in report.figures}
