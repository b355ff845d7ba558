"""The rights of deal_rights.toml that an investor may have agreed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from dealflow.errors import InvalidInputError


@dataclass(frozen=True, slots=True)
class DealRight:
    """One right; deals keep its id."""

    id: str
    name_ko: str
    name_en: str


def load_rights(text: str | None = None) -> tuple[DealRight, ...]:
    """Return the rights of ``text`` (TOML), or of the shipped catalogue, in their order.

    Raises:
        InvalidInputError: an id stands twice.
    """
    given_text = text or resources.files("dealflow.catalogue").joinpath("deal_rights.toml").read_text("utf-8")
    rights = tuple(DealRight(**entry) for entry in tomllib.loads(given_text)["right"])
    ids = [right.id for right in rights]
    for place, id_ in enumerate(ids):
        if id_ in ids[:place]:
            raise InvalidInputError(field="right", problem="repeated", value=id_)
    return rights


@cache
def shipped_rights() -> tuple[DealRight, ...]:
    """Return the shipped rights, read once a process."""
    return load_rights()
