"""Sums of a stage: what is converted is summed, what is not is counted, and nothing is taken for nothing."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from dealflow.catalogue.tracks import load_tracks
from dealflow.domain.investment.deal_terms import FundLine, Instrument, Terms
from dealflow.domain.pipeline.deal_sizes import DealSize, Sized, SizeField, SizeSource, sized
from dealflow.domain.pipeline.stage_sums import SummedDeal, Total, middle, stage_sums, whole
from dealflow.domain.values.quantity import Quantity, Unit

TRACK = load_tracks()[0]
RATES = {Unit.KRW: Decimal(1), Unit.USD: Decimal(1400)}


def won(amount: int) -> Quantity:
    return Quantity(Unit.KRW, Decimal(amount))


def convert(quantity: Quantity) -> Decimal | None:
    rate = RATES.get(quantity.unit)
    return None if rate is None else middle(quantity) * rate


def test_a_stage_as_by_hand() -> None:
    deals = [
        SummedDeal("dd", won(3_000_000_000), won(1_000_000_000)),
        SummedDeal("dd", Quantity(Unit.USD, Decimal(2_000_000)), None),
        SummedDeal("dd", Quantity(Unit.EUR, Decimal(5_000_000)), won(500_000_000)),
        SummedDeal("dd", Quantity(Unit.KRW, value_min=Decimal(10**9), value_max=Decimal(2 * 10**9)), None),
    ]
    sums = {stage_sum.stage.id: stage_sum for stage_sum in stage_sums(TRACK, deals, convert)}
    at = sums["dd"]
    assert at.deals == 4
    assert at.asked == Total(Decimal(3_000_000_000 + 2_800_000_000 + 1_500_000_000), 3, unconverted=1, unstated=0)
    assert at.ticket == Total(Decimal(1_500_000_000), 2, unconverted=0, unstated=2)
    assert at.weighted.amount == Decimal(600_000_000)  # 40 % at 실사
    assert sums["meeting"].deals == 0


def test_terms_stand_over_what_was_noted_and_that_over_a_deck() -> None:
    terms = Terms(Instrument.RCPS, (FundLine("f", 10**9),), pre_money_won=9 * 10**9, round_total_won=3 * 10**9)
    noted = DealSize(ticket=won(5), pre_money=won(6))
    deck = {SizeField.PRE_MONEY: Sized(won(7), SizeSource.DECK, "d", "c")}
    both = sized(noted, terms, deck)
    assert {which: (found.quantity.value, found.source.value) for which, found in both.items()} == {
        SizeField.ASKED: (3 * 10**9, "terms"),
        SizeField.TICKET: (10**9, "terms"),
        SizeField.PRE_MONEY: (9 * 10**9, "terms"),
    }
    assert sized(noted, None, deck)[SizeField.PRE_MONEY].source is SizeSource.NOTED
    assert sized(DealSize(), None, deck)[SizeField.PRE_MONEY] == deck[SizeField.PRE_MONEY]
    asked = {SizeField.ASKED: Sized(won(8), SizeSource.DECK)}
    assert sized(DealSize(), terms, asked)[SizeField.ASKED].quantity == won(8)


amounts = st.none() | st.builds(
    Quantity, st.sampled_from([Unit.KRW, Unit.USD, Unit.EUR]), st.integers(1, 10**12).map(Decimal)
)
deals = st.lists(st.builds(SummedDeal, st.sampled_from([stage.id for stage in TRACK.stages]), amounts, amounts))


@given(deals)
def test_the_sums_equal_a_plain_count(some: list[SummedDeal]) -> None:
    number, asked, ticket, weighted = whole(stage_sums(TRACK, some, convert))
    assert number == len(some) == asked.counted + asked.unconverted + asked.unstated
    known = [deal.asked for deal in some if deal.asked is not None and deal.asked.unit in RATES]
    assert asked.amount == sum((RATES[quantity.unit] * (quantity.value or 0) for quantity in known), Decimal(0))
    assert ticket.unconverted == sum(deal.ticket is not None and deal.ticket.unit is Unit.EUR for deal in some)
    assert weighted.amount <= ticket.amount
