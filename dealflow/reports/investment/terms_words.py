"""The terms of a deal in one line: instrument, amount, valuation before and after the money, stake."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from dealflow.domain.investment.deal_terms import Terms
from dealflow.domain.investment.share_math import Round, round_of
from dealflow.domain.values.quantity import Unit
from dealflow.errors import InvalidInputError
from dealflow.i18n import t
from dealflow.i18n.numbers import money, percent

_PLACES = 2


def won(amount: int, lang: str, *, exact: bool = False) -> str:
    """Return an amount of won in words: 20억 원, ₩2B; ``exact``: in full where rounding would lose digits."""
    return money(Decimal(amount), Unit.KRW, lang, exact=exact)


def share(part: Fraction, lang: str) -> str:
    """Return a share of a whole (0 to 1) as a percentage with two decimals at most."""
    return percent(Decimal(part.numerator * 100) / Decimal(part.denominator), lang, places=_PLACES)


def terms_line(terms: Terms | None, lang: str) -> str:
    """Return the terms in one line; what does not follow from them is left out; words for no terms at all."""
    if terms is None:
        return t("committee.terms.none", lang)
    parts = [t(f"enum.instrument.{terms.instrument.value}", lang)]
    parts.append(t("committee.terms.amount", lang, amount=won(terms.amount_won, lang)))
    whole = _round(terms)
    if terms.pre_money_won is not None:
        parts.append(t("committee.terms.pre", lang, amount=won(terms.pre_money_won, lang)))
    if whole is not None and whole.post_money_won is not None:
        parts.append(t("committee.terms.post", lang, amount=won(whole.post_money_won, lang)))
    stake = None if whole is None else (whole.own_stake.diluted or whole.own_stake.issued)
    if stake:
        parts.append(t("committee.terms.stake", lang, share=share(stake, lang)))
    return " · ".join(parts)


def _round(terms: Terms) -> Round | None:
    """Return what the terms come to; nothing while they are not complete."""
    try:
        return round_of(terms)
    except InvalidInputError:
        return None
