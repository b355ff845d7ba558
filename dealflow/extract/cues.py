"""The cue words of cues.toml as compiled patterns, by section."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=16)
def cues(section: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns of one section of cues.toml by name, in the order of the file; letter case does not count.

    Raises:
        KeyError: the file has no such section.
    """
    listed = tomllib.loads(resources.files("dealflow.extract").joinpath("cues.toml").read_text("utf-8"))[section]
    return {
        name: re.compile("|".join(f"(?:{word})" for word in words), re.IGNORECASE) for name, words in listed.items()
    }
