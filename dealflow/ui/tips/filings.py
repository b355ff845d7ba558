"""Reports to KVIC on screen: the list, one sheet to check and type into, and months to confirm."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import streamlit as st

from dealflow.actions.home import deadlines
from dealflow.actions.tips import filings, papers
from dealflow.actions.tips.filing_views import Entry, Report
from dealflow.actions.tips.filings import Filed
from dealflow.domain.investment.committee import Outward
from dealflow.domain.people.access import Act, may
from dealflow.domain.pipeline.deadlines import DeadlineKind
from dealflow.domain.tips.filings import FilingState
from dealflow.domain.tips.papers import PAPERS
from dealflow.errors import ChangedMeanwhileError
from dealflow.i18n import called, name_of, t
from dealflow.i18n.numbers import day, moment
from dealflow.reports.pipeline import deadline_words
from dealflow.reports.tips import filing_sheet
from dealflow.ui.kit import components, context, downloads, frame, grid, public_urls, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table, link
from dealflow.ui.tips import paper_list

COLOURS: Final = {FilingState.NOT_FILED: "gray", FilingState.FILED: "blue", FilingState.RECEIVED: "green"}


def draw() -> None:
    """Draw the report that the URL asks for, or the list of all with the months to confirm."""
    item, report = state.url_value("item"), state.url_value("report")
    if item and report:
        lang = state.language()
        st.button(
            t("deadlines.filing.back", lang),
            icon=":material/arrow_back:",
            type="tertiary",
            key="filing_back",
            on_click=state.ask,
            kwargs={"item": None, "report": None},
        )
        _sheet(_filed(item, report), lang)
        return
    _list()
    paper_list.draw()
    _months()


def _filed(subject: str, report: str) -> Filed:
    if report in PAPERS:
        return papers.paper(state.looking(), subject, report, on=context.today())
    return filings.report(state.looking(), subject, report)


def _list() -> None:
    lang = state.language()
    rows = filings.reports(state.looking())
    if not rows:
        components.empty_state("deadlines.empty_filings", page="committee" if _offers_committee() else None)
        return
    caption = t("deadlines.filing.caption", lang)
    at = grid.show(table(rows, lang), caption=caption, key="filings_list", lang=lang).place
    for row in rows if at else ():
        if at and at[0] == f"{row.owed.item.id}:{row.owed.report}":
            state.ask(item=row.owed.item.id, report=row.owed.report)
            st.rerun()


def _offers_committee() -> bool:
    return "committee" in frame.offered(state.viewer().role)


def table(rows: tuple[Report, ...], lang: str) -> Table:
    """Return one line a report: which, of whom, when it is due, and how it stands."""
    return Table(
        tuple(Column(column, t(f"deadlines.filing.column.{column}", lang)) for column in paper_list.COLUMNS),
        tuple(Row(f"{row.owed.item.id}:{row.owed.report}", _cells(row, lang)) for row in rows),
    )


def _cells(report: Report, lang: str) -> tuple[Cell, ...]:
    owed = report.owed
    due, today = owed.deadline.due, context.today()
    left = (due - today).days
    is_open = owed.deadline.is_open()
    tone = ("late" if left < 0 else "warn" if left <= deadlines.WEEK else "") if is_open else ""
    href = link("deadlines", lang, view="filings", item=owed.item.id, report=owed.report)
    empty = t("deadlines.filing.missing", lang, n=len(report.missing)) if report.missing and is_open else ""
    return (
        Cell(filing_sheet.words(report.sheet.title, lang), sub=owed.session.title, tone="wrap", href=href),
        Cell(_company(report, lang), tone="wrap"),
        Cell(name_of(owed.fund, lang), tone="wrap"),
        Cell(day(due, lang), sub=deadline_words.left(left, lang) if is_open else "", sub_tone=tone),
        Cell(
            "",
            sub=empty,
            marks=(Mark(t(f"enum.filing_state.{report.state.value}", lang), paper_list.MARKS[report.state]),),
        ),
    )


def _company(report: Filed, lang: str) -> str:
    company = report.company
    return t("frame.unknown_company", lang) if company is None else called(company.name, company.name_en, lang)


def _sheet(report: Filed, lang: str) -> None:
    """Draw one report: how it stands, its fields, and what can be done with it."""
    st.subheader(filing_sheet.words(report.sheet.title, lang), anchor=False)
    fund = "" if report.fund is None else name_of(report.fund, lang)
    company = _company(report, lang) if report.company is not None or isinstance(report, Report) else ""
    parts = (company, fund, filing_sheet.about_words(report, lang))
    st.caption(components.harmless(" · ".join(filter(None, parts))))
    line = [components.badge(t(f"enum.filing_state.{report.state.value}", lang), COLOURS[report.state])]
    if report.is_open and report.due is not None:
        left = deadline_words.left((report.due - context.today()).days, lang)
        line.append(components.harmless(t("deadlines.filing.due", lang, day=day(report.due, lang), left=left)))
    elif report.is_open:
        line.append(components.harmless(t("deadlines.paper.no_day", lang)))
    elif report.filed_at is not None:
        filed = t("deadlines.filing.filed", lang, moment=moment(report.filed_at, lang), name=report.filed_by_name)
        line.append(components.harmless(filed))
    st.markdown(" ".join(line))
    _hint(report, lang)
    may_act = may(state.viewer(), Act.DECIDE)
    if may_act and report.state is FilingState.NOT_FILED:
        _form(report, lang)
    else:
        _fields(report, lang)
    _file_list(report, lang)
    with st.container(horizontal=True):
        downloads.button(
            t("deadlines.filing.download", lang),
            filing_sheet.as_xlsx(report, lang),
            file_name=filing_sheet.file_name(report, lang),
            key="filing_download",
        )
        if may_act:
            _acts(report, lang)


def _hint(report: Filed, lang: str) -> None:
    """Say what is still missing, or why the sheet cannot be changed and what to do about it."""
    if report.sheet.unconfirmed is not None:
        what = filing_sheet.words(report.sheet.unconfirmed, lang)
        st.warning(components.harmless(t("deadlines.paper.unconfirmed", lang, what=what)), icon=":material/help:")
    if report.state is FilingState.RECEIVED:
        key = "deadlines.filing.locked" if report.sheet.to == "kvic" else "deadlines.paper.locked"
        st.info(t(key, lang), icon=":material/lock:")
    elif report.state is FilingState.FILED:
        st.caption(t("deadlines.filing.filed_note", lang))
    elif report.missing:
        names = filing_sheet.missing_names(report, lang)
        st.warning(
            components.harmless(t("deadlines.filing.missing.names", lang, fields=names)), icon=":material/edit_note:"
        )
    else:
        st.caption(t("deadlines.filing.complete", lang))


def _file_list(report: Filed, lang: str) -> None:
    """Draw the files that go with the sheet, each with the file of its kind that lies in the books."""
    if not any(file.field.source for file in report.files):
        return
    st.markdown(f"**{t('deadlines.sheet.files', lang)}**")
    for file in report.files:
        name = components.harmless(filing_sheet.words(file.field.name, lang)) + (" *" if file.field.required else "")
        if file.document_id:
            address = public_urls.public_url(f"/documents/{file.document_id}")
            st.markdown(f"{name}: [{components.harmless(file.file_name)}]({address})")
        else:
            st.markdown(f"{name}: {t('deadlines.paper.no_file', lang)}")


def _fields(report: Filed, lang: str) -> None:
    """Draw the fields of a sheet that is not to be changed now."""
    columns = ("field", "value", "origin")
    rows = tuple(
        Row(
            entry.field.id,
            (
                Cell(filing_sheet.words(entry.field.name, lang)),
                Cell(
                    filing_sheet.field_text(entry.field.id, entry.value, lang) or "–",
                    sub=_differs(entry, lang),
                    tone="wrap",
                ),
                Cell(filing_sheet.origin(entry, lang), tone="muted"),
            ),
        )
        for entry in report.entries
    )
    table = Table(tuple(Column(column, t(f"deadlines.sheet.{column}", lang)) for column in columns), rows)
    grid.show(table, caption=filing_sheet.words(report.sheet.title, lang), key="filing_fields", lang=lang)


def _differs(entry: Entry, lang: str) -> str:
    """Return what is known now where it is not what stands in the sheet."""
    if not entry.known or entry.known == entry.value:
        return ""
    known = filing_sheet.field_text(entry.field.id, entry.known, lang)
    return t("deadlines.filing.known_differs", lang, value=known)


def _key(report: Filed, entry: Entry) -> str:
    return f"filing_{report.subject_id}_{report.sheet.id}_{entry.field.id}"


def _form(report: Filed, lang: str) -> None:
    """Draw the fields to type into; what is refused stays typed, what somebody else changed meanwhile shows theirs."""
    typed_here = [entry for entry in report.entries if not entry.field.personal]
    keys = {entry.field.id: _key(report, entry) for entry in typed_here}
    texts = {entry.field.id: _initial_text(entry, lang) for entry in typed_here}

    def submit() -> None:
        typed = {name: st.session_state.get(key, texts[name]) for name, key in keys.items()}
        changed = {name: value or "" for name, value in typed.items() if value != texts[name]}
        with frame.attempted("deadlines.filing.saved"):
            try:
                filings.keep_values(state.acting(), _which(report), changed, seen=report.version)
            except ChangedMeanwhileError:
                _let_go(keys, keep=set(changed))
                raise
            _let_go(keys, keep=set())

    with st.form(f"filing_form_{report.id}", enter_to_submit=False):
        halves = st.columns(2)
        for place, entry in enumerate(report.entries):
            with halves[place % 2]:
                if entry.field.personal:
                    name = filing_sheet.words(entry.field.name, lang)
                    st.text_input(name, entry.value, disabled=True, help=t("deadlines.paper.contact", lang))
                else:
                    _input(entry, _key(report, entry), texts[entry.field.id], lang)
        st.form_submit_button(t("deadlines.filing.save", lang), on_click=submit, key="filing_save")


def _initial_text(entry: Entry, lang: str) -> str:
    """Return what an input shows before anybody types: results as their codes, all else as people read it."""
    return entry.value if entry.field.id == "result" else filing_sheet.field_text(entry.field.id, entry.value, lang)


def _input(entry: Entry, key: str, text: str, lang: str) -> None:
    name = filing_sheet.words(entry.field.name, lang) + (" *" if entry.field.required else "")
    help_ = _differs(entry, lang) or None
    if entry.field.id == "result":
        codes = ("", *(outward.value for outward in Outward))
        st.selectbox(
            name,
            codes,
            index=codes.index(text),
            format_func=lambda outward: (
                t(f"enum.outward.{outward}", lang) if outward else t("deadlines.filing.result.none", lang)
            ),
            key=key,
            help=help_,
        )
        return
    st.text_input(name, value=text, key=key, help=help_)


def _let_go(keys: dict[str, str], *, keep: set[str]) -> None:
    """Forget what inputs hold, so that they show what is kept now."""
    for name, key in keys.items():
        if name not in keep:
            st.session_state.pop(key, None)


def _which(report: Filed) -> tuple[str, str]:
    return report.subject_id, report.sheet.id


def _acts(report: Filed, lang: str) -> None:
    """Offer what may follow on the report's state."""
    offered: dict[FilingState, tuple[tuple[str, Callable[..., None], bool], ...]] = {
        FilingState.NOT_FILED: (("file", filings.file_report, True),),
        FilingState.FILED: (("receive", filings.note_receipt, True), ("take_back", filings.take_back, False)),
        FilingState.RECEIVED: (("anew", filings.begin_anew, False),),
    }
    helped = {"file", "receive"} if report.sheet.to == "kvic" else set[str]()

    def act(name: str, does: Callable[..., None]) -> None:
        with frame.attempted(f"deadlines.filing.{name}.done"):
            does(state.acting(), _which(report), seen=report.version)

    for name, does, primary in offered[report.state]:
        st.button(
            t(f"deadlines.filing.{name}", lang),
            type="primary" if primary else "secondary",
            on_click=act,
            args=(name, does),
            help=t(f"deadlines.filing.{name}.help", lang) if name in helped else None,
            key=f"filing_{name}",
        )


