"""Who is away from when to when, and who votes for them meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Absence:
    """A person's absence, both days included; ``delegate_id`` empty: nobody stands in."""

    id: str
    organisation_id: str
    person_id: str
    from_day: date
    until_day: date
    delegate_id: str = ""
    is_withdrawn: bool = False

    def covers(self, day: date) -> bool:
        """Say whether the person is away on a day."""
        return not self.is_withdrawn and self.from_day <= day <= self.until_day


def represented(absences: Iterable[Absence], delegate_id: str, day: date) -> tuple[str, ...]:
    """Return for whom a person stands in on a day, each once."""
    return tuple(
        dict.fromkeys(
            absence.person_id for absence in absences if absence.delegate_id == delegate_id and absence.covers(day)
        )
    )


def delegate_of(absences: Iterable[Absence], person_id: str, day: date) -> str:
    """Return who stands in for a person on a day, empty: nobody. Of several entries the last one counts."""
    standing = [absence for absence in absences if absence.person_id == person_id and absence.covers(day)]
    return standing[-1].delegate_id if standing else ""
