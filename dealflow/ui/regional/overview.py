"""What a programme came to: the regions on a map, budgets, quarters, results, each mark with the records behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import streamlit as st

from dealflow.actions.regional.programmes import ProgrammeView
from dealflow.domain.regional.figures import Tally
from dealflow.domain.regional.programmes import Indicator, SupportedFirm
from dealflow.i18n import name_of, t
from dealflow.reports.regional import tables
from dealflow.reports.regional.result_report import limit_words
from dealflow.reports.regional.tables import Listing
from dealflow.reports.regional.words import NOTHING, indicator_words, millions, quarter_words, share
from dealflow.ui.kit import charts, components, dialogs, grid, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table
from dealflow.ui.regional import firms, programmes, regional_charts
from dealflow.ui.regional.regional_charts import RegionLine

_MOST_RECORDS: Final = 400


def draw(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Draw the whole overview of the years and regions that the URL names."""
    lang, books = drawing.lang, view.books
    left, right = st.columns(2)
    with left:
        years = programmes.chosen_years(view, lang)
    with right:
        regions = programmes.chosen_regions(view, lang)
    _numbers(books.tally(regions, years), lang)
    _limits(view, years, lang)
    lines = tuple(
        RegionLine(region.id, name_of(region, lang), region.province, books.tally((region.id,), years))
        for region in view.programme.regions
    )
    _charts(view, lines, (regions, years), lang)
    _records(view, regions, years, drawing)
    _tables(view, regions, years, lang)


def _numbers(tally: Tally, lang: str) -> None:
    values = (
        ("budget", millions(tally.planned, lang), ""),
        ("spent", millions(tally.spent, lang), share(tally.rate, lang)),
        ("firms", str(tally.firms), "" if tally.firms_planned is None else _of(tally.firms_planned, lang)),
        ("adopted", str(tally.adopted), ""),
        ("grant", millions(tally.grant_won, lang), ""),
    )
    with st.container(horizontal=True):
        for name, value, beside in values:
            st.metric(t(f"regional.number.{name}", lang), value, beside or None, delta_color="off", delta_arrow="off")


def _of(planned: int, lang: str) -> str:
    return t("regional.number.of", lang, n=planned)


def _limits(view: ProgrammeView, years: Sequence[int], lang: str) -> None:
    broken = [line for line in view.broken if line.plan.year in years]
    if broken:
        with st.expander(t("regional.limits.n", lang, n=len(broken)), icon=":material/balance:"):
            for line in broken:
                st.caption(components.harmless(limit_words(line, view, lang)))


def _charts(
    view: ProgrammeView, lines: Sequence[RegionLine], place: tuple[Sequence[str], Sequence[int]], lang: str
) -> None:
    (regions, years), books = place, view.books
    rows = tuple(row for year in years for row in books.quarters(regions, year))
    tally = books.tally(regions, years)
    with_target = tuple(
        figure for figure in tally.indicators if figure.target is not None and figure.actual is not None
    )
    left, right = st.columns(2, gap="large")
    with left:
        _chart("map", partial(charts.spec, regional_charts.tiles, lines, lang), lang)
        _chart(
            "targets", partial(charts.spec, regional_charts.targets, with_target, lang), lang, is_empty=not with_target
        )
    with right:
        _chart("budgets", partial(charts.spec, regional_charts.budgets, lines, lang), lang)
        is_empty = all(row.planned is None and row.spent is None for row in rows)
        _chart("quarters", partial(charts.spec, regional_charts.quarters, rows, lang), lang, is_empty=is_empty)


def _chart(name: str, spec: Callable[[], dict[str, Any]], lang: str, *, is_empty: bool = False) -> None:
    st.subheader(t(f"regional.chart.{name}", lang), anchor=False)
    st.caption(t(f"regional.chart.{name}.help", lang))
    if is_empty:
        st.caption(t("regional.chart.empty", lang))
        return
    key = f"regional_{name}"

    def pick() -> None:
        points = st.session_state[key].selection.get(regional_charts.PICK) or []
        _go(str(points[0].get("pick") or "") if points else "")

    st.vega_lite_chart(spec(), on_select=pick, selection_mode=regional_charts.PICK, key=key)


def _go(pick: str) -> None:
    """Show the records of a mark: a quarter's are its collection, others stand below the charts."""
    kind, _, name = pick.partition(":")
    if kind == "quarter":
        state.ask(view="collect", q=name, pick=None)
    else:
        state.ask(pick=pick or None)


