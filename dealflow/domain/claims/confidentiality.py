"""Who besides its owner sees a deck that was shared, and what they may take away."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class Confidentiality(StrEnum):
    """For whom a shared deck is."""

    PUBLIC = "public"
    """Everybody here; it may be taken away as it came."""
    SHARED = "shared"
    """Every investor and organiser here; what is taken away bears the reader's name."""
    EVENT = "event"
    """The houses that take part in its event, confirmed."""
    LISTED = "listed"
    """The houses on its list."""
    NDA = "nda"
    """As listed, or everybody where nobody is listed, once a person agreed to its terms."""


OPEN: Final = frozenset({Confidentiality.PUBLIC, Confidentiality.SHARED})
"""What every investor and organiser sees."""


class ViewWay(StrEnum):
    """How somebody came to see a page."""

    SCREEN = "screen"
    FILE = "file"
    """The file as it came, all pages."""
    PAGES = "pages"
    """A copy with the reader's name on each page."""
    API = "api"
    PAPER = "paper"
    """In a dossier or report."""


@dataclass(frozen=True, slots=True)
class Confinement:
    """For whom a deck is: ``listed`` houses, whether its pages may be taken away, and the terms of an NDA."""

    level: Confidentiality = Confidentiality.SHARED
    listed: tuple[str, ...] = ()
    may_download: bool = True
    terms: str = ""


@dataclass(frozen=True, slots=True)
class DeckView:
    """That a person saw a page of a deck; page 0: the whole file."""

    deck_id: str
    page: int
    person_id: str
    organisation_id: str
    way: ViewWay
    at: datetime


def is_open_to(confinement: Confinement, organisation_id: str, *, takes_part: bool, has_agreed: bool) -> bool:
    """Say whether a shared deck is for a reader of another house, who may or may not be of its event or have agreed."""
    is_listed = organisation_id in confinement.listed
    match confinement.level:
        case Confidentiality.PUBLIC | Confidentiality.SHARED:
            return True
        case Confidentiality.EVENT:
            return takes_part
        case Confidentiality.LISTED:
            return is_listed
        case Confidentiality.NDA:
            return has_agreed and (is_listed or not confinement.listed)


def terms_hash(terms: str) -> str:
    """Return by what the terms are known that a person agreed to: new words need a new consent."""
    return hashlib.sha256(terms.encode()).hexdigest()
