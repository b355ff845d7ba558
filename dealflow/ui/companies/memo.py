"""The investment report on the screen: sections to read and write, with their evidence, and the files to take."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.companies import memo as memos
from dealflow.actions.companies.memo import MemoSource, NewSection, Subject
from dealflow.domain.investment.memo import imprint
from dealflow.i18n import called, t
from dealflow.i18n.numbers import day
from dealflow.reports.investment import memo_docx, memo_html, one_pager
from dealflow.reports.investment.memo_document import Memo, MemoPart, Note, file_stem, memo
from dealflow.reports.investment.memo_markup import Kind, Line, Paragraph, spans
from dealflow.reports.investment.memo_tables import MemoTable
from dealflow.ui.kit import components, dialogs, downloads, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table, link
from dealflow.ui.kit.state import Drawing

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EDITOR_HEIGHT: Final = 360
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def draw() -> None:
    """Draw the report of the company or deal that the URL names."""
    drawing = state.drawing()
    subject = _subject(drawing)
    if subject is None:
        st.title(t("memo.title", drawing.lang), anchor=False)
        components.empty_state("memo.empty", page="companies")
        return
    source = memos.source(drawing, subject, on=drawing.today, lang=drawing.lang)
    report = memo(source, drawing.lang)
    name = components.harmless(called(source.company.name, source.company.name_en, drawing.lang))
    st.title(t("memo.heading", drawing.lang, company=name), anchor=False)
    st.caption(components.harmless(t("memo.note", drawing.lang, day=day(drawing.today, drawing.lang))))
    _ways(source, drawing)
    _files(source, report, drawing)
    _summary(report, drawing)
    notes = {note.number: note for note in report.notes}
    for part in report.parts:
        _part(part, report, notes, source)


def _subject(drawing: Drawing) -> Subject | None:
    """Return of what the URL asks a report: a company's deal, its latest unless it names one, or the company alone."""
    company_id = state.url_value("company")
    if not company_id:
        return None
    subjects = memos.subjects(drawing, company_id)
    asked = state.url_value("engagement")
    return next((subject for subject in subjects if subject.engagement_id == asked), subjects[0])


def _ways(source: MemoSource, drawing: Drawing) -> None:
    with st.container(horizontal=True):
        query = {"id": source.company.id} | grid.spoken(drawing.lang)
        label = t("pipeline.open_company", drawing.lang)
        st.page_link(frame.page("company"), label=label, icon=":material/domain:", query_params=query)
        if source.engagement is not None:
            query = {"engagement": source.engagement.id} | grid.spoken(drawing.lang)
            label = t("deal.open", drawing.lang)
            st.page_link(frame.page("deal"), label=label, icon=":material/request_quote:", query_params=query)


def _files(source: MemoSource, report: Memo, drawing: Drawing) -> None:
    """Draw the files: report and one-pager, each as DOCX and as HTML; they are made when they are asked for."""
    lang = drawing.lang

    def page(write: Callable[[one_pager.Book, str], bytes]) -> bytes:
        return write(one_pager.single(source, lang), lang)

    files: tuple[tuple[str, str, Callable[[], bytes]], ...] = (
        ("memo", "docx", partial(memo_docx.as_docx, report, lang)),
        ("memo", "html", lambda: memo_html.as_html(report, lang).encode()),
        ("one_pager", "docx", lambda: page(memo_docx.book_as_docx)),
        ("one_pager", "html", lambda: page(lambda book, of: memo_html.book_as_html(book, of).encode())),
    )
    with st.container(horizontal=True):
        for kind, ending, make in files:
            downloads.button(
                t("memo.download", lang, what=t(f"memo.file.{kind}", lang), ending=ending.upper()),
                make,
                file_name=f"{file_stem(source, kind, lang)}.{ending}",
                kind="primary" if (kind, ending) == ("memo", "docx") else "secondary",
                key=f"memo_{kind}_{ending}",
            )


def _summary(report: Memo, drawing: Drawing) -> None:
    """Draw how far the report is: gaps, figures with evidence, marks that point at nothing."""
    lost = sum(not note.claim_id for note in report.notes)
    words = [t("memo.count.notes", drawing.lang, n=len(report.notes) - lost)]
    words.append(t("memo.count.gaps", drawing.lang, n=len(report.gaps)))
    behind = sum(part.is_behind for part in report.parts)
    if behind:
        words.append(f":orange[{t('memo.count.behind', drawing.lang, n=behind)}]")
    if lost:
        words.append(f":red[{t('memo.count.lost', drawing.lang, n=lost)}]")
    st.caption(" · ".join(words))


