"""The money side of an engagement as its events leave it: followed event by event."""

from __future__ import annotations

from dataclasses import replace

from dealflow.domain.investment.deal_terms import Deal, Payment
from dealflow.domain.investment.events import CommitmentGiven, PaymentMade, PaymentProven, PaymentVoided, TermsSet
from dealflow.domain.values.event import Recorded
from dealflow.errors import InvalidInputError, NotFoundError


def follow(deal: Deal, recorded: Recorded) -> Deal:
    """Return a deal after one more event of its engagement; events that are not about money leave it as it is.

    Raises:
        NotFoundError: a payment is voided that is not known.
        InvalidInputError: versions of terms leave a gap, a payment stands twice, or is voided twice or for no reason.
    """
    match recorded.event:
        case TermsSet() as event:
            if event.version != deal.terms_version + 1:
                raise InvalidInputError(field="terms", problem="version", value=event.version)
            return replace(deal, terms=(*deal.terms, event.terms))
        case CommitmentGiven() as event:
            others = tuple(
                commitment for commitment in deal.commitments if commitment.number != event.commitment.number
            )
            return replace(deal, commitments=(*others, event.commitment))
        case PaymentMade() as event:
            if event.payment.id in {payment.id for payment in deal.payments}:
                raise InvalidInputError(field="payment", problem="repeated", value=event.payment.id)
            return replace(deal, payments=(*deal.payments, event.payment))
        case PaymentVoided() as event:
            return replace(deal, payments=_voided(deal.payments, event))
        case PaymentProven() as event:
            return replace(deal, payments=_proven(deal.payments, event))
        case _:
            return deal


def _proven(payments: tuple[Payment, ...], event: PaymentProven) -> tuple[Payment, ...]:
    """Return the payments with the file of one named."""
    if event.payment_id not in {payment.id for payment in payments}:
        raise NotFoundError(kind="payment", id=event.payment_id)
    return tuple(
        replace(payment, document_id=event.document_id) if payment.id == event.payment_id else payment
        for payment in payments
    )


def _voided(payments: tuple[Payment, ...], event: PaymentVoided) -> tuple[Payment, ...]:
    """Return the payments with one marked as void; it stays on record."""
    standing = {payment.id: not payment.voided_because for payment in payments}
    if event.payment_id not in standing:
        raise NotFoundError(kind="payment", id=event.payment_id)
    if not standing[event.payment_id]:
        raise InvalidInputError(field="payment", problem="voided", value=event.payment_id)
    if not event.because.strip():
        raise InvalidInputError(field="because", problem="missing")
    return tuple(
        replace(payment, voided_because=event.because) if payment.id == event.payment_id else payment
        for payment in payments
    )
