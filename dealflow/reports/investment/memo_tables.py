"""The tables of a report: figures by year, the round's arithmetic, what an exit must bring, the scores."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from dealflow.actions.companies.memo import MemoSource
from dealflow.domain.claims.claim_views import CERTAIN, EXPECTED, ClaimView
from dealflow.domain.investment.memo import MemoSection
from dealflow.domain.investment.share_math import Bought, Round, Side
from dealflow.domain.values.quantity import MONEY, Quantity, Unit
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import money, percent, plain, quantity, rounded, won, won_in_full
from dealflow.reports.investment.memo_figures import named, years
from dealflow.reports.investment.memo_markup import inert, mark
from dealflow.reports.investment.memo_text import round_of_deal
from dealflow.reports.investment.terms_words import share

_BY_YEAR: Final = (
    *("revenue", "gross_profit", "operating_profit", "net_income", "ebitda", "arr"),
    *("rnd_expense", "export_amount", "employees_total", "customers_count"),
)
_MOST_YEARS: Final = 6
_MILLION: Final = 10**6
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"
_MULTIPLES: Final = (1, 3, 5, 10)
_YEARS_TO_EXIT: Final = (4, 5, 7)


@dataclass(frozen=True, slots=True)
class MemoTable:
    """A table with its caption; cells are text of the report's own kind. ``ends``: columns that hold numbers."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ends: frozenset[int]
    note: str = ""


def tables(source: MemoSource, lang: str) -> dict[MemoSection, tuple[MemoTable, ...]]:
    """Return the tables of each section that has any."""
    made = {
        MemoSection.FINANCE: (yearly(source, lang),),
        MemoSection.TERMS: (_arithmetic(source, lang),),
        MemoSection.EXIT: (_exits(source, lang),),
        MemoSection.OPINION: (_scores(source, lang),),
    }
    return {section: found for section, given in made.items() if (found := tuple(filter(None, given)))}


def yearly(source: MemoSource, lang: str, metric_ids: tuple[str, ...] = _BY_YEAR) -> MemoTable | None:
    """Return one line a metric with a column for each year; None without any year."""
    known = {metric_id: found for metric_id in metric_ids if (found := years(metric_id, source))}
    if not known:
        return None
    shown = sorted({year for found in known.values() for year in found})[-_MOST_YEARS:]
    units = {view.quantity.unit for found in known.values() for view in found.values()} & MONEY
    in_millions = units == {Unit.KRW}
    rows = tuple(
        (named(metric_id, source, lang), *(_in_year(found.get(year), lang, in_millions) for year in shown))
        for metric_id, found in known.items()
        if any(year in found for year in shown)
    )
    return MemoTable(
        t("memo.table.years.millions" if in_millions else "memo.table.years", lang),
        (t("compare.metric", lang), *(t("number.year", lang, year=year) for year in shown)),
        rows,
        frozenset(range(1, len(shown) + 1)),
        t("memo.table.years.note", lang),
    )


def _in_year(view: ClaimView | None, lang: str, in_millions: bool) -> str:  # noqa: FBT001  # how all of the table is
    if view is None:
        return "–"
    shown = _in_millions(view.quantity) if in_millions and view.quantity.unit is Unit.KRW else view.quantity
    expected = f" {t('memo.expected', lang)}" if view.status in EXPECTED else ""
    unchecked = "" if view.state in CERTAIN else "*"
    words = f"{inert(quantity(shown, lang, of=view.metric))}{expected}{unchecked}".replace(" ", _NO_BREAK)
    return f"{words}{mark(view.claim.id)}"


def _in_millions(stated: Quantity) -> Quantity:
    """Return an amount of won in millions, to one decimal, as the head of the table says."""
    value, low, high = (
        None if end is None else rounded(end / _MILLION, 1)
        for end in (stated.value, stated.value_min, stated.value_max)
    )
    return replace(stated, unit=Unit.COUNT, value=value, value_min=low, value_max=high)


def _arithmetic(source: MemoSource, lang: str) -> MemoTable | None:
    known = round_of_deal(source)
    if known is None or known[1] is None:
        return None
    headings = ("holder", "amount", "shares", "paid", "diluted")
    rows = tuple(
        (
            inert(_holder(bought, source, lang)),
            won_in_full(bought.amount_won, lang),
            plain(Decimal(bought.shares), lang) if bought.shares else "–",
            won_in_full(bought.paid_won, lang),
            share(part, lang) if (part := bought.stake.diluted or bought.stake.issued) else "–",
        )
        for bought in known[1].bought
    )
    return MemoTable(
        t("memo.table.round", lang),
        tuple(t(f"memo.round.{name}", lang) for name in headings),
        rows,
        frozenset({1, 2, 3, 4}),
        _price(known[1], lang),
    )


def _price(whole: Round, lang: str) -> str:
    return t("memo.price", lang, price=won(whole.price_won, lang)) if whole.price_won else ""


def _holder(bought: Bought, source: MemoSource, lang: str) -> str:
    funds = {fund.id: fund for fund in source.deal.funds} if source.deal else {}
    if bought.side is Side.FUND:
        return name_of(funds[bought.holder], lang) if bought.holder in funds else "–"
    return t("dossier.rest", lang) if bought.side is Side.REST else bought.holder


def _exits(source: MemoSource, lang: str) -> MemoTable | None:
    """Return what the company must be worth for a multiple, and the yearly rate that it means."""
    known = round_of_deal(source)
    post = known[1].post_money_won if known and known[1] else None
    if post is None:
        return None
    rows = tuple(
        (
            t("memo.exit.times", lang, times=times),
            money(Decimal(post * times), Unit.KRW, lang),
            *(percent(yearly_rate_percent(times, span), lang, places=1) for span in _YEARS_TO_EXIT),
        )
        for times in _MULTIPLES
    )
    headings = (t("memo.exit.multiple", lang), t("memo.exit.worth", lang))
    spans = (t("memo.exit.rate", lang, years=span) for span in _YEARS_TO_EXIT)
    return MemoTable(
        t("memo.table.exit", lang), (*headings, *spans), rows, frozenset({1, 2, 3, 4}), t("memo.table.exit.note", lang)
    )


def yearly_rate_percent(times: int, span_years: int) -> Decimal:
    """Return the yearly rate at which money becomes ``times`` as much in so many years, in per cent."""
    return rounded((Decimal(times) ** (Decimal(1) / span_years) - 1) * 100, 4)


def _scores(source: MemoSource, lang: str) -> MemoTable | None:
    opinion, card = source.opinion, source.card
    if opinion is None or card is None or not opinion.is_open:
        return None
    spread = {of.criterion: of for of in opinion.spread}
    rows = tuple(
        (
            inert(name_of(criterion, lang)),
            str(criterion.weight),
            _points(spread[criterion.id].mean, lang),
            f"{spread[criterion.id].lowest}–{spread[criterion.id].highest}",
        )
        for criterion in card.criteria
        if criterion.id in spread
    )
    overall = "" if opinion.overall is None else _points(opinion.overall, lang)
    return MemoTable(
        t("memo.table.scores", lang),
        tuple(t(f"scorecard.column.{name}", lang) for name in ("criterion", "weight", "mean", "range")),
        (*rows, (f"**{t('memo.overall', lang)}**", "", f"**{overall}**", t("memo.people", lang, n=opinion.count))),
        frozenset({1, 2, 3}),
    )


def _points(value: Fraction, lang: str) -> str:
    return plain(rounded(Decimal(value.numerator) / Decimal(value.denominator), 1), lang)
