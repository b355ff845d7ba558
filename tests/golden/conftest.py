"""The fictional event lies in data/demo, beside the product: let its tests import it."""

from __future__ import annotations

import sys
from pathlib import Path

DEMO = Path(__file__).parents[2] / "data" / "demo"
if str(DEMO) not in sys.path:
    sys.path.insert(0, str(DEMO))
