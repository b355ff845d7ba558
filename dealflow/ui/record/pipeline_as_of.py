"""The pipeline as it stood on an earlier day: a day in the address, a band that says so, and nothing to act on."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import EngagementFilter
from dealflow.actions.record import pipeline_as_of
from dealflow.domain.pipeline.funnel import Track
from dealflow.i18n import t
from dealflow.i18n.numbers import day as day_words
from dealflow.ui.kit import components, context, grid, keys, state, url_filters
from dealflow.ui.pipeline import board, engagement_drawer, engagement_tables


def chosen() -> date | None:
    """Return the day in the URL's ``as_of``, offered as a date field; None: today, with everything to act on."""
    lang = state.language()
    label = t("asof.label", lang)
    with st.popover(label, icon=":material/history:"):
        st.caption(t("asof.help", lang))
        day = url_filters.url_day("as_of", label)
    url_filters.tell_wrong_day("as_of", label)
    return None if day == context.today() else day


def show(day: date, track: Track, filters: EngagementFilter, view: str) -> None:
    """Draw the band and, under it, the board, matrix or table of that day; an opened card shows the record of today.

    Raises:
        InvalidInputError: the day is still to come.
    """
    drawing = state.drawing()
    rows = pipeline_as_of.engagements(drawing, filters, day=day, today=drawing.today)
    with st.container(horizontal=True, vertical_alignment="center", border=True, key="asof_band"):
        words = components.harmless(t("asof.band", drawing.lang, day=day_words(day, drawing.lang)))
        st.markdown(
            f":material/history: **{words}** {components.harmless(t('asof.band.help', drawing.lang))}", width="stretch"
        )
        st.button(t("asof.now", drawing.lang), on_click=_leave, key="asof_now")
    st.caption(t("pipeline.count", drawing.lang, n=len(rows)))
    if not rows:
        first = pipeline_as_of.first_day(drawing)
        components.empty_state("asof.empty", day=day_words(first or drawing.today, drawing.lang))
    elif view == "board":
        columns = pipeline_as_of.board(drawing, filters, day=day, today=drawing.today)
        data = board.data(columns, drawing.viewer, on=day, lang=drawing.lang, track=track)
        board.show(data, key=f"{keys.BOARD}_past", on_move=lambda _: None, on_open=engagement_drawer.open_at)
    elif view == "matrix":
        cells = engagements.matrix_of(drawing, rows)
        words = t("pipeline.caption.matrix", drawing.lang)
        at = grid.show(
            engagement_tables.matrix(cells, drawing.ws.tracks, drawing.lang),
            caption=words,
            key="matrix_past",
            lang=drawing.lang,
        ).place
        if at and at in cells.cells:
            engagement_drawer.open_at(cells.cells[at].engagement.id)
        elif at:
            grid.go("company", drawing.lang, id=at[0])
    else:
        table = engagement_tables.engagements(rows, drawing.ws.tracks, on=day, lang=drawing.lang)
        at = grid.show(
            table, caption=t("pipeline.caption.table", drawing.lang), key="pipeline_past", lang=drawing.lang
        ).place
        if at:
            engagement_drawer.open_at(at[0])


def _leave() -> None:
    state.ask(as_of=None)
