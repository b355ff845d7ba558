"""The versions of an event's timetable as its events leave them: drafted, published, pinned."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from dealflow.domain.irday.events import PinsKept, PlanOrigin, TimetableDrafted, TimetablePublished
from dealflow.domain.irday.timetable.timetable import Act, Pin, Timetable
from dealflow.domain.values.event import Recorded
from dealflow.errors import InvalidInputError, NotFoundError


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version; its timetable is kept beside it. ``as_of_min``: from when a plan of the rest of the day holds."""

    number: int
    origin: PlanOrigin
    base: int
    drafted_at: datetime
    drafted_by: str
    seed: int | None = None
    note: str = ""
    as_of_min: int | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A version was published; the same one may be more than once."""

    version: int
    at: datetime
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """An event's plan: its versions, what was published, the pins, and the latest timetable.

    ``latest`` is the last version's timetable, ``published`` the one that people go by, if any.
    """

    ir_event_id: str
    versions: tuple[PlanVersion, ...] = ()
    publications: tuple[Publication, ...] = ()
    pins: tuple[tuple[Act, Pin], ...] = ()
    latest: Timetable = field(default_factory=Timetable)
    published: Timetable | None = None

    @property
    def number(self) -> int:
        """Return the number of the latest version, 0 where there is none."""
        return self.versions[-1].number if self.versions else 0

    def version(self, number: int) -> PlanVersion | None:
        """Return the version of that number, nothing where there is none."""
        return next((version for version in self.versions if version.number == number), None)

    @property
    def published_number(self) -> int:
        """Return the number of the published version, 0 where nothing is published."""
        return self.publications[-1].version if self.publications else 0

    @property
    def revision(self) -> int:
        """Return how often something was published: what calendars count as the sequence."""
        return len(self.publications)


def follow(plan: Plan | None, recorded: Recorded, timetable_of: Timetable | None = None) -> Plan:
    """Return a plan after one more of its events.

    ``timetable_of`` is the timetable of the version that a publication names.

    Raises:
        InvalidInputError: a version is not the next one.
        NotFoundError: a version is published that is not there.
    """
    event = recorded.event
    match event:
        case TimetableDrafted():
            return _drafted(plan or Plan(event.ir_event_id), event, recorded)
        case TimetablePublished():
            return _published(plan or Plan(event.ir_event_id), event, recorded, timetable_of)
        case PinsKept():
            return replace(plan or Plan(event.ir_event_id), pins=event.pins)
        case _:
            raise InvalidInputError(field="event", problem="unknown", value=event.kind)


def _drafted(plan: Plan, event: TimetableDrafted, recorded: Recorded) -> Plan:
    if event.version != plan.number + 1:
        raise InvalidInputError(field="version", problem="not_next", value=event.version)
    plan_version = PlanVersion(
        event.version,
        event.origin,
        event.base,
        recorded.ts,
        recorded.actor,
        seed=event.seed,
        note=event.note,
        as_of_min=event.as_of_min,
    )
    return replace(plan, versions=(*plan.versions, plan_version), latest=event.timetable)


def _published(plan: Plan, event: TimetablePublished, recorded: Recorded, timetable: Timetable | None) -> Plan:
    if timetable is None or not any(version.number == event.version for version in plan.versions):
        raise NotFoundError(kind="timetable", id=str(event.version))
    publication = Publication(event.version, recorded.ts, recorded.actor, event.note)
    return replace(plan, publications=(*plan.publications, publication), published=timetable)