def _part(part: MemoPart, report: Memo, notes: dict[int, Note], source: MemoSource) -> None:
    lang = state.language()
    with st.container(border=True, key=f"memo_{part.section.value}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(part.heading, anchor=False, width="content")
            if memos.may_write(state.looking()):
                label = t("memo.edit", lang)
                dialogs.offer(part.section.value, label, icon=":material/edit:", key=f"edit_{part.section.value}")
        if part.edited_by:
            st.caption(components.harmless(part.edited_by))
        if part.is_behind:
            st.caption(f":orange[{t('memo.behind', lang)}]")
        st.markdown(_markdown(part.paragraphs, report, notes, lang))
        for place, table in enumerate(part.tables):
            _table(table, report, notes, key=f"memo_table_{part.section.value}_{place}")
    if dialogs.is_open(part.section.value) and memos.may_write(state.looking()):
        dialogs.show(part.heading, partial(_form, part, source), width="large")


def _markdown(given: tuple[Paragraph, ...], report: Memo, notes: dict[int, Note], lang: str) -> str:
    """Return paragraphs as Markdown, bullets that follow each other as one list."""
    text, before = "", None
    for paragraph in given:
        together = before is Kind.BULLET and paragraph.kind is Kind.BULLET
        text += ("\n" if together else "\n\n") + _paragraph(paragraph, report, notes, lang)
        before = paragraph.kind
    return text.strip()


def _paragraph(paragraph: Paragraph, report: Memo, notes: dict[int, Note], lang: str) -> str:
    """Return a paragraph as Markdown in which nothing of a deck or a person becomes markup."""
    words = _line(paragraph.line, report, notes, lang)
    match paragraph.kind:
        case Kind.HEADING:
            return f"**{words}**"
        case Kind.BULLET:
            return f"- {words}"
        case Kind.GAP:
            return f":orange-badge[{t('memo.gap', lang)}] {words}"
        case _:
            return words


def _line(line: Line, report: Memo, notes: dict[int, Note], lang: str) -> str:
    parts = []
    for span in line:
        if span.note:
            parts.append(_mark(notes[report.number_of(span)], lang))
        else:
            words = components.harmless(span.text)
            padded = f"{' ' if span.text[:1] == ' ' else ''}{words}{' ' if span.text[-1:] == ' ' else ''}"
            parts.append(f"**{words}**" if span.bold else padded)
    return "".join(parts)


def _mark(note: Note, lang: str) -> str:
    """Return the number of a note as a link to its slide, with place and words for who points at it."""
    if not note.claim_id:
        return f":red[\\[{note.number}\\]]"
    words = f"{note.place} · {note.quote}".replace('"', "'").replace("\\", "").replace("\n", " ")
    title = components.harmless(words).replace("\\", "")
    number = str(note.number).translate(_RAISED)
    return f'[{number}]({link("review", lang, deck=note.deck_id, claim=note.claim_id)} "{title}")'


def _table(given: MemoTable, report: Memo, notes: dict[int, Note], *, key: str) -> None:
    """Draw a table of the report; a figure leads to its slide."""
    lang = state.language()
    columns = tuple(
        Column(str(place), heading, "end" if place in given.ends else "start")
        for place, heading in enumerate(given.headings)
    )
    rows = tuple(
        Row(str(number), tuple(_cell(spans(cell), report, notes, lang) for cell in cells))
        for number, cells in enumerate(given.rows)
    )
    st.caption(f"**{given.caption}**{f' · {given.note}' if given.note else ''}")
    at = grid.show(Table(columns, rows), caption=given.caption, key=key, lang=lang).place
    if at:
        marks = [span for span in spans(given.rows[int(at[0])][int(at[1])]) if span.note]
        note = notes[report.number_of(marks[0])]
        grid.go("review", lang, deck=note.deck_id, claim=note.claim_id)


def _cell(line: Line, report: Memo, notes: dict[int, Note], lang: str) -> Cell:
    text = "".join(span.text for span in line)
    marked = next((notes[report.number_of(span)] for span in line if span.note), None)
    tone = "strong" if any(span.bold for span in line) else ""
    if marked is None or not marked.claim_id:
        return Cell(text, tone=tone)
    href = link("review", lang, deck=marked.deck_id, claim=marked.claim_id)
    return Cell(text, title=f"{marked.place} · {marked.quote}", href=href, tone=tone)


def _form(part: MemoPart, source: MemoSource) -> None:
    """Draw the inside of the dialog in which a section is written; what was typed stays if it is refused."""
    lang = state.language()
    key = f"memo_text_{part.section.value}_{lang}"
    st.caption(components.harmless(t("memo.edit.help", lang)))
    with st.form(key, border=False, enter_to_submit=False), frame.errors_in_words():
        text = st.text_area(
            t("memo.edit.text", lang),
            value=part.text,
            height=_EDITOR_HEIGHT,
            key=f"{key}_area",
            label_visibility="collapsed",
        )
        with st.container(horizontal=True):
            saves = st.form_submit_button(t("frame.save", lang), type="primary", key=f"{key}_save")
            restores = part.edited is not None and st.form_submit_button(
                t("memo.restore", lang), icon=":material/undo:", key=f"{key}_restore"
            )
        if saves:
            new = NewSection(part.section, lang, text, imprint(part.made))
            memos.write_section(state.acting(), source.subject, new)
            dialogs.done("memo.saved")
        if restores:
            memos.restore_section(state.acting(), source.subject, part.section, lang)
            dialogs.done("memo.restored")
    if part.edited is not None:
        with st.expander(t("memo.made", lang)):
            st.code(part.made, language=None, wrap_lines=True)


def offer(company_id: str, engagement_id: str | None, lang: str) -> None:
    """Draw the way to the report of a company or deal, for those whose role has it."""
    if "memo" not in frame.offered(state.viewer().role):
        return
    query = {"company": company_id} | ({"engagement": engagement_id} if engagement_id else {}) | grid.spoken(lang)
    st.page_link(frame.page("memo"), label=t("memo.title", lang), icon=":material/article:", query_params=query)
