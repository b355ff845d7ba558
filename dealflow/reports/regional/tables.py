"""The tables of a programme's figures, the same on the screen and in the result report: heads and rows in words.

Amounts stand in millions of won. A dash says that nobody planned or told it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from dealflow.domain.regional.figures import Books, IndicatorFigure, Tally
from dealflow.domain.regional.programmes import Indicator, Programme, Way
from dealflow.i18n import name_of, t
from dealflow.reports.kit.blocks import Grid
from dealflow.reports.regional.words import (
    indicator_unit,
    indicator_words,
    millions,
    number,
    quarter_words,
    share,
)

TOTAL: Final = ""
"""The id of the row of all regions."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A table with the id of what each row is about: a region, a fund, an indicator, a quarter."""

    grid: Grid
    ids: tuple[str, ...]


def budget(books: Books, years: Collection[int], lang: str) -> Listing:
    """Return each region's plan by fund with what was spent of it, and the sum of all."""
    funds = [name_of(fund, lang) for fund in books.programme.funds]
    lines = _by_region(books, years, lang)
    heads = (_head("region", lang), *funds, *(_head(name, lang) for name in ("planned", "spent", "rate")))
    rows = [
        (
            name,
            *(millions(figure.planned, lang) for figure in tally.funds),
            millions(tally.planned, lang),
            millions(tally.spent, lang),
            share(tally.rate, lang),
        )
        for _, name, tally in lines
    ]
    return _listing(heads, rows, [region_id for region_id, _, _ in lines])


def funds(books: Books, years: Collection[int], lang: str) -> Listing:
    """Return each fund's plan and what was spent of it."""
    tally = books.tally(_all(books.programme), years)
    names = {fund.id: name_of(fund, lang) for fund in books.programme.funds}
    rows = [
        (
            names[figure.fund],
            millions(figure.planned, lang),
            millions(figure.spent, lang),
            share(_part(figure.spent, figure.planned), lang),
        )
        for figure in tally.funds
    ]
    heads = tuple(_head(name, lang) for name in ("fund", "planned", "spent", "rate"))
    return _listing(heads, rows, [figure.fund for figure in tally.funds])


def firms(books: Books, years: Collection[int], lang: str) -> Listing:
    """Return how many firms each region planned, supported and brought to adoption, and the grants."""
    heads = tuple(_head(name, lang) for name in ("region", "firms_planned", "firms", "firms_rate", "adopted", "grant"))
    lines = _by_region(books, years, lang)
    rows = [
        (
            name,
            number(tally.firms_planned, lang),
            number(tally.firms, lang),
            share(_part(tally.firms, tally.firms_planned), lang),
            number(tally.adopted, lang),
            millions(tally.grant_won, lang),
        )
        for _, name, tally in lines
    ]
    return _listing(heads, rows, [region_id for region_id, _, _ in lines])


def indicators(books: Books, regions: Collection[str], years: Collection[int], lang: str) -> Listing:
    """Return each indicator's target, what it came to, how far that is, and over how many firms."""
    heads = tuple(_head(name, lang) for name in ("indicator", "unit", "target", "actual", "reached", "told_by"))
    figures = books.tally(regions, years).indicators
    rows = [
        (
            name_of(figure.indicator, lang),
            indicator_unit(figure.indicator, lang),
            indicator_words(figure.indicator, figure.target, lang),
            indicator_words(figure.indicator, figure.actual, lang),
            share(reached(figure), lang),
            number(figure.firms, lang),
        )
        for figure in figures
    ]
    return _listing(heads, rows, [figure.indicator.id for figure in figures], numbers_from=2)


def indicators_by_region(books: Books, years: Collection[int], lang: str) -> Listing:
    """Return what each indicator came to in each region, and in all."""
    lines = _by_region(books, years, lang)
    heads = (_head("indicator", lang), *(name for _, name, _ in lines))
    rows = [
        (_named(indicator, lang), *(_actual(tally, indicator, lang) for _, _, tally in lines))
        for indicator in books.indicators
    ]
    return _listing(heads, rows, [indicator.id for indicator in books.indicators])


def indicators_by_year(books: Books, regions: Collection[str], lang: str) -> Listing:
    """Return what each indicator came to in each year."""
    tallies = [books.tally(regions, (year,)) for year in books.programme.years]
    heads = (_head("indicator", lang), *(str(year) for year in books.programme.years))
    rows = [
        (_named(indicator, lang), *(_actual(tally, indicator, lang) for tally in tallies))
        for indicator in books.indicators
    ]
    return _listing(heads, rows, [indicator.id for indicator in books.indicators])


def quarters(books: Books, regions: Collection[str], years: Sequence[int], lang: str) -> Listing:
    """Return what was planned and spent in each quarter, and from the year's beginning on."""
    heads = tuple(
        _head(name, lang) for name in ("quarter", "planned", "spent", "planned_so_far", "spent_so_far", "rate_so_far")
    )
    lines = [row for year in years for row in books.quarters(regions, year)]
    rows = [
        (
            quarter_words(row.quarter, lang),
            millions(row.planned, lang),
            millions(row.spent, lang),
            millions(row.planned_so_far, lang),
            millions(row.spent_so_far, lang),
            share(_part(row.spent_so_far, row.planned_so_far), lang),
        )
        for row in lines
    ]
    return _listing(heads, rows, [str(row.quarter) for row in lines])


def reached(figure: IndicatorFigure) -> Fraction | None:
    """Return how much of its target an indicator reached; None where that says nothing."""
    if figure.target is None or figure.actual is None or figure.target == 0:
        return None
    return Fraction(figure.actual) / Fraction(figure.target)


def _named(indicator: Indicator, lang: str) -> str:
    return f"{name_of(indicator, lang)} ({indicator_unit(indicator, lang)})"


def _actual(tally: Tally, indicator: Indicator, lang: str) -> str:
    figure = next(figure for figure in tally.indicators if figure.indicator.id == indicator.id)
    words = indicator_words(indicator, figure.actual, lang)
    is_mean = indicator.way is Way.CHANGE and figure.actual is not None
    return t("regional.of_firms", lang, words=words, n=figure.firms) if is_mean else words


def _by_region(books: Books, years: Collection[int], lang: str) -> list[tuple[str, str, Tally]]:
    """Return each region's id, name and tally, and those of all regions together at the end."""
    programme = books.programme
    lines = [(region.id, name_of(region, lang), books.tally((region.id,), years)) for region in programme.regions]
    return [*lines, (TOTAL, t("regional.total", lang), books.tally(_all(programme), years))]


def _all(programme: Programme) -> tuple[str, ...]:
    return tuple(region.id for region in programme.regions)


def _part(of: int | None, whole: int | None) -> Fraction | None:
    return None if of is None or not whole else Fraction(of, whole)


def _head(name: str, lang: str) -> str:
    return t(f"regional.column.{name}", lang)


def _listing(
    heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], ids: Sequence[str], *, numbers_from: int = 1
) -> Listing:
    return Listing(Grid(heads, tuple(rows), frozenset(range(numbers_from, len(heads)))), tuple(ids))
