"""Companies that raise money, as current facts."""

from __future__ import annotations

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class CompanyDetails:
    """What a person says of a company, new or known: its names, its number, where it is and what it does."""

    name: str
    name_en: str = ""
    biz_reg_no: str | None = None
    region: str = ""
    sector: str = ""
