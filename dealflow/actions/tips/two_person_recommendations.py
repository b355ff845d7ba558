"""Recommendations of a house that wants two people for them: entered by one, made when another confirms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pydantic import TypeAdapter

from dealflow.actions.people import two_person
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.tips import operators
from dealflow.actions.tips.recommendation_checks import Accepted
from dealflow.domain.people.house import TwoPersonAct
from dealflow.domain.people.two_person import Proposal
from dealflow.domain.tips.operators import Recommendation

ACT: Final = TwoPersonAct.RECOMMENDATION


@dataclass(frozen=True, slots=True)
class Asked:
    """A recommendation as it is entered: for which day, confirmed how, with what was ticked."""

    on: date
    confirmation: str = ""
    accepted: Accepted = field(default_factory=Accepted)


_ASKED: Final = TypeAdapter(Asked)


def waiting(looking: Looking) -> tuple[tuple[Proposal, Asked], ...]:
    """Return the recommendations of the viewer's house that wait for a second person, the latest first."""
    proposals = two_person.waiting(looking, ACT)
    return tuple((proposal, _ASKED.validate_json(proposal.payload)) for proposal in proposals)


def propose(acting: Acting, engagement_id: str, asked: Asked, *, seen: int | None = None) -> str:
    """Enter a recommendation for a second person to confirm, and return the id under which it waits.

    Raises:
        DealflowError: whatever ``operators.recommend`` refuses; or the same waits already.
    """
    payload = _ASKED.dump_json(asked).decode()
    return two_person.propose(
        acting, ACT, engagement_id, payload, lambda within: _recommend(within, engagement_id, asked, seen)
    )


@transacted
def confirm(acting: Acting, proposal_id: str) -> Recommendation:
    """Make a recommendation that somebody else entered.

    Raises:
        InvalidInputError: it was settled before, or one person would do both.
        DealflowError: whatever ``operators.recommend`` refuses.
    """
    proposal = two_person.settle(acting, proposal_id, confirms=True)
    return _recommend(acting, proposal.subject_id, _ASKED.validate_json(proposal.payload), None)


def _recommend(acting: Acting, engagement_id: str, asked: Asked, seen: int | None) -> Recommendation:
    return operators.recommend(
        acting, engagement_id, on=asked.on, confirmation=asked.confirmation, accepted=asked.accepted, seen=seen
    )
