"""The funnel: its question in the URL, its figures as a table, the engagements behind a number that was clicked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dealflow.actions.companies import companies
from dealflow.actions.pipeline import engagements, funnel
from dealflow.domain.pipeline.funnel import Track
from dealflow.i18n import name_of, t
from dealflow.ui.kit import components, context, grid, keys, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Row, Table
from dealflow.ui.pipeline import engagement_drawer, engagement_tables, funnel_charts, pipeline_filters

FILTER_WIDTH: Final = 170
"""Pixels: five filters in a row on a laptop, two on a phone."""


def query(track: Track, definition: funnel.Definition) -> funnel.FunnelQuery:
    """Return the question that the URL asks, with its filters offered in one row."""
    lang = state.language()
    known = [row.company for row in companies.companies(state.looking())]

    def one_of(name: str, values: set[str]) -> str | None:
        label, everything = t(f"funnel.{name}", lang), t("frame.all", lang)
        return components.url_choice(name, label, sorted(values - {""}), words=str, everything=everything)

    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=FILTER_WIDTH):
            first = url_filters.url_day("since", t("funnel.since", lang))
        with st.container(width=FILTER_WIDTH):
            last = url_filters.url_day("until", t("funnel.until", lang))
        with st.container(width=FILTER_WIDTH):
            who = pipeline_filters.investor()
        with st.container(width=FILTER_WIDTH):
            where = one_of("region", {company.region for company in known})
        with st.container(width=FILTER_WIDTH):
            what = one_of("sector", {company.sector for company in known})
    return funnel.FunnelQuery(
        track.id, definition, first, last, investor_id=who, region=where, sector=what, on=context.today()
    )


def days_of(value: float | None, lang: str) -> str:
    """Return a length of stay in days with one decimal at most, or a dash."""
    if value is None:
        return "–"
    return t("pipeline.days", lang, days=f"{value:.1f}".removesuffix(".0"), n=value)


def table(counts: Sequence[funnel.StageCount], lang: str) -> Table:
    """Return one line a stage: reached, conversion from the stage before and from the first, days, standing there."""
    names = ("stage", "reached", "conversion", "from_first", "median", "p90", "here")
    columns = tuple(
        Column(name, t(f"funnel.column.{name}", lang), "end" if place else "start") for place, name in enumerate(names)
    )
    return Table(
        columns,
        tuple(
            Row(
                count.stage.id,
                (
                    Cell(name_of(count.stage, lang), act=True),
                    Cell(str(count.reached), tone="strong"),
                    Cell(funnel_charts.share(count.conversion, lang) if place else "–"),
                    Cell(funnel_charts.share(count.from_first, lang)),
                    Cell(days_of(count.median_days, lang)),
                    Cell(days_of(count.p90_days, lang)),
                    Cell(str(count.now_here)),
                ),
            )
            for place, count in enumerate(counts)
        ),
    )


def pick_stage() -> None:
    """Put the stage that was clicked in the chart into the URL; for callbacks."""
    points = st.session_state[keys.FUNNEL_CHART].selection.get(funnel_charts.STAGE) or []
    state.ask(stage=points[0]["stage_id"] if points else None, record=None)


def pick_record() -> None:
    """Put what was clicked in the chart into the URL: an engagement, or the stage of a dot of many; for callbacks."""
    points = st.session_state[keys.TIMES_CHART].selection.get(funnel_charts.RECORD) or []
    record = points[0]["engagement_id"] if points else None
    state.ask(record=record or None, stage=None if record or not points else points[0]["stage_id"])


def _clear() -> None:
    state.ask(stage=None, record=None)


def show(funnel_query: funnel.FunnelQuery, track: Track) -> None:
    """Draw the engagements behind the stage or the dot that the URL names; each opens in the drawer."""
    drawing = state.drawing()
    stage = state.asked_of("stage", [other_stage.id for other_stage in track.stages])
    record = state.url_value("record")
    if not stage and not record:
        st.caption(t("funnel.records.hint", drawing.lang))
        return
    ids = set(funnel.records_at(drawing, funnel_query, stage)) if stage else {record}
    everything = engagements.engagements(drawing, engagements.EngagementFilter(track=track.id), on=drawing.today)
    rows = [row for row in everything if row.engagement.id in ids]
    name = name_of(track.stage(stage), drawing.lang) if stage else ""
    title = t("funnel.records", drawing.lang, stage=name, n=len(rows)) if stage else t("funnel.record", drawing.lang)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(title, anchor=False, width="content")
        st.button(t("funnel.records.clear", drawing.lang), on_click=_clear, type="tertiary", icon=":material/close:")
    table = engagement_tables.engagements(rows, drawing.ws.tracks, on=drawing.today, lang=drawing.lang)
    at = grid.show(table, caption=title, key="funnel_records", lang=drawing.lang).place
    if at:
        engagement_drawer.open_at(at[0])
