"""Do a company's figures agree with each other? One function a check, three answers, both sides shown.

A check never says "false": figures that do not add up may each be right under another definition. It says AGREES,
DISAGREES (see both), or UNKNOWN with what would be needed to judge. Printed figures are rounded, so every amount is
taken as a span (``domain.spans``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import reduce

from dealflow.domain.claims.claims import ASK, MANY_VALUED, Aggregation, ClaimStatus, Scope
from dealflow.domain.values.amount_ranges import Span, is_below, middle, span
from dealflow.domain.values.period import Period
from dealflow.domain.values.quantity import MONEY, Quantity, Unit

SLIPS = (Decimal(100), Decimal(1000), Decimal(1_000_000))
"""Factors that a mistaken unit leaves behind: 억 for 백만, 천 for 백만, won for million."""
_HUNDRED = Decimal(100)


class Answer(StrEnum):
    """What a check says."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure as it stands after review: the claim's, or a person's correction of it.

    ``times`` counts the places of its first page that print it: rows of a list that happen to be equal are one claim.
    """

    claim_id: str
    metric: str
    quantity: Quantity
    scope: Scope
    status: ClaimStatus
    aggregation: Aggregation
    period: Period | None
    page: int
    subject: str | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of some figures.

    ``expected`` is what ``left`` amounts to, where that is computed; ``found`` is what ``right`` states. ``missing``
    names the metrics that an UNKNOWN answer would need.
    """

    check: str
    answer: Answer
    left: tuple[str, ...] = ()
    right: tuple[str, ...] = ()
    expected: Decimal | None = None
    found: Decimal | None = None
    unit: Unit | None = None
    missing: tuple[str, ...] = ()


