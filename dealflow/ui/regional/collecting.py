"""How a quarter's collection stands: who has told, who is to be reminded, addresses, confirming many at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dealflow.actions.regional import collecting
from dealflow.actions.regional.collecting import Line, QuarterCollection
from dealflow.actions.regional.programmes import ProgrammeView
from dealflow.domain.regional.programmes import Way
from dealflow.domain.regional.quarters import Quarter, ended, quarter_of
from dealflow.domain.regional.reports import QuarterReport, ReportState
from dealflow.domain.values.typed_text import plain
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day
from dealflow.reports.regional import reminders
from dealflow.reports.regional.words import NOTHING, indicator_words, millions, quarter_words
from dealflow.ui.kit import components, downloads, frame, grid, public_urls, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Look, Mark, Row, Table
from dealflow.ui.regional import line_dialog, reminding

_TICKED: Final = "regional_ticked"
_MERGE: Final = "regional_merge"
"""Who made the sheet for mail merge, of which quarter, and its bytes: the addresses in it are shown nowhere else."""
_STATES: Final = ("missing", *(state.value for state in ReportState))
TONES: Final = {
    None: "late", ReportState.SUBMITTED: "info", ReportState.RETURNED: "warn", ReportState.CONFIRMED: "good",
}  # fmt: skip
_HEIGHT: Final = 640
_SUMMARY: Final = 4
"""How many figures stand in a line: the rest is in the dialog."""


def draw(view: ProgrammeView, drawing: state.Drawing) -> None:
    """Draw the collection of the quarter that the URL names, the last one that is over where it names none."""
    lang, programme = drawing.lang, view.programme
    quarters = ended(programme.first_year, programme.last_year, drawing.today)
    if not quarters:
        components.empty_state("regional.no_quarter")
        return
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        chosen = url_filters.url_one(
            "q",
            t("regional.column.quarter", lang),
            tuple(map(str, quarters)),
            words=lambda text: quarter_words(_quarter(text, quarters), lang),
            usual=str(quarters[0]),
        )
    collection = collecting.collection(drawing, programme.id, _quarter(chosen, quarters))
    with middle:
        by_state = components.url_choice(
            "state",
            t("regional.column.state", lang),
            _STATES,
            words=lambda text: t(f"regional.state.{text}", lang),
            everything=t("regional.all", lang),
        )
    with right:
        words = url_filters.url_search("who", t("regional.find", lang), t("regional.find.eg", lang))
    _counts(collection, drawing)
    reminding.offer(view, drawing)
    _letters(collection, drawing)
    lines = [line for line in collection.lines if _fits(line, collection, by_state, words, lang)]
    _bulk(collection, lines, lang)
    _lines(collection, lines, lang)
    line_dialog.dialog(collection, drawing)


def _quarter(text: str, quarters: Sequence[Quarter]) -> Quarter:
    return quarter_of(text) or quarters[0]


def _fits(line: Line, collection: QuarterCollection, by_state: str | None, words: str, lang: str) -> bool:
    name = plain(reminders.who(line, collection, lang))
    is_right = by_state is None or by_state == ("missing" if line.state is None else line.state.value)
    return is_right and all(plain(word) in name for word in words.split())


def _counts(collection: QuarterCollection, drawing: state.Drawing) -> None:
    lang = drawing.lang
    with st.container(horizontal=True):
        st.metric(t("regional.column.due", lang), len(collection.lines))
        for report_state in (ReportState.CONFIRMED, ReportState.SUBMITTED, ReportState.RETURNED, None):
            name = "missing" if report_state is None else report_state.value
            st.metric(t(f"regional.column.{name}", lang), collection.count(report_state))
    late = drawing.today > collection.due_on and collection.count(None)
    words = t("regional.due", lang, day=day(collection.due_on, lang))
    if late:
        words += " · " + t("regional.late", lang, n=collection.count(None))
    st.caption(components.harmless(words))


def _letters(collection: QuarterCollection, drawing: state.Drawing) -> None:
    """Offer the letter to copy, and addresses for mail merge."""
    lang = drawing.lang
    with components.panel(t("regional.letters", lang), "regional_letters", icon=":material/mail:"):
        waiting = [line for line in collection.lines if line.state in {None, ReportState.RETURNED}]
        without = [line for line in collection.lines if not line.has_address]
        st.caption(t("regional.letters.how", lang))
        with st.container(horizontal=True):
            for name, lines in (("new", without), ("waiting", waiting)):
                st.button(
                    t(f"regional.letters.{name}", lang, n=len(lines)),
                    icon=":material/add_link:",
                    key=f"merge_{name}",
                    disabled=not lines,
                    on_click=_issue,
                    args=(collection, tuple(line.teller.id for line in lines), lang),
                )
        who, quarter, data = st.session_state.get(_MERGE, ("", None, b""))
        if data and who == state.person_id() and quarter == collection.quarter:
            st.success(t("regional.letters.made", lang), icon=":material/link:")
            title = t("regional.merge.title", lang, quarter=quarter_words(collection.quarter, lang))
            downloads.button(t("regional.letters.take", lang), data, file_name=f"{title}.xlsx", key="merge_sheet")
        letter = reminders.letter(collection, lang)
        st.code(f"{letter.subject}\n\n{letter.body}", language=None, wrap_lines=True)


def _issue(collection: QuarterCollection, teller_ids: tuple[str, ...], lang: str) -> None:
    with frame.attempted():
        secrets = collecting.issue_addresses(state.acting(), collection.programme.id, teller_ids)
        addresses = {teller: public_urls.public_url(f"/figures/{teller}/{key}") for teller, key in secrets.items()}
        sheet = reminders.merge_sheet(collection, addresses, lang)
        st.session_state[_MERGE] = (state.person_id(), collection.quarter, sheet)
        frame.tell_done("regional.done.issued", n=len(secrets))


def _bulk(collection: QuarterCollection, lines: Sequence[Line], lang: str) -> None:
    """Offer to confirm what is ticked, or everything that waits in the list."""
    waiting = {line.report.id: line.teller.id for line in lines if line.report and line.state is ReportState.SUBMITTED}
    ticked = set(st.session_state.get(_TICKED, ()))
    chosen = [report_id for report_id, teller_id in waiting.items() if teller_id in ticked]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("regional.confirm.n", lang, n=len(chosen)),
            type="primary",
            icon=":material/done_all:",
            disabled=not chosen,
            key="confirm_ticked",
            on_click=_confirm,
            args=(collection.programme.id, tuple(chosen)),
        )
        st.caption(t("regional.confirm.how", lang, n=len(waiting)))


def _confirm(programme_id: str, report_ids: tuple[str, ...]) -> None:
    with frame.attempted():
        many = collecting.confirm(state.acting(), programme_id, report_ids)
        st.session_state[_TICKED] = ()
        frame.tell_done("regional.done.confirmed", n=many)


def _keep_ticks(names: tuple[str, ...]) -> None:
    st.session_state[_TICKED] = names


def _lines(collection: QuarterCollection, lines: Sequence[Line], lang: str) -> None:
    if not lines:
        components.empty_state("regional.no_line")
        return
    names = (("who", 5), ("region", 2), ("state", 4), ("figures", 1), ("proof", 3))
    columns = tuple(Column(name, t(f"regional.column.{name}", lang), first=first) for name, first in names)
    rows = tuple(_row(line, collection, lang) for line in lines)
    known = {line.teller.id for line in lines}
    ticked = tuple(name for name in st.session_state.get(_TICKED, ()) if name in known)
    at = grid.show(
        Table(columns, rows),
        caption=t("regional.part.collection", lang),
        key="regional_lines",
        lang=lang,
        height=_HEIGHT if len(rows) > 12 else None,  # noqa: PLR2004  what fits needs no frame of its own
        look=Look(ticked, on_ticked=_keep_ticks),
    ).place
    if at is not None:
        state.ask(do="line", line=at[0])


def _row(line: Line, collection: QuarterCollection, lang: str) -> Row:
    report = line.report
    name = "missing" if line.state is None else line.state.value
    no_address = () if line.has_address else (Mark(t("regional.no_address", lang), ""),)
    return Row(
        line.teller.id,
        (
            Cell(reminders.who(line, collection, lang), act=True, tone="" if line.firm is not None else "strong"),
            Cell(name_of(collection.programme.region(line.teller.region), lang)),
            Cell("", marks=(Mark(t(f"regional.state.{name}", lang), TONES[line.state]), *no_address)),
            Cell(NOTHING if report is None else summary(report, collection, lang), tone="wrap"),
            Cell(t("regional.proof.there", lang) if report is not None and report.proof else NOTHING),
        ),
    )


def summary(report: QuarterReport, collection: QuarterCollection, lang: str) -> str:
    """Return a report's first figures in one line."""
    programme, parts = collection.programme, []
    if not report.teller.firm_id:
        names = {fund.id: name_of(fund, lang) for fund in programme.funds}
        parts = [f"{names.get(figure.id, figure.id)} {millions(figure.value, lang)}" for figure in report.figures]
    for indicator in programme.indicators if report.teller.firm_id else ():
        figure = report.figure(indicator.id)
        if figure is not None:
            value = figure.change_percent if indicator.way is Way.CHANGE else figure.value
            parts.append(f"{name_of(indicator, lang)} {indicator_words(indicator, value, lang)}")
    rest = len(parts) - _SUMMARY
    return " · ".join(parts[:_SUMMARY]) + (f" +{rest}" if rest > 0 else "")
