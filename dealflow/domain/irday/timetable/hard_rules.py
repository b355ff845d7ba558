"""What is said of a timetable that breaks a rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dealflow.domain.irday.timetable.timetable import Act


class Rule(StrEnum):
    """The hard rules of a day. Their words stand in the message catalogues."""

    UNKNOWN = "unknown"
    """It names a firm, seat, slot, table or stage that is not there."""
    NOT_ALLOWED = "not_allowed"
    MET_TWICE = "met_twice"
    PITCH_UNASKED = "pitch_unasked"
    PITCH_TWICE = "pitch_twice"
    PITCH_MISSING = "pitch_missing"
    ONE_PLACE = "one_place"
    """Somebody would be in two places at once."""
    APART = "apart"
    """Less time than needed between a company's pitch and its consultation."""
    SEAT_FREE = "seat_free"
    ENGAGED = "engaged"
    """They take part in a part of the programme then (a round-table, a talk), or are on the way from or to it."""
    ENGAGED_TWICE = "engaged_twice"
    """Somebody takes part in two parts of the programme at once."""
    TAKEN = "taken"
    """Everybody is taken then: plenary, meals."""
    TABLE_CLOSED = "table_closed"
    TABLE_TAKEN = "table_taken"
    STAGE_CLOSED = "stage_closed"
    STAGE_FULL = "stage_full"
    MUST = "must"
    PIN = "pin"
    SLOT_ALLOWED = "slot_allowed"
    SEAT_PRESCRIBED = "seat_prescribed"
    ORDER = "order"
    MOST = "most"
    SPREAD = "spread"


@dataclass(frozen=True, slots=True)
class Clash:
    """One rule that is broken, by ids: ``acts`` are the things to be mended, ``firms`` whom it concerns.

    ``place``: the table or stage, ``parts``: the parts of the programme.
    ``counted`` and ``allowed``: how many (or how many minutes) there are and may be.
    """

    rule: Rule
    firms: tuple[str, ...] = ()
    acts: tuple[Act, ...] = ()
    slot: str | None = None
    place: str | None = None
    seat: str | None = None
    counted: int | None = None
    allowed: int | None = None
    parts: tuple[str, ...] = ()
