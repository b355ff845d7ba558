"""What is wrong with terms and payments as entered: figures that are missing, impossible or do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from dealflow.domain.investment.deal_terms import Conversion, Deal, Instrument, Payment, Terms
from dealflow.domain.investment.share_math import PRICED, base_shares, price_of
from dealflow.domain.values.field_problem import Problem

_WHOLE = Decimal(100)


def check_terms(terms: Terms) -> tuple[Problem, ...]:
    """Return what is wrong with terms, in the order of the form; empty for terms that can be voted on.

    An issue below par is refused since the Commercial Act (article 330) forbids it without a court's leave.
    """
    return (*_amounts(terms), *_positive(terms), *_base(terms), *_price(terms), *_conversion(terms), *_foreign(terms))


def check_payment(deal: Deal, payment: Payment) -> tuple[Problem, ...]:
    """Return what is wrong with a payment before it is entered, against the present terms of its deal."""
    return (*_own_sums(payment), *_against_terms(deal, payment))


def _amounts(terms: Terms) -> Iterator[Problem]:
    """Say which amounts are missing, not positive, or more than the round."""
    if not terms.lines:
        yield Problem("lines", "missing")
    funds = [line.fund_id for line in terms.lines]
    for line in terms.lines:
        if line.amount_won <= 0:
            yield Problem("amount", "not_positive", {"holder": line.fund_id, "amount_won": line.amount_won})
    for fund in dict.fromkeys(fund for fund in funds if funds.count(fund) > 1):
        yield Problem("lines", "repeated", {"holder": fund})
    for other in terms.co_investors:
        if other.amount_won <= 0:
            yield Problem("amount", "not_positive", {"holder": other.name, "amount_won": other.amount_won})
    named = terms.amount_won + sum(other.amount_won for other in terms.co_investors)
    if terms.round_total_won is not None and terms.round_total_won < named:
        yield Problem("round_total", "below_parts", {"round_total_won": terms.round_total_won, "named_won": named})


def _positive(terms: Terms) -> Iterator[Problem]:
    """Say which given figures are not above zero."""
    amounts = {
        "pre_money": terms.pre_money_won,
        "price": terms.price_won,
        "issued_shares": terms.issued_shares,
        "diluted_shares": terms.diluted_shares,
        "par": terms.par_won,
    }
    for field, value in amounts.items():
        if value is not None and value <= 0:
            yield Problem(field, "not_positive", {"value": value})


def _base(terms: Terms) -> Iterator[Problem]:
    """Say whether full dilution counts fewer shares than are issued."""
    issued, diluted = terms.issued_shares, terms.diluted_shares
    if issued is not None and diluted is not None and diluted < issued:
        yield Problem("diluted_shares", "below_issued", {"issued": issued, "diluted": diluted})


def _price(terms: Terms) -> Iterator[Problem]:
    """Say whether a price is missing, below par, above an amount, or buys more than all shares."""
    price = price_of(terms)
    if price is None:
        if terms.instrument in PRICED:
            yield Problem("price", "missing", {"instrument": terms.instrument.value})
        return
    if price <= 0:
        if terms.price_won is None:
            yield Problem("price", "not_positive", {"value": price})
        return
    if terms.par_won is not None and price < terms.par_won and terms.instrument is not Instrument.SECONDARY:
        yield Problem("price", "below_par", {"price_won": price, "par_won": terms.par_won})
    for line in terms.lines:
        if terms.instrument in PRICED and 0 < line.amount_won < price:
            yield Problem("amount", "below_price", {"holder": line.fund_id, "price_won": price})
    base = terms.issued_shares or base_shares(terms)
    bought = sum(max(0, line.amount_won) // price for line in terms.lines)
    if terms.instrument is Instrument.SECONDARY and base is not None and bought > base:
        yield Problem("stake", "over_whole", {"shares": bought, "issued": base})


def _conversion(terms: Terms) -> Iterator[Problem]:
    """Say which agreed rates are out of range, and whether a SAFE has nothing to convert by."""
    agreed = terms.conversion
    if agreed.ratio <= 0:
        yield Problem("ratio", "not_positive", {"value": str(agreed.ratio)})
    if agreed.refix_floor_percent is not None and not 0 < agreed.refix_floor_percent <= _WHOLE:
        yield Problem("refix_floor", "out_of_range", {"value": str(agreed.refix_floor_percent)})
    if agreed.discount_percent is not None and not 0 <= agreed.discount_percent < _WHOLE:
        yield Problem("discount", "out_of_range", {"value": str(agreed.discount_percent)})
    if agreed.cap_won is not None and agreed.cap_won <= 0:
        yield Problem("cap", "not_positive", {"value": agreed.cap_won})
    for field, rate in _rates(agreed).items():
        if rate is not None and rate < 0:
            yield Problem(field, "negative", {"value": str(rate)})
    if terms.instrument is Instrument.SAFE and agreed.cap_won is None and agreed.discount_percent is None:
        yield Problem("cap", "missing", {"instrument": terms.instrument.value})


def _rates(agreed: Conversion) -> dict[str, Decimal | None]:
    """Return the yearly rates and multiples that cannot be below zero."""
    return {
        "redemption": agreed.redemption_percent,
        "dividend": agreed.dividend_percent,
        "preference": agreed.preference_multiple,
        "coupon": agreed.coupon_percent,
        "maturity": agreed.maturity_percent,
    }


def _foreign(terms: Terms) -> Iterator[Problem]:
    """Say whether an amount in another currency, or its rate, is not above zero."""
    if terms.foreign is not None and (terms.foreign.amount <= 0 or terms.foreign.won_per_unit <= 0):
        yield Problem("foreign", "not_positive", {"currency": terms.foreign.currency})


def _own_sums(payment: Payment) -> Iterator[Problem]:
    """Say whether a payment's own figures contradict each other."""
    if payment.amount_won <= 0:
        yield Problem("amount", "not_positive", {"holder": payment.fund_id, "amount_won": payment.amount_won})
    if payment.shares < 0:
        yield Problem("shares", "not_positive", {"value": payment.shares})
    if payment.instrument in PRICED:
        if payment.price_won is None or payment.price_won <= 0:
            yield Problem("price", "missing", {"instrument": payment.instrument.value})
        elif payment.shares * payment.price_won != payment.amount_won:
            product = payment.shares * payment.price_won
            yield Problem("amount", "not_shares_by_price", {"amount_won": payment.amount_won, "product_won": product})


