"""The cohort book of an IR event: one page a company, of what the viewer may see, as one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.companies import companies, comparison
from dealflow.actions.companies import memo as memos
from dealflow.actions.companies.memo import Subject
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import called, t, term
from dealflow.i18n.numbers import day
from dealflow.reports.investment import memo_docx, memo_html, one_pager
from dealflow.ui.kit import components, downloads, grid, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table, link
from dealflow.ui.kit.state import Drawing

_WIDTH: Final = 360


def draw() -> None:
    """Draw the choice of the event, its companies, and the book as files."""
    drawing = state.drawing()
    st.caption(t("book.note", drawing.lang))
    events = {event.id: event for event in comparison.events(drawing)}
    if not events:
        components.empty_state("book.empty", page="decks")
        return
    first = next(iter(events))
    with st.container(width=_WIDTH):
        chosen = components.url_choice(
            "event",
            t("book.event", drawing.lang),
            tuple(event_id for event_id in events if event_id != first),
            words=lambda event_id: _title(events[event_id], drawing.lang),
            everything=_title(events[first], drawing.lang),
        )
    event = events[chosen or first]
    inside = comparison.of_event(drawing, event.id)
    rows = [row for row in companies.companies(drawing) if row.company.id in inside]
    _files(event, [row.company.id for row in rows], drawing)
    table = Table(
        tuple(Column(name, t(f"companies.column.{name}", drawing.lang)) for name in ("company", "sector", "region")),
        tuple(
            Row(
                row.company.id,
                (
                    Cell(
                        components.company_name(row.company, drawing.lang),
                        href=link("memo", drawing.lang, company=row.company.id),
                    ),
                    Cell(term(row.company.sector, drawing.lang) or "–"),
                    Cell(term(row.company.region, drawing.lang) or "–"),
                ),
            )
            for row in rows
        ),
    )
    at = grid.show(table, caption=t("book.caption", drawing.lang), key="book_companies", lang=drawing.lang).place
    if at:
        grid.go("memo", drawing.lang, company=at[0])


def _title(event: IrEvent, lang: str) -> str:
    return called(event.title_ko, event.title_en, lang)


def book_of(event: IrEvent, company_ids: Sequence[str], drawing: Drawing) -> one_pager.Book:
    """Return the book of an event's companies as the viewer may see them.

    It is handed round: stages and terms of the house's own deals stay out of it.
    """
    sources = [
        memos.source(drawing, Subject(company_id), on=drawing.today, lang=drawing.lang) for company_id in company_ids
    ]
    about = t("book.about", drawing.lang, day=day(event.held_on, drawing.lang), n=len(sources))
    return one_pager.book(sources, _title(event, drawing.lang), about, drawing.lang)


def _files(event: IrEvent, company_ids: Sequence[str], drawing: Drawing) -> None:
    lang = drawing.lang

    def written(write: Callable[[one_pager.Book], bytes]) -> bytes:
        return write(book_of(event, company_ids, drawing))

    files: tuple[tuple[str, Callable[[one_pager.Book], bytes]], ...] = (
        ("docx", lambda book: memo_docx.book_as_docx(book, lang)),
        ("html", lambda book: memo_html.book_as_html(book, lang).encode()),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        for ending, write in files:
            downloads.button(
                t("memo.download", lang, what=t("memo.file.book", lang), ending=ending.upper()),
                partial(written, write),
                file_name=f"{t('memo.file.book', lang)}_{event.held_on.isoformat()}.{ending}",
                kind="primary" if ending == "docx" else "secondary",
                key=f"book_{ending}",
                disabled=not company_ids,
            )
        st.caption(t("book.count", lang, n=len(company_ids)), width="content")
