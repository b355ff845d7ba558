"""The dashboards of a track: charts with what they count and of how many; each mark opens its engagements."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Final

import streamlit as st

from dealflow.actions.companies import company_profile
from dealflow.actions.people import people
from dealflow.actions.pipeline import dashboard, engagements
from dealflow.actions.pipeline.dashboard import DashQuery, Trait
from dealflow.domain.pipeline.funnel import Track
from dealflow.errors import InvalidInputError
from dealflow.i18n import name_of, t, term
from dealflow.ui.kit import charts, components, grid, state, url_filters
from dealflow.ui.kit.state import Drawing
from dealflow.ui.pipeline import dashboard_charts, engagement_drawer, engagement_tables, pipeline_filters

_FIELD_WIDTH: Final = 170
_TRACK_WIDTH: Final = 220


def question() -> tuple[Track, DashQuery]:
    """Return the track and the question that the URL asks, with its fields in one row."""
    drawing = state.drawing()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=_TRACK_WIDTH):
            track = pipeline_filters.track()
        with st.container(width=_FIELD_WIDTH):
            since = url_filters.url_day("since", t("dashboard.since", drawing.lang))
        with st.container(width=_FIELD_WIDTH):
            until = url_filters.url_day("until", t("dashboard.until", drawing.lang))
    return track, DashQuery(track.id, drawing.today, since, until)


def draw(track: Track, query: DashQuery) -> None:
    """Draw all charts of the track, two in a row on a wide screen."""
    drawing = state.drawing()
    left, right = st.columns(2, gap="large")
    with left:
        _sources(drawing, query)
        _conversion(drawing, query)
        _people(drawing, query)
        _months(drawing, query)
    with right:
        _regions(drawing, query)
        _sectors(drawing, query)
        _reasons(drawing, query)
        _stays(drawing, query)
    _flow(drawing, track, query)


def _chart(name: str, n: int, spec: Callable[[], dict[str, Any]], lang: str) -> None:
    """Draw one chart under its heading: what it counts, and of how many."""
    heading, definition = t(f"dashboard.{name}", lang), t(f"dashboard.{name}.help", lang)
    st.subheader(heading, anchor=False, help=definition)
    if not n:
        st.caption(t("dashboard.empty", lang))
        return
    st.caption(f"{components.harmless(definition)} {t('dashboard.n', lang, n=n)}")
    key = f"dash_{name}"

    def pick() -> None:
        points = st.session_state[key].selection.get(dashboard_charts.PICK) or []
        state.ask(pick=str(points[0].get("pick") or "") if points else None)

    st.vega_lite_chart(spec(), on_select=pick, selection_mode=dashboard_charts.PICK, key=key)


def _slices(drawing: Drawing, query: DashQuery, name: str, trait: Trait, words: Callable[[str], str]) -> None:
    parts = dashboard.slices(drawing, query, trait)
    n = sum(part.opened for part in parts)
    names = tuple(words(part.key) for part in parts)
    draw = dashboard_charts.slices
    _chart(name, n, partial(charts.spec, draw, parts, names, trait.value, drawing.lang), drawing.lang)


def words_of(drawing: Drawing, trait: str) -> Callable[[str], str]:
    """Return what names a trait's values: sources and reasons of the catalogue, people, regions, sectors."""
    if trait == Trait.SOURCE:
        sources = {source.id: name_of(source, drawing.lang) for source in company_profile.sources()}
        return lambda key: sources.get(key, key)
    if trait == Trait.REASON:
        reasons = {reason.id: name_of(reason, drawing.lang) for reason in drawing.ws.reasons}
        return lambda key: reasons.get(key, key)
    if trait == Trait.PERSON:
        names = {person.id: person.name for person in people.people(drawing.ws)}
        return lambda key: names.get(key, "") if key else t("dashboard.nobody", drawing.lang)
    return lambda key: term(key, drawing.lang)


def _sources(drawing: Drawing, query: DashQuery) -> None:
    _slices(drawing, query, "sources", Trait.SOURCE, words_of(drawing, Trait.SOURCE))


