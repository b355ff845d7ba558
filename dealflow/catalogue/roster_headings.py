"""What columns of application sheets are called (roster_headings.toml), by what they say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from dealflow.errors import InvalidInputError


@cache
def field_by_heading() -> Mapping[str, str]:
    """Return the field that each heading of the shipped catalogue means."""
    return load_headings(resources.files("dealflow.catalogue").joinpath("roster_headings.toml").read_text("utf-8"))


def load_headings(text: str) -> dict[str, str]:
    """Return the field of each heading in ``text`` (TOML).

    Raises:
        InvalidInputError: a heading stands under two fields.
    """
    headings: dict[str, str] = {}
    for field, words in tomllib.loads(text).items():
        for word in words:
            if headings.setdefault(word, field) != field:
                raise InvalidInputError(field="file", problem="repeated", value=word)
    return headings
