"""Dashboards over the viewer's own books: where deals come from, where they stick, who carries them, why they end.

Every figure counts engagements of one track that were opened between two days, unless it says otherwise, and every mark
can be opened as the list of its engagements. Computed in the warehouse; the viewer's organisation is bound into each
question, so that nobody counts another house's books.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final

from dealflow.actions.pipeline import funnel
from dealflow.actions.pipeline.funnel import FunnelQuery, StageCount
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.funnel import Stage, StageKind, Track
from dealflow.domain.values.regions import PROVINCES, province_of
from dealflow.domain.values.statistics import Lasting, MedianTime, Share, kaplan_meier_median, wilson
from dealflow.errors import InvalidInputError

MOST: Final = 12
"""How many bars a chart of traits has; the last of more stands for the rest."""
REST: Final = "~"
"""The key of a mark that stands for all others: traits beyond those that are drawn, regions that are no province."""


class Trait(StrEnum):
    """By what engagements are told apart."""

    SOURCE = "source"
    REGION = "region"
    SECTOR = "sector"
    PERSON = "person"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class DashQuery:
    """Which track, opened between which days (both included; none: no limit), as of which day."""

    track: str
    on: date
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Slice:
    """The engagements of one trait. ``decided``: those that came to the last committee; ``key`` is empty: not told."""

    key: str
    opened: int
    open_now: int
    decided: int
    declined: int
    overdue: int

    @property
    def to_committee(self) -> Share | None:
        """Return the share that came to the last committee, with its interval."""
        return wilson(self.decided, self.opened)


def with_rest(parts: Sequence[Slice], most: int) -> tuple[Slice, ...]:
    """Return ``most`` parts at most, the smaller ones together as the last: no engagement falls out of a chart."""
    if len(parts) <= most:
        return tuple(parts)
    rest = parts[most - 1 :]
    sums = [
        sum(numbers)
        for numbers in zip(
            *((part.opened, part.open_now, part.decided, part.declined, part.overdue) for part in rest), strict=True
        )
    ]
    return (*parts[: most - 1], Slice(REST, *sums))


@dataclass(frozen=True, slots=True)
class Step:
    """How many of those that reached one stage reached the next, with the interval of the share."""

    stage: Stage
    to: Stage
    share: Share | None


@dataclass(frozen=True, slots=True)
class Flow:
    """How many engagements went from one stage to another; ``to`` is None: they were declined or withdrawn there."""

    stage: Stage
    to: Stage | None
    engagements: int
    is_back: bool


@dataclass(frozen=True, slots=True)
class MonthCount:
    """What happened in one month (its first day): ``what`` is opened, decided or declined."""

    month: date
    what: str
    times: int


@dataclass(frozen=True, slots=True)
class StageStay:
    """How long engagements stand at a stage: the median, those that still stand there counted as lasting."""

    stage: Stage
    median: MedianTime


@remembered
def slices(looking: Looking, query: DashQuery, trait: Trait) -> tuple[Slice, ...]:
    """Return the engagements by a trait, most first; regions are brought together as provinces.

    Raises:
        NotAllowedError: the viewer's role sees no pipeline.
        InvalidInputError: the track is unknown, or the days are the wrong way round.
    """
    looking.ws.warehouse.refresh()  # another process may have written
    rows = _ask(looking, query, "dash_slices", {"trait": trait.value, "committee": _committee(looking, query)})
    found = tuple(Slice(row.pop("trait") or "", **row) for row in rows)
    return _by_province(found) if trait is Trait.REGION else found


def _by_province(found: tuple[Slice, ...]) -> tuple[Slice, ...]:
    """Return a slice a province of Korea; what names none of them stands under its own name."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0] * 5)
    for part in found:
        numbers = (part.opened, part.open_now, part.decided, part.declined, part.overdue)
        key = province_of(part.key) or part.key
        sums[key] = [have + more for have, more in zip(sums[key], numbers, strict=True)]
    together = (Slice(key, *numbers) for key, numbers in sums.items())
    return tuple(sorted(together, key=lambda part: (-part.opened, part.key)))


@remembered
def conversion(looking: Looking, query: DashQuery) -> tuple[Step, ...]:
    """Return the steps of the track by the funnel of a cohort: of those that came so far, how many came one further."""
    counts = funnel.funnel(looking, _cohort(query))
    return tuple(_step(before, after) for before, after in pairwise(counts))


def _step(before: StageCount, after: StageCount) -> Step:
    return Step(before.stage, after.stage, wilson(after.reached, before.reached))


@remembered
def flow(looking: Looking, query: DashQuery) -> tuple[Flow, ...]:
    """Return the moves that were made between the days, whenever the engagements were opened."""
    track = looking.ws.track(query.track)
    rows = _ask(looking, query, "dash_flow", {})
    return tuple(_flow_of(track, row) for row in rows)


