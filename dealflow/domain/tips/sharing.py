"""What an operator lets others see of its results, and which operators tell each other whom they look at.

Nothing is seen without a consent, and a consent ends at once when it is taken back. Notes, scores and decisions are
never part of it: only companies that the house paid or recommended, with where they stand and what was counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

PEERS = ""
"""To whom a consent among operators is given: all others who gave it, too."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """A consent as it stands: which house lets whom see its results; to ``PEERS``: whom it looks at."""

    house_id: str
    to_id: str
    is_given: bool


def meetings_of_minds(looked_at: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Return the companies at which several houses look, with those houses; ``looked_at``: companies by house."""
    houses: dict[str, set[str]] = defaultdict(set)
    for house_id, company_ids in looked_at.items():
        for company_id in company_ids:
            houses[company_id].add(house_id)
    return {company_id: tuple(sorted(ids)) for company_id, ids in sorted(houses.items()) if len(ids) > 1}
