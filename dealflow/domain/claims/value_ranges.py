"""Figures that lie between two amounts, money compared in one currency: what a list of companies is narrowed by."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dealflow.domain.claims.claim_views import Figure
from dealflow.domain.values.exchange_rates import NoRate, Yardstick
from dealflow.domain.values.quantity import Quantity


class Place(StrEnum):
    """Where a figure lies: between the amounts, outside of them, or nobody can say."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    UNMEASURED = "unmeasured"
    """It has no rate, or another unit than the amounts."""


@dataclass(frozen=True, slots=True)
class ValueRange:
    """The amounts of one metric that are wanted, both ends included; an end that is None is open."""

    metric: str
    least: Quantity | None = None
    most: Quantity | None = None

    @property
    def ends(self) -> tuple[Quantity, ...]:
        """Return the ends that are not open."""
        return tuple(end for end in (self.least, self.most) if end is not None)

    @property
    def is_backwards(self) -> bool:
        """Say whether the lower end is above the upper one, as far as they are of one unit."""
        ends = self.ends
        return len(ends) > 1 and ends[0].unit is ends[1].unit and max(ends[0].amounts) > max(ends[1].amounts)

    def place_of(self, figure: Figure | None, stick: Yardstick) -> Place:
        """Return where a figure lies. A range lies inside where a part of it does; no figure lies outside."""
        if figure is None or not figure.quantity.amounts:
            return Place.OUTSIDE
        own = stick.measured(figure.quantity)
        ends = tuple(None if end is None else stick.measured(end) for end in (self.least, self.most))
        if isinstance(own, NoRate):
            return Place.UNMEASURED
        least, most = ends
        if isinstance(least, NoRate) or isinstance(most, NoRate):
            return Place.UNMEASURED
        if any(end is not None and end.unit is not own.unit for end in (least, most)):
            return Place.UNMEASURED
        is_above = least is None or max(own.amounts) >= max(least.amounts)
        is_below = most is None or min(own.amounts) <= max(most.amounts)
        return Place.INSIDE if is_above and is_below else Place.OUTSIDE
