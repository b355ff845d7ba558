"""Payments of a house that wants two people for them: entered by one, made when another confirms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter

from dealflow.actions.investment import deals
from dealflow.actions.people import two_person
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.domain.investment.deal_terms import Payment
from dealflow.domain.people.house import TwoPersonAct
from dealflow.domain.people.two_person import Proposal

_PAYMENT: Final = TypeAdapter(Payment)
ACT: Final = TwoPersonAct.PAYMENT


@dataclass(frozen=True, slots=True)
class WaitingPayment:
    """A payment as it was entered, with who entered it and when."""

    proposal: Proposal
    payment: Payment


def waiting(looking: Looking, engagement_id: str) -> tuple[WaitingPayment, ...]:
    """Return the payments of an engagement that wait for a second person, the latest first."""
    proposals = two_person.waiting(looking, ACT, engagement_id)
    return tuple(WaitingPayment(proposal, _PAYMENT.validate_json(proposal.payload)) for proposal in proposals)


def propose(acting: Acting, engagement_id: str, payment: Payment) -> str:
    """Enter a payment for a second person to confirm, and return the id under which it waits.

    Raises:
        PaymentBlockedError, InvalidInputError, NotFoundError: as ``deals.pay``; or the same waits already.
    """
    payload = _PAYMENT.dump_json(payment).decode()
    return two_person.propose(
        acting, ACT, engagement_id, payload, lambda within: deals.pay(within, engagement_id, payment)
    )


@transacted
def confirm(acting: Acting, proposal_id: str) -> str:
    """Make a payment that somebody else entered, and return its id.

    Raises:
        InvalidInputError: it was settled before, or one person would do both.
        PaymentBlockedError, NotFoundError: as ``deals.pay``.
    """
    proposal = two_person.settle(acting, proposal_id, confirms=True)
    return deals.pay(acting, proposal.subject_id, _PAYMENT.validate_json(proposal.payload))
