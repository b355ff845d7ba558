"""How well the shipped extractor reads the shipped decks: the figures of quality.json, which the bench writes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from typing import Any

from dealflow.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Part:
    """The counts of one metric family or language.

    ``printed`` figures, ``found`` of them on their page, ``named`` by their metric, ``scoped`` with their scope too;
    ``claims`` proposed, ``right`` of them in amount, metric and scope.
    """

    id: str
    printed: int
    found: int
    named: int
    scoped: int
    claims: int
    right: int

    @property
    def recall(self) -> float | None:
        """Return the share of printed figures that were found, nothing where none is printed."""
        return self.found / self.printed if self.printed else None

    @property
    def precision(self) -> float | None:
        """Return the share of claims that are right, nothing where there is none."""
        return self.right / self.claims if self.claims else None


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of like confidence (``low`` to below ``high``): what they said on average, and how many are right."""

    low: float
    high: float
    claims: int
    said: float
    right: int


@dataclass(frozen=True, slots=True)
class Others:
    """Shares over decks that are not shipped: headline figures found, metrics named, scopes right, precision."""

    decks: int
    headline: float
    named: float
    scope: float
    precision: float


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured, by which extractor, on how many decks and pages."""

    extractor: str
    decks: int
    pages: int
    total: Part
    languages: tuple[Part, ...]
    families: tuple[Part, ...]
    reliability: tuple[Bin, ...]
    others: Others | None


def load_quality(text: str | None = None) -> Quality:
    """Return the measurements of ``text`` (JSON), or those that are shipped.

    Raises:
        InvalidInputError: the text is no such JSON, or a share counts more than there is.
    """
    try:
        raw = json.loads(text or resources.files("dealflow.catalogue").joinpath("quality.json").read_text("utf-8"))
        return _quality(raw)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(field="quality", problem="unknown", value=str(error)) from error


def _quality(raw: dict[str, Any]) -> Quality:  # Any: JSON; wrong shapes raise, and are told by load_quality
    parts = {name: tuple(_part(part) for part in raw[name]) for name in ("languages", "families")}
    bins = tuple(Bin(**row) for row in raw["reliability"])
    if any(bin_.right > bin_.claims for bin_ in bins):
        message = "more right than said"
        raise ValueError(message)
    return Quality(
        extractor=str(raw["extractor"]),
        decks=int(raw["decks"]),
        pages=int(raw["pages"]),
        total=_part(raw["total"]),
        languages=parts["languages"],
        families=parts["families"],
        reliability=bins,
        others=Others(**raw["others"]) if raw.get("others") else None,
    )


def _part(counts: dict[str, Any]) -> Part:  # Any: JSON
    part = Part(**counts)
    if not (part.printed >= part.found >= part.named >= part.scoped >= 0 and part.claims >= part.right >= 0):
        message = f"counts of {part.id}"
        raise ValueError(message)
    return part
