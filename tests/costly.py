"""Properties that cost seconds an example: few are drawn with every change, many with HYPOTHESIS_PROFILE=thorough."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
_ONCE = tuple(phase for phase in Phase if phase not in {Phase.shrink, Phase.explain})


def costly(few: int) -> settings:
    """Return settings for ``few`` examples with every change, and for ten times as many where it is thorough.

    With every change a failing example is told as it was drawn: to make it small takes minutes, which the one who
    mends it may spend.
    """
    return settings(
        deadline=None,
        max_examples=few * 10 if THOROUGH else few,
        phases=tuple(Phase) if THOROUGH else _ONCE,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        print_blob=True,
    )
