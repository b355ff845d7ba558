"""The companies: one line each, with chosen metrics as columns, every value a link to its evidence."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.companies import companies
from dealflow.i18n import t
from dealflow.ui.companies import compare, figures, house_filters, new_company, value_filter
from dealflow.ui.investment import exchange_rates
from dealflow.ui.kit import components, frame, grid, state, url_filters
from dealflow.ui.sheets import export_button

drawing = state.drawing()
with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("companies.title", drawing.lang), anchor=False, width="content")
    with st.container(width="content"):
        new_company.offer()

with frame.errors_in_words():
    everything = companies.companies(drawing)
    by_id = {metric.id: metric for metric in drawing.ws.metrics}
    if not everything:
        components.empty_state("companies.empty", page="decks")
        export_button.way_in(drawing)
        st.stop()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        with st.container(width=280):
            text = url_filters.url_search(
                "q", t("companies.search", drawing.lang), t("companies.search.placeholder", drawing.lang)
            )
        for name in ("sector", "region"):
            with st.container(width=170):
                values = sorted({getattr(row.company, name) for row in everything} - {""})
                label, every = t(f"companies.{name}", drawing.lang), t("frame.all", drawing.lang)
                components.url_choice(name, label, values, words=str, everything=every)
        chosen, house = figures.choose_columns(drawing)
        between = value_filter.draw(drawing)
        asked = house_filters.draw(drawing)
        certain = url_filters.url_yes("verified", t("companies.verified_only", drawing.lang))
    asked |= {name: state.url_value(name) or None for name in ("sector", "region")}
    wanted = companies.CompanyFilter(text=text, verified_only=certain, **asked)
    sort = state.url_value("sort", "name")
    stick = exchange_rates.yardstick(drawing)
    chosen = value_filter.with_its_metric(chosen, between)
    stated = companies.companies(drawing, wanted, chosen)
    rows = figures.in_order(value_filter.narrowed(stated, between, stick), sort, stick)
    metrics = [by_id[text] for text in chosen]
    figures.draw_head(rows, drawing, lambda: export_button.ways_of_companies(drawing, rows, chosen))
    value_filter.tell(stated, between, stick, drawing)
    if not rows:
        components.empty_state("companies.empty_filter")
        st.stop()
    if measured := figures.measured_by(rows, sort, stick, drawing.lang):
        st.caption(components.harmless(measured))
    table = figures.company_list(rows, metrics, house, sort=sort, lang=drawing.lang)
    compare.offer(compare.ticked(), drawing.lang)
    look, caption = grid.Look(compare.ticked()), t("companies.caption", drawing.lang)
    clicked = grid.show(table, caption=caption, key="companies_table", lang=drawing.lang, look=look)
    if clicked.ticked is not None:
        state.ask(ticked=",".join(clicked.ticked))
        st.rerun()
    if clicked.column:
        order = figures.next_sort(clicked.column, sort)
        state.ask(sort="" if order == "name" else order)
        st.rerun()
    if clicked.place:
        row = next(row for row in rows if row.company.id == clicked.place[0])
        figure = row.figures.get(clicked.place[1])
        query = {"deck": figure.deck_id, "claim": figure.claim_id} if figure else {"id": clicked.place[0]}
        grid.go("review" if figure else "company", drawing.lang, **query)
