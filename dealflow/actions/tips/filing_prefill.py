"""What dealflow knows of an agenda item, by the names that the sheets of filings.toml take their values from.

Values are canonical text: whole won, ISO days, moments on Korean clocks, codes of instruments and results.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dealflow.domain.claims.company import Company
from dealflow.domain.investment.committee import AgendaItem, CommitteeSession
from dealflow.domain.investment.deal_terms import Terms
from dealflow.domain.investment.share_math import round_of
from dealflow.domain.investment.voting import outward
from dealflow.domain.values.korean_days import SEOUL
from dealflow.errors import InvalidInputError

WON = "KRW"


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to fill a sheet from. ``terms`` are those that were voted on; ``facts`` the house's own notes."""

    session: CommitteeSession
    item: AgendaItem
    company: Company | None
    terms: Terms | None
    assignee: str
    facts: Mapping[str, str]


def known_values(known: Known) -> dict[str, str]:
    """Return what is known, by source (``terms.pre_money_won``); what is not known is left out."""
    texts = {"assignee": known.assignee, **_of_session(known), **_of_company(known), **_of_terms(known.terms)}
    return {source: value for source, value in texts.items() if value}


def _of_session(known: Known) -> dict[str, str]:
    ended = known.item.resolution
    result = None if ended is None else outward(ended.result)
    return {
        "session.held_at": clock(known.session.held_at),
        "session.place": known.session.place,
        "resolution.outward": "" if result is None else result.value,
    }


def _of_company(known: Known) -> dict[str, str]:
    company = known.company
    if company is None:
        return {}
    return {
        "company.name": company.name,
        "company.registration_number": company.biz_reg_no or "",
        "company.founded_on": known.facts.get("founded_on", ""),
    }


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
        "terms.round_total_won": str(_round_total(terms)),
        "terms.co_investors": "; ".join(
            ", ".join(filter(None, (co_investor.name, co_investor.fund_name, str(co_investor.amount_won))))
            for co_investor in terms.co_investors
        ),
    }


def clock(moment: datetime) -> str:
    """Return a moment as the sheets have it: day and time on Korean clocks."""
    return f"{moment.astimezone(SEOUL):%Y-%m-%d %H:%M}"


def _won(amount: int | None) -> str:
    return "" if amount is None else str(amount)


def _round_total(terms: Terms) -> int:
    """Return the whole round: as agreed, or the house's lines with the co-investors named."""
    if terms.round_total_won is not None:
        return terms.round_total_won
    return terms.amount_won + sum(co_investor.amount_won for co_investor in terms.co_investors)


def _post_money(terms: Terms) -> int | None:
    """Return the valuation after the money; nothing while the terms are not complete."""
    try:
        return round_of(terms).post_money_won
    except InvalidInputError:
        return None
