"""What terms come to in whole shares and whole won: price, shares, payment, post-money valuation and stakes.

Shares are never split, so what is paid falls short of the headline by less than one share's price. Stakes are exact
fractions; only the eye rounds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from dealflow.domain.investment.deal_terms import Instrument, ShareBase, Terms
from dealflow.errors import InvalidInputError

NEW_SHARES = frozenset({Instrument.COMMON, Instrument.RCPS, Instrument.CPS})
"""Instruments for which the company issues shares at once."""
BONDS = frozenset({Instrument.CB, Instrument.BW, Instrument.EB})
"""Instruments that become shares at an agreed price later: they count in the fully diluted base only."""
PRICED = NEW_SHARES | {Instrument.SECONDARY}
"""Instruments that cannot do without a price a share."""


class Side(StrEnum):
    """Whose money it is."""

    FUND = "fund"
    CO_INVESTOR = "co_investor"
    REST = "rest"
    """The part of the round that nobody named invests."""


@dataclass(frozen=True, slots=True)
class Stake:
    """A share of a company on either base; None: that base is not known."""

    issued: Fraction | None
    diluted: Fraction | None


@dataclass(frozen=True, slots=True)
class Bought:
    """What one investor of the round gets. ``holder``: a fund's id, a co-investor's name, or ``rest``."""

    side: Side
    holder: str
    amount_won: int
    shares: int
    """Whole shares that are bought now."""
    converted: int | None
    """Common shares that it comes to on conversion as agreed; None: not known before a later round (SAFE, for one)."""
    paid_won: int
    stake: Stake

    @property
    def left_over_won(self) -> int:
        """Return the part of the headline amount that whole shares cannot use up."""
        return self.amount_won - self.paid_won


@dataclass(frozen=True, slots=True)
class Round:
    """The whole round: each investor, and the sums. ``post_money_won``: None where no shares are priced now."""

    price_won: int | None
    bought: tuple[Bought, ...]
    post_money_won: int | None

    @property
    def shares(self) -> int:
        """Return the shares bought by all investors together."""
        return sum(bought.shares for bought in self.bought)

    @property
    def paid_won(self) -> int:
        """Return what all investors together pay."""
        return sum(bought.paid_won for bought in self.bought)

    def of(self, side: Side) -> tuple[Bought, ...]:
        """Return the investors of one side."""
        return tuple(bought for bought in self.bought if bought.side is side)

    @property
    def own_shares(self) -> int:
        """Return the shares that this house's funds buy."""
        return sum(bought.shares for bought in self.of(Side.FUND))

    @property
    def own_paid_won(self) -> int:
        """Return what this house's funds pay."""
        return sum(bought.paid_won for bought in self.of(Side.FUND))

    @property
    def own_stake(self) -> Stake:
        """Return the stake of this house's funds together."""
        stakes = [bought.stake for bought in self.of(Side.FUND)]
        return Stake(_sum([stake.issued for stake in stakes]), _sum([stake.diluted for stake in stakes]))


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether an amount, paid in whole shares, reaches a minimum, and what would."""

    minimum_won: int
    shares: int
    paid_won: int
    needed_shares: int
    needed_won: int

    @property
    def reached(self) -> bool:
        """Say whether the paid amount is enough."""
        return self.paid_won >= self.minimum_won

    @property
    def short_won(self) -> int:
        """Return how many won are missing, 0 for none."""
        return max(0, self.minimum_won - self.paid_won)


def whole_shares(amount_won: int, price_won: int) -> int:
    """Return how many whole shares an amount buys.

    Raises:
        InvalidInputError: the price is not positive, or the amount is negative.
    """
    if price_won <= 0:
        raise InvalidInputError(field="price", problem="not_positive", value=price_won)
    if amount_won < 0:
        raise InvalidInputError(field="amount", problem="not_positive", value=amount_won)
    return amount_won // price_won


def reach(minimum_won: int, amount_won: int, price_won: int) -> Reach:
    """Return whether ``amount_won`` at that price a share pays in at least ``minimum_won``, and the next best purchase.

    Source: domain rule SUT-01, which compares the amount paid and not the headline.
    """
    shares = whole_shares(amount_won, price_won)
    needed = -(-minimum_won // price_won)
    return Reach(minimum_won, shares, shares * price_won, needed, needed * price_won)


def price_of(terms: Terms) -> int | None:
    """Return the price of a share in won: as agreed, or pre-money by the shares of its base, rounded down."""
    if terms.price_won is not None:
        return terms.price_won
    base = base_shares(terms)
    if terms.pre_money_won is None or base is None or base <= 0:
        return None
    return terms.pre_money_won // base


def base_shares(terms: Terms) -> int | None:
    """Return the shares before the round on the base that the price refers to."""
    return terms.diluted_shares if terms.price_base is ShareBase.FULLY_DILUTED else terms.issued_shares


def round_of(terms: Terms) -> Round:
    """Return what the terms come to. The round has a share price or not; every investor is rounded down alone.

    Raises:
        InvalidInputError: the instrument needs a price and none follows from the terms, or one is not positive.
    """
    price = price_of(terms)
    if price is None and terms.instrument in PRICED:
        raise InvalidInputError(field="price", problem="missing", value=terms.instrument.value)
    raw = [_buy(terms, price, amount) for _, _, amount in investors(terms)]
    issued, diluted = _bases_after(terms, raw)
    bought = tuple(
        Bought(
            side=side,
            holder=holder,
            amount_won=amount,
            shares=shares,
            converted=converted,
            paid_won=paid,
            stake=Stake(_share(shares, issued), _share(converted, diluted)),
        )
        for (side, holder, amount), (shares, converted, paid) in zip(investors(terms), raw, strict=True)
    )
    return Round(price, bought, _post_money(terms, price, raw))


def investors(terms: Terms) -> tuple[tuple[Side, str, int], ...]:
    """Return who invests how many won: the house's funds, the co-investors, and the rest of the round."""
    named = [(Side.FUND, line.fund_id, line.amount_won) for line in terms.lines]
    named += [(Side.CO_INVESTOR, co_investor.name, co_investor.amount_won) for co_investor in terms.co_investors]
    rest = (terms.round_total_won or 0) - sum(amount for _, _, amount in named)
    return (*named, (Side.REST, Side.REST.value, rest)) if rest > 0 else tuple(named)


