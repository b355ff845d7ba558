"""Pages that show the product at work: their tiles and rows are sample data of a screen, nobody's figures."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dealflow.extract.cues import cues
from dealflow.extract.scope import PageKind

if TYPE_CHECKING:
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_CUES = cues("screen")
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d:[0-5]\d(?!\d)")
_LOG = 3
"""This many lines that begin with a time to the second are the log of a program."""
_MAY_BE_SCREENS = frozenset({PageKind.PRODUCT, PageKind.PLAIN, PageKind.CUSTOMERS, PageKind.PROBLEM})
"""Pages about money, markets and people may speak of samples too, and still mean their figures."""


def shows_screen(sheet: Sheet, kind: PageKind) -> bool:
    """Say whether a page shows a product's screen: its title says so, a note calls the figures samples, or a log runs.

    A dashboard alone is no screen: decks call their own key figures so.
    """
    if kind not in _MAY_BE_SCREENS:
        return False
    if _CUES["title"].search(sheet.title) or _CUES["note"].search(sheet.text):
        return True
    return sum(bool(_CLOCK.match(spot.cell.text)) for spot in sheet.spots) >= _LOG


def is_of_screen(spot: Spot) -> bool:
    """Say whether a cell of a page that shows a screen belongs to it: a tile or a line of a log; sentences do not."""
    return spot.is_value or bool(_CLOCK.match(spot.cell.text))
