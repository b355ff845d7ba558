"""How sure a reading is: a table of kinds, as far as the golden claims of the shipped decks bear it out.

Set by hand after ``bench/extraction.py`` on the shipped decks (both halves of them show the same curve), then taken
down by some points, because readings of decks that nobody has seen are right less often (docs/extraction.md).
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Final

from dealflow.domain.facts import ReviewReason

_NAMED: Final = 0.95
_UNNAMED: Final = 0.42
_LEAST: Final = 0.05
_SCOPELESS: Final = 0.1
"""Whose figure it is must be said by a person first: as it stands such a claim is never wholly right."""
_READ_OFF_A_PICTURE: Final = 0.55
_GUESSED_TWICE: Final = 0.14
"""Another label fitted too, and no word around says whether it has happened."""
_DOUBTS: Final = {
    ReviewReason.STATUS_UNKNOWN: 0.03,
    ReviewReason.MULTIPLE_READING: 0.03,
    ReviewReason.UNIT_GUESSED: 0.05,
    ReviewReason.SIGN_AMBIGUOUS: 0.05,
    ReviewReason.EXAMPLE_LIKE: 0.05,
    ReviewReason.HIDDEN_TEXT: 0.3,
    ReviewReason.NO_BOX: 0.5,
}
_A_STEP_AWAY: Final = 0.001
_FARTHEST: Final = 40.0


def sureness(reasons: AbstractSet[ReviewReason], *, is_named: bool, distance: float, letters: float) -> float:
    """Return how sure a reading is, 0.05 to 0.95; ``letters`` is how surely its letters were read (1: a text layer).

    The label's ``distance`` decides between equals only.
    """
    base = _NAMED if is_named else _UNNAMED
    if ReviewReason.SCOPE_UNKNOWN in reasons:
        base = _SCOPELESS
    doubt = sum(_DOUBTS.get(reason, 0.0) for reason in reasons)
    if {ReviewReason.STATUS_UNKNOWN, ReviewReason.MULTIPLE_READING} <= reasons:
        doubt += _GUESSED_TWICE
    doubt += min(distance, _FARTHEST) * _A_STEP_AWAY
    medium = _READ_OFF_A_PICTURE if ReviewReason.OCR in reasons else 1.0
    return round(max(_LEAST, (base - doubt) * medium * min(1.0, letters)), 2)
