"""Figures as people compare them: the company list with metrics as columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

import streamlit as st

from dealflow.actions.companies.companies import CompanyRow, Figure
from dealflow.domain.claims.claims import Metric, ReviewState
from dealflow.domain.values.exchange_rates import NoRate, Yardstick
from dealflow.domain.values.quantity import MONEY, Quantity, Unit
from dealflow.i18n import name_of, t, term
from dealflow.i18n.numbers import period, quantity
from dealflow.ui.claims import claim_tables
from dealflow.ui.companies import house_columns
from dealflow.ui.investment import exchange_rates
from dealflow.ui.kit import components, url_filters
from dealflow.ui.kit.grid import Cell, Column, Lines, Mark, Row, Table, link
from dealflow.ui.kit.state import Drawing

USUAL_COLUMNS: Final = 6
"""How many metrics the list shows until a person chooses: what fits a laptop."""
CHECKED: Final = {ReviewState.VERIFIED: "companies.verified", ReviewState.CORRECTED: "companies.corrected"}
"""The states in which a person vouches for a figure, with the words for them."""


def of_when(figure: Figure, lang: str) -> str:
    """Return the period that the figure speaks of; where it names none that is said: a deck's day is no period."""
    return t("companies.no_period", lang) if figure.period is None else period(figure.period, lang)


def figure_cell(figure: Figure | None, lang: str) -> Cell:
    """Return a figure with its period, its standing and the link to the slide it was read from."""
    if figure is None:
        return Cell("–", tone="muted")
    checked = figure.state in CHECKED
    marks = [Mark("✓", claim_tables.STATE_KINDS[figure.state], t(CHECKED[figure.state], lang))] if checked else []
    if figure.rivals:
        words = t("companies.rivals", lang, n=len(figure.rivals))
        marks.append(Mark(words, "warn", t("companies.rivals.help", lang)))
    sub = [of_when(figure, lang), *claim_tables.nuance(figure.status, figure.scope, lang)]
    if not checked:
        sub.append(t("companies.unverified", lang))
    return Cell(
        quantity(figure.quantity, lang, of=figure.metric),
        sub=" · ".join(filter(None, sub)),
        marks=tuple(marks),
        tone=claim_tables.toned("" if checked else "unsure", figure.quantity),
        title=quantity(figure.quantity, lang, exact=True, of=figure.metric),
        href=link("review", lang, deck=figure.deck_id, claim=figure.claim_id),
    )


def size_of(given_quantity: Quantity) -> Decimal:
    """Return the amount by which quantities of one unit are put in order: the single one, or a range's upper end."""
    return max(given_quantity.amounts, default=Decimal(0))


def in_order(rows: Sequence[CompanyRow], sort: str, stick: Yardstick) -> list[CompanyRow]:
    """Return the rows by a metric's id, ``name`` or a column of the house, downwards with a leading minus.

    Money is compared in the yardstick's currency; what it cannot measure stands after it, those without a figure last.
    """
    text, down = sort.removeprefix("-"), sort.startswith("-")
    if text == "name":
        return sorted(rows, key=lambda row: row.company.name, reverse=down)
    if text in house_columns.COLUMNS:
        return house_columns.in_order(rows, text, down=down)
    measured, apart = [], []
    for row in rows:
        size = stick.measured(row.figures[text].quantity) if text in row.figures else None
        if isinstance(size, Quantity):
            measured.append((_worth(size), row))
        elif size is not None:
            apart.append((_worth(row.figures[text].quantity), row))
    together = [row for group in (measured, apart) for _, row in sorted(group, key=lambda pair: pair[0], reverse=down)]
    return together + [row for row in rows if text not in row.figures]


def _worth(quantity: Quantity) -> tuple[str, Decimal, str]:
    return quantity.unit.value, size_of(quantity), quantity.text or ""


def measured_by(rows: Sequence[CompanyRow], sort: str, stick: Yardstick, lang: str) -> str:
    """Return by which rates the rows are in order and how many could not be measured; nothing where all are alike."""
    quantities = [row.figures[text].quantity for row in rows if (text := sort.removeprefix("-")) in row.figures]
    if len({quantity.unit for quantity in quantities if quantity.unit in MONEY}) <= 1:
        return ""
    rates = stick.rates_for(quantities)
    missing = sum(isinstance(stick.measured(quantity), NoRate) for quantity in quantities)
    told = [t("companies.measured", lang, rates=exchange_rates.stated(rates, lang))] if rates else []
    if missing:
        told.append(t("companies.unmeasured", lang, n=missing))
    return " · ".join(told)


