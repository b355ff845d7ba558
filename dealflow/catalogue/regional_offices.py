"""What an award begins with, as people of the field edit it: offices, criteria with points, prizes, finalists."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dealflow.domain.award.awards import AwardCriterion, Office, Prize


@dataclass(frozen=True, slots=True)
class AwardDefaults:
    """The shipped offices, criteria and prizes, and how many of each office go to the final."""

    offices: tuple[Office, ...]
    criteria: tuple[AwardCriterion, ...]
    prizes: tuple[Prize, ...]
    finalists: int


@cache
def award_defaults() -> AwardDefaults:
    """Return what the shipped catalogue has."""
    text = resources.files("dealflow.catalogue").joinpath("regional_offices.toml").read_text("utf-8")
    entries = tomllib.loads(text)
    return AwardDefaults(
        tuple(Office(**entry) for entry in entries["office"]),
        tuple(AwardCriterion(**entry) for entry in entries["criteria"]),
        tuple(Prize(**entry) for entry in entries["prizes"]),
        entries["finalists"],
    )
