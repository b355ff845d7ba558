"""A programme's indicators as its owner changes them: added, changed, no longer asked, and as they were before.

What was told of an indicator stays what it is: its unit, and whether it has a before, no longer change then, and it is
retired rather than taken away: nobody is asked any more, and what was told still counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from dealflow.domain.regional.programmes import Indicator, Programme, Way
from dealflow.errors import InvalidInputError


class IndicatorChange(StrEnum):
    """What happened to an indicator."""

    ADDED = "added"
    CHANGED = "changed"
    RETIRED = "retired"
    ASKED_AGAIN = "asked_again"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class ChangedIndicator:
    """An indicator that changed from one version of a programme to the next; ``fields``: which of its fields."""

    indicator: Indicator
    change: IndicatorChange
    fields: tuple[str, ...] = ()


def with_indicator(programme: Programme, new: Indicator, told: Collection[str]) -> Programme:
    """Return a programme with an indicator added, or in the place of the earlier one of its id.

    ``told``: ids of indicators of which figures came.

    Raises:
        InvalidInputError: it has no name or unit, bears the name of another, or changes what figures mean that came.
    """
    if not new.name_ko:
        raise InvalidInputError(field="indicator", problem="missing")
    if not new.unit:
        raise InvalidInputError(field="unit", problem="missing")
    if new.most is not None and new.most <= 0:
        raise InvalidInputError(field="most", problem="not_positive", value=new.most)
    others = [indicator for indicator in programme.indicators if indicator.id != new.id]
    if any(other.name_ko == new.name_ko and not other.is_retired for other in others):
        raise InvalidInputError(field="indicator", problem="repeated", value=new.name_ko)
    before = next((indicator for indicator in programme.indicators if indicator.id == new.id), None)
    if before is None:
        return replace(programme, indicators=(*programme.indicators, new))
    if new.id in told and (new.unit, new.way is Way.CHANGE) != (before.unit, before.way is Way.CHANGE):
        raise InvalidInputError(field="unit", problem="figures_told", value=before.name_ko)
    return replace(
        programme,
        indicators=tuple(new if indicator.id == new.id else indicator for indicator in programme.indicators),
    )


def restored(programme: Programme, past: Sequence[Indicator], held: Collection[str]) -> Programme:
    """Return a programme with its indicators as they were; those in ``held`` that came since are retired, not lost.

    ``held``: ids of indicators of which figures came, or that a plan has targets of.
    """
    now = {indicator.id: indicator for indicator in programme.indicators}
    there = {indicator.id for indicator in past}
    since = (replace(now[name], is_retired=True) for name in now if name in held and name not in there)
    back = (_with_meaning_of(now.get(indicator.id), indicator, held) for indicator in past)
    return replace(programme, indicators=(*back, *since))


def _with_meaning_of(now: Indicator | None, past: Indicator, held: Collection[str]) -> Indicator:
    """Return an indicator as it was, but for what gives figures that came since their meaning."""
    if now is None or past.id not in held or (now.unit, now.way is Way.CHANGE) == (past.unit, past.way is Way.CHANGE):
        return past
    return replace(past, unit=now.unit, way=now.way, most=now.most)


def changes(before: Iterable[Indicator], now: Iterable[Indicator]) -> tuple[ChangedIndicator, ...]:
    """Return what changed from one version to the next, in the order of the later one; what was taken away last."""
    earlier, later = ({indicator.id: indicator for indicator in line} for line in (before, now))
    found = [change for name, indicator in later.items() if (change := _change(earlier.get(name), indicator))]
    gone = (ChangedIndicator(earlier[name], IndicatorChange.REMOVED) for name in earlier if name not in later)
    return (*found, *gone)


def _change(before: Indicator | None, now: Indicator) -> ChangedIndicator | None:
    if before is None:
        return ChangedIndicator(now, IndicatorChange.ADDED)
    if before == now:
        return None
    if before.is_retired != now.is_retired:
        return ChangedIndicator(now, IndicatorChange.RETIRED if now.is_retired else IndicatorChange.ASKED_AGAIN)
    names = tuple(field.name for field in fields(Indicator) if getattr(before, field.name) != getattr(now, field.name))
    return ChangedIndicator(now, IndicatorChange.CHANGED, names)
