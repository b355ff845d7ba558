"""Companies side by side: one line a metric, one column a company, and what is usual in the cohort at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.companies import companies, comparison
from dealflow.actions.companies.companies import CompanyRow, Figure
from dealflow.actions.companies.comparison import FEWEST, MOST, Cohort, Comparison
from dealflow.domain.claims.claims import Metric
from dealflow.domain.claims.peers import LEAST_PEERS, Peers
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.exchange_rates import NoRate, Yardstick
from dealflow.domain.values.quantity import MONEY, Unit
from dealflow.i18n import called, name_of, t, term
from dealflow.i18n.numbers import quantity
from dealflow.reports.investment import comparison_sheet
from dealflow.ui.companies import figures
from dealflow.ui.investment import exchange_rates
from dealflow.ui.kit import components, downloads, frame, grid, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Look, Row, Table, link
from dealflow.ui.kit.state import Drawing

_USUAL: Final = "usual"
_SECTOR, _EVENT = "sector", "event"


def draw() -> None:
    """Draw the choice of companies, metrics, currency and cohort, and the companies side by side."""
    drawing = state.drawing()
    known = companies.companies(drawing)
    chosen = _chosen(known, drawing.lang)
    if len(chosen) < FEWEST:
        components.empty_state("compare.empty", page="companies", least=FEWEST, most=MOST)
        return
    metrics, stick, cohort = _how(known, drawing)
    compared = comparison.comparison(drawing, chosen, metrics, cohort, stick)
    sort = state.url_value("sort")
    compared = replace(compared, rows=tuple(figures.in_order(compared.rows, sort, stick)) if sort else compared.rows)
    _standing(compared, stick, drawing)
    clicked = grid.show(
        table(compared, stick, sort, drawing.lang),
        caption=t("compare.caption", drawing.lang),
        key="compare_table",
        lang=drawing.lang,
        look=Look(pinned=True),
    )
    if clicked.place:
        _follow(clicked.place, compared, sort, drawing.lang)


def _chosen(known: Sequence[CompanyRow], lang: str) -> tuple[str, ...]:
    names = {row.company.id: components.company_name(row.company, lang) for row in known}
    return url_filters.url_many(
        "ids",
        t("compare.companies", lang, most=MOST),
        tuple(sorted(names, key=names.__getitem__)),
        words=names.__getitem__,
        usual=(),
        most=MOST,
    )[:MOST]


def _how(known: Sequence[CompanyRow], drawing: Drawing) -> tuple[tuple[str, ...], Yardstick, Cohort]:
    """Draw the choices of what is compared, and return them."""
    lang, by_id = drawing.lang, {metric.id: metric for metric in drawing.ws.metrics}
    events = {event.id: event for event in comparison.events(drawing)}
    stick = exchange_rates.yardstick(drawing)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.popover(t("compare.metrics", lang), icon=":material/tune:"):
            usual = tuple(metric.id for metric in drawing.ws.metrics if metric.headline)
            metrics = url_filters.url_many(
                "metrics",
                t("companies.columns.help", lang),
                tuple(by_id),
                words=lambda metric: name_of(by_id[metric], lang),
                usual=usual,
            )
        with st.container(width=170):
            currency = url_filters.url_one(
                "currency",
                t("compare.currency", lang),
                [unit.value for unit in stick.book.currencies],
                words=lambda unit: t(f"enum.unit.{unit}", lang),
                usual=Unit.KRW.value,
            )
        with st.container(width=260):
            cohort = _cohort(known, events, lang)
    return metrics, replace(stick, currency=Unit(currency)), cohort


def _cohort(known: Sequence[CompanyRow], events: dict[str, IrEvent], lang: str) -> Cohort:
    sectors = sorted({row.company.sector for row in known} - {""})
    options = [*(f"{_SECTOR}:{sector}" for sector in sectors), *(f"{_EVENT}:{event_id}" for event_id in events)]
    chosen = components.url_choice(
        "cohort",
        t("compare.cohort", lang),
        options,
        words=partial(_cohort_words, events=events, lang=lang),
        everything=t("compare.cohort.all", lang),
    )
    kind, _, key = (chosen or "").partition(":")
    return Cohort(sector=key if kind == _SECTOR else "", ir_event_id=key if kind == _EVENT else "")


def _cohort_words(option: str, events: dict[str, IrEvent], lang: str) -> str:
    kind, _, key = option.partition(":")
    return term(key, lang) if kind == _SECTOR else called(events[key].title_ko, events[key].title_en, lang)


def _standing(compared: Comparison, stick: Yardstick, drawing: Drawing) -> None:
    """Draw by which rates sums are compared, what has none, and the way to take the table along."""
    lang = drawing.lang
    stated = [figure.quantity for row in compared.rows for figure in row.figures.values()]
    rates = stick.rates_for(stated)
    missing = sum(isinstance(stick.measured(quantity), NoRate) for quantity in stated)
    words = [t("compare.legend", lang, least=LEAST_PEERS)]
    if rates:
        words.insert(0, t("compare.rates", lang, rates=exchange_rates.stated(rates, lang)))
    if missing:
        words.append(t("compare.unmeasured", lang, n=missing))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(components.harmless(" · ".join(words)), width="stretch")
        if missing:
            to_rates = {"view": "rates"} | grid.spoken(lang)
            st.page_link(frame.page("settings"), label=t("compare.to_rates", lang), query_params=to_rates)
        downloads.button(
            t("compare.download", lang),
            comparison_sheet.as_xlsx(compared, stick, lang),
            file_name=f"compare_{drawing.today:%Y%m%d}.xlsx",
            kind="tertiary",
            key="compare_download",
        )


def table(compared: Comparison, stick: Yardstick, sort: str, lang: str) -> Table:
    """Return one line a metric with a column for each company, and the cohort's median last."""
    columns = (
        Column("metric", t("compare.metric", lang)),
        *(Column(row.company.id, components.company_name(row.company, lang), "end") for row in compared.rows),
        Column(_USUAL, t("compare.usual", lang), "end"),
    )
    return Table(
        columns, (_about(compared, lang), *(_line(compared, metric, stick, sort, lang) for metric in compared.metrics))
    )


