from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dealflow.domain.investment.cap_table import CapLine, Holding, ShareClass, cap_table
from dealflow.domain.investment.deal_terms import CoInvestor, FundLine, Instrument, Terms
from dealflow.domain.investment.share_math import Side
from dealflow.errors import InvalidInputError

EOK = 100_000_000
TERMS = Terms(
    Instrument.RCPS,
    (FundLine("f1", 20 * EOK),),
    pre_money_won=150 * EOK,
    issued_shares=800_000,
    diluted_shares=1_000_000,
)
FOUNDER = Holding("founder", ShareClass.COMMON, 600_000)
SEED = Holding("seed", ShareClass.PREFERRED, 200_000)
POOL = Holding("pool", ShareClass.RIGHT, 200_000)


def test_without_holders_what_was_there_stands_in_one_line_and_what_dilutes_in_another() -> None:
    table = cap_table(TERMS)
    assert (table.issued_before, table.issued_after) == (800_000, 933_333)
    assert (table.diluted_before, table.diluted_after) == (1_000_000, 1_133_333)
    assert table.lines == (
        CapLine(
            *("existing", ShareClass.COMMON, None, 800_000, 800_000),
            *(Fraction(1), Fraction(800_000, 933_333), Fraction(4, 5), Fraction(800_000, 1_133_333)),
        ),
        CapLine(
            *("reserved", ShareClass.RIGHT, None, 200_000, 200_000),
            *(Fraction(0), Fraction(0), Fraction(1, 5), Fraction(200_000, 1_133_333)),
        ),
        CapLine(
            *("f1", ShareClass.PREFERRED, Side.FUND, 0, 133_333),
            *(Fraction(0), Fraction(133_333, 933_333), Fraction(0), Fraction(133_333, 1_133_333)),
            *(2_000_000_000, 1_999_995_000),
        ),
    )


def test_a_secondary_purchase_moves_shares_from_the_seller_to_the_buyer() -> None:
    bought = replace(TERMS, instrument=Instrument.SECONDARY)
    table = cap_table(bought, [FOUNDER, SEED, POOL], seller="founder")
    assert [(each.holder, each.before, each.after) for each in table.lines] == [
        ("founder", 600_000, 466_667),
        ("seed", 200_000, 200_000),
        ("pool", 200_000, 200_000),
        ("f1", 0, 133_333),
    ]
    assert table.issued_after == table.issued_before == 800_000


@pytest.mark.parametrize(
    ("terms", "holdings", "seller", "field"),
    [
        (replace(TERMS, issued_shares=None, diluted_shares=None, price_won=1), (), None, "issued_shares"),
        (TERMS, (FOUNDER, FOUNDER), None, "holdings"),
        (TERMS, (replace(FOUNDER, shares=-1),), None, "holdings"),
        (replace(TERMS, instrument=Instrument.SECONDARY), (FOUNDER, SEED), None, "seller"),
        (replace(TERMS, instrument=Instrument.SECONDARY), (FOUNDER, replace(SEED, shares=5)), "seed", "seller"),
    ],
)
def test_a_table_that_cannot_be_drawn_is_refused(
    terms: Terms, holdings: tuple[Holding, ...], seller: str | None, field: str
) -> None:
    with pytest.raises(InvalidInputError) as refusal:
        cap_table(terms, holdings, seller=seller)
    assert refusal.value.parameters["field"] == field


amounts = st.integers(1, 10**12)


@given(
    st.sampled_from([Instrument.COMMON, Instrument.RCPS, Instrument.CB, Instrument.SAFE]),
    st.lists(amounts, min_size=1, max_size=3),
    st.lists(amounts, max_size=2),
    st.lists(st.tuples(st.sampled_from(ShareClass), st.integers(1, 10**8)), min_size=1, max_size=4),
    st.integers(1, 10**7),
)
def test_stakes_on_each_base_add_up_to_one_exactly(
    instrument: Instrument,
    own: list[int],
    others: list[int],
    held: list[tuple[ShareClass, int]],
    price: int,
) -> None:
    holdings = [Holding(f"h{place}", each, shares) for place, (each, shares) in enumerate(held)]
    lines = tuple(FundLine(f"f{place}", amount) for place, amount in enumerate(own))
    beside = tuple(CoInvestor(f"c{place}", amount) for place, amount in enumerate(others))
    table = cap_table(Terms(instrument, lines, price_won=price, co_investors=beside), holdings)
    for whole, stakes in (
        (table.issued_before, [each.issued_before for each in table.lines]),
        (table.issued_after, [each.issued_after for each in table.lines]),
        (table.diluted_before, [each.diluted_before for each in table.lines]),
        (table.diluted_after, [each.diluted_after for each in table.lines]),
    ):
        known = [each for each in stakes if each is not None]
        assert known == ([] if whole == 0 else stakes)
        assert sum(known) == (1 if whole else 0)
