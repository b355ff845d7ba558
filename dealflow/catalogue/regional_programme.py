"""What a regional programme begins with, as people of the field edit it (regional_programme.toml)."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dealflow.domain.regional.programmes import FundLimit, Indicator, ProgrammeFund, ProgrammeRegion, Way


@dataclass(frozen=True, slots=True)
class RegionalDefaults:
    """The shipped regions, funds, limits of shares, indicators; within how many business days figures are due."""

    regions: tuple[ProgrammeRegion, ...]
    funds: tuple[ProgrammeFund, ...]
    limits: tuple[FundLimit, ...]
    indicators: tuple[Indicator, ...]
    due_days: int


@cache
def regional_defaults() -> RegionalDefaults:
    """Return what the shipped catalogue has."""
    text = resources.files("dealflow.catalogue").joinpath("regional_programme.toml").read_text("utf-8")
    entries = tomllib.loads(text)
    return RegionalDefaults(
        tuple(ProgrammeRegion(**entry) for entry in entries["region"]),
        tuple(ProgrammeFund(**entry) for entry in entries["fund"]),
        tuple(FundLimit(**entry) for entry in entries["limit"]),
        tuple(Indicator(**entry | {"way": Way(entry["way"])}) for entry in entries["indicator"]),
        entries["due_days"],
    )
