"""The dashboards of a track: charts with what they count and of how many; each mark opens its engagements."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import streamlit as st

from dealflow.actions.pipeline import dashboard, engagements
from dealflow.actions.pipeline.dashboard import REST, DashQuery, Slice, Trait
from dealflow.actions.pipeline.engagement_views import EngagementRow
from dealflow.domain.pipeline.funnel import Track
from dealflow.errors import InvalidInputError
from dealflow.i18n import name_of, t
from dealflow.reports.pipeline.trait_words import words_of
from dealflow.reports.sheets.trait_table import NAMES
from dealflow.ui.kit import charts, components, grid, state, url_filters
from dealflow.ui.kit.state import Drawing
from dealflow.ui.pipeline import (
    dashboard_charts,
    dashboard_tables,
    engagement_drawer,
    engagement_tables,
    pipeline_filters,
)

_OF_MONTHS: Final = ("opened", "decided", "declined")
_CHART_OF: Final[Mapping[str, str]] = {
    "source": "sources",
    "step": "conversion",
    "person": "people",
    **dict.fromkeys(_OF_MONTHS, "months"),
    "region": "regions",
    "sector": "sectors",
    "reason": "reasons",
    "stay": "stays",
    "flow": "flow",
}
"""Below which chart the records of a mark stand, by the kind of the mark."""
_RECORDS: Final = "dash-records"
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
    board = Board(drawing, track, query, is_table=url_filters.url_yes("table", t("dashboard.as_table", drawing.lang)))
    _say_picked(drawing, track, query)
    left, right = st.columns(2, gap="large")
    with left:
        _sources(board)
        _conversion(board)
        _people(board)
        _months(board)
    with right:
        _regions(board)
        _sectors(board)
        _reasons(board)
        _stays(board)
    _flow(board)


@dataclass(frozen=True, slots=True)
class Board:
    """What every chart needs: who looks and in which language, the track, and the question."""

    drawing: Drawing
    track: Track
    query: DashQuery
    is_table: bool = False
    """Traits as tables, with every number that a chart tells at a touch only."""

    @property
    def lang(self) -> str:
        """Return the reader's language."""
        return self.drawing.lang


def _head(board: Board, name: str, n: int) -> bool:
    """Draw a heading: what is counted, and of how many; return whether there is anything to show below it."""
    lang = board.lang
    st.subheader(t(f"dashboard.{name}", lang), anchor=False)
    if not n:
        st.caption(t("dashboard.empty", lang))
        return False
    definition = t(f"dashboard.{name}.help", lang)
    if board.is_table and name in NAMES.values():
        definition = definition.partition(". ")[0] + "."  # what follows says how the bars are to be read
    st.caption(f"{components.harmless(definition)} {t('dashboard.n', lang, n=n)}")
    return True


def _records_below(board: Board, name: str) -> None:
    """Draw the records of the mark that was picked, where it is one of this chart's."""
    if _CHART_OF.get(state.url_value("pick").partition(":")[0]) == name:
        _show_records(board)


def _chart(board: Board, name: str, n: int, spec: Callable[[], dict[str, Any]]) -> None:
    """Draw one chart under its heading, and below it the records of its mark picked."""
    key = f"dash_{name}"

    def pick() -> None:
        points = st.session_state[key].selection.get(dashboard_charts.PICK) or []
        state.ask(pick=str(points[0].get("pick") or "") if points else None)

    if _head(board, name, n):
        st.vega_lite_chart(spec(), on_select=pick, selection_mode=dashboard_charts.PICK, key=key)
    _records_below(board, name)


def _slices(board: Board, name: str, trait: Trait) -> None:
    parts = dashboard.slices(board.drawing, board.query, trait)
    n = sum(part.opened for part in parts)
    if board.is_table:
        _trait_table(board, name, trait, parts)
        return
    bars, words = dashboard.with_rest(parts, dashboard.MOST), words_of(board.drawing, trait, board.lang)
    names = tuple(
        t("dashboard.rest", board.lang, n=len(parts) - len(bars) + 1) if part.key == REST else words(part.key)
        for part in bars
    )
    spec = partial(charts.spec, dashboard_charts.slices, bars, names, trait.value, board.lang)
    _chart(board, name, n, spec)


def _trait_table(board: Board, name: str, trait: Trait, parts: Sequence[Slice]) -> None:
    """Draw a trait as a table: each line leads to its engagements, which stand below it."""
    n = sum(part.opened for part in parts)
    if _head(board, name, n):
        table = dashboard_tables.traits(trait, parts, words_of(board.drawing, trait, board.lang), board.lang)
        at = grid.show(
            table, caption=t(f"dashboard.{name}", board.lang), key=f"dash_table_{name}", lang=board.lang
        ).place
        if at:
            state.ask(pick=f"{trait.value}:{at[0]}")
            st.rerun()
    _records_below(board, name)


def _sources(board: Board) -> None:
    _slices(board, "sources", Trait.SOURCE)


