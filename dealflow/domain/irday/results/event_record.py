"""What is told of an event when it is over: photographs, what the press wrote, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dealflow.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph; found by the hash of its bytes, with what stands below it."""

    sha256: str
    caption: str = ""
    size_bytes: int = 0


@dataclass(frozen=True, slots=True)
class PressItem:
    """What the press wrote: who, when, under which title, where to read it."""

    outlet: str
    title: str
    on: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of the settlement in whole won; None: nobody said."""

    what: str
    planned: int | None = None
    spent: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class EventRecord:
    """What is told of an event afterwards, whole; ``better``: what to do better next time."""

    ir_event_id: str
    photos: tuple[Photo, ...] = ()
    press: tuple[PressItem, ...] = ()
    settlement: tuple[BudgetLine, ...] = ()
    better: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """The sums of a settlement; None where not every line says its amount."""

    planned: int | None
    spent: int | None

    @property
    def left(self) -> int | None:
        """Return what was not spent."""
        return None if self.planned is None or self.spent is None else self.planned - self.spent


def settled(lines: tuple[BudgetLine, ...]) -> Settled:
    """Return the sums of a settlement; nothing is summed of which a line is not known."""
    planned, spent = ([line.planned for line in lines], [line.spent for line in lines])
    return Settled(_sum(planned), _sum(spent))


def require_sound_record(record: EventRecord) -> None:
    """Require that a record makes sense.

    Raises:
        InvalidInputError: a line without a name or with a negative amount, or an address that no browser opens.
    """
    for line in record.settlement:
        if not line.what:
            raise InvalidInputError(field="settlement", problem="missing")
        if any(amount is not None and amount < 0 for amount in (line.planned, line.spent)):
            raise InvalidInputError(field="settlement", problem="negative")
    for item in record.press:
        if not (item.outlet and item.title):
            raise InvalidInputError(field="press", problem="missing")
        if item.url and not item.url.startswith(("https://", "http://")):
            raise InvalidInputError(field="url", problem="unknown", value=item.url)


def _sum(amounts: list[int | None]) -> int | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if amounts and len(known) == len(amounts) else None
