"""Whose figure it is, whether it has happened, and what it was summed over, from the words around it."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Scope
from dealflow.domain.values.period import PeriodKind
from dealflow.extract.cues import cues
from dealflow.extract.headings import heading_text

if TYPE_CHECKING:
    from datetime import date

    from dealflow.domain.values.period import Period
    from dealflow.extract.labels import Named
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot


class PageKind(StrEnum):
    """What a page speaks of as a whole; ``plain`` where its title does not say."""

    COMPETITION = "competition"
    USE_OF_FUNDS = "use_of_funds"
    FUNDING = "funding"
    MARKET = "market"
    TEAM = "team"
    CUSTOMERS = "customers"
    PROBLEM = "problem"
    PROJECTIONS = "projections"
    PRODUCT = "product"
    PLAIN = "plain"


_PAGES = tuple((PageKind(name), words) for name, words in cues("page").items())
_SCOPE = cues("scope")
_FLOWS = frozenset(
    {"revenue", "revenue_forecast", "operating_profit", "net_income", "gross_profit", "ebitda", "rnd_expense"}
    | {"export_amount", "orders_won", "gmv", "expenses"}
)
"""Metrics that are summed over the period that is printed with them."""
_SPANS = {
    PeriodKind.YEAR: Aggregation.ANNUAL,
    PeriodKind.QUARTER: Aggregation.QUARTERLY,
    PeriodKind.MONTH: Aggregation.MONTHLY,
}
_OF_OTHERS = {
    PageKind.CUSTOMERS: Scope.CUSTOMER,
    PageKind.MARKET: Scope.MARKET,
    PageKind.PROBLEM: Scope.MARKET,
}
"""Pages whose unnamed figures are not the company's unless they say so."""
_COUNTED = frozenset({"users_count", "customers_count", "expenses", "price", "deployed_units", "reference_sites"})
_ANYBODYS = {PageKind.MARKET: _COUNTED, PageKind.PROBLEM: _COUNTED | {"revenue", "churn_rate", "employees_total"}}
"""Metrics that a page about the market or the problem states of anybody: whose, it does not say."""
_OF_TEAM = frozenset({"employees_total", "rnd_headcount", "founder_stake", "founded_date", "ceo_name"})
"""What a page about the team says of the company itself; other figures there are careers."""
_OF_FIRMS = frozenset({"revenue", "operating_profit", "net_income", "ebitda", "employees_total", "rnd_headcount"})
"""What a parent or a whole group states of itself; money that it invests is another matter."""
_OF_INVENTORS = frozenset({"patents_registered", "patents_filed"})
_MET = cues("met")["target"]
"""A target that was reached is no target."""
_STATUSES = tuple((ClaimStatus(name), words) for name, words in cues("status").items())
_AGGREGATIONS = tuple((Aggregation(name), words) for name, words in cues("aggregation").items())


def page_kind(sheet: Sheet) -> PageKind:
    """Return what a page speaks of, from its title."""
    title = sheet.title
    return next((kind for kind, words in _PAGES if words.search(title)), PageKind.PLAIN)


def kind_at(sheet: Sheet, spot: Spot) -> PageKind:
    """Return what the part of a page speaks of in which a cell stands.

    A slide has one title; a page of a document (taller than wide) is as many parts as it has headings.
    """
    if sheet.page.height_pt <= sheet.page.width_pt:
        return page_kind(sheet)
    heading = heading_text(sheet, spot)
    return next((kind for kind, words in _PAGES if words.search(heading)), PageKind.PLAIN)


def scope_of(named: Named | None, context: str, kind: PageKind, page: str, *, clause: str = "") -> Scope:
    """Return whose figure it is; words near it decide over the metric's usual scope, and unknown is the default.

    ``context`` is what stands near the figure, ``clause`` its own clause (what is usual in the trade is nobody's),
    ``page`` all words of the page: careers are told from a whole page.
    """
    usual = named.metric.scope if named else Scope.UNKNOWN
    if usual is Scope.CUSTOMER:
        return Scope.MARKET if _SCOPE["statistic"].search(context) else usual
    if usual is Scope.MARKET:
        return usual
    if usual is Scope.COMPANY and _SCOPE["anybody"].search(clause):
        return Scope.MARKET
    if named is not None and _is_kins(named.metric.id, context):
        return Scope.OTHER
    if _SCOPE["company"].search(context):
        return Scope.COMPANY if usual is Scope.UNKNOWN and kind in _OF_OTHERS else usual
    return _others_first(named, usual, kind, (context, page))


def _is_kins(metric: str, context: str) -> bool:
    """Say whether a figure is a parent's or a group's, or patents are a university's."""
    kin = metric in _OF_FIRMS and bool(_SCOPE["kin"].search(context))
    return kin or (metric in _OF_INVENTORS and bool(_SCOPE["institute"].search(context)))


def _others_first(named: Named | None, usual: Scope, kind: PageKind, words: tuple[str, str]) -> Scope:
    """Return the scope of a figure whose words do not name the company: careers, rivals, markets come first."""
    context, page = words
    if kind is PageKind.TEAM and (named is None or named.metric.id not in _OF_TEAM):
        return Scope.OTHER if _SCOPE["other_people"].search(page) else Scope.UNKNOWN
    rival = bool(_SCOPE["competitor"].search(context))
    rival = rival or (kind is PageKind.COMPETITION and bool(_SCOPE["rival_subject"].search(context)))
    rival = rival or (kind is PageKind.COMPETITION and bool(_SCOPE["rival_name"].search(context)))
    if rival or kind is PageKind.COMPETITION:
        return Scope.COMPETITOR if rival else Scope.UNKNOWN
    if usual is Scope.UNKNOWN or (kind in _ANYBODYS and named is not None and named.metric.id in _ANYBODYS[kind]):
        return _OF_OTHERS.get(kind, usual) if usual is Scope.UNKNOWN else Scope.UNKNOWN
    return usual


def status_of(
    context: str, period: Period | None, *, printed_status: ClaimStatus | None, today: date | None
) -> ClaimStatus:
    """Return whether it has happened: the period's suffix first, then the words near it, then the calendar."""
    if printed_status is not None:
        return printed_status
    rest = _MET.sub(" ", context)
    for status, words in _STATUSES:
        if words.search(rest):
            return status
    if rest != context:
        return ClaimStatus.ACTUAL
    if period is not None and period.end is not None and today is not None:
        return ClaimStatus.ACTUAL if period.end < today else ClaimStatus.FORECAST
    return ClaimStatus.UNKNOWN


def says_status(clause: str) -> bool:
    """Say whether a clause itself tells whether its figure has happened."""
    return _MET.search(clause) is not None or any(words.search(clause) for _, words in _STATUSES)


def aggregation_of(named: Named | None, context: str, period: Period | None) -> Aggregation:
    """Return what the amount was summed over: the words near it, a flow's own period, else as the metric usually is."""
    for aggregation, words in _AGGREGATIONS:
        if words.search(context):
            return aggregation
    if named is None:
        return Aggregation.UNKNOWN
    spanned = _SPANS.get(period.kind) if period is not None and named.metric.id in _FLOWS else None
    return spanned or named.metric.aggregation
