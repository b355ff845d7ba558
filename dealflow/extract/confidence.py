"""How sure a reading is: a table by the signs that stand around a figure.

Where words or a date say whether a figure has happened, the reading is hardly ever wrong. Where nothing does, the
count of weak signs tells most: on the shipped decks and on real ones alike, readings without any are right 99 times in
100, with one about 96, with two or more about 9 in 10. The table was made from both together, and is held against both
halves of the shipped decks by a test (docs/extraction.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dealflow.domain.claims.claims import ReviewReason
from dealflow.extract.fitting import fits
from dealflow.extract.scope import PageKind

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from dealflow.extract.figure import Figure
    from dealflow.extract.sheet import Sheet

_TOLD: Final = 0.98
"""The status is said."""
_BY_WEAK_SIGNS: Final = (0.97, 0.95, 0.9)
"""The status is not said: by the count of weak signs, two and more alike."""
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
_MOSTLY_LABEL: Final = 0.55
"""A label that is less of its cell is a word among others (사용자 in 사용자 100명당 월 이용료)."""
_STEP_AWAY: Final = 12.0
_HEADING_AWAY: Final = 28.0
"""Labels from the second neighbour on up to headings, which name lists on purpose."""


def weak_signs(sheet: Sheet, figure: Figure, kind: PageKind, *, by_header: bool) -> int:
    """Return how many signs make another reading of a named figure likely, 0 to 7; 0 where no label names it.

    Where the words leave no doubt, or a heading names a whole list, signs of place (how far, how bare, a rival label)
    count once: tables have many.
    """
    if figure.metric is None:
        return 0
    found = figure.found
    words = (
        len(figure.key) < _MOSTLY_LABEL * _letters_of_label(figure),
        ReviewReason.MULTIPLE_READING in figure.reasons,
        kind is PageKind.PROBLEM,
    )
    places = (
        _STEP_AWAY <= figure.distance < _HEADING_AWAY,
        not found.unit_printed and not found.scaled and not by_header,
        figure.dated,
        _has_rival(sheet, figure),
    )
    doubted = any(words) and not figure.from_heading
    return sum(words) + sum(places) if doubted else min(1, sum(places))


def _letters_of_label(figure: Figure) -> int:
    """Return how many letters the label's cell has, without the amounts in it."""
    spot = figure.label_spot
    if spot is None:
        return 0
    amounts = sum(len("".join(spot.cell.text[one.start : one.end].split())) for one in spot.amounts)
    return len("".join(spot.cell.text.split())) - amounts


def _has_rival(sheet: Sheet, figure: Figure) -> bool:
    """Say whether a label of another metric that the amount could be of stands in its cell or around it."""
    around = (label for spot in (figure.spot, *figure.near) for label in sheet.labels(spot))
    return any(
        named.metric is not figure.metric.metric and fits(named, figure)
        for label in around
        for named in label.metrics
        if figure.metric is not None
    )


def confidence_of(reasons: AbstractSet[ReviewReason], *, is_named: bool, weak: int, letters: float) -> float:
    """Return how sure a reading is, 0.05 to 0.98; ``letters`` is how surely its letters were read (1: a text layer).

    ``weak`` counts the weak signs around it.
    """
    base = _named(reasons, weak) if is_named else _UNNAMED
    if ReviewReason.SCOPE_UNKNOWN in reasons:
        base = _SCOPELESS
    doubt = sum(_DOUBTS.get(reason, 0.0) for reason in reasons)
    medium = _READ_OFF_A_PICTURE if ReviewReason.OCR in reasons else 1.0
    return round(max(_LEAST, (base - doubt) * medium * min(1.0, letters)), 2)


def _named(reasons: AbstractSet[ReviewReason], weak: int) -> float:
    if ReviewReason.STATUS_UNKNOWN not in reasons:
        return _TOLD
    return _BY_WEAK_SIGNS[min(weak, len(_BY_WEAK_SIGNS) - 1)]
