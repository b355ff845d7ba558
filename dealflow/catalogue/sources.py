"""How a company can have come to a house, as data: read, checked, and handed out as domain values."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from dealflow.domain.claims.company import Source
from dealflow.errors import InvalidInputError


@cache
def load_sources(text: str | None = None) -> tuple[Source, ...]:
    """Return the sources of ``text`` (TOML), or of the shipped catalogue, in the order of the file.

    Raises:
        InvalidInputError: an id stands twice.
    """
    shipped = text or resources.files("dealflow.catalogue").joinpath("sources.toml").read_text("utf-8")
    sources = tuple(Source(**entry) for entry in tomllib.loads(shipped)["source"])
    ids = [source.id for source in sources]
    for place, source_id in enumerate(ids):
        if source_id in ids[:place]:
            raise InvalidInputError(field="source", problem="repeated", value=source_id)
    return sources