def round_total_won(terms: Terms) -> int:
    """Return what all investors of the round put in together, named or not."""
    return sum(amount for _, _, amount in investors(terms))


def _buy(terms: Terms, price: int | None, amount_won: int) -> tuple[int, int | None, int]:
    """Return the shares bought now, the common shares on conversion, and the won paid."""
    if terms.instrument in PRICED and price is not None:
        shares = whole_shares(amount_won, price)
        return shares, int(shares * terms.conversion.ratio), shares * price
    if terms.instrument in BONDS and price is not None:
        return 0, int(whole_shares(amount_won, price) * terms.conversion.ratio), amount_won
    return 0, None, amount_won


def _bases_after(terms: Terms, raw: list[tuple[int, int | None, int]]) -> tuple[int | None, int | None]:
    """Return the shares after the round, issued and fully diluted; secondary purchases add none."""
    if terms.instrument is Instrument.SECONDARY:
        return terms.issued_shares, terms.diluted_shares
    issued = None if terms.issued_shares is None else terms.issued_shares + sum(shares for shares, _, _ in raw)
    converted = [new for _, new, _ in raw if new is not None]
    if terms.diluted_shares is None or len(converted) < len(raw):
        return issued, None
    return issued, terms.diluted_shares + sum(converted)


def _post_money(terms: Terms, price: int | None, raw: list[tuple[int, int | None, int]]) -> int | None:
    """Return (shares before + new shares) x price, on the base of the price."""
    base = base_shares(terms)
    if price is None or base is None or terms.instrument not in PRICED:
        return None
    new = 0 if terms.instrument is Instrument.SECONDARY else sum(shares for shares, _, _ in raw)
    return (base + new) * price


def _share(part: int | None, whole: int | None) -> Fraction | None:
    return None if part is None or not whole else Fraction(part, whole)


def _sum(parts: list[Fraction | None]) -> Fraction | None:
    known = [part for part in parts if part is not None]
    return sum(known, Fraction(0)) if len(known) == len(parts) else None
