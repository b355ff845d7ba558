"""What dealflow knows of an agenda item, by the names that the sheets of filings.toml take their values from.

Values are canonical text: whole won, ISO days, moments on Korean clocks, codes of instruments and results.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from dealflow.domain.claims.company import Company
from dealflow.domain.investment.committee import AgendaItem, CommitteeSession
from dealflow.domain.investment.deal_terms import Terms
from dealflow.domain.investment.share_math import Side, investors, round_of, round_total_won
from dealflow.domain.investment.voting import outward
from dealflow.domain.values.korean_days import SEOUL
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.errors import InvalidInputError

WON = "KRW"
NO_CO_INVESTORS: Final = "없음"
"""As the form is filled in where nobody else invests."""


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to fill a sheet from. ``terms`` are those that were voted on; ``facts`` the house's own notes.

    ``claims`` are the company's own figures that the house verified, by metric; ``contract_on``: the day of the
    contract on which the item's fund paid.
    """

    session: CommitteeSession
    item: AgendaItem
    company: Company | None
    terms: Terms | None
    assignee: str
    facts: Mapping[str, str]
    claims: Mapping[str, Quantity]
    round_label: str = ""
    contract_on: date | None = None


def known_values(known: Known) -> dict[str, str]:
    """Return what is known, by source (``terms.pre_money_won``); what is not known is left out."""
    texts = {
        "assignee": known.assignee,
        "engagement.round": known.round_label,
        "payment.contract_on": "" if known.contract_on is None else known.contract_on.isoformat(),
        **_of_session(known),
        **company_values(known.company, known.facts, known.claims),
        **_of_terms(known.terms),
    }
    return {source: value for source, value in texts.items() if value}


def _of_session(known: Known) -> dict[str, str]:
    ended = known.item.resolution
    result = None if ended is None else outward(ended.result)
    return {
        "session.held_at": clock(known.session.held_at),
        "session.place": known.session.place,
        "resolution.outward": "" if result is None else result.value,
    }


def company_values(company: Company | None, facts: Mapping[str, str], claims: Mapping[str, Quantity]) -> dict[str, str]:
    """Return what is known of a company, by source; nothing but blanks where it is not."""
    if company is None:
        return {}
    return {
        "company.name": company.name,
        "company.registration_number": company.biz_reg_no or "",
        "company.founded_on": facts.get("founded_on", "") or _day_of(claims.get("founded_date")),
        "company.sector": company.sector,
        "claim.ceo_name": _text_of(claims.get("ceo_name")),
        "claim.paid_in_capital": _won_of(claims.get("paid_in_capital")),
    }


def _text_of(quantity: Quantity | None) -> str:
    return "" if quantity is None else quantity.text or ""


def _day_of(quantity: Quantity | None) -> str:
    """Return a whole day; a month or a year alone is none, and a sheet asks for the day."""
    text = _text_of(quantity)
    return text if len(text) == len("2021-05-03") else ""


def _won_of(quantity: Quantity | None) -> str:
    """Return whole won; about, at least and other currencies are no amount for a sheet."""
    if quantity is None or quantity.value is None or quantity.unit is not Unit.KRW or quantity.approx or quantity.bound:
        return ""
    return str(int(quantity.value)) if quantity.value == int(quantity.value) else ""


def _of_terms(terms: Terms | None) -> dict[str, str]:
    if terms is None:
        return {}
    foreign = terms.foreign
    return {
        "terms.currency": WON if foreign is None else foreign.currency,
        "terms.amount_won": str(terms.amount_won),
        "terms.instrument": terms.instrument.value,
        "terms.pre_money_won": _won(terms.pre_money_won),
        "terms.post_money_won": _won(_post_money(terms)),
        "terms.closing_on": "" if terms.closing_on is None else terms.closing_on.isoformat(),
        "terms.round_total_won": str(round_total_won(terms)),
        "terms.co_investors": _co_investors(terms),
    }


def _co_investors(terms: Terms) -> str:
    """Return the co-investors with their sums; nothing while a part of the round has no name, words for none at all."""
    if any(side is Side.REST for side, _, _ in investors(terms)):
        return ""
    parts = (
        ", ".join(filter(None, (co_investor.name, co_investor.fund_name, f"{co_investor.amount_won:,}")))
        for co_investor in terms.co_investors
    )
    return "; ".join(parts) or NO_CO_INVESTORS


def clock(moment: datetime) -> str:
    """Return a moment as the sheets have it: day and time on Korean clocks."""
    return f"{moment.astimezone(SEOUL):%Y-%m-%d %H:%M}"


def _won(amount: int | None) -> str:
    return "" if amount is None else str(amount)


def _post_money(terms: Terms) -> int | None:
    """Return the valuation after the money; nothing while the terms are not complete."""
    try:
        return round_of(terms).post_money_won
    except InvalidInputError:
        return None