def _direction(column: str, sort: str) -> str:
    if sort.removeprefix("-") != column:
        return "none"
    return "descending" if sort.startswith("-") else "ascending"


def next_sort(column: str, sort: str) -> str:
    """Return the order that a click on a heading asks for: figures start downwards, names upwards."""
    if sort.removeprefix("-") == column:
        return column if sort.startswith("-") else f"-{column}"
    return column if column == "name" else f"-{column}"


def _side_of(metric: Metric) -> str:
    """Return where the values of a metric stand in their column: amounts at its end, words at its start."""
    return "start" if metric.units and set(metric.units) <= {Unit.TEXT} else "end"


def company_list(
    rows: Sequence[CompanyRow], metrics: Sequence[Metric], house: Sequence[str] = (), *, sort: str, lang: str
) -> Table:
    """Return one line a company with the chosen metrics as columns, after those of what our house notes."""
    columns = (
        Column("name", t("companies.column.company", lang), sort=_direction("name", sort)),
        *(Column(text, house_columns.title(text, lang), sort=_direction(text, sort)) for text in house),
        *(
            Column(metric.id, name_of(metric, lang), _side_of(metric), _direction(metric.id, sort))
            for metric in metrics
        ),
        *(Column(column, t(f"companies.column.{column}", lang), "end") for column in ("decks", "engagements")),
    )

    def line(row: CompanyRow) -> Row:
        name = Cell(
            components.company_name(row.company, lang),
            sub=" · ".join(term(word, lang) for word in (row.company.sector, row.company.region) if word),
            href=link("company", lang, id=row.company.id),
        )
        counts = (
            _count_cell(row.decks, link("company", lang, id=row.company.id, view="decks")),
            _count_cell(row.engagements, link("company", lang, id=row.company.id, view="engagements")),
        )
        stated = (figure_cell(row.figures.get(metric.id), lang) for metric in metrics)
        noted = (house_columns.cell(row, text, lang) for text in house)
        return Row(row.company.id, (name, *noted, *stated, *counts))

    return Table(columns, Lines(rows, line))


def _count_cell(count: int, address: str) -> Cell:
    """Return how many there are as the way to them."""
    return Cell(str(count), href=address) if count else Cell("0", tone="muted")


def usual_metrics(metrics: Sequence[Metric]) -> tuple[str, ...]:
    """Return the headline metrics: the columns of the list until a person chooses others.

    Money and rates before head counts: a telephone shows the first column alone.
    """
    headlines = [metric for metric in metrics if metric.headline][:USUAL_COLUMNS]
    return tuple(metric.id for metric in sorted(headlines, key=lambda metric: Unit.COUNT in metric.units))


def choose_columns(drawing: Drawing) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Draw the choice of columns, folded away, and return the metrics and the columns of our records."""
    lang = drawing.lang
    by_id = {metric.id: metric for metric in drawing.ws.metrics}
    with st.popover(t("companies.columns", lang), icon=":material/view_column:"):
        metrics = url_filters.url_many(
            "metrics",
            t("companies.columns.help", lang),
            tuple(by_id),
            words=lambda text: name_of(by_id[text], lang),
            usual=usual_metrics(drawing.ws.metrics),
        )
        house = url_filters.url_many(
            "house",
            t("companies.house", lang),
            house_columns.COLUMNS,
            words=lambda text: house_columns.title(text, lang),
            usual=house_columns.USUAL,
        )
    return metrics, house


def draw_head(rows: Sequence[CompanyRow], drawing: Drawing, ways: Callable[[], None]) -> None:
    """Draw how many companies the list holds, what its marks mean, and the ways in and out of it."""
    lang = drawing.lang
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(f"{t('companies.count', lang, n=len(rows))} · {t('companies.legend', lang)}", width="content")
        with st.container(horizontal=True, width="content", vertical_alignment="center"):
            ways()
