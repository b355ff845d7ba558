"""The colours of all charts, so that the same thing bears the same colour on every screen."""

from __future__ import annotations

from typing import Final

REACHED: Final = "#C7D6E5"
"""What came as far as here, or the span from the lowest to the highest."""
HERE: Final = "#1F4E79"
"""What stands here now, or the mean."""
OPEN: Final = "#B7791F"
"""What has not come to its end yet."""
OWNERS: Final = ("#1F4E79", "#7A3E9D", "#8A5A00", "#0B6E4F", "#9B2C2C", "#4A5568", "#A62B66", "#2B5FAD")
"""Colours of people, behind white letters: each has at least 4.5 to 1 against them."""
INK: Final = "#1B2733"
