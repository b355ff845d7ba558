"""Charts drawn once: a chart's description follows from what it shows alone, and working it out costs more than a page.

Altair checks every part of a chart against its schema, 0.2 CPU seconds for the funnel and 0.9 for the dashboards; the
tests draw every chart with these checks, the screens without.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, ParamSpec

import altair as alt
from altair.utils import schemapi

P = ParamSpec("P")
_MOST_SPECS: Final = 200
"""A description has 2 to 40 kB."""

schemapi.disable_debug_mode()


def spec(draw: Callable[P, alt.TopLevelMixin], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
    """Return the Vega-Lite description of the chart that ``draw`` makes of the arguments, which must be hashable.

    For ``st.vega_lite_chart``, which changes it: every call returns a copy.
    """
    # Any: a description nests as JSON does
    description: dict[str, Any] = json.loads(_described(draw, args, tuple(sorted(kwargs.items()))))
    return description


@lru_cache(maxsize=_MOST_SPECS)
def _described(
    draw: Callable[..., alt.TopLevelMixin], args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]
) -> str:
    with alt.theme.enable("none"):  # sizes are Streamlit's
        return draw(*args, **dict(kwargs)).to_json(validate=False, indent=None)
