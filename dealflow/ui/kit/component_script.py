"""The script of a component: what all of them share, then its own, as one text."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_SHARED: Final = files(__package__) / "front" / "pieces.js"


def script(own: Traversable) -> str:
    """Return a component's script with the shared pieces before it.

    Streamlit takes a component's script as one text without a path, so that it can import nothing.
    """
    return _SHARED.read_text("utf-8") + own.read_text("utf-8")
