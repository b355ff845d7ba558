"""The result report on the screen: for which years, as which file, and what stands in it."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.people import people
from dealflow.actions.regional.programmes import ProgrammeView
from dealflow.i18n import called, t
from dealflow.reports.kit.blocks import Facts, Grid, Words
from dealflow.reports.regional import result_report
from dealflow.ui.kit import components, context, downloads, grid, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table
from dealflow.ui.regional import programmes

_SHOWN: Final = 15
"""Rows of a table that stand on the screen; the file has all of them."""
_ENDINGS: Final = {"docx": ".docx", "html": ".html", "hwp": "_한글.html"}


def draw(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Draw the report of the years that the URL names, with its files."""
    lang, programme = drawing.lang, view.programme
    years = programmes.chosen_years(view, lang)
    houses = {organisation.id: organisation for organisation in people.organisations(drawing.ws)}
    house = houses.get(programme.owner_id)
    at = context.now()
    report = result_report.document(view, years, house, at, lang)
    title = called(programme.title_ko, programme.title_en, lang)
    span = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
    with st.container(horizontal=True):
        for form in result_report.FORMS:
            downloads.button(
                t(f"regional.report.{form}", lang),
                partial(result_report.file, view, years, form, house, (at, lang)),
                file_name=f"{title} {span}{_ENDINGS[form]}",
                key=f"report_{form}",
                kind="primary" if form == "docx" else "secondary",
            )
    st.caption(t("regional.report.how", lang))
    for number, part in enumerate(report.parts):
        st.subheader(components.harmless(part.heading), anchor=False)
        for place, block in enumerate(part.blocks):
            if isinstance(block, Facts):
                rows = tuple(
                    Row(str(n), (Cell(name), Cell(text, tone="wrap"))) for n, (name, text) in enumerate(block.pairs)
                )
                columns = (
                    Column("name", t("regional.report.fact", lang)),
                    Column("value", t("regional.form.value", lang)),
                )
                _table(Table(columns, rows), part.heading, f"{number}_{place}", lang)
            elif isinstance(block, Grid):
                _grid(block, part.heading, f"{number}_{place}", lang)
            elif isinstance(block, Words):
                st.caption(components.harmless(block.text))


def _grid(block: Grid, heading: str, key: str, lang: str) -> None:
    columns = tuple(
        Column(str(place), head, "end" if place in block.ends else "start", first=len(block.headings) - place)
        for place, head in enumerate(block.headings)
    )
    rows = tuple(
        Row(str(number), tuple(Cell(text) for text in values)) for number, values in enumerate(block.rows[:_SHOWN])
    )
    _table(Table(columns, rows), heading, key, lang)
    if len(block.rows) > _SHOWN:
        st.caption(t("regional.report.more", lang, n=len(block.rows) - _SHOWN))


def _table(table: Table, caption: str, key: str, lang: str) -> None:
    grid.show(table, caption=caption, key=f"report_t_{key}", lang=lang, look=grid.Look(pinned=True))
