from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from dealflow.domain.investment.deal_state import follow
from dealflow.domain.investment.deal_terms import Commitment, Deal, FundLine, Instrument, Payment, Terms
from dealflow.domain.investment.events import CommitmentGiven, PaymentMade, PaymentVoided, TermsSet
from dealflow.domain.pipeline.events import EngagementNoted
from dealflow.domain.values.event import Event, Recorded
from dealflow.errors import DealflowError, InvalidInputError, NotFoundError

AT = datetime(2099, 3, 2, tzinfo=UTC)
TERMS = Terms(Instrument.RCPS, (FundLine("f1", 1_500_000_000), FundLine("f2", 500_000_000)))
PAID = Payment("p", "f1", "house", 1_499_995_000, 99_999, 15_000, Instrument.RCPS, date(2099, 4, 1), terms_version=1)
LETTER = Commitment("LOC-1", 1_000_000_000, date(2099, 3, 1), date(2099, 6, 1), "house")


def after(*events: Event) -> Deal:
    deal = Deal("e", "house")
    for seq, event in enumerate(events, start=1):
        deal = follow(deal, Recorded("w", seq, event.stream, seq, AT, "anna", "app", event, "", ""))
    return deal


def test_a_deal_is_what_its_events_made_of_it() -> None:
    cheaper = replace(TERMS, price_won=15_000)
    deal = after(
        TermsSet("e", 1, TERMS),
        EngagementNoted("e", "협의 중"),
        TermsSet("e", 2, cheaper),
        CommitmentGiven("e", replace(LETTER, amount_won=1)),
        CommitmentGiven("e", LETTER),
        PaymentMade("e", PAID),
        PaymentMade("e", replace(PAID, id="q", amount_won=5)),
        PaymentVoided("e", "q", "오입력"),
    )
    voided = replace(PAID, id="q", amount_won=5, voided_because="오입력")
    assert deal == Deal("e", "house", (TERMS, cheaper), (LETTER,), (PAID, voided))
    assert (deal.terms_version, deal.current, deal.paid_won) == (2, cheaper, 1_499_995_000)


@pytest.mark.parametrize(
    ("events", "error", "problem"),
    [
        ((TermsSet("e", 2, TERMS),), InvalidInputError, "version"),
        ((PaymentMade("e", PAID), PaymentMade("e", PAID)), InvalidInputError, "repeated"),
        ((PaymentVoided("e", "p", "오입력"),), NotFoundError, None),
        ((PaymentMade("e", PAID), PaymentVoided("e", "p", " ")), InvalidInputError, "missing"),
        (
            (PaymentMade("e", PAID), PaymentVoided("e", "p", "오입력"), PaymentVoided("e", "p", "또")),
            InvalidInputError,
            "voided",
        ),
    ],
)
def test_what_cannot_happen_is_refused_with_the_reason(
    events: tuple[Event, ...], error: type[DealflowError], problem: str | None
) -> None:
    with pytest.raises(error) as refusal:
        after(*events)
    assert refusal.value.parameters.get("problem") == problem
