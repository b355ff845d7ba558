"""What an adopter (수요기업) needs: process, problem, budget, until when, where, and what should get better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from dealflow.errors import InvalidInputError


class NeedState(StrEnum):
    """How a need stands."""

    OPEN = "open"
    MET = "met"
    """Something was adopted for it."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A supplier that was proposed for a need, with the engagement of the matching track that follows it."""

    company_id: str
    engagement_id: str


@dataclass(frozen=True, slots=True)
class Need:
    """A need in the books of the house that looks for suppliers.

    ``adopter_id`` is empty where the adopter is no organisation of this workspace; ``measures``: metrics of customers'
    results (``ref_defect_reduction``) that should get better.
    """

    id: str
    owner_id: str
    adopter_id: str
    adopter_name: str
    process: str
    problem: str = ""
    field: str = ""
    region: str = ""
    site: str = ""
    budget_won: int | None = None
    wanted_by: date | None = None
    measures: tuple[str, ...] = ()
    state: NeedState = NeedState.OPEN
    proposals: tuple[Proposal, ...] = ()


def with_proposal(need: Need, proposal: Proposal) -> Need:
    """Return a need with one more supplier proposed.

    Raises:
        InvalidInputError: the need is no longer open, or the supplier was proposed already.
    """
    if need.state is not NeedState.OPEN:
        raise InvalidInputError(field="need", problem="not_open", value=need.state.value)
    if any(other.company_id == proposal.company_id for other in need.proposals):
        raise InvalidInputError(field="company", problem="repeated", value=proposal.company_id)
    return replace(need, proposals=(*need.proposals, proposal))