def _about(compared: Comparison, lang: str) -> Row:
    """Return the first line: what each company does and where, with the way to its page."""
    cells = (
        Cell(
            term(row.company.sector, lang) or t("compare.open", lang),
            sub=term(row.company.region, lang),
            href=link("company", lang, id=row.company.id),
        )
        for row in compared.rows
    )
    return Row("about", (Cell(t("compare.about", lang)), *cells, None))


def _line(compared: Comparison, metric: Metric, stick: Yardstick, sort: str, lang: str) -> Row:
    arrow = {metric.id: " ▲", f"-{metric.id}": " ▼"}.get(sort, "")
    heading = Cell(f"{name_of(metric, lang)}{arrow}", act=True, title=t("home.grid.sort", lang))
    cells = (_measured(row.figures.get(metric.id), stick, lang) for row in compared.rows)
    return Row(metric.id, (heading, *cells, usual_cell(compared.usual[metric.id], metric.id, lang)))


def _measured(figure: Figure | None, stick: Yardstick, lang: str) -> Cell:
    """Return a figure, and below it what it is in the currency of the comparison."""
    cell = figures.figure_cell(figure, lang)
    if figure is None or figure.quantity.unit not in MONEY - {stick.currency}:
        return cell
    other = stick.measured(figure.quantity)
    words = (
        t("compare.no_rate", lang)
        if isinstance(other, NoRate)
        else t("compare.converted", lang, amount=quantity(other, lang))
    )
    return replace(cell, sub=" · ".join(filter(None, (words, cell.sub))))


def usual_cell(peers: Peers, metric_id: str, lang: str) -> Cell:
    """Return the median with how many companies it rests upon; no value where they are too few."""
    told = [t("compare.coverage", lang, n=peers.count, of=peers.size, verified=peers.verified)]
    told += [
        t(f"compare.{name}", lang, n=number)
        for name in ("expected", "unmeasured", "others")
        if (number := getattr(peers, name))
    ]
    title = " · ".join(told)
    if peers.middle is None:
        return Cell("–", sub=t("compare.few", lang, n=peers.count), tone="muted", title=title)
    return Cell(quantity(peers.middle, lang, of=metric_id), sub=told[0], title=title)


def _follow(place: tuple[str, str], compared: Comparison, sort: str, lang: str) -> None:
    """Go where a click leads: to the evidence, to the company, or to another order."""
    row_id, column = place
    if row_id == "about":
        grid.go("company", lang, id=column)
    if column == "metric":
        state.ask(sort=figures.next_sort(row_id, sort))
        st.rerun()
    row = next(row for row in compared.rows if row.company.id == column)
    figure = row.figures[row_id]
    grid.go("review", lang, deck=figure.deck_id, claim=figure.claim_id)


def offer(ticked: tuple[str, ...], lang: str) -> None:
    """Draw the way to the comparison of the companies that are ticked in the list."""
    if not ticked:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="compare_offer"):
        many = len(ticked)
        st.caption(t("compare.ticked", lang, n=many, most=MOST), width="content")
        if FEWEST <= many <= MOST:
            query = {"ids": ",".join(ticked)} | grid.spoken(lang)
            label = t("compare.go", lang, n=many)
            st.page_link(frame.page("compare"), label=label, icon=":material/compare_arrows:", query_params=query)
        st.button(
            t("compare.clear", lang), on_click=state.ask, kwargs={"ticked": None}, type="tertiary", key="compare_clear"
        )


def ticked() -> tuple[str, ...]:
    """Return the companies that the URL says are ticked in the list."""
    return tuple(filter(None, state.url_value("ticked").split(",")))
