"""The SQL files of this package, by name."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from typing import Final

_PACKAGE: Final = resources.files("dealflow.store.warehouse")
_TELLS: Final = (
    "rows.py",
    "rows_decision.py",
    "rows_day.py",
    "engagements.py",
    "feed.py",
    "sql/schema.sql",
    "sql/visible.sql",
)
"""What decides which rows the journal becomes."""


@cache
def statement(name: str) -> str:
    """Return the text of ``sql/<name>.sql``."""
    return _PACKAGE.joinpath("sql", f"{name}.sql").read_text("utf-8")


@cache
def version() -> str:
    """Return what names the present layout: it changes with the code and the SQL that make the rows.

    A file of another version is made anew, so nobody has to remember to count it up.
    """
    text = "\0".join(_PACKAGE.joinpath(name).read_text("utf-8") for name in _TELLS)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
