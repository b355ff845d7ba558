"""What a judge declares before the sheet opens: of which cases, and in which of them lies an interest.

A case that comes in later must be declared of before it is judged. What was declared keeps the judge from it until
whoever runs the award lifts it: nobody takes an interest back in silence.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from dealflow.errors import InvalidInputError, NotFoundError


class InterestKind(StrEnum):
    """What ties a judge to whoever handed a case in."""

    FAMILY = "family"
    EMPLOYED = "employed"
    HOLDING = "holding"
    BUSINESS = "business"
    RESEARCH = "research"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Interest:
    """A case in which a judge has an interest, of what kind, and why in words."""

    entry_id: str
    kind: InterestKind
    because: str


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a judge declared, last at a moment: the cases spoken of, and those of them with an interest."""

    at: datetime
    entries: tuple[str, ...]
    interests: tuple[Interest, ...] = ()

    def interest_in(self, entry_id: str) -> Interest | None:
        """Return the interest that was declared in a case; None: none was."""
        return next((interest for interest in self.interests if interest.entry_id == entry_id), None)

    def without(self, entry_id: str) -> Declaration:
        """Return it with the interest in a case lifted."""
        return replace(self, interests=tuple(known for known in self.interests if known.entry_id != entry_id))


def declared(before: Declaration | None, spoken: Declaration) -> Declaration:
    """Return what stands after a judge spoke again: cases and interests come to those that were declared.

    What says nothing new leaves everything, the moment too, as it was.

    Raises:
        InvalidInputError: an interest is not said in words, or one case has two.
        NotFoundError: there is an interest in a case that was not spoken of.
    """
    named = [interest.entry_id for interest in spoken.interests]
    if len(set(named)) != len(named):
        raise InvalidInputError(field="interest", problem="repeated")
    for interest in spoken.interests:
        if interest.entry_id not in spoken.entries:
            raise NotFoundError(kind="entry", id=interest.entry_id)
        if not interest.because:
            raise InvalidInputError(field="interest", problem="missing")
    if before is None:
        return spoken
    entries = (*before.entries, *(entry_id for entry_id in spoken.entries if entry_id not in before.entries))
    kept = {interest.entry_id: interest for interest in before.interests}
    new = tuple(interest for interest in spoken.interests if interest.entry_id not in kept)
    if entries == before.entries and not new:
        return before
    return Declaration(spoken.at, entries, (*before.interests, *new))


def undeclared(declaration: Declaration | None, entry_ids: Iterable[str]) -> tuple[str, ...]:
    """Return the cases of which nothing was declared yet."""
    known: Collection[str] = () if declaration is None else declaration.entries
    return tuple(entry_id for entry_id in entry_ids if entry_id not in known)
