"""Properties that cost seconds an example: how many are drawn follows ``HYPOTHESIS_PROFILE``."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

_PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "brief")
THOROUGH = _PROFILE == "thorough"
_QUICK = _PROFILE == "quick"
_ONCE = tuple(phase for phase in Phase if phase not in {Phase.shrink, Phase.explain})


def costly(few: int) -> settings:
    """Return settings for half of ``few`` examples with every change, a quarter in the quick gate, tenfold if thorough.

    With every change a failing example is told as it was drawn: to make it small takes minutes, which the one who
    mends it may spend.
    """
    return settings(
        deadline=None,
        max_examples=few * 10 if THOROUGH else max(2, few // 4) if _QUICK else max(3, few // 2),
        phases=tuple(Phase) if THOROUGH else _ONCE,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        print_blob=True,
    )