def _records(view: ProgrammeView, regions: Sequence[str], years: Sequence[int], drawing: state.Drawing) -> None:
    """Draw the firms behind the mark that was picked: a region's, or those that told an indicator."""
    lang = drawing.lang
    kind, _, name = state.url_value("pick").partition(":")
    region = next((region for region in view.programme.regions if kind == "region" and region.id == name), None)
    indicator = next((i for i in view.programme.indicators if kind == "indicator" and i.id == name), None)
    if region is None and indicator is None:
        st.caption(t("regional.records.hint", lang))
        return
    chosen = [region.id] if region is not None else list(regions)
    listed = [firm for firm in view.books.firms if firm.region in chosen]
    if indicator is not None:
        told = _told(view, indicator, chosen, years, lang)
        listed = [firm for firm in listed if firm.id in told]
    else:
        told, listed = {}, [firm for firm in listed if firm.year in years]
    title = name_of(region, lang) if region is not None else name_of(indicator, lang) if indicator else ""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        words = t("regional.records", lang, name=title, n=len(listed))
        st.subheader(components.harmless(words), anchor=False, width="content")
        clear = t("regional.records.clear", lang)
        st.button(clear, on_click=lambda: state.ask(pick=None), type="tertiary", icon=":material/close:", key="unpick")
    _firm_grid(view, listed[:_MOST_RECORDS], told, lang)


def _told(
    view: ProgrammeView, indicator: Indicator, regions: Sequence[str], years: Sequence[int], lang: str
) -> dict[str, str]:
    """Return what each firm told of an indicator in its last confirmed quarter, in words, by firm."""
    told: dict[str, str] = {}
    for report in sorted(view.books.reports_of(regions, years), key=lambda report: report.period):
        figure = report.figure(indicator.id)
        if report.teller.firm_id and figure is not None:
            value = figure.change_percent if figure.before is not None else figure.value
            words = indicator_words(indicator, value, lang)
            told[report.teller.firm_id] = f"{words} ({quarter_words(report.period, lang)})"
    return told


def _firm_grid(view: ProgrammeView, listed: Sequence[SupportedFirm], told: dict[str, str], lang: str) -> None:
    names = (("firm", 5), ("region", 2), ("year", 1), ("adopted_what", 0), ("actual", 4))
    columns = tuple(Column(name, t(f"regional.column.{name}", lang), first=first) for name, first in names)
    rows = tuple(
        Row(
            firm.id,
            (
                firms.name_cell(firm, lang),
                Cell(name_of(view.programme.region(firm.region), lang)),
                Cell(str(firm.year)),
                Cell(firm.adopted or NOTHING, tone="wrap"),
                Cell(told.get(firm.id, NOTHING)),
            ),
        )
        for firm in listed
    )
    caption = t("regional.part.list", lang)
    at = grid.show(Table(columns, rows), caption=caption, key="regional_records", lang=lang, height=320).place
    if at is not None:
        state.ask(do="firm", firm=at[0])


def _tables(view: ProgrammeView, regions: Sequence[str], years: Sequence[int], lang: str) -> None:
    books = view.books
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(t("regional.part.budget", lang), anchor=False, width="content")
        dialogs.offer("plan", t("regional.plan.change", lang), icon=":material/edit_calendar:", key="plan_change")
    place = _table(tables.budget(books, years, lang), "budget", lang, is_picked=len(years) == 1)
    if place is not None and place != tables.TOTAL:
        state.ask(do="plan", plan_region=place, plan_year=str(years[0]))
    st.caption(t("regional.define.budget", lang))
    for name, listing in (
        ("quarters", tables.quarters(books, regions, years, lang)),
        ("firms", tables.firms(books, years, lang)),
        ("indicators", tables.indicators(books, regions, years, lang)),
    ):
        st.subheader(t(f"regional.part.{name}", lang), anchor=False)
        _table(listing, name, lang)
        st.caption(t(f"regional.define.{name}", lang))
    with st.expander(t("regional.by_region", lang)):
        _table(tables.indicators_by_region(books, years, lang), "by_region", lang)
    with st.expander(t("regional.by_year", lang)):
        _table(tables.indicators_by_year(books, regions, lang), "by_year", lang)


def _table(listing: Listing, name: str, lang: str, *, is_picked: bool = False) -> str | None:
    """Draw a table, and return the id of the row that was picked."""
    heads = listing.grid.headings
    columns = tuple(
        Column(str(place), head, "end" if place in listing.grid.ends else "start", first=len(heads) - place)
        for place, head in enumerate(heads)
    )
    rows = tuple(
        Row(
            row_id or "all",
            tuple(
                Cell(text, tone="" if row_id else "strong", act=is_picked and bool(row_id) and not place)
                for place, text in enumerate(values)
            ),
        )
        for row_id, values in zip(listing.ids, listing.grid.rows, strict=True)
    )
    look = grid.Look(pinned=True)
    at = grid.show(
        Table(columns, rows),
        caption=t(f"regional.caption.{name}", lang),
        key=f"regional_t_{name}",
        lang=lang,
        look=look,
    ).place
    return None if at is None else at[0]
