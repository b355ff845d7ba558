"""The papers beside those on a committee, on screen: which are owed, and what begins an occasional one."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.home import deadlines
from dealflow.actions.investment import funds
from dealflow.actions.tips import papers
from dealflow.actions.tips.papers import Paper
from dealflow.domain.people.access import Act, may
from dealflow.domain.tips.filings import FilingState
from dealflow.domain.tips.papers import OCCASION, Occasion
from dealflow.i18n import called, name_of, t
from dealflow.reports.pipeline import deadline_words
from dealflow.reports.tips import filing_sheet
from dealflow.ui.kit import components, context, fields, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link

MARKS: Final = {FilingState.NOT_FILED: "", FilingState.FILED: "info", FilingState.RECEIVED: "good"}
COLUMNS: Final = ("report", "company", "fund", "due", "state")


def draw() -> None:
    """Draw the other papers that are owed, and what begins an occasional one."""
    drawing = state.drawing()
    lang = drawing.lang
    rows = papers.papers(drawing, on=drawing.today)
    st.subheader(t("deadlines.paper.title", lang), anchor=False)
    st.caption(t("deadlines.paper.note", lang))
    sheets = tuple(dict.fromkeys(row.sheet.id for row in rows))
    if may(drawing.viewer, Act.DECIDE):
        _new_occasion(lang)
    if not rows:
        st.caption(t("deadlines.paper.none", lang))
        return
    titles = {row.sheet.id: filing_sheet.words(row.sheet.title, lang) for row in rows}
    chosen = components.url_choice(
        "sheet",
        t("deadlines.filing.column.report", lang),
        sheets,
        words=titles.__getitem__,
        everything=t("deadlines.paper.all", lang),
    )
    listed = tuple(row for row in rows if chosen in {None, row.sheet.id})
    columns = tuple(Column(name, t(f"deadlines.filing.column.{name}", lang)) for name in COLUMNS)
    table = Table(columns, tuple(Row(f"{row.subject_id}:{row.sheet.id}", _paper_cells(row, lang)) for row in listed))
    grid.show(table, caption=t("deadlines.paper.title", lang), key="papers_list", lang=lang)


def _paper_cells(paper: Paper, lang: str) -> tuple[Cell, ...]:
    tone, left = "", ""
    if paper.due is not None and paper.is_open:
        days = (paper.due - context.today()).days
        left = deadline_words.left(days, lang)
        tone = "late" if days < 0 else "warn" if days <= deadlines.WEEK else ""
    href = link("deadlines", lang, view="filings", item=paper.subject_id, report=paper.sheet.id)
    empty = t("deadlines.filing.missing", lang, n=len(paper.missing)) if paper.missing and paper.is_open else ""
    return (
        Cell(
            filing_sheet.words(paper.sheet.title, lang),
            sub=filing_sheet.about_words(paper, lang),
            tone="wrap",
            href=href,
        ),
        Cell("–" if paper.company is None else called(paper.company.name, paper.company.name_en, lang), tone="wrap"),
        Cell("–" if paper.fund is None else name_of(paper.fund, lang), tone="wrap"),
        Cell(filing_sheet.due_words(paper, lang), sub=left, sub_tone=tone, tone="wrap"),
        Cell("", sub=empty, marks=(Mark(t(f"enum.filing_state.{paper.state.value}", lang), MARKS[paper.state]),)),
    )


def _new_occasion(lang: str) -> None:
    """Draw what begins an occasional report: of which fund, on what, of which day."""
    known = {fund.id: fund for fund in funds.funds(state.looking()) if fund.mother_fund_backed}
    if not known:
        return
    with st.popover(t("deadlines.paper.occasion.new", lang), icon=":material/add:"), st.form("occasion", border=False):
        fund_id = st.selectbox(
            t("deadlines.filing.column.fund", lang),
            tuple(known),
            format_func=lambda fund_id: name_of(known[fund_id], lang),
            key="occasion_fund",
        )
        occasion = st.selectbox(
            t("deadlines.paper.occasion", lang),
            tuple(occasion.value for occasion in Occasion),
            format_func=lambda occasion: t(f"enum.occasion.{occasion}", lang),
            key="occasion_kind",
        )
        on = fields.day(t("deadlines.paper.occasion.on", lang), value=context.today(), key="occasion_on")
        if st.form_submit_button(t("deadlines.paper.occasion.begin", lang), key="occasion_begin"):
            subject = papers.begin_occasion(state.acting(), str(fund_id), Occasion(str(occasion)), on.required)
            state.ask(item=subject, report=OCCASION)
            st.rerun()
