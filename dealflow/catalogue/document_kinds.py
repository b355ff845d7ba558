"""Kinds of files on companies and deals, as people of the field edit them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from dealflow.domain.notes.documents import DocumentKind


@cache
def document_kinds() -> tuple[DocumentKind, ...]:
    """Return the kinds in the order in which they are offered; the last one is for everything else."""
    text = resources.files("dealflow.catalogue").joinpath("document_kinds.toml").read_text("utf-8")
    return tuple(
        DocumentKind(**{**kind, "proves": tuple(kind.get("proves", ()))}) for kind in tomllib.loads(text)["kind"]
    )
