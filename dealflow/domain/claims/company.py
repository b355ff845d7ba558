"""Companies that raise money, as current facts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Company:
    """A company as it stands now.

    ``owner_id`` names the organisation that found it for itself; empty: everyone of the workspace may know of it.
    A firm's own find stays its own until a deck that others may see makes it known.
    ``version`` is the sequence number of its last event.
    """

    id: str
    name: str
    name_en: str = ""
    biz_reg_no: str | None = None
    region: str = ""
    sector: str = ""
    owner_id: str = ""
    is_demo: bool = False
    version: int = 1
    registered_by: str | None = None
    """The person whose entry it is; with the organiser alone whoever keeps its name where everyone may know of it."""
    merged_into: str | None = None
    """The company that this one turned out to be: the other values are that one's then, ``id`` stays."""
    former_names: tuple[str, ...] = ()
    """What the companies that were merged into it are called, as far as the viewer may know of them."""

    @property
    def names(self) -> tuple[str, ...]:
        """Return what it is called, to compare names by: what was merged into it comes back under its old name."""
        return tuple(name for name in (self.name, self.name_en, *self.former_names) if name)


@dataclass(frozen=True, slots=True)
class CompanyDetails:
    """What a person says of a company, new or known: its names, its number, where it is and what it does."""

    name: str
    name_en: str = ""
    biz_reg_no: str | None = None
    region: str = ""
    sector: str = ""


@dataclass(frozen=True, slots=True)
class CompanyProfile:
    """What one house notes of a company for itself: how it came, what it does, where it is found, its tags.

    ``source`` is an id of the catalogue of sources; empty: not told. No person is named here: who referred the company
    is a contact.
    """

    source: str = ""
    about: str = ""
    website: str = ""
    tags: tuple[str, ...] = ()
    round_label: str = ""


NOTHING_NOTED: Final = CompanyProfile()


@dataclass(frozen=True, slots=True)
class Source:
    """One way in which a company comes to a house (발굴 경위), a line of catalogue/sources.toml."""

    id: str
    name_ko: str
    name_en: str


def joined(profiles: Iterable[CompanyProfile]) -> CompanyProfile:
    """Return the profile of a company that several were merged into: the first that says something, all tags."""
    known = tuple(profiles)

    def first(name: str) -> str:
        return next((text for profile in known if (text := getattr(profile, name))), "")

    tags = tuple(dict.fromkeys(tag for profile in known for tag in profile.tags))
    return CompanyProfile(first("source"), first("about"), first("website"), tags, first("round_label"))


@dataclass(frozen=True, slots=True)
class Card:
    """How a person is called and reached: kept beside the journal, so that it can be destroyed."""

    name: str
    position: str = ""
    phone: str = ""
    email: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person of a company, or the one who referred it, in the books of ``owner_id``."""

    id: str
    company_id: str
    owner_id: str
    is_referrer: bool
    card: Card
    version: int
