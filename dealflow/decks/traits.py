"""What a PDF's catalogue says of the whole file, read from its bytes: layers that are off, a portfolio of files."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from dealflow.decks import hazards

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAYERS: Final = b"/OCProperties"
_OFF = re.compile(rb"/OFF\b")
_COLLECTION = re.compile(rb"/Collection\b(?!\s*/)")
_ENCRYPTED: Final = b"/Encrypt"


class Traits(NamedTuple):
    """What holds for a whole PDF."""

    has_layers_off: bool
    """Some layer may be off; also where that cannot be known, since the objects are encrypted."""
    is_portfolio: bool
    """Its pages are a cover, the documents are attached."""


def traits_of(data: bytes) -> Traits:
    """Return what a PDF's catalogue says, also where it lies in an object stream; never an error."""
    has_layers = has_off = is_portfolio = False
    for objects in chain((data,), _object_streams(data)):
        has_layers = has_layers or _LAYERS in objects
        has_off = has_off or bool(_OFF.search(objects))
        is_portfolio = is_portfolio or bool(_COLLECTION.search(objects))
    return Traits((has_layers and has_off) or _ENCRYPTED in data, is_portfolio)


def _object_streams(data: bytes) -> Iterator[bytes]:
    return hazards.object_streams(data) if b"/ObjStm" in data else iter(())
