"""A company's figures through time: every metric by period, one as a chart beside its table, as known on any day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import streamlit as st

from dealflow.actions.companies.companies import CompanyRecord
from dealflow.actions.companies.figures_then import figures_then
from dealflow.domain.claims.claims import Aggregation, ReviewState
from dealflow.domain.claims.figure_series import (
    MetricHistory,
    NamedDeck,
    Pace,
    Point,
    Series,
    Standing,
    histories,
)
from dealflow.domain.values.korean_days import korean_day
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day, period, quantity
from dealflow.ui.claims import claim_tables, deck_list
from dealflow.ui.companies import series_charts
from dealflow.ui.companies.series_charts import Mark
from dealflow.ui.kit import charts, components, grid, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Row, Table, link
from dealflow.ui.kit.grid import Mark as Label
from dealflow.ui.kit.state import Drawing

_YEARS: Final = 7
"""Years side by side on a laptop."""
_BY: Final = ("period", "deck")


def draw(record: CompanyRecord, drawing: Drawing) -> None:
    """Draw the choice of a day, all metrics by year, and the chosen one as a chart beside its table."""
    lang = drawing.lang
    controls = st.container(horizontal=True, vertical_alignment="bottom")
    with controls, st.container(width=220):
        on = url_filters.url_day("known", t("series.known", lang))
    if on is None:
        lines = histories(record.claims, record.decks, drawing.ws.metrics)
        decks: Sequence[NamedDeck] = record.decks
    else:
        then = figures_then(drawing, record.company.id, on)
        lines, decks = histories(then.claims, then.decks, drawing.ws.metrics), then.decks
        words = t("series.known.explained", lang, day=day(on, lang), decks=len(decks), claims=len(then.claims))
        st.info(components.harmless(words), icon=":material/history:")
    if not lines:
        st.caption(t("series.empty", lang))
        return
    editions = _editions(record, lang)
    with controls, st.container(width=260):
        chosen = _chosen(lines, lang)
    with controls:
        by = components.url_tabs("by", t("series.by", lang), _BY, words=lambda text: t(f"series.by.{text}", lang))
    _one(chosen, _Frame(by, decks, editions, lang))
    st.subheader(t("series.all", lang), anchor=False, help=t("series.all.help", lang))
    place = grid.show(all_table(lines, lang), caption=t("series.all", lang), key="series_all", lang=lang).place
    if place:
        _follow(place, lines, lang)


def _editions(record: CompanyRecord, lang: str) -> dict[str, str]:
    """Return what each deck is called beside its figures: its round and version, and the day on which it came in."""
    names = ((deck, deck_list.edition(deck, lang)) for deck in record.decks)
    return {deck.id: f"{name} ({day(korean_day(deck.received_at), lang)})" for deck, name in names}


def _chosen(lines: Sequence[MetricHistory], lang: str) -> MetricHistory:
    """Return the metric that the URL names, else the first headline metric with a series, else the longest."""
    by_id = {line.metric.id: line for line in lines}
    best = max(lines, key=lambda line: (line.metric.headline and bool(line.series), line.size))
    chosen = url_filters.url_one(
        "metric",
        t("series.metric", lang),
        tuple(by_id),
        words=lambda metric_id: name_of(by_id[metric_id].metric, lang),
        usual=best.metric.id,
    )
    return by_id[chosen]


class _Frame(NamedTuple):
    """How a metric is drawn: by what, out of which decks, what these are called, in which language."""

    by: str
    decks: Sequence[NamedDeck]
    editions: Mapping[str, str]
    lang: str


def _one(line: MetricHistory, shown: _Frame) -> None:
    """Draw one metric: its series as a chart, and every figure of it in a table."""
    by, decks, editions, lang = shown
    left, right = st.columns(2, gap="medium")
    with left:
        series = _which(line, lang)
        if series is None:
            st.caption(t("series.undated_only", lang))
        else:
            marks = marks_of(series, editions, lang) if by == "period" else deck_marks(series, decks, editions, lang)
            _chart(line, marks, lang)
    with right:
        table = metric_table(line, editions, lang)
        place = grid.show(table, caption=name_of(line.metric, lang), key="series_one", lang=lang).place
        if place:
            _go_to(place[0], line, lang)


def _which(line: MetricHistory, lang: str) -> Series | None:
    """Return the series to draw: the longest, or the one chosen where there are several."""
    if len(line.series) <= 1:
        return line.main
    names = {str(number): _line_name(series, lang) for number, series in enumerate(line.series)}
    chosen = url_filters.url_one(
        "line", t("series.line", lang), tuple(names), words=lambda number: names[number], usual="0"
    )
    return line.series[int(chosen)]


def _line_name(series: Series, lang: str) -> str:
    parts = (
        t(f"series.pace.{series.pace.value}", lang),
        _summed(series.aggregation, lang),
        t(f"enum.unit.{series.unit.value}", lang),
        series.subject,
    )
    return " · ".join(filter(None, parts))


def _summed(aggregation: Aggregation, lang: str) -> str:
    """Return how figures were added up where their period does not say it: cumulative, an average."""
    return "" if aggregation is Aggregation.UNKNOWN else t(f"enum.aggregation.{aggregation.value}", lang)


def _chart(line: MetricHistory, marks: Sequence[Mark], lang: str) -> None:
    spec = charts.spec(series_charts.series, tuple(marks), lang)
    event = st.vega_lite_chart(spec, width="stretch", key="series_chart", on_select="rerun")
    picked = event.get("selection", {}).get(series_charts.POINT, [])
    if picked:
        _go_to(str(picked[0]["claim_id"]), line, lang)


def marks_of(series: Series, editions: Mapping[str, str], lang: str) -> list[Mark]:
    """Return a series as marks over its periods; what earlier decks said of a period stands beside the newest word."""
    steps = list(dict.fromkeys(point.on for point in series.points))
    return [
        _mark(point, period(point.period, lang), steps.index(point.on), editions, lang)
        for point in series.points
        if point.amount is not None
    ]


def deck_marks(series: Series, decks: Sequence[NamedDeck], editions: Mapping[str, str], lang: str) -> list[Mark]:
    """Return what each deck says of the last period that it tells as happened, in the order in which decks came in."""
    marks = []
    for number, deck in enumerate(sorted(decks, key=lambda brought: brought.received_at)):
        points = [point for point in series.points if point.deck_id == deck.id and point.amount is not None]
        if points:
            last = max(points, key=lambda point: (point.standing is not Standing.EXPECTED, str(point.on)))
            mark = _mark(last, editions.get(deck.id, ""), number, editions, lang)
            words = f"{mark.words} ({period(last.period, lang)})"
            marks.append(mark._replace(words=words, is_latest=True))
    return marks


def _mark(point: Point, step: str, place: int, editions: Mapping[str, str], lang: str) -> Mark:
    return Mark(
        claim_id=point.claim_id,
        step=step,
        place=place,
        amount=float(point.amount or 0),
        words=quantity(point.quantity, lang, of=point.metric),
        standing=point.standing.value,
        deck=editions.get(point.deck_id, ""),
        is_latest=point.is_latest,
    )


def metric_table(line: MetricHistory, editions: Mapping[str, str], lang: str) -> Table:
    """Return every figure of a metric: period, value and whether it happened, and which deck says it on which page.

    Three columns: of a fourth a telephone would show single letters.
    """
    names = ("step", "value", "deck")
    widths = dict(zip(names, ("24%", "40%", "36%"), strict=True))
    columns = tuple(Column(name, t(f"series.column.{name}", lang), width=widths[name]) for name in names)
    points = [point for series in line.series for point in reversed(series.points)]
    rows = tuple(_point_row(point, editions, lang) for point in (*points, *line.undated))
    return Table(columns, rows)


def _point_row(point: Point, editions: Mapping[str, str], lang: str) -> Row:
    when = period(point.period, lang) if point.on is not None else t("companies.no_period", lang)
    page = t("company.page", lang, page=point.page)
    state_words = t(f"enum.review_state.{point.state.value}", lang)
    marks = (
        [Label(state_words, claim_tables.STATE_KINDS[point.state])] if point.state is not ReviewState.PROPOSED else []
    )
    marks += [Label(t("series.rival", lang), "warn")] if point.has_rivals else []
    tone = "strong" if point.is_latest else "muted"
    return Row(
        point.claim_id,
        (
            Cell(when, sub=_of_what(point, lang), tone="" if point.on is not None else "muted"),
            Cell(
                quantity(point.quantity, lang, of=point.metric),
                sub=_standing_words(point.standing, lang),
                marks=tuple(marks),
                tone=claim_tables.toned(tone, point.quantity),
                title=quantity(point.quantity, lang, exact=True, of=point.metric),
                href=link("review", lang, deck=point.deck_id, claim=point.claim_id),
            ),
            Cell(
                editions.get(point.deck_id, ""),
                sub=page if point.is_latest else f"{page} · {t(_beside(point), lang)}",
            ),
        ),
    )


def _of_what(point: Point, lang: str) -> str:
    """Return what tells figures of one period apart: that they are cumulative, and whose or of what they are."""
    return " · ".join(filter(None, (_summed(point.aggregation, lang), point.subject)))


def _beside(point: Point) -> str:
    return "series.same_deck" if point.in_same_deck else "series.earlier"


def _standing_words(standing: Standing, lang: str) -> str:
    """Return whether a figure has happened, with the sign that it has in the chart."""
    sign = {Standing.HAPPENED: "●", Standing.EXPECTED: "◇", Standing.UNTOLD: "□"}[standing]
    return f"{sign} {t(f'series.standing.{standing.value}', lang)}"


def all_table(lines: Sequence[MetricHistory], lang: str) -> Table:
    """Return all metrics, one line each: their years side by side, and the newest figure of another period."""
    years = sorted({year for line in lines for year in _by_year(line)})[-_YEARS:]
    columns = (
        Column("metric", t("company.column.metric", lang), width="22%"),
        *(Column(str(year), t("number.year", lang, year=year), "end") for year in years),
        Column("other", t("series.other", lang)),
    )
    return Table(columns, tuple(_all_row(line, years, lang) for line in lines))


def _by_year(line: MetricHistory) -> dict[int, Point]:
    """Return the newest word on each whole year of a metric's first yearly series."""
    yearly = next((series for series in line.series if series.pace is Pace.YEAR), None)
    return {} if yearly is None else {point.on.year: point for point in yearly.latest if point.on is not None}


