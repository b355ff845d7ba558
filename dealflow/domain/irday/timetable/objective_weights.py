"""What wishes, fit and bother count in an IR day's plan, from the order in which the organiser puts its aims.

The scale is monotone: each place in the order is worth twice the next, so that one whole unit of an aim outweighs one
whole unit of every later aim together. A whole unit is: one consultation short of a firm's minimum; a first wish of one
side; the best fit; a first wish to hear a pitch; one idle stretch of an investor; one change of table; one consultation
by which the companies differ. Smaller shares (a third wish, a middling fit) count less than a whole unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from dealflow.domain.irday.participants.participants import Requests
from dealflow.domain.irday.programme.programme import Aim
from dealflow.domain.irday.timetable.timetable import Weights

BEST_FIT: Final = 10
"""Points of the best fit, as ``domain.fit`` gives them."""
HEARD: Final = 2
"""Points of a pitch that is heard by who asked to."""
_WISHED_QUARTERS: Final = (4, 3, 2)
_LATER_QUARTERS: Final = 1


def levels(aims: Sequence[Aim]) -> dict[Aim, int]:
    """Return what one whole unit of each aim is worth; aims that are not named follow in their usual order."""
    order = [*dict.fromkeys([*aims, *Aim])]
    return {aim: 2 ** (len(order) - place) for place, aim in enumerate(order)}


def weights(aims: Sequence[Aim]) -> Weights:
    """Return the weights of a problem; what is met has its level in its points already, what is heard half of it."""
    level = levels(aims)
    return Weights(
        meeting=1,
        pitch=level[Aim.HEARING] // HEARD,
        short=level[Aim.MINIMUM],
        gap=level[Aim.GAPS],
        company_gap=level[Aim.GAPS] // 2,
        table_change=level[Aim.TABLES],
        unfair=level[Aim.BALANCE],
    )


def meeting_points(level: dict[Aim, int], ranks: Sequence[int], fit: int | None) -> int:
    """Return what a consultation is worth: the ranks that its two sides gave it, and its fit (None: not known)."""
    quarters = sum(_quarters(rank) for rank in ranks)
    fitting = min(max(fit or 0, 0), BEST_FIT)
    return _nearest(level[Aim.WISHES] * quarters, 4) + _nearest(level[Aim.FIT] * fitting, BEST_FIT)


def hearing_points(requests: Requests, company: str) -> int:
    """Return the points of an investor's hearing a company's pitch: asked for in full, wished to be met in part."""
    if company in requests.hears:
        return HEARD
    return HEARD // 2 if any(wish.participant_id == company for wish in requests.wishes) else 0


def rank_of(requests: Requests, other: str) -> int | None:
    """Return how dearly a participant wants to meet another, 1 being the dearest; None: it does not ask for it."""
    return min((wish.rank for wish in requests.wishes if wish.participant_id == other), default=None)


def _quarters(rank: int) -> int:
    return _WISHED_QUARTERS[rank - 1] if 1 <= rank <= len(_WISHED_QUARTERS) else _LATER_QUARTERS


def _nearest(points: int, parts: int) -> int:
    """Return the nearest whole number of ``points / parts``, halves upwards: no wish comes to nothing too early."""
    return (2 * points + parts) // (2 * parts)
