"""Regions and sectors with their English names, so that a record written in Korean reads in English too."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def english_terms() -> Mapping[str, str]:
    """Return the English name of each listed Korean region and sector."""
    text = resources.files("dealflow.catalogue").joinpath("terms.toml").read_text("utf-8")
    return {term["ko"]: term["en"] for terms in tomllib.loads(text).values() for term in terms}