def _flow_of(track: Track, row: Mapping[str, Any]) -> Flow:
    here, there = track.stage(row["from_stage"]), row["to_stage"]
    known = {stage.id for stage in track.stages}
    is_back = there in known and track.position(there) < track.position(here.id)
    return Flow(here, track.stage(there) if there in known else None, row["engagements"], is_back)


@remembered
def months(looking: Looking, query: DashQuery) -> tuple[MonthCount, ...]:
    """Return what was opened, came to the last committee and was declined in each month between the days."""
    rows = _ask(looking, query, "dash_months", {"committee": _committee(looking, query)})
    return tuple(MonthCount(**row) for row in rows)


@remembered
def stays(looking: Looking, query: DashQuery) -> tuple[StageStay, ...]:
    """Return the median time at each stage of the track, in its order; stages where nobody stood are left out."""
    track = looking.ws.track(query.track)
    spans: dict[str, list[Lasting]] = defaultdict(list)
    for row in _ask(looking, query, "dash_stays", {}):
        spans[row["stage"]].append(Lasting(row["days"], row["ended"], row["times"]))
    return tuple(StageStay(stage, kaplan_meier_median(spans[stage.id])) for stage in track.stages if stage.id in spans)


def records(looking: Looking, query: DashQuery, pick: str) -> frozenset[str]:
    """Return the ids of the engagements behind a mark: ``source:inbound``, ``step:review``, ``flow:ir>review``.

    Raises:
        InvalidInputError: nothing of that name can be picked.
    """
    kind, _, key = pick.partition(":")
    if kind == "step":
        return frozenset(funnel.records_at(looking, _cohort(query), key))
    if kind == "flow":
        here, _, there = key.partition(">")
        return _ids(looking, query, "dash_flow_records", {"from_stage": here, "to_stage": there})
    if kind == "stay":
        return _ids(looking, query, "dash_stay_records", {"stage": key})
    if kind in {"decided", "declined"}:
        bound = {"what": kind, "month": key, "committee": _committee(looking, query)}
        return _ids(looking, query, "dash_month_records", bound)
    if kind not in {*Trait, "opened"}:
        raise InvalidInputError(field="pick", problem="unknown", value=pick)
    keys = _keys(looking, query, Trait(kind), key) if kind in set(Trait) else [key]
    return _ids(looking, query, "dash_records", {"trait": kind, "keys": keys})


def _ids(looking: Looking, query: DashQuery, name: str, more: Mapping[str, object]) -> frozenset[str]:
    return frozenset(row["engagement_id"] for row in _ask(looking, query, name, more))


def _keys(looking: Looking, query: DashQuery, trait: Trait, key: str) -> list[str]:
    """Return the values that a mark stands for: a province has many places, the rest is what has no mark."""
    if trait is Trait.REGION:
        if key == REST:
            return [part for part in _regions(looking, query) if not province_of(part)]
        return [part for part in _regions(looking, query) if province_of(part) == key] if key in PROVINCES else [key]
    if key == REST:
        return [part.key for part in slices(looking, query, trait)[MOST - 1 :]]
    return [key]


def _regions(looking: Looking, query: DashQuery) -> list[str]:
    rows = _ask(looking, query, "dash_slices", {"trait": "region", "committee": _committee(looking, query)})
    return [row["trait"] or "" for row in rows]


def _cohort(query: DashQuery) -> FunnelQuery:
    return FunnelQuery(query.track, since=query.since, until=query.until, on=query.on)


def _committee(looking: Looking, query: DashQuery) -> int:
    """Return the place of the track's last committee, from 1; of a track without one, that of its last stage."""
    stages = looking.ws.track(query.track).stages
    places = [place for place, stage in enumerate(stages, 1) if stage.kind is StageKind.DECISION]
    return places[-1] if places else len(stages)


def _ask(looking: Looking, query: DashQuery, name: str, more: Mapping[str, object]) -> list[dict[str, Any]]:
    """Return the answer to one question over the viewer's own books; values are of many types, as columns are."""
    require(looking.viewer, Act.SEE_PIPELINE)
    if query.since is not None and query.until is not None and query.since > query.until:
        raise InvalidInputError(field="since", problem="after_until", value=query.since.isoformat())
    track = looking.ws.track(query.track)
    bound = {
        "owner": looking.viewer.organisation_id,
        "track": track.id,
        "since": query.since,
        "until": query.until,
        "stages": [stage.id for stage in track.stages],
        "on": query.on,
    }
    return looking.ws.warehouse.ask(name, {**bound, **more}).to_pylist()