def _people(board: Board) -> None:
    _slices(board, "people", Trait.PERSON)


def _sectors(board: Board) -> None:
    _slices(board, "sectors", Trait.SECTOR)


def _reasons(board: Board) -> None:
    _slices(board, "reasons", Trait.REASON)


def _regions(board: Board) -> None:
    parts = dashboard.slices(board.drawing, board.query, Trait.REGION)
    if board.is_table:
        _trait_table(board, "regions", Trait.REGION, parts)
        return
    elsewhere = sum(part.opened for part in parts if part.key not in dashboard_charts.TILES)
    n = sum(part.opened for part in parts)
    _chart(board, "regions", n, partial(charts.spec, dashboard_charts.regions, parts, board.lang))
    if elsewhere:
        label = t("dashboard.regions.elsewhere", board.lang, n=elsewhere)
        picked = f"{Trait.REGION}:{REST}"
        st.button(label, type="tertiary", key="dash_elsewhere", on_click=state.ask, kwargs={"pick": picked})


def _conversion(board: Board) -> None:
    steps = dashboard.conversion(board.drawing, board.query)
    n = steps[0].share.whole if steps and steps[0].share else 0
    _chart(board, "conversion", n, partial(charts.spec, dashboard_charts.conversion, steps, board.lang))


def _months(board: Board) -> None:
    counts = dashboard.months(board.drawing, board.query)
    n = sum(count.times for count in counts if count.what == "opened")
    _chart(board, "months", n or len(counts), partial(charts.spec, dashboard_charts.months, counts, board.lang))


def _stays(board: Board) -> None:
    found = dashboard.stays(board.drawing, board.query)
    n = sum(stay.median.n for stay in found)
    _chart(board, "stays", n, partial(charts.spec, dashboard_charts.stays, found, board.lang))


def _flow(board: Board) -> None:
    flows = dashboard.flow(board.drawing, board.query)
    stages = tuple(name_of(stage, board.lang) for stage in board.track.stages)
    n = sum(way.engagements for way in flows)
    _chart(board, "flow", n, partial(charts.spec, dashboard_charts.flow, flows, stages, board.lang))


def _clear() -> None:
    state.ask(pick=None)


def _rows(board: Board, pick: str) -> list[EngagementRow]:
    """Return the engagements behind the mark that was picked."""
    ids = dashboard.records(board.drawing, board.query, pick)
    everything = engagements.engagements(
        board.drawing, engagements.EngagementFilter(track=board.track.id), on=board.drawing.today
    )
    return [row for row in everything if row.engagement.id in ids]


def _say_picked(drawing: Drawing, track: Track, query: DashQuery) -> None:
    """Say above the charts what is picked, of how many, with the way down to the records; else that marks can be."""
    pick, lang = state.url_value("pick"), drawing.lang
    if not pick:
        st.caption(t("dashboard.hint", lang))
        return
    title = t(
        "dashboard.records", lang, name=_title(drawing, track, pick), n=len(_rows(Board(drawing, track, query), pick))
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**[{components.harmless(title)}](#{_RECORDS})**", width="content")
        st.button(
            t("funnel.records.clear", lang),
            on_click=_clear,
            type="tertiary",
            icon=":material/close:",
            key="dash_clear_above",
        )


def _show_records(board: Board) -> None:
    """Draw the engagements behind the mark that was clicked, below its chart; each opens in the drawer."""
    lang, pick = board.lang, state.url_value("pick")
    rows = _rows(board, pick)
    title = t("dashboard.records", lang, name=_title(board.drawing, board.track, pick), n=len(rows))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.subheader(components.harmless(title), anchor=_RECORDS, width="content")
        st.button(
            t("funnel.records.clear", lang), on_click=_clear, type="tertiary", icon=":material/close:", key="dash_clear"
        )
    table = engagement_tables.engagements(rows, board.drawing.ws.tracks, on=board.drawing.today, lang=lang)
    short = engagement_tables.only(table, ("company", "stage", "days", "assignee"))
    at = grid.show(short, caption=title, key="dash_records", lang=lang, height=360).place
    if at:
        engagement_drawer.open_at(at[0])


def _title(drawing: Drawing, track: Track, pick: str) -> str:
    """Return what was picked, in words."""
    kind, _, key = pick.partition(":")
    names = {stage.id: name_of(stage, drawing.lang) for stage in track.stages}
    if kind == "flow":
        here, _, there = key.partition(">")
        return f"{names.get(here, here)} → {names.get(there, '') or t('dashboard.flow.out', drawing.lang)}"
    if kind in {"step", "stay"}:
        if key not in names:
            raise InvalidInputError(field="stage", problem="unknown", value=key)
        return names[key]
    if kind in _OF_MONTHS:
        return f"{key} · {t(f'dashboard.months.{kind}', drawing.lang)}"
    if key == REST:
        return t("dashboard.rest.picked", drawing.lang)
    return words_of(drawing, kind, drawing.lang)(key) or t("dashboard.untold", drawing.lang)
