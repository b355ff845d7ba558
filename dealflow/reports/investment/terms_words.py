"""The terms of a deal in one line: instrument, amount, valuation before and after the money, stake."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from dealflow.domain.investment.deal_terms import ShareBase, Terms
from dealflow.domain.investment.share_math import Round, Stake, round_of, round_total_won
from dealflow.errors import InvalidInputError
from dealflow.i18n import t
from dealflow.i18n.numbers import percent, won

_PLACES = 4
"""Decimals of a stake, as on the deal, in the dossier and in the cap table."""


def share(part: Fraction, lang: str) -> str:
    """Return a share of a whole (0 to 1) as a percentage with four decimals at most."""
    return percent(Decimal(part.numerator * 100) / Decimal(part.denominator), lang, places=_PLACES)


def terms_line(terms: Terms | None, lang: str, spell: Callable[[int, str], str] = won) -> str:
    """Return the terms in one line; what does not follow from them is left out; words for no terms at all.

    ``spell`` writes the valuations: exactly, or with about how much that is where a report is read at a glance.
    """
    if terms is None:
        return t("committee.terms.none", lang)
    parts = [t(f"enum.instrument.{terms.instrument.value}", lang)]
    parts.append(t("committee.terms.amount", lang, amount=won(terms.amount_won, lang)))
    total = round_total_won(terms)
    if total != terms.amount_won:
        parts.append(t("committee.terms.round", lang, amount=won(total, lang)))
    whole = _round(terms)
    if terms.pre_money_won is not None:
        parts.append(t("committee.terms.pre", lang, amount=spell(terms.pre_money_won, lang)))
    if whole is not None and whole.post_money_won is not None:
        parts.append(t("committee.terms.post", lang, amount=spell(whole.post_money_won, lang)))
    if whole is not None:
        parts += _stakes(whole.own_stake, lang)
    return " · ".join(parts)


def _stakes(stake: Stake, lang: str) -> list[str]:
    """Return the stake with the base that it is a share of; the fully diluted one where it is known."""
    part, base = (stake.diluted, ShareBase.FULLY_DILUTED) if stake.diluted else (stake.issued, ShareBase.ISSUED)
    return [t(f"committee.terms.stake.{base.value}", lang, share=share(part, lang))] if part else []


def _round(terms: Terms) -> Round | None:
    """Return what the terms come to; nothing while they are not complete."""
    try:
        return round_of(terms)
    except InvalidInputError:
        return None
