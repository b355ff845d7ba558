"""What is usual for a metric among companies: the median of those that state it, and how many do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Final

from dealflow.domain.claims.claim_views import CERTAIN, EXPECTED, Figure
from dealflow.domain.values.exchange_rates import NoRate, Yardstick
from dealflow.domain.values.quantity import Quantity, Unit

LEAST_PEERS: Final = 5
"""Of fewer no median is told: it would say more of one company than of a cohort."""
ASKED: Final = frozenset({"raise_amount", "pre_money", "post_money", "equity_offered"})
"""What a company asks for is a target in every deck: here the asking itself is what has happened."""


@dataclass(frozen=True, slots=True)
class Peers:
    """A metric in a cohort of companies; ``middle`` is None where fewer than ``LEAST_PEERS`` count.

    ``count`` companies of ``size`` state it in one unit as something that has happened, ``verified`` of them with a
    figure that somebody checked. ``expected`` give forecasts only, ``unmeasured`` have no rate, ``others`` use another
    unit: none of these counts.
    """

    size: int
    count: int
    verified: int = 0
    expected: int = 0
    unmeasured: int = 0
    others: int = 0
    middle: Quantity | None = None


def single_amount(quantity: Quantity) -> Decimal | None:
    """Return one amount for a quantity: itself, or the middle of a range; None for words and days."""
    return sum(quantity.amounts, Decimal(0)) / len(quantity.amounts) if quantity.amounts else None


def peers(figures: Iterable[Figure | None], stick: Yardstick) -> Peers:
    """Return what is usual for a metric among companies, each with its figure or None; money by the yardstick."""
    everybody = list(figures)
    stated = [figure for figure in everybody if figure is not None and figure.quantity.amounts]
    happened = [figure for figure in stated if figure.status not in EXPECTED or figure.metric in ASKED]
    measured: list[tuple[Figure, Quantity]] = []
    unmeasured = 0
    for figure in happened:
        quantity = stick.measured(figure.quantity)
        if isinstance(quantity, NoRate):
            unmeasured += 1
        else:
            measured.append((figure, quantity))
    unit = _usual_unit(quantity for _, quantity in measured)
    alike = [(figure, quantity) for figure, quantity in measured if quantity.unit is unit]
    amounts = [amount for _, quantity in alike if (amount := single_amount(quantity)) is not None]
    return Peers(
        size=len(everybody),
        count=len(alike),
        verified=sum(figure.state in CERTAIN for figure, _ in alike),
        expected=len(stated) - len(happened),
        unmeasured=unmeasured,
        others=len(measured) - len(alike),
        middle=Quantity(unit, median(amounts)) if unit is not None and len(amounts) >= LEAST_PEERS else None,
    )


def _usual_unit(quantities: Iterable[Quantity]) -> Unit | None:
    counted = Counter(quantity.unit for quantity in quantities)
    return max(counted, key=lambda unit: (counted[unit], unit.value), default=None)
