"""Companies that raise money, as current facts, and who may know of them."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.domain.access import Role, Viewer, owns


@dataclass(frozen=True, slots=True)
class Company:
    """A company as it stands now.

    ``owner_id`` names the organisation that found it for itself; empty: everyone of the workspace may know of it.
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
class NewCompany:
    """What a person says of a company that is not known yet."""

    name: str
    name_en: str = ""
    biz_reg_no: str | None = None
    region: str = ""
    sector: str = ""


def may_know(viewer: Viewer, company: Company, *, deck_seen: bool) -> bool:
    """Say whether the viewer may know that the company is here.

    A firm's own find stays its own until a deck that the viewer may see (``deck_seen``) makes it known.
    """
    if viewer.role is Role.COMPANY_GUEST:
        return viewer.company_id == company.id
    return not company.owner_id or owns(viewer, company.owner_id) or deck_seen