def _against_terms(deal: Deal, payment: Payment) -> Iterator[Problem]:
    """Say whether a payment has no terms, is of another instrument or price, or takes a fund beyond its line."""
    if deal.current is None:
        yield Problem("terms", "missing")
        return
    if payment.instrument is not deal.current.instrument:
        yield Problem("instrument", "differs", {"agreed": deal.current.instrument.value})
    price = deal.current.price_won
    if payment.instrument in PRICED and price is not None and payment.price_won not in {None, price}:
        yield Problem("price", "differs", {"agreed": price})
    agreed = {line.fund_id: line.amount_won for line in deal.current.lines}
    if payment.fund_id not in agreed:
        yield Problem("fund", "no_line", {"holder": payment.fund_id})
        return
    paid = payment.amount_won + paid_by(deal, payment.fund_id)
    if paid > agreed[payment.fund_id]:
        parameters: dict[str, str | int] = {
            "holder": payment.fund_id,
            "paid_won": paid,
            "line_won": agreed[payment.fund_id],
        }
        yield Problem("payments", "over_line", parameters)


def paid_by(deal: Deal, fund_id: str) -> int:
    """Return the won that a fund paid in and that stand, over all tranches."""
    return sum(
        payment.amount_won for payment in deal.payments if payment.fund_id == fund_id and not payment.voided_because
    )
