"""How sure a reading is: a small linear model over the signs that stand around a figure (confidence.toml).

What says 0.9 is right about nine times in ten on real documents, not on our own slides (docs/extraction.md).
"""

from __future__ import annotations

import math
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Final

from dealflow.domain.claims.claims import ReviewReason
from dealflow.domain.values.quantity import Unit
from dealflow.extract.fitting import fits

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from dealflow.extract.figure import Figure
    from dealflow.extract.sheet import Sheet

_UNNAMED: Final = 0.42
_LEAST: Final = 0.05
_SCOPELESS: Final = 0.08
"""Whose figure it is must be said by a person first: as it stands such a claim is never wholly right."""
_READ_OFF_A_PICTURE: Final = 0.85
"""Besides how sure the reader was of the letters themselves."""
_DOUBTS: Final = {
    ReviewReason.UNIT_GUESSED: 0.05,
    ReviewReason.SIGN_AMBIGUOUS: 0.05,
    ReviewReason.EXAMPLE_LIKE: 0.05,
    ReviewReason.HIDDEN_TEXT: 0.3,
    ReviewReason.NO_BOX: 0.5,
}
_STEP_AWAY: Final = 12.0
_CROWDED: Final = 80
_MODEL: Final = tomllib.loads(resources.files("dealflow.extract").joinpath("confidence.toml").read_text("utf-8"))
_BASE: Final = float(_MODEL["base"])
_SIGNS: Final[Mapping[str, float]] = _MODEL["signs"]
_OFTEN_WRONG: Final = frozenset(_MODEL["metrics"]["often_wrong"])


def signs_of(sheet: Sheet, figure: Figure, metric: str) -> frozenset[str]:
    """Return the signs that make another reading of a named figure likely; none where no label names it.

    ``metric`` is the one that it comes back under.
    """
    if figure.metric is None:
        return frozenset()
    far = figure.distance >= _STEP_AWAY and not figure.from_heading and not figure.from_sense
    holds = {
        "elsewhere": figure.label_spot is not figure.spot,
        "away": far,
        "heading": figure.from_heading,
        "loose": figure.key in figure.metric.loose,
        "crowded": len(sheet.spots) > _CROWDED,
        "count": figure.amount.quantity.unit is Unit.COUNT,
        "often_wrong": metric in _OFTEN_WRONG,
        "rival": _has_rival(sheet, figure),
    }
    return frozenset(sign for sign, here in holds.items() if here)


def _has_rival(sheet: Sheet, figure: Figure) -> bool:
    """Say whether a label of another metric that the amount could be of stands in its cell or around it."""
    around = (label for spot in (figure.spot, *figure.near) for label in sheet.labels(spot))
    return any(
        named.metric is not figure.metric.metric and fits(named, figure)
        for label in around
        for named in label.metrics
        if figure.metric is not None
    )


def confidence_of(
    reasons: AbstractSet[ReviewReason], *, is_named: bool, signs: AbstractSet[str], letters: float
) -> float:
    """Return how sure a reading is, 0.05 to 0.96; ``letters`` is how surely its letters were read (1: a text layer).

    ``signs`` are those of ``signs_of``.
    """
    base = 1 / (1 + math.exp(sum(_SIGNS[sign] for sign in signs) - _BASE)) if is_named else _UNNAMED
    if ReviewReason.SCOPE_UNKNOWN in reasons:
        base = min(base, _SCOPELESS)
    doubt = sum(_DOUBTS.get(reason, 0.0) for reason in reasons)
    medium = _READ_OFF_A_PICTURE if ReviewReason.OCR in reasons else 1.0
    return round(max(_LEAST, (base - doubt) * medium * min(1.0, letters)), 2)
