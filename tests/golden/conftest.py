"""The fictional event lies in data/demo, beside the product: let its tests import it, and read its decks once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dealflow.domain.claims.page import DeckText

DEMO = Path(__file__).parents[2] / "data" / "demo"
if str(DEMO) not in sys.path:
    sys.path.insert(0, str(DEMO))


@pytest.fixture(scope="session")
def texts() -> dict[str, DeckText]:
    """Return the words of every deck of the event, by its name."""
    from fiction import told, truth

    return {name: told.text_of(name) for name in truth.names()}
