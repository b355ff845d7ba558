"""What wishes, fit and bother count in an IR day's plan, from the order in which the organiser puts its aims.

The scale is monotone: each place in the order is worth twice the next, so that one whole unit of an aim outweighs one
whole unit of every later aim together. A whole unit is: one consultation short of a firm's minimum; a first wish of one
side; the best fit; a first wish to hear a pitch; one idle stretch of an investor; one change of table; one consultation
by which the companies differ. Smaller shares (a third wish, a middling fit) count less than a whole unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from dealflow.domain.participants import Requests
from dealflow.domain.programme import Aim
from dealflow.domain.timetable import Weights

BEST_FIT: Final = 10
"""Points of the best fit, as ``domain.fit`` gives them."""
_WISHED: Final = (Fraction(1), Fraction(3, 4), Fraction(1, 2))
_WISHED_LATER: Final = Fraction(1, 4)
_HEARD_WITH_A_WISH: Final = Fraction(1, 2)


def levels(aims: Sequence[Aim]) -> dict[Aim, int]:
    """Return what one whole unit of each aim is worth; aims that are not named follow in their usual order."""
    order = [*dict.fromkeys([*aims, *Aim])]
    return {aim: 2 ** (len(order) - 1 - place) for place, aim in enumerate(order)}


def weights(aims: Sequence[Aim]) -> Weights:
    """Return the weights of a problem; what is met and heard has its level in its points already."""
    level = levels(aims)
    return Weights(
        meeting=1,
        pitch=1,
        short=level[Aim.MINIMUM],
        gap=level[Aim.GAPS],
        company_gap=level[Aim.GAPS] // 2,
        table_change=level[Aim.TABLES],
        unfair=level[Aim.BALANCE],
    )


def meeting_points(level: dict[Aim, int], ranks: Sequence[int], fit: int | None) -> int:
    """Return what a consultation is worth: the ranks that its two sides gave it, and its fit (None: not known)."""
    wished = sum((_share(rank) for rank in ranks), Fraction(0))
    fitting = Fraction(min(max(fit or 0, 0), BEST_FIT), BEST_FIT)
    return _whole(level[Aim.WISHES] * wished) + _whole(level[Aim.FIT] * fitting)


def hearing_points(level: dict[Aim, int], asked: Requests, company: str) -> int:
    """Return what it is worth that an investor hears a company's pitch: asked for in full, wished to be met in part."""
    if company in asked.hears:
        return level[Aim.HEARING]
    if any(wish.participant_id == company for wish in asked.wishes):
        return _whole(level[Aim.HEARING] * _HEARD_WITH_A_WISH)
    return 0


def rank_of(asked: Requests, other: str) -> int | None:
    """Return how dearly a participant wants to meet another, 1 being the dearest; None: it does not ask for it."""
    return min((wish.rank for wish in asked.wishes if wish.participant_id == other), default=None)


def _share(rank: int) -> Fraction:
    return _WISHED[rank - 1] if 1 <= rank <= len(_WISHED) else _WISHED_LATER


def _whole(points: Fraction) -> int:
    """Return the nearest whole number, halves upwards: no wish comes to nothing before it must."""
    return int(points + Fraction(1, 2))