def growth_follows_revenue(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Check the stated growth of a year against the revenues of that year and the year before."""
    revenues = _by_year(stated, "revenue", "revenue_forecast")
    for other_stated in _company(stated, "revenue_growth_yoy", units={Unit.PERCENT}):
        year = _year(other_stated.period)
        now, before = revenues.get(year or 0), revenues.get((year or 0) - 1)
        if year is None or now is None or before is None:
            yield Finding(
                "growth_follows_revenue", Answer.UNKNOWN, right=(other_stated.claim_id,), missing=("revenue",)
            )
            continue
        quotient = span(now.quantity).over(span(before.quantity))
        if quotient is None or now.quantity.unit is not before.quantity.unit:
            continue
        expected = quotient.minus(_exactly(Decimal(1))).times(_HUNDRED)
        yield _judge("growth_follows_revenue", expected, (before, now), other_stated)


def markets_nest(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Check TAM >= SAM >= SOM in one unit."""
    for wide_id, narrow_id in (("tam", "sam"), ("sam", "som"), ("tam", "som")):
        for wide in _having(stated, wide_id):
            for narrow in _having(stated, narrow_id):
                if wide.quantity.unit is not narrow.quantity.unit or _year(wide.period) != _year(narrow.period):
                    continue
                holds = span(wide.quantity).high >= span(narrow.quantity).low
                yield _finding("markets_nest", (wide,), (narrow,), agrees=holds)


def post_is_pre_plus_raise(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Check post-money = pre-money + the round's total."""
    for pre, raised, post in _triples(stated, "pre_money", "raise_amount", "post_money"):
        yield _judge("post_is_pre_plus_raise", span(pre.quantity).plus(span(raised.quantity)), (pre, raised), post)


def post_is_above_the_ask(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Check that a valuation after the money holds the money asked for; one that is past was another round's."""
    for raised, post in _pairs(stated, ASK, "post_money"):
        if post.status is not ClaimStatus.ACTUAL:
            holds = not is_below(post.quantity, raised.quantity)
            yield _finding("post_is_above_the_ask", (raised,), (post,), agrees=holds)


def stake_is_raise_over_post(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Check the equity offered against the round's total over post-money."""
    for offered in _company(stated, "equity_offered", units={Unit.PERCENT}):
        for raised, post in _pairs(stated, "raise_amount", "post_money"):
            quotient = span(raised.quantity).over(span(post.quantity))
            if quotient is not None:
                yield _judge("stake_is_raise_over_post", quotient.times(_HUNDRED), (raised, post), offered)


def arr_is_twelve_mrr(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Check ARR = 12 x MRR where both speak of the same time."""
    for mrr, arr in _pairs(stated, "mrr", "arr"):
        if _year(mrr.period) == _year(arr.period):
            yield _judge("arr_is_twelve_mrr", span(mrr.quantity).times(Decimal(12)), (mrr,), arr)


def uses_add_up(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Check that the use of funds sums to 100 %, or to the round's total."""
    for page in sorted({other_stated.page for other_stated in stated if other_stated.metric == "use_of_funds"}):
        uses = [other_stated for other_stated in _having(stated, "use_of_funds") if other_stated.page == page]
        shares = [use for use in uses if use.quantity.unit is Unit.PERCENT]
        if len(shares) > 1:
            hundred = Span(_HUNDRED - 1, _HUNDRED, _HUNDRED + 1)
            agrees = _fitting_sum(shares, hundred).meets(hundred)
            yield _finding("uses_add_up", tuple(shares), (), agrees=agrees, expected=_HUNDRED, unit=Unit.PERCENT)
        for raised in _company(stated, "raise_amount", units=MONEY):
            amounts = [use for use in uses if use.quantity.unit is raised.quantity.unit]
            if len(amounts) > 1:
                whole = _fitting_sum(amounts, span(raised.quantity))
                yield _judge("uses_add_up", whole, tuple(amounts), raised)


def runway_is_cash_over_burn(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Check the runway in months against cash over the monthly burn."""
    for runway in _company(stated, "runway", units={Unit.MONTHS}):
        for cash, burn in _pairs(stated, "cash_balance", "burn_rate"):
            months = span(cash.quantity).over(span(burn.quantity))
            if months is not None:
                yield _judge("runway_is_cash_over_burn", months, (cash, burn), runway)


def margins_follow_amounts(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Check each margin against its amount over the revenue of the same year."""
    revenues = _by_year(stated, "revenue", "revenue_forecast")
    for margin_id, amount_ids in _MARGINS:
        amounts = _by_year(stated, *amount_ids)
        for margin in _company(stated, margin_id, units={Unit.PERCENT}):
            year = _year(margin.period)
            revenue, amount = revenues.get(year or 0), amounts.get(year or 0)
            if revenue is None or amount is None or revenue.quantity.unit is not amount.quantity.unit:
                continue
            quotient = span(amount.quantity).over(span(revenue.quantity))
            if quotient is not None:
                yield _judge("margins_follow_amounts", quotient.times(_HUNDRED), (amount, revenue), margin)


_MARGINS = (
    ("gross_margin", ("gross_profit",)),
    ("operating_margin", ("operating_profit",)),
    ("net_margin", ("net_income",)),
    ("ebitda_margin", ("ebitda",)),
)


def one_figure_one_value(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Compare the values of one figure (metric, status, period, aggregation, unit, subject): one finding a figure."""
    for first, *others in _same_figure(stated).values():
        if others and first.metric not in MANY_VALUED:
            apart = [other for other in others if not span(first.quantity).meets(span(other.quantity))]
            yield _finding("one_figure_one_value", (first,), tuple(apart or others), agrees=not apart)


def unit_slips(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Find two values of one figure that differ by just the factor that a mistaken unit leaves (100, 1,000, 10^6).

    The same amount in two currencies is a mistaken unit, too: 12억원 here, 12억 달러 there.
    """
    yield from _currency_slips(stated)
    for group in _same_figure(stated).values():
        first = group[0]
        for other in group[1:]:
            quotient = span(first.quantity).over(span(other.quantity)) if first.quantity.unit in MONEY else None
            if quotient is None or first.metric in MANY_VALUED:
                continue
            factors = (factor for slip in SLIPS for factor in (slip, 1 / slip))
            if any(quotient.low <= factor <= quotient.high for factor in factors):
                yield _finding("unit_slips", (first,), (other,), agrees=False)


def _currency_slips(stated: Sequence[Stated]) -> Iterable[Finding]:
    money = [one for one in stated if one.quantity.unit in MONEY and one.metric not in MANY_VALUED]
    for group in _same_figure(money, by_unit=False).values():
        for place, first in enumerate(group):
            for other in group[place + 1 :]:
                slipped = first.quantity.unit is not other.quantity.unit
                if slipped and span(first.quantity).meets(span(other.quantity)):
                    yield _finding("unit_slips", (first,), (other,), agrees=False)


def forecasts_are_not_actual(stated: Sequence[Stated], *, year: int) -> Iterable[Finding]:
    """Find figures of years after ``year`` (the year in which the deck was read) that are called actual."""
    for other_stated in stated:
        then = _year(other_stated.period)
        if (
            other_stated.scope is Scope.COMPANY
            and other_stated.status is ClaimStatus.ACTUAL
            and then is not None
            and then > year
        ):
            yield _finding("forecasts_are_not_actual", (other_stated,), (), agrees=False)


def engineers_are_staff(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Check that the R&D staff is no larger than the whole staff."""
    for staff, engineers in _pairs(stated, "employees_total", "rnd_headcount", units={Unit.COUNT}):
        if _year(staff.period) == _year(engineers.period):
            holds = span(staff.quantity).high >= span(engineers.quantity).low
            yield _finding("engineers_are_staff", (staff,), (engineers,), agrees=holds)


def share_follows_market(stated: Sequence[Stated]) -> Iterable[Finding]:
    """Check a stated market share against what is sold over the market (TAM, SAM or market size).

    Sold is the actual revenue; of a share that is aimed at, the SOM.
    """
    revenues = [
        other_stated
        for other_stated in _company(stated, "revenue", units=MONEY)
        if other_stated.status is ClaimStatus.ACTUAL
    ]
    markets = [other_stated for name in ("market_size", "tam", "sam") for other_stated in _having(stated, name)]
    for share in _company(stated, "market_share", units={Unit.PERCENT}):
        for sold in _having(stated, "som") if share.status in _AHEAD else revenues:
            fitting = [market for market in markets if market.quantity.unit is sold.quantity.unit]
            quotients = [span(sold.quantity).over(span(other_stated.quantity)) for other_stated in fitting]
            spans = [quotient.times(_HUNDRED) for quotient in quotients if quotient is not None]
            if spans:
                # any of the stated markets may be the one that is meant
                agrees = any(other_span.meets(span(share.quantity)) for other_span in spans)
                yield _finding("share_follows_market", (sold, *fitting), (share,), agrees=agrees)


_AHEAD = frozenset({ClaimStatus.TARGET, ClaimStatus.FORECAST})


Check = Callable[[Sequence[Stated]], Iterable[Finding]]

CHECKS: tuple[Check, ...] = (
    growth_follows_revenue,
    markets_nest,
    post_is_pre_plus_raise,
    post_is_above_the_ask,
    stake_is_raise_over_post,
    arr_is_twelve_mrr,
    uses_add_up,
    runway_is_cash_over_burn,
    margins_follow_amounts,
    one_figure_one_value,
    unit_slips,
    engineers_are_staff,
    share_follows_market,
)


def check_all(stated: Sequence[Stated], *, year: int) -> tuple[Finding, ...]:
    """Return what every check says, disagreements first, in a stable order."""
    findings = [finding for check in CHECKS for finding in check(stated)]
    return in_order([*findings, *forecasts_are_not_actual(stated, year=year)])


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with disagreements first, then what cannot be judged; else as they came."""
    order = (Answer.DISAGREES, Answer.UNKNOWN, Answer.AGREES)
    return tuple(sorted(findings, key=lambda finding: order.index(finding.answer)))


def _having(stated: Sequence[Stated], metric: str) -> list[Stated]:
    return [other_stated for other_stated in stated if other_stated.metric == metric and other_stated.quantity.amounts]


def _company(stated: Sequence[Stated], metric: str, *, units: Iterable[Unit]) -> list[Stated]:
    wanted_units = frozenset(units)
    return [
        other_stated
        for other_stated in _having(stated, metric)
        if other_stated.scope is Scope.COMPANY and other_stated.quantity.unit in wanted_units
    ]


def _pairs(
    stated: Sequence[Stated], left: str, right: str, *, units: Iterable[Unit] = MONEY
) -> list[tuple[Stated, Stated]]:
    return [
        (other_stated, other)
        for other_stated in _company(stated, left, units=units)
        for other in _company(stated, right, units=units)
        if other_stated.quantity.unit is other.quantity.unit
    ]


def _triples(stated: Sequence[Stated], first: str, second: str, third: str) -> list[tuple[Stated, Stated, Stated]]:
    return [
        (other_stated, other, last)
        for other_stated, other in _pairs(stated, first, second)
        for last in _company(stated, third, units={other_stated.quantity.unit})
    ]


def _by_year(stated: Sequence[Stated], *metrics: str) -> dict[int, Stated]:
    """Return the company's annual amounts of money by year; of several the first stated."""
    stated_items_by_number: dict[int, Stated] = {}
    for metric in metrics:
        for other_stated in _company(stated, metric, units=MONEY):
            year = _year(other_stated.period)
            if year is not None and other_stated.aggregation in {Aggregation.ANNUAL, Aggregation.UNKNOWN}:
                stated_items_by_number.setdefault(year, other_stated)
    return stated_items_by_number


def _same_figure(stated: Sequence[Stated], *, by_unit: bool = True) -> dict[tuple[object, ...], list[Stated]]:
    groups: dict[tuple[object, ...], list[Stated]] = {}
    for other_stated in stated:
        if other_stated.quantity.amounts and other_stated.scope is Scope.COMPANY:
            unit = other_stated.quantity.unit if by_unit else None
            key = (
                other_stated.metric,
                other_stated.status,
                other_stated.aggregation,
                _span_of(other_stated.period),
                unit,
                other_stated.subject,
            )
            groups.setdefault(key, []).append(other_stated)
    return groups


def _span_of(period: Period | None) -> tuple[object, ...]:
    return () if period is None else (period.kind, period.start, period.end)


def _year(period: Period | None) -> int | None:
    return period.end.year if period is not None and period.end is not None else None


def _fitting_sum(stated: Sequence[Stated], whole: Span) -> Span:
    """Return the sum of the figures; with equal rows counted again where only that makes the whole."""
    once, again = (
        reduce(Span.plus, (span(other_stated.quantity).times(Decimal(times)) for other_stated, times in counted))
        for counted in (
            [(other_stated, 1) for other_stated in stated],
            [(other_stated, other_stated.times) for other_stated in stated],
        )
    )
    return again if again.meets(whole) and not once.meets(whole) else once


def _judge(check: str, expected: Span, left: tuple[Stated, ...], right: Stated) -> Finding:
    agrees = expected.meets(span(right.quantity))
    unit = right.quantity.unit
    printed = expected.printed if unit in MONEY else round(expected.printed, 1)
    return _finding(check, left, (right,), agrees=agrees, expected=printed, unit=unit)


def _exactly(amount: Decimal) -> Span:
    return Span(amount, amount, amount)


def _finding(
    check: str,
    left: tuple[Stated, ...],
    right: tuple[Stated, ...],
    *,
    agrees: bool,
    expected: Decimal | None = None,
    unit: Unit | None = None,
) -> Finding:
    stated_items = right or left
    return Finding(
        check,
        Answer.AGREES if agrees else Answer.DISAGREES,
        left=tuple(stated.claim_id for stated in left),
        right=tuple(stated.claim_id for stated in right),
        expected=expected,
        found=middle(right[0].quantity) if right else sum((middle(stated.quantity) for stated in left), Decimal(0)),
        unit=unit or stated_items[0].quantity.unit,
    )