def _all_row(line: MetricHistory, years: Sequence[int], lang: str) -> Row:
    by_year = _by_year(line)
    rest = next((series for series in line.series if series.pace is not Pace.YEAR), None)
    other = rest.latest[-1] if rest is not None else next(iter(line.undated), None)
    return Row(
        line.metric.id,
        (
            Cell(name_of(line.metric, lang), act=True, tone="wrap"),
            *(_year_cell(by_year.get(year), lang) for year in years),
            _other_cell(other, lang),
        ),
    )


def _year_cell(point: Point | None, lang: str) -> Cell:
    if point is None:
        return Cell("")
    expected = point.standing is Standing.EXPECTED
    return Cell(
        f"{'◇ ' if expected else ''}{quantity(point.quantity, lang, of=point.metric)}",
        sub=t("series.standing.expected", lang) if expected else "",
        tone="unsure" if expected or point.state is ReviewState.PROPOSED else "strong",
        title=quantity(point.quantity, lang, exact=True, of=point.metric),
        href=link("review", lang, deck=point.deck_id, claim=point.claim_id),
    )


def _other_cell(point: Point | None, lang: str) -> Cell:
    if point is None:
        return Cell("")
    when = period(point.period, lang) if point.on is not None else t("companies.no_period", lang)
    cell = _year_cell(point, lang)
    return Cell(
        cell.text,
        sub=" · ".join(filter(None, (when, _of_what(point, lang), cell.sub))),
        tone=cell.tone,
        title=cell.title,
        href=cell.href,
    )


def _follow(place: tuple[str, str], lines: Sequence[MetricHistory], lang: str) -> None:
    """Open what was clicked in the table of all metrics: the evidence of a figure, or a metric's own chart."""
    line = next(line for line in lines if line.metric.id == place[0])
    point = _by_year(line).get(int(place[1])) if place[1].isdecimal() else None
    if point is not None:
        grid.go("review", lang, deck=point.deck_id, claim=point.claim_id)
    state.ask(metric=line.metric.id, line=None)
    st.rerun()


def _go_to(claim_id: str, line: MetricHistory, lang: str) -> None:
    points = (*(point for series in line.series for point in series.points), *line.undated)
    point = next((point for point in points if point.claim_id == claim_id), None)
    if point is not None:
        grid.go("review", lang, deck=point.deck_id, claim=point.claim_id)
