"""What stands behind an event and inside its parts: hosts, a talk's abstract, a ceremony's order, script and seats.

Who speaks or is honoured are members of the part; their names and lives stand beside the journal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from dealflow.domain.irday.programme.programme import Part, PartKind
from dealflow.errors import InvalidInputError

MOST_SEATS: Final = 60
"""Seats of one row: no hall has more."""


class HostRole(StrEnum):
    """As what an organisation stands behind an event, in the order in which they are named."""

    HOST = "host"
    ORGANISER = "organiser"
    SUPPORT = "support"
    SPONSOR = "sponsor"


@dataclass(frozen=True, slots=True)
class Host:
    """An organisation behind an event; ``logo``: the picture's hash, empty for none; ``logo_bytes``: its size."""

    role: HostRole
    name_ko: str
    name_en: str = ""
    logo: str = ""
    logo_bytes: int = 0


@dataclass(frozen=True, slots=True)
class RegistrationTerms:
    """Who may still register: ``capacity`` None: no limit, ``closes_on``: the last day, None: until the event is over.

    ``retention_months``: how long after the event what attendees said of themselves is kept.
    """

    is_open: bool = False
    capacity: int | None = None
    closes_on: date | None = None
    retention_months: int = 6


@dataclass(frozen=True, slots=True)
class EventProfile:
    """What an event says of itself in public: who is behind it, what it is about, whom to ask, who may come."""

    ir_event_id: str
    hosts: tuple[Host, ...] = ()
    about_ko: str = ""
    about_en: str = ""
    contact: str = ""
    registration: RegistrationTerms = field(default_factory=RegistrationTerms)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One item of a part's order (식순): how long, what, who does it, what light and sound do, what is said."""

    minutes: int
    what_ko: str
    what_en: str = ""
    who: str = ""
    cue: str = ""
    script: str = ""


@dataclass(frozen=True, slots=True)
class PartFile:
    """A file of a part: slides, a text. Found by the hash of its bytes."""

    sha256: str
    name: str
    media: str
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class PartContent:
    """What one part of an event holds, whole.

    ``is_named``: its speakers and guests agreed to stand in public by name; else only their organisations do.
    ``speakers``: who speaks, by attendee id, in order. ``protocol``: who is honoured, the highest first.
    ``in_a_row``: seats of one row. ``award_id``: the award whose prizes are given.
    """

    ir_event_id: str
    part_id: str
    abstract_ko: str = ""
    abstract_en: str = ""
    equipment: str = ""
    is_named: bool = False
    order: tuple[OrderLine, ...] = ()
    speakers: tuple[str, ...] = ()
    protocol: tuple[str, ...] = ()
    in_a_row: int = 7
    award_id: str = ""
    files: tuple[PartFile, ...] = ()


@dataclass(frozen=True, slots=True)
class TimedLine:
    """A line of a part's order with the minute at which it begins."""

    start_min: int
    line: OrderLine


def timed(part: Part, order: Sequence[OrderLine]) -> tuple[TimedLine, ...]:
    """Return the order of a part with the minutes at which its lines begin, one after the other."""
    start, lines = part.span.start_min, []
    for line in order:
        lines.append(TimedLine(start, line))
        start += line.minutes
    return tuple(lines)


def over_by(part: Part, order: Sequence[OrderLine]) -> int:
    """Return by how many minutes a part's order is longer than the part; 0 where it fits."""
    return max(0, sum(line.minutes for line in order) - (part.span.end_min - part.span.start_min))


def seated(protocol: Sequence[str], in_a_row: int) -> tuple[tuple[str, ...], ...]:
    """Return the rows of seats from the stage backwards, each from left to right as one looks at the stage.

    The highest sits in the middle, the next to the right of it, then to the left, and so on outwards; in a row with
    two seats in the middle the right one counts as the middle. Empty seats are empty texts.

    Raises:
        InvalidInputError: no seat, or more than any hall has.
    """
    if not 1 <= in_a_row <= MOST_SEATS:
        raise InvalidInputError(field="in_a_row", problem="out_of_range", value=in_a_row)
    middle = (in_a_row - 1) / 2
    places = sorted(range(in_a_row), key=lambda place: (abs(place - middle), -place))
    rows = []
    for first in range(0, len(protocol), in_a_row):
        row = [""] * in_a_row
        for place, attendee_id in zip(places, protocol[first : first + in_a_row], strict=False):
            row[place] = attendee_id
        rows.append(tuple(row))
    return tuple(rows)


HONOURING: Final = frozenset({PartKind.CEREMONY, PartKind.AWARD})
"""Parts with guests of honour, an order and a script."""


def hosts_by_role(hosts: Sequence[Host]) -> tuple[tuple[HostRole, tuple[Host, ...]], ...]:
    """Return the organisations behind an event by role, roles in their order; roles that nobody has are left out."""
    by_role = ((role, tuple(host for host in hosts if host.role is role)) for role in HostRole)
    return tuple((role, of_role) for role, of_role in by_role if of_role)


def require_sound_profile(profile: EventProfile) -> None:
    """Require that an event's words about itself make sense.

    Raises:
        InvalidInputError: seats below one, months below one, or a host without a name.
    """
    terms = profile.registration
    if terms.capacity is not None and terms.capacity < 1:
        raise InvalidInputError(field="capacity", problem="not_positive", value=terms.capacity)
    if not 1 <= terms.retention_months <= 60:  # noqa: PLR2004  # five years: longer is no event's purpose
        raise InvalidInputError(field="retention_months", problem="out_of_range", value=terms.retention_months)
    if any(not host.name_ko for host in profile.hosts):
        raise InvalidInputError(field="name_ko", problem="missing")


def require_sound_content(content: PartContent) -> None:
    """Require that a part's content makes sense.

    Raises:
        InvalidInputError: a line lasts no time, somebody stands twice in an order, or rows have no seats.
    """
    if any(line.minutes < 1 or not line.what_ko for line in content.order):
        raise InvalidInputError(field="order", problem="missing")
    if any(len({*people}) != len(people) for people in (content.protocol, content.speakers)):
        raise InvalidInputError(field="protocol", problem="repeated")
    seated((), content.in_a_row)


def profile_taken_over(profile: EventProfile, ir_event_id: str) -> EventProfile:
    """Return what another event begins with: who is behind it and its words; nobody registers yet."""
    terms = replace(profile.registration, is_open=False, closes_on=None)
    return replace(profile, ir_event_id=ir_event_id, registration=terms)


def content_taken_over(content: PartContent, ir_event_id: str) -> PartContent:
    """Return what a part of another event begins with: words, order and script; no people, files and prizes."""
    return replace(content, ir_event_id=ir_event_id, is_named=False, speakers=(), protocol=(), award_id="", files=())
