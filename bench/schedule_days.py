"""IR days drawn by chance, in the form in which such days are kept in files."""

from __future__ import annotations

from random import Random
from typing import Any

WISHED = 0.6
"""Three in five of the pairs that may meet are wished for."""


def drawn_day(companies: int, investors: int, slots: int, *, is_block: bool, seed: int) -> dict[str, Any]:
    """Return a day with lunch in its middle; pitches lie in a block at its beginning, or between consultations.

    A few companies and investors are sought by many, some come late or leave early, and tables are fewer than asked
    for.
    """
    random = Random(seed)
    lunch = {slots // 2} if slots < 20 else {slots // 2 - 1, slots // 2}  # noqa: PLR2004 - a long day
    pitched = max(1, companies // 3 if companies > 100 else companies // 2)  # noqa: PLR2004 - not everybody pitches
    stages = max(1, companies // 60)
    count = -(-pitched // (2 * stages)) + 1
    usable = [slot for slot in range(slots) if slot not in lunch]
    pitch_slots = usable[:count] if is_block else usable[1::2][:count]
    rank = [random.gauss(0, 1) for _ in range(companies + investors)]
    pairs = [(c, v) for c in range(companies) for v in range(investors) if random.random() < 14 / investors + 0.05]
    pitchers = sorted(random.sample(range(companies), min(pitched, 2 * stages * len(pitch_slots))))
    return {
        "nc": companies,
        "nv": investors,
        "T": slots,
        "K": max(3, investors * 3 // 8),
        "stages": stages,
        "q": 2,
        "score": [[c, v, _points(random, rank[c] + rank[companies + v])] for c, v in pairs],
        "av_v": [_free(random, slots, lunch) for _ in range(investors)],
        "av_c": [_free(random, slots, lunch) for _ in range(companies)],
        "pitchers": pitchers,
        "pslots": pitch_slots,
        "want": [[c, v, random.choice((1, 1, 1, 2))] for c, v in pairs if c in pitchers and random.random() < WISHED],
        "vmin": [3] * investors,
        "vmax": [random.randint(6, 12) for _ in range(investors)],
        "cmin": [1] * companies,
        "cmax": [random.randint(3, 7) for _ in range(companies)],
    }


def _points(random: Random, liking: float) -> int:
    return min(10, max(2, round(5 + 1.5 * liking + random.gauss(0, 1.5))))


def _free(random: Random, slots: int, lunch: set[int]) -> list[int]:
    first = random.randint(0, slots // 4) if random.random() < 0.2 else 0  # noqa: PLR2004 - who comes late
    last = random.randint(slots * 3 // 4, slots) if random.random() < 0.2 else slots  # noqa: PLR2004 - who leaves early
    return [slot for slot in range(first, last) if slot not in lunch]
