"""One teller's quarter: figures beside those of the quarter before, proof, past, confirming, sending back, entering."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.people import people
from dealflow.actions.platform.posted_form import RefusedFormError
from dealflow.actions.regional import collecting, figures_form
from dealflow.actions.regional.collecting import Line, QuarterCollection
from dealflow.actions.regional.figures_form import BEFORE, VALUE
from dealflow.actions.regional.programmes import programme
from dealflow.domain.regional.reports import Figure, QuarterReport, ReportState, asked_of, lines_of
from dealflow.i18n import name_of, t
from dealflow.i18n.errors import words_of
from dealflow.i18n.numbers import day, moment, plain
from dealflow.reports.regional import reminders
from dealflow.reports.regional.words import NOTHING, quarter_words, unit_words
from dealflow.ui.kit import components, dialogs, downloads, frame, grid, public_urls, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table

_ADDRESS: Final = "regional_address"
"""Who made it, whose it is, and the address that was just made: shown until the next one, never again."""


def dialog(collection: QuarterCollection, drawing: state.Drawing) -> None:
    """Draw the dialog of the teller that the URL asks for."""
    if not dialogs.is_open("line"):
        return
    line = next((line for line in collection.lines if line.teller.id == state.url_value("line")), None)
    if line is None:
        return
    title = f"{reminders.who(line, collection, drawing.lang)} · {quarter_words(collection.quarter, drawing.lang)}"
    dialogs.show(components.harmless(title), lambda: _draw(line, collection, drawing), width="large")


def _draw(line: Line, collection: QuarterCollection, drawing: state.Drawing) -> None:
    lang, report = drawing.lang, line.report
    name = "missing" if line.state is None else line.state.value
    words = f"{t(f'regional.state.{name}', lang)} · {t('regional.due', lang, day=day(collection.due_on, lang))}"
    st.markdown(components.harmless(words))
    if report is not None:
        _figures(report, collection, drawing)
        _decide(report, collection, lang)
    with st.expander(t("regional.enter", lang), icon=":material/edit_note:"):
        _enter(line, collection, lang)
    with st.expander(t("regional.address", lang), icon=":material/link:"):
        _address(line, collection, lang)
    if report is not None:
        with st.expander(t("regional.past", lang), icon=":material/history:"):
            _past(report, collection, drawing)


def _figures(report: QuarterReport, collection: QuarterCollection, drawing: state.Drawing) -> None:
    """Draw the figures of a quarter beside those that the same teller told last before."""
    lang = drawing.lang
    reports = programme(drawing, collection.programme.id).books.reports
    earlier = [other for other in reports if other.teller.id == report.teller.id and other.period < report.period]
    last = max(earlier, key=lambda other: other.period, default=None)
    heads = [t("regional.column.indicator", lang), t("regional.form.before", lang),
             quarter_words(report.period, lang)]  # fmt: skip
    if last is not None:
        heads.append(quarter_words(last.period, lang))
    columns = tuple(Column(str(place), head, "end" if place else "start") for place, head in enumerate(heads))
    rows = []
    for asked in lines_of(collection.programme, report):
        figure, other = report.figure(asked.id), None if last is None else last.figure(asked.id)
        cells = [
            Cell(f"{name_of(asked, lang)} ({unit_words(asked.unit, lang)})", tone="wrap"),
            Cell(NOTHING if figure is None or figure.before is None else plain(figure.before, lang)),
            _value(figure, lang),
        ]
        rows.append(Row(asked.id, (*cells, _value(other, lang)) if last is not None else tuple(cells)))
    caption = t("regional.part.indicators", lang)
    look = grid.Look(pinned=True)
    grid.show(Table(columns, tuple(rows)), caption=caption, key="line_figures", lang=lang, look=look)
    if report.note:
        st.caption(components.harmless(f"{t('regional.form.note', lang)}: {report.note}"))
    if report.because:
        st.warning(components.harmless(report.because), icon=":material/undo:")
    if report.proof is not None:
        name, data = collecting.proof(drawing, collection.programme.id, report.id)
        who = reminders.who(next(li for li in collection.lines if li.teller.id == report.teller.id), collection, lang)
        downloads.button(t("regional.proof.take", lang), data, file_name=f"{who} {name}", key="line_proof")


def _value(figure: Figure | None, lang: str) -> Cell:
    if figure is None:
        return Cell(NOTHING, tone="muted")
    change = figure.change_percent
    sub = "" if change is None else f"{change:+.1f}%".replace("-", "−")
    return Cell(plain(figure.value, lang), sub=sub)


def _decide(report: QuarterReport, collection: QuarterCollection, lang: str) -> None:
    programme_id = collection.programme.id
    if report.state is ReportState.SUBMITTED:
        label = t("regional.confirm", lang)
        if st.button(label, type="primary", icon=":material/check:", key="line_confirm"):
            collecting.confirm(state.acting(), programme_id, [report.id])
            dialogs.done("regional.done.confirmed_one", line=None)
    if report.state is not ReportState.RETURNED:
        with st.form("send_back", border=False, enter_to_submit=False):
            because = st.text_area(t("regional.because", lang), key="because", height=80)
            submitted = st.form_submit_button(t("regional.send_back", lang), icon=":material/undo:", key="line_back")
        if submitted:
            collecting.send_back(state.acting(), programme_id, report.id, because)
            dialogs.done("regional.done.sent_back", line=None)


def _enter(line: Line, collection: QuarterCollection, lang: str) -> None:
    """Draw the form for figures that came on paper or by telephone."""
    report = line.report
    if report is not None and report.state is ReportState.CONFIRMED:
        st.caption(t("regional.enter.confirmed", lang))
        return
    lines = asked_of(collection.programme, line.teller)
    before = figures_form.typed_again(report) if report is not None else {}
    key = f"enter_{line.teller.id}_{collection.quarter}"
    with st.form(key, border=False, enter_to_submit=False):
        typed = {}
        for asked in lines:
            label = f"{name_of(asked, lang)} ({unit_words(asked.unit, lang)})"
            places = st.columns(2) if asked.has_before else [st.container()]
            starts = (BEFORE, VALUE) if asked.has_before else (VALUE,)
            for start, place in zip(starts, places, strict=True):
                words = f"{label} · {t('regional.form.before', lang)}" if start == BEFORE else label
                name = f"{start}{asked.id}"
                typed[name] = place.text_input(words, value=before.get(name, ""), key=f"{key}_{name}")
        note = st.text_area(t("regional.form.note", lang), value=before.get("note", ""), key=f"{key}_note", height=68)
        submitted = st.form_submit_button(t("regional.enter.keep", lang), key=f"{key}_keep")
    if submitted:
        try:
            figures = figures_form.read_figures(typed, lines)
        except RefusedFormError as error:
            for problem in error.problems.values():
                st.error(words_of(problem, lang))
            return
        quarter = collection.quarter
        new = QuarterReport(line.teller, quarter.year, quarter.number, figures, note)
        collecting.enter(state.acting(), new)
        dialogs.done("regional.done.entered")


def _address(line: Line, collection: QuarterCollection, lang: str) -> None:
    st.caption(t("regional.address.there" if line.has_address else "regional.address.none", lang))
    who, teller_id, address = st.session_state.get(_ADDRESS, ("", "", ""))
    if address and who == state.person_id() and teller_id == line.teller.id:
        st.code(address, language=None)
        letter = reminders.letter(collection, lang, line=line, address=address)
        st.code(f"{letter.subject}\n\n{letter.body}", language=None, wrap_lines=True)
    with st.container(horizontal=True):
        arguments = (collection.programme.id, line.teller.id)
        st.button(t("regional.address.new", lang), key="address_new", on_click=_issue, args=arguments)
        if line.has_address:
            st.button(t("regional.address.close", lang), key="address_close", on_click=_close, args=arguments)


def _issue(programme_id: str, teller_id: str) -> None:
    with frame.attempted():
        secret = collecting.issue_addresses(state.acting(), programme_id, [teller_id])[teller_id]
        address = public_urls.public_url(f"/figures/{teller_id}/{secret}")
        st.session_state[_ADDRESS] = (state.person_id(), teller_id, address)


def _close(programme_id: str, teller_id: str) -> None:
    with frame.attempted("regional.done.closed"):
        collecting.close_address(state.acting(), programme_id, teller_id)


def _past(report: QuarterReport, collection: QuarterCollection, drawing: state.Drawing) -> None:
    lang = drawing.lang
    names = {person.id: person.name for person in people.people(drawing.ws)}
    funds = {line.id: name_of(line, lang) for line in lines_of(collection.programme, report)}
    for past in collecting.past(drawing, collection.programme.id, report.id):
        who = names.get(past.person_id, "") if past.person_id else t("regional.past.by_address", lang)
        figures = " · ".join(
            f"{funds.get(figure.id, figure.id)} {plain(figure.value, lang)}" for figure in past.report.figures
        )
        state_words = t(f"regional.state.{past.report.state.value}", lang)
        st.markdown(components.harmless(f"{moment(past.at, lang)} · {who} · {state_words}"))
        st.caption(components.harmless(f"{past.report.because} {figures}"))