def _months() -> None:
    """Draw the monthly reports that wait to be confirmed, each with its button."""
    drawing = state.drawing()
    waiting = [
        deadline
        for deadline in deadlines.deadlines(drawing, on=context.today())
        if deadline.deadline.kind is DeadlineKind.MONTHLY_REPORT
    ]
    if not waiting:
        return

    def confirm(fund_id: str, name: str) -> None:
        with frame.attempted("deadlines.filing.months.done"):
            filings.confirm_month(state.acting(), fund_id, name)

    st.subheader(t("deadlines.filing.months", drawing.lang), anchor=False)
    st.caption(t("deadlines.filing.months.note", drawing.lang))
    for due in waiting:
        words = t(
            "deadlines.filing.months.line",
            drawing.lang,
            month=deadline_words.what(due, drawing.lang),
            fund=deadline_words.of_whom(due, drawing.lang),
            day=day(due.deadline.due, drawing.lang),
            left=deadline_words.left(due.days_left, drawing.lang),
        )
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(components.harmless(words), width="content")
            if may(drawing.viewer, Act.DECIDE):
                st.button(
                    t("deadlines.filing.months.confirm", drawing.lang),
                    key=f"confirm_{due.place.fund_id}_{due.deadline.label}",
                    on_click=confirm,
                    args=(due.place.fund_id, due.deadline.label),
                )
