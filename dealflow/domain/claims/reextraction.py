"""A deck read again: which claims are the ones known before, which are new, gone, or read otherwise.

People's words hang on claims' ids, so one id must always say the same thing: a figure that is read otherwise gets an id
of its own, and one that is found again, though its quote was cut differently, keeps the id it had.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias

from dealflow.domain.claims.claim_views import UNNAMED
from dealflow.domain.claims.claims import Claim, Evidence
from dealflow.domain.claims.page import Box

Statement: TypeAlias = tuple[object, ...]
_COVERED: Final = 0.5
"""From this share of the smaller box on, two boxes stand around the same words."""


class DifferenceKind(StrEnum):
    """How a claim differs between two readings of one file."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference; ``before`` is missing where a claim is new, ``after`` where it is gone."""

    kind: DifferenceKind
    before: Claim | None
    after: Claim | None


def says(claim: Claim) -> Statement:
    """Return what a person who verifies the claim vouches for; not where it stands, nor how sure the reading is."""
    period = claim.period
    when = None if period is None else (period.kind, period.start, period.end, "" if period.end else period.label)
    of = claim.label.casefold() if claim.metric == UNNAMED else ""
    return (
        *(claim.metric, claim.quantity, claim.scope, claim.status),
        *(claim.aggregation, when, claim.subject, of),
    )


def at_one_place(claim: Claim, other: Claim) -> bool:
    """Say whether two claims were read off the same words of a page."""
    return any(mine.page == its.page and _same_words(mine, its) for mine in claim.evidence for its in other.evidence)


def _same_words(mine: Evidence, its: Evidence) -> bool:
    if not mine.boxes or not its.boxes:
        return mine.quote == its.quote
    return any(_overlap(box, other) for box in mine.boxes for other in its.boxes)


def _overlap(box: Box, other: Box) -> bool:
    """Say whether two boxes have half of the smaller one in common."""
    width = min(box.x1_pt, other.x1_pt) - max(box.x0_pt, other.x0_pt)
    height = min(box.y1_pt, other.y1_pt) - max(box.y0_pt, other.y0_pt)
    smaller = min(box.width_pt * box.height_pt, other.width_pt * other.height_pt)
    return width > 0 and height > 0 and width * height >= _COVERED * smaller


def _on_one_page(claim: Claim, other: Claim) -> bool:
    return bool({evidence.page for evidence in claim.evidence} & {evidence.page for evidence in other.evidence})


def carried(known: Iterable[Claim], read: Sequence[Claim], new_id: Callable[[Claim], str]) -> tuple[Claim, ...]:
    """Return the claims just read, those that say what a known one says under its id.

    Known and read are paired by id, then by place, then by page; a claim is paired once. A claim that says what no
    known one says keeps its own id, or gets ``new_id(claim)`` where a known claim, or another of this reading, has it.
    """
    left: defaultdict[Statement, list[Claim]] = defaultdict(list)
    taken: set[str] = set()
    for claim in known:
        left[says(claim)].append(claim)
        taken.add(claim.id)
    ids: dict[int, str] = {}
    for alike in (_of_one_id, at_one_place, _on_one_page):
        for number, claim in enumerate(read):
            same = left[says(claim)]
            partner = (
                next((other_claim for other_claim in same if alike(other_claim, claim)), None)
                if number not in ids
                else None
            )
            if partner is not None:
                ids[number] = partner.id
                same.remove(partner)
    for number, claim in enumerate(read):
        if number not in ids:
            ids[number] = claim.id if claim.id not in taken else new_id(claim)
            taken.add(ids[number])
    return tuple(replace(claim, id=ids[number]) for number, claim in enumerate(read))


def _of_one_id(claim: Claim, other: Claim) -> bool:
    return claim.id == other.id


def differences(before: Sequence[Claim], after: Sequence[Claim]) -> tuple[Difference, ...]:
    """Return how the later reading differs: what is read otherwise, then what is new, then what is gone.

    A claim is read otherwise if another statement was read off the same words; claims that say the same are not told.
    """
    pairs = {(claim.id, says(claim)) for claim in before} & {(claim.id, says(claim)) for claim in after}
    old = [claim for claim in before if (claim.id, says(claim)) not in pairs]
    new = [claim for claim in after if (claim.id, says(claim)) not in pairs]
    changed: list[Difference] = []
    for claim in list(old):
        other = instead_of(claim, new)
        if other is not None:
            changed.append(Difference(DifferenceKind.CHANGED, claim, other))
            old.remove(claim)
            new.remove(other)
    return (
        *changed,
        *(Difference(DifferenceKind.NEW, None, claim) for claim in new),
        *(Difference(DifferenceKind.GONE, claim, None) for claim in old),
    )


def instead_of(claim: Claim, others: Iterable[Claim]) -> Claim | None:
    """Return the claim that was read off the same words, one of the same metric first; nothing if there is none."""
    there = [other for other in others if other.id == claim.id or at_one_place(claim, other)]
    return max(there, key=lambda other: (other.metric == claim.metric, other.id == claim.id), default=None)


def is_older(extractor: str, than: str) -> bool:
    """Say whether an extractor (``name/number``) is an earlier version of another; of a stranger that is not known."""
    name, _, number = extractor.rpartition("/")
    other_name, _, other_number = than.rpartition("/")
    known = name == other_name and number.isdecimal() and other_number.isdecimal()
    return known and int(number) < int(other_number)
