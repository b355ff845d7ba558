"""The colours of all charts, so that the same thing bears the same colour on every screen."""

from __future__ import annotations

from typing import Final

REACHED: Final = "#C7D6E5"
"""What came as far as here, or the span from the lowest to the highest."""
HERE: Final = "#1F4E79"
"""What stands here now, or the mean."""
OPEN: Final = "#B7791F"
"""What has not come to its end yet."""
INK: Final = "#1B2733"
