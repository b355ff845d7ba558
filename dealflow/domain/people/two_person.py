"""Acts that wait for a second person: entered by one, confirmed or declined by another, both in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dealflow.domain.people.house import TwoPersonAct
from dealflow.errors import InvalidInputError


class ProposalState(StrEnum):
    """How an act that needs two people stands."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An act as its first person entered it; ``payload`` holds its words as JSON."""

    id: str
    owner_id: str
    act: TwoPersonAct
    subject_id: str
    payload: str
    proposed_by: str
    proposed_at: datetime
    state: ProposalState = ProposalState.WAITING
    settled_by: str = ""
    settled_at: datetime | None = None


def require_may_settle(proposal: Proposal, person_id: str, *, confirms: bool) -> None:
    """Require that a person may confirm or decline a proposal: only another one confirms; its own maker may decline.

    Raises:
        InvalidInputError: it was settled before, or one person would do both.
    """
    if proposal.state is not ProposalState.WAITING:
        raise InvalidInputError(field="proposal", problem="resolved", value=proposal.id)
    if confirms and proposal.proposed_by == person_id:
        raise InvalidInputError(field="proposal", problem="same_person", value=proposal.id)
