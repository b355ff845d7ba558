"""An amount on its way to a claim: where it stands, what names it, and the words around both."""

from __future__ import annotations

from dataclasses import dataclass, field

from dealflow.domain.claims.claims import ReviewReason
from dealflow.domain.values.quantity import MONEY
from dealflow.extract.announced import Scale
from dealflow.extract.labels import Label, Named
from dealflow.extract.numbers import Found
from dealflow.extract.spots import Spot


@dataclass(slots=True)
class Figure:
    """An amount, the metric that a label gives it, and the words that stand around both."""

    spot: Spot
    amount: Found
    metric: Named | None = None
    key: str = ""
    """The catalogue's label that named it, squeezed."""
    label_spot: Spot | None = None
    label_span: tuple[int, int] = (0, 0)
    label_text: str = ""
    """The label where a line break tears it."""
    near: list[Spot] = field(default_factory=list)
    """Row label, column header, card label: the cells that speak of this amount."""
    reasons: set[ReviewReason] = field(default_factory=set)
    distance: float = 0.0
    from_heading: bool = False
    from_sense: bool = False
    """No label names it but the words around it (senses.toml)."""
    restates: bool = False
    """It says the amount of the line above in another unit: 45% over (13.5억원)."""
    counts_things: bool = False
    """Its caption says what it counts, so that its scale makes no money of it: 3.4M over pages processed."""
    is_of_stock: bool = False
    """Its column counts shares of stock."""
    is_card: bool = False
    """One big number of a card."""
    in_series: bool = False
    """A count that stands over its year among others, as the bars of a chart do."""
    dated: bool = False
    scales: tuple[Scale, ...] = ()
    """The units that row, column or table announce, for a bare number."""

    @property
    def is_bracketed(self) -> bool:
        """Say whether the brackets round a bare number or a money are all of its cell: a minus as accounts print it."""
        amount, text = self.amount, self.spot.cell.text
        plain = amount.quantity.unit in MONEY or not amount.unit_printed
        is_all = text.strip() == text[amount.start : amount.end].strip() and text.rstrip()[-1:] == ")"
        if self.restates:
            return False
        return amount.mark == "(" and plain and self.spot.is_value and is_all

    @property
    def label(self) -> str:
        """Return the printed label."""
        if self.label_text:
            return self.label_text
        if self.label_spot is None:
            return ""
        start, end = self.label_span
        return self.label_spot.cell.text[start:end].strip()


def take_label(figure: Figure, spot: Spot, label: Label, named: Named, distance: float) -> Figure:
    """Return the figure with its label: the cell and the letters where it stands, what it names, and how far off."""
    figure.metric, figure.key, figure.distance = named, label.key, distance
    figure.label_spot, figure.label_span = spot, (label.start, label.end)
    if label.key in named.loose:
        figure.reasons.add(ReviewReason.MULTIPLE_READING)
    return figure