def _people(drawing: Drawing, query: DashQuery) -> None:
    _slices(drawing, query, "people", Trait.PERSON, words_of(drawing, Trait.PERSON))


def _sectors(drawing: Drawing, query: DashQuery) -> None:
    _slices(drawing, query, "sectors", Trait.SECTOR, words_of(drawing, Trait.SECTOR))


def _reasons(drawing: Drawing, query: DashQuery) -> None:
    _slices(drawing, query, "reasons", Trait.REASON, words_of(drawing, Trait.REASON))


def _regions(drawing: Drawing, query: DashQuery) -> None:
    parts = dashboard.slices(drawing, query, Trait.REGION)
    elsewhere = sum(part.opened for part in parts if part.key not in dashboard_charts.TILES)
    n = sum(part.opened for part in parts)
    _chart("regions", n, partial(charts.spec, dashboard_charts.regions, parts, drawing.lang), drawing.lang)
    if elsewhere:
        st.caption(t("dashboard.regions.elsewhere", drawing.lang, n=elsewhere))


def _conversion(drawing: Drawing, query: DashQuery) -> None:
    steps = dashboard.conversion(drawing, query)
    n = steps[0].share.whole if steps and steps[0].share else 0
    _chart("conversion", n, partial(charts.spec, dashboard_charts.conversion, steps, drawing.lang), drawing.lang)


def _months(drawing: Drawing, query: DashQuery) -> None:
    counts = dashboard.months(drawing, query)
    n = sum(count.times for count in counts if count.what == "opened")
    spec = partial(charts.spec, dashboard_charts.months, counts, drawing.lang)
    _chart("months", n or len(counts), spec, drawing.lang)


def _stays(drawing: Drawing, query: DashQuery) -> None:
    found = dashboard.stays(drawing, query)
    n = sum(stay.median.n for stay in found)
    _chart("stays", n, partial(charts.spec, dashboard_charts.stays, found, drawing.lang), drawing.lang)


def _flow(drawing: Drawing, track: Track, query: DashQuery) -> None:
    flows = dashboard.flow(drawing, query)
    stages = tuple(name_of(stage, drawing.lang) for stage in track.stages)
    n = sum(way.engagements for way in flows)
    _chart("flow", n, partial(charts.spec, dashboard_charts.flow, flows, stages, drawing.lang), drawing.lang)


def _clear() -> None:
    state.ask(pick=None)


def show_records(track: Track, query: DashQuery) -> None:
    """Draw the engagements behind the mark that was clicked; each opens in the drawer."""
    drawing, pick = state.drawing(), state.url_value("pick")
    if not pick:
        st.caption(t("dashboard.hint", drawing.lang))
        return
    ids = dashboard.records(drawing, query, pick)
    everything = engagements.engagements(drawing, engagements.EngagementFilter(track=track.id), on=drawing.today)
    rows = [row for row in everything if row.engagement.id in ids]
    title = t("dashboard.records", drawing.lang, name=_title(drawing, track, pick), n=len(rows))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(components.harmless(title), anchor=False, width="content")
        st.button(t("funnel.records.clear", drawing.lang), on_click=_clear, type="tertiary", icon=":material/close:")
    table = engagement_tables.engagements(rows, drawing.ws.tracks, on=drawing.today, lang=drawing.lang)
    at = grid.show(table, caption=title, key="dash_records", lang=drawing.lang, height=360).place
    if at:
        engagement_drawer.open_at(at[0])


def _title(drawing: Drawing, track: Track, pick: str) -> str:
    """Return what was picked, in words."""
    kind, _, key = pick.partition(":")
    names = {stage.id: name_of(stage, drawing.lang) for stage in track.stages}
    if kind == "flow":
        here, _, there = key.partition(">")
        return f"{names.get(here, here)} → {names.get(there, '') or t('dashboard.flow.out', drawing.lang)}"
    if kind == "step":
        if key not in names:
            raise InvalidInputError(field="stage", problem="unknown", value=key)
        return names[key]
    if kind == "opened":
        return key
    return words_of(drawing, kind)(key) or t("dashboard.untold", drawing.lang)
