"""Charts drawn once: a chart's description follows from what it shows alone, and working it out costs more than a page.

Altair checks every part of a chart against its schema, 0.2 CPU seconds for the funnel and 0.9 for the dashboards; the
tests draw every chart with these checks, the screens without.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final, ParamSpec
from unicodedata import east_asian_width

import altair as alt
from altair.utils import schemapi

P = ParamSpec("P")
_MOST_SPECS: Final = 200
"""A description has 2 to 40 kB."""
_NARROW_PX, _WIDE_PX, _GAP_PX = 7, 12, 12
"""What a sign of 12 pixels takes, measured on the widest digits, and the distance from the bar and the edge."""
_MOST_WORDS: Final = 0.7
"""Of a plot's width, so that bars are seen even on a phone."""

schemapi.disable_debug_mode()


def spec(draw: Callable[P, alt.TopLevelMixin], /, *args: P.args, **kwargs: P.kwargs) -> dict[str, Any]:
    """Return the Vega-Lite description of the chart that ``draw`` makes of the arguments, which must be hashable.

    For ``st.vega_lite_chart``, which changes it: every call returns a copy.
    """
    # Any: a description nests as JSON does
    description: dict[str, Any] = json.loads(_described(draw, args, tuple(sorted(kwargs.items()))))
    return description


def end_behind_words(bars: Iterable[tuple[float, str]]) -> alt.ExprRef:
    """Return where an axis that begins at nought ends, so that the words behind each bar's end stay inside the plot.

    ``bars``: each bar's end and the words behind it. The plot's width is known in the browser alone.
    """
    longest: dict[int, float] = {}
    for end, words in bars:
        room_px = _GAP_PX + sum(_WIDE_PX if east_asian_width(sign) in "WF" else _NARROW_PX for sign in words)
        longest[room_px] = max(longest.get(room_px, 0), end)
    ends = [f"{end} / (1 - min({_MOST_WORDS}, {room_px} / width))" for room_px, end in sorted(longest.items())]
    return alt.ExprRef(f"max({', '.join(('0', '1', *ends))})")


@lru_cache(maxsize=_MOST_SPECS)
def _described(
    draw: Callable[..., alt.TopLevelMixin], args: tuple[Any, ...], kwargs: tuple[tuple[str, Any], ...]
) -> str:
    with alt.theme.enable("none"):  # sizes are Streamlit's
        return draw(*args, **dict(kwargs)).to_json(validate=False, indent=None)
