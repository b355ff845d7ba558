"""The criteria of criteria.toml, for which a committee's reviewers give marks."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dealflow.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class Criterion:
    """One question that every reviewer answers with 0 to 100 points."""

    id: str
    name_ko: str
    name_en: str
    ask_ko: str
    ask_en: str


def load_criteria(text: str | None = None) -> tuple[Criterion, ...]:
    """Return the criteria of ``text`` (TOML), or of the shipped catalogue, in their order.

    Raises:
        InvalidInputError: an id stands twice.
    """
    given_text = text or resources.files("dealflow.catalogue").joinpath("criteria.toml").read_text("utf-8")
    criteria = tuple(Criterion(**entry) for entry in tomllib.loads(given_text)["criterion"])
    ids = [criterion.id for criterion in criteria]
    for place, id_ in enumerate(ids):
        if id_ in ids[:place]:
            raise InvalidInputError(field="criterion", problem="repeated", value=id_)
    return criteria


@cache
def shipped_criteria() -> tuple[Criterion, ...]:
    """Return the shipped criteria, read once a process."""
    return load_criteria()
