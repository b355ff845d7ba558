"""Golden claims read back, and how an extracted claim compares with one: the same figure on the same page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from dealflow.domain.claims.claims import Claim
from dealflow.domain.values.quantity import Unit

DECKS = Path(__file__).parents[1] / "decks"


@dataclass(frozen=True, slots=True)
class Golden:
    """One line of a golden file."""

    page: int
    metric: str
    value: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    unit: str
    printed: str
    scope: str
    status: str
    period: str | None
    aggregation: str
    subject: str | None
    bound: str | None
    approx: bool
    tier: str
    distractor: bool
    why: str | None
    quote: str


def _exact(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def read(deck: str) -> tuple[Golden, ...]:
    """Return the golden claims of the deck of that name, in the order of its pages."""
    lines = (DECKS / f"{deck}.golden.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        raw = json.loads(line)
        amounts = {name: _exact(raw[name]) for name in ("value", "value_min", "value_max")}
        found.append(Golden(**{**raw, **amounts}))
    return tuple(found)


def names() -> tuple[str, ...]:
    """Return the names of the decks that have golden claims."""
    return tuple(sorted(path.name.removesuffix(".golden.jsonl") for path in DECKS.glob("*.golden.jsonl")))


def same_amount(claim: Claim, golden: Golden) -> bool:
    """Say whether both state one amount in one unit: equal to the last printed digit, dates by their text."""
    quantity = claim.quantity
    if golden.unit == "date":
        return quantity.unit is Unit.DATE and _same_day(quantity.text or "", golden.period or golden.printed)
    if golden.unit == "text":
        return quantity.text == golden.printed
    if quantity.unit.value != golden.unit:
        return False
    if golden.value is None:
        return (quantity.value_min, quantity.value_max) == (golden.value_min, golden.value_max)
    return golden.value in quantity.amounts


def _same_day(text: str, meant: str) -> bool:
    """Say whether two dates agree to the month; to the year where a quarter or a year is meant."""
    length = 7 if meant[5:7].isdigit() else 4
    return text[:length] == meant[:length]


def same_place(claim: Claim, golden: Golden) -> bool:
    """Say whether one of the claim's pieces of evidence stands on the golden claim's page."""
    return any(piece.page == golden.page for piece in claim.evidence)


def answer(claim: Claim, golden: Sequence[Golden]) -> Golden | None:
    """Return the golden claim of the same figure on the same page: the same metric's first, else any."""
    there = [line for line in golden if same_place(claim, line) and same_amount(claim, line)]
    named = [line for line in there if line.metric == claim.metric]
    return next(iter(named or there), None)
