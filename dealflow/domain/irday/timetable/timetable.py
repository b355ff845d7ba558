"""The timetable of an IR day: what is to be placed, where it may go, and what was placed.

Moments are minutes since midnight of the event's first day on Korean clocks. Two grids: consultations go into
``slots``, pitches into ``pitch_slots``; slots of one grid never overlap each other, those of different grids may. A
slot is as long as what is held in it: time to change over lies between slots.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from dealflow.domain.values.day_span import Span


class Side(StrEnum):
    """On which side of the table a firm sits."""

    COMPANY = "company"
    INVESTOR = "investor"


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in time."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table for consultations; ``closed``: when it cannot be used."""

    id: str
    closed: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """Where companies pitch; ``slots``: the pitch slots in which it is open, by id; ``places``: pitches in each."""

    id: str
    slots: tuple[str, ...]
    places: int = 1


@dataclass(frozen=True, slots=True)
class Engaged:
    """A part of the programme that takes somebody, by its id, with the changeover before and after it."""

    part: str
    span: Span


@dataclass(frozen=True, slots=True)
class Seat:
    """Who of a firm is in one place at a time (a person, or people who stay together); ``free``: when they can come.

    ``engaged``: why some of them cannot, part by part of the programme; ``free`` has left that out already.
    """

    id: str
    free: tuple[Span, ...]
    engaged: tuple[Engaged, ...] = ()


@dataclass(frozen=True, slots=True)
class Firm:
    """A company or an investor. A company has one seat; an investor consults at as many tables at once as it has seats.

    ``least`` is what one tries to give it (soft); ``most`` is never passed.
    """

    id: str
    side: Side
    seats: tuple[Seat, ...]
    least: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A company and an investor who may meet, once; who stand in no pair (a veto, a conflict) may not.

    ``must``: it has to take place. ``slots``: the only slots allowed, by id; None: any. ``seat``: who of the investor
    it must be. ``pin``: where it stays, whatever else moves.
    """

    company: str
    investor: str
    points: int = 0
    must: bool = False
    slots: tuple[str, ...] | None = None
    seat: str | None = None
    pin: Pin | None = None


@dataclass(frozen=True, slots=True)
class Pin:
    """A slot that is prescribed, with a table (or a pitch's stage) or without."""

    slot: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Pitcher:
    """A company that pitches, once; ``slots``: the only pitch slots allowed, by id; None: any."""

    company: str
    slots: tuple[str, ...] | None = None
    pin: Pin | None = None


@dataclass(frozen=True, slots=True)
class Want:
    """An investor wants to hear a company's pitch."""

    company: str
    investor: str
    points: int


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that happens: the consultation of two, or (no investor) a company's pitch."""

    company: str
    investor: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """``first`` must be over before ``then`` begins, where both take place."""

    first: Act
    then: Act


@dataclass(frozen=True, slots=True)
class Weights:
    """What counts how much. Points a consultation and a pitch heard; what is taken off for shortfalls and bother.

    ``short``: a consultation short of a firm's ``least``. ``gap``: an idle stretch in an investor's day in which a slot
    of a grid would fit. ``company_gap``: the same in a company's day. ``table_change``: an investor's seat goes to
    another table. ``unfair``: a consultation that the company with the most has more than the company with the least.
    """

    meeting: int = 10
    pitch: int = 6
    short: int = 60
    gap: int = 8
    company_gap: int = 0
    table_change: int = 1
    unfair: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """A day to be planned. Ids are unique among firms, seats, tables, stages and slots of a grid.

    ``taken``: when everybody is taken (plenary, meals). ``apart_min``: minutes that a company needs between its pitch
    and a consultation. ``spread``: by how much the idle stretches of any two firms may differ; None: however much.
    ``engaged_twice``: who takes part in two parts of the programme at once: participant, and both parts.
    """

    slots: tuple[Slot, ...]
    pitch_slots: tuple[Slot, ...]
    firms: tuple[Firm, ...]
    tables: tuple[Table, ...]
    stages: tuple[Stage, ...]
    pairs: tuple[Pair, ...]
    pitchers: tuple[Pitcher, ...] = ()
    wants: tuple[Want, ...] = ()
    orders: tuple[Order, ...] = ()
    taken: tuple[Span, ...] = ()
    apart_min: int = 0
    spread: int | None = None
    weights: Weights = field(default_factory=Weights)
    engaged_twice: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Meeting:
    """A consultation that was placed: who, when, at which table, and who of the investor."""

    company: str
    investor: str
    slot: str
    table: str
    seat: str


@dataclass(frozen=True, slots=True, order=True)
class Pitch:
    """A pitch that was placed."""

    company: str
    slot: str
    stage: str


@dataclass(frozen=True, slots=True)
class Timetable:
    """What was placed; both sorted."""

    meetings: tuple[Meeting, ...] = ()
    pitches: tuple[Pitch, ...] = ()
