"""How preferred shares, bonds and SAFEs become common shares: refixing, and the better of cap and discount."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from dealflow.domain.investment.deal_terms import Conversion
from dealflow.domain.investment.share_math import whole_shares
from dealflow.errors import InvalidInputError


class Through(StrEnum):
    """What set the conversion price of a SAFE."""

    CAP = "cap"
    DISCOUNT = "discount"
    ROUND = "round"
    """Neither helps: the next round's own price."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A SAFE turned into shares; the prices that were not agreed are missing."""

    shares: int
    price_won: int
    through: Through
    round_price_won: int
    cap_price_won: int | None
    discount_price_won: int | None


def refixed_price(price_won: int, floor_percent: Decimal | None, fair_won: int) -> int:
    """Return the conversion price after a fall of the share's value to ``fair_won``.

    It follows the value down and never up, and not below ``floor_percent`` of the price paid (rounded up, so that the
    agreed limit holds); None: no refixing was agreed.

    Raises:
        InvalidInputError: a price is not positive, or the limit is no percentage above 0 up to 100.
    """
    for field, value in (("price", price_won), ("fair_value", fair_won)):
        if value <= 0:
            raise InvalidInputError(field=field, problem="not_positive", value=value)
    if floor_percent is None:
        return price_won
    return max(refix_floor(price_won, floor_percent), min(price_won, fair_won))


def refix_floor(price_won: int, floor_percent: Decimal) -> int:
    """Return the lowest conversion price in won, rounded up.

    Raises:
        InvalidInputError: the limit is no percentage above 0 up to 100.
    """
    if not 0 < floor_percent <= 100:  # noqa: PLR2004 - per cent
        raise InvalidInputError(field="refix_floor", problem="out_of_range", value=str(floor_percent))
    return int((price_won * floor_percent / 100).to_integral_value(ROUND_CEILING))


def shares_on_conversion(paid_won: int, conversion_price_won: int) -> int:
    """Return the whole common shares for what was paid, at a conversion price.

    Raises:
        InvalidInputError: the price is not positive.
    """
    return whole_shares(paid_won, conversion_price_won)


def convert_safe(paid_won: int, conversion: Conversion, *, next_pre_money_won: int, next_shares: int) -> Converted:
    """Return the shares of a SAFE in the next priced round: the investor takes the lowest price on offer.

    Prices are whole won, rounded down, each by the shares before the next round.

    Raises:
        InvalidInputError: the next round's figures are not positive, or the discount is no percentage below 100.
    """
    if next_shares <= 0:
        raise InvalidInputError(field="next_shares", problem="not_positive", value=next_shares)
    offers = [(next_pre_money_won // next_shares, Through.ROUND)]
    cap = None if conversion.cap_won is None else conversion.cap_won // next_shares
    discounted = _discounted(next_pre_money_won, next_shares, conversion.discount_percent)
    if discounted is not None:
        offers.append((discounted, Through.DISCOUNT))
    if cap is not None:
        offers.append((cap, Through.CAP))
    price, through = min(offers, key=lambda offer: offer[0])
    return Converted(whole_shares(paid_won, price), price, through, offers[0][0], cap, discounted)


def _discounted(pre_money_won: int, shares: int, discount_percent: Decimal | None) -> int | None:
    """Return the next round's price less the discount, in whole won."""
    if discount_percent is None:
        return None
    if not 0 <= discount_percent < 100:  # noqa: PLR2004 - per cent
        raise InvalidInputError(field="discount", problem="out_of_range", value=str(discount_percent))
    price = Decimal(pre_money_won // shares) * (100 - discount_percent) / 100
    return int(price.to_integral_value(ROUND_FLOOR))
