"""What changed from one version of a deck to the next: figures that appeared, vanished, changed or moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dealflow.domain.claims.consistency_checks import Stated


class ChangeKind(StrEnum):
    """How a figure differs between two versions."""

    CHANGED = "changed"
    APPEARED = "appeared"
    VANISHED = "vanished"
    MOVED = "moved"
    """The same figure on another page."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference; ``before`` is missing where a figure appeared, ``after`` where it vanished."""

    kind: ChangeKind
    before: Stated | None
    after: Stated | None

    @property
    def metric(self) -> str:
        """Return the metric that changed."""
        stated = self.after or self.before
        return stated.metric if stated is not None else ""


def compare(before: Sequence[Stated], after: Sequence[Stated]) -> tuple[Change, ...]:
    """Return the differences, figure by figure in the catalogue ids' order; what stayed the same is not told.

    Two figures are the same line of the deck if metric, scope, status, aggregation, period and unit agree. Within a
    line equal values are paired first, then the rest in the order of the pages.
    """
    lines = sorted({_line(stated) for stated in (*before, *after)}, key=repr)
    changes: list[Change] = []
    for line in lines:
        old = [stated for stated in before if _line(stated) == line]
        new = [stated for stated in after if _line(stated) == line]
        changes.extend(_moved(old, new))
        changes.extend(_rest(old, new))
    return tuple(changes)


def _line(stated: Stated) -> tuple[object, ...]:
    period = stated.period
    when = None if period is None else (period.kind, period.start, period.end, "" if period.end else period.label)
    return (stated.metric, stated.scope, stated.status, stated.aggregation, when, stated.quantity.unit)


def _moved(old: list[Stated], new: list[Stated]) -> list[Change]:
    """Pair equal values, those on the same page first; take the pairs out of both lists."""
    changes: list[Change] = []
    for same_page in (True, False):
        for stated in list(old):
            other = next(
                (o for o in new if o.quantity == stated.quantity and (o.page == stated.page or not same_page)),
                None,
            )
            if other is None:
                continue
            old.remove(stated)
            new.remove(other)
            if stated.page != other.page:
                changes.append(Change(ChangeKind.MOVED, stated, other))
    return changes


def _rest(old: list[Stated], new: list[Stated]) -> list[Change]:
    old, new = sorted(old, key=lambda stated: stated.page), sorted(new, key=lambda stated: stated.page)
    paired = min(len(old), len(new))
    changes = [Change(ChangeKind.CHANGED, stated, other) for stated, other in zip(old, new, strict=False)]
    changes += [Change(ChangeKind.VANISHED, stated, None) for stated in old[paired:]]
    changes += [Change(ChangeKind.APPEARED, None, other) for other in new[paired:]]
    return changes
