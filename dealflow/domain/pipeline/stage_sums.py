"""What stands at each stage of a track: how many deals, what they ask for, our tickets, and these by their chance.

Money is summed in one currency. What is stated in a currency without a rate is counted, never taken for nothing; so is
what nobody stated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dealflow.domain.pipeline.funnel import Stage, Track
from dealflow.domain.values.quantity import Quantity

Convert = Callable[[Quantity], Decimal | None]
"""An amount in the currency of the sums; None where the house keeps no rate for its currency."""


@dataclass(frozen=True, slots=True)
class Total:
    """A sum over deals: ``counted`` are in ``amount``, ``unconverted`` lack a rate, ``unstated`` an amount."""

    amount: Decimal = Decimal(0)
    counted: int = 0
    unconverted: int = 0
    unstated: int = 0

    def with_amount(self, quantity: Quantity | None, convert: Convert, share: Decimal = Decimal(1)) -> Total:
        """Return the sum with one more deal; of a range its middle counts."""
        if quantity is None or not quantity.amounts:
            return replace(self, unstated=self.unstated + 1)
        converted = convert(quantity)
        if converted is None:
            return replace(self, unconverted=self.unconverted + 1)
        return replace(self, amount=self.amount + converted * share, counted=self.counted + 1)

    def __add__(self, other: Total) -> Total:
        """Return the sum of both."""
        return Total(
            self.amount + other.amount,
            self.counted + other.counted,
            self.unconverted + other.unconverted,
            self.unstated + other.unstated,
        )


@dataclass(frozen=True, slots=True)
class StageSum:
    """One stage: the deals that are open there and their sums. Weighted: our ticket by the stage's chance.

    Where a stage has no chance in its track, its deals have no weighted ticket: they count as unstated there.
    """

    stage: Stage
    deals: int = 0
    asked: Total = Total()
    ticket: Total = Total()
    weighted: Total = Total()


@dataclass(frozen=True, slots=True)
class SummedDeal:
    """What a sum needs of a deal."""

    stage: str
    asked: Quantity | None
    ticket: Quantity | None


def middle(quantity: Quantity) -> Decimal:
    """Return a quantity's amount, or the middle of its range."""
    if quantity.value is not None:
        return quantity.value
    return sum(quantity.amounts, Decimal(0)) / len(quantity.amounts)


def stage_sums(track: Track, deals: Iterable[SummedDeal], convert: Convert) -> tuple[StageSum, ...]:
    """Return a sum a stage, in the order of the track, empty ones too."""
    sums = {stage.id: StageSum(stage) for stage in track.stages}
    for deal in deals:
        before = sums[deal.stage]
        chance = before.stage.chance_percent
        weighted = (
            replace(before.weighted, unstated=before.weighted.unstated + 1)
            if chance is None
            else before.weighted.with_amount(deal.ticket, convert, Decimal(chance) / 100)
        )
        sums[deal.stage] = StageSum(
            before.stage,
            before.deals + 1,
            before.asked.with_amount(deal.asked, convert),
            before.ticket.with_amount(deal.ticket, convert),
            weighted,
        )
    return tuple(sums.values())


def whole(sums: Sequence[StageSum]) -> tuple[int, Total, Total, Total]:
    """Return the deals, what is asked for, the tickets and the weighted tickets of all stages together."""
    return (
        sum(stage_sum.deals for stage_sum in sums),
        sum((stage_sum.asked for stage_sum in sums), Total()),
        sum((stage_sum.ticket for stage_sum in sums), Total()),
        sum((stage_sum.weighted for stage_sum in sums), Total()),
    )
