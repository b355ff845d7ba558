"""Personal data of the house: its clocks and what they would destroy, the record of processing, what went."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.people import house_settings, people, personal_data, processing_register, retention_clocks
from dealflow.actions.people.processing_register import Processing
from dealflow.actions.people.retention_clocks import Due
from dealflow.domain.people.house import DEFAULT_MONTHS, Clock, HouseSettings, RetentionKind
from dealflow.domain.values.field_parsing import count_of
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day, moment
from dealflow.reports.sheets import processing_sheet
from dealflow.reports.sheets.table_files import as_xlsx
from dealflow.ui.kit import components, context, dialogs, downloads, frame, grid, state
from dealflow.ui.kit.grid import Cell, Column, Row, Table
from dealflow.ui.people import data_subjects

_VIEWS: Final = ("subjects", "clocks", "register", "gone")
_DESTROY: Final = "destroy-due"
_SHOWN: Final = ("what", "people", "basis", "handed_to", "given_to", "retention", "oldest", "destroyed")


def draw() -> None:
    """Draw the part that the URL asks for."""
    lang = state.language()
    part = components.url_tabs(
        "part", t("personal.part", lang), _VIEWS, words=lambda text: t(f"personal.part.{text}", lang)
    )
    match part:
        case "clocks":
            _clocks()
        case "register":
            _register()
        case "gone":
            _gone()
        case _:
            data_subjects.draw()


def _clocks() -> None:
    """Draw for how long each kind is kept, and what would go today."""
    drawing = state.drawing()
    lang, house = drawing.lang, house_settings.settings(drawing)
    st.caption(t("personal.clocks.note", lang))
    with st.form("clocks_form", width=620, enter_to_submit=False), frame.errors_in_words():
        typed = {kind: _clock(house, kind, lang) for kind in RetentionKind}
        if st.form_submit_button(t("frame.save", lang), type="primary", key="clocks_save"):
            clocks = tuple(
                Clock(kind, count_of(text, t(f"personal.what.{kind.value}", lang)) or 0)
                for kind, text in typed.items()
                if text.strip()
            )
            house_settings.keep(state.acting(), HouseSettings(house.two_person, clocks, house.officer))
            frame.tell_done("personal.clocks.kept")
            st.rerun()
    _due(drawing)


def _clock(house: HouseSettings, kind: RetentionKind, lang: str) -> str:
    months = house.months(kind)
    return st.text_input(
        t(f"personal.what.{kind.value}", lang),
        "" if months is None else str(months),
        placeholder=t("personal.clocks.proposed", lang, n=DEFAULT_MONTHS[kind]),
        help=t(f"personal.since.{kind.value}", lang),
        key=f"clock_{kind.value}",
    )


def _due(drawing: state.Drawing) -> None:
    """Draw what the clocks would destroy today, and the way to do it now."""
    lang = drawing.lang
    lines = retention_clocks.due(drawing, on=drawing.today)
    st.subheader(t("personal.due", lang), anchor=False)
    count = sum(len(line.ids) for line in lines)
    if not lines or not count:
        st.caption(t("personal.due.none" if lines else "personal.due.no_clock", lang))
        return
    grid.show(due_table(lines, lang), caption=t("personal.due", lang), key="due_list", lang=lang)
    st.caption(t("personal.due.daily", lang))
    dialogs.offer(_DESTROY, t("personal.due.now", lang), icon=":material/delete_forever:", key="due_now")
    if dialogs.is_open(_DESTROY):
        dialogs.show(t("personal.due.now", lang), lambda: _sure(count, lang))


def due_table(lines: tuple[Due, ...], lang: str) -> Table:
    """Return one line a clock: what, kept how long, how many are due, since when the oldest is kept."""
    columns = tuple(Column(name, t(f"personal.due.{name}", lang)) for name in ("what", "months", "count", "oldest"))
    rows = tuple(
        Row(
            line.kind.value,
            (
                Cell(t(f"personal.what.{line.kind.value}", lang)),
                Cell(t("personal.months", lang, n=line.months)),
                Cell(str(len(line.ids))),
                Cell(day(line.oldest, lang) if line.oldest else "–"),
            ),
        )
        for line in lines
    )
    return Table(columns, rows)


def _sure(count: int, lang: str) -> None:
    st.markdown(t("personal.due.sure", lang, n=count))
    sure = st.checkbox(t("personal.destroy.sure", lang), key="due_sure")
    if st.button(t("personal.due.now", lang), type="primary", disabled=not sure, key="due_do"):
        retention_clocks.destroy_due(state.acting())
        dialogs.done("personal.due.done")


def _register() -> None:
    """Draw the record of processing, and the way to take it away."""
    drawing = state.drawing()
    lang, rows = drawing.lang, processing_register.register(drawing, on=drawing.today)
    st.caption(t("personal.register.note", lang))
    grid.show(register_table(rows, lang), caption=t("personal.register.title", lang), key="register_list", lang=lang)
    house = next(h for h in people.organisations(drawing.ws) if h.id == drawing.viewer.organisation_id)
    downloads.button(
        t("personal.register.take", lang),
        lambda: as_xlsx(processing_sheet.table(rows, name_of(house, lang), lang), at=context.now()).content,
        file_name=f"{t('personal.register.title', lang)}_{drawing.today.isoformat()}.xlsx",
        key="register_file",
    )


def register_table(rows: tuple[Processing, ...], lang: str) -> Table:
    """Return the record as a screen shows it: its long texts stand in the file."""
    places = [processing_sheet.COLUMNS.index(name) for name in _SHOWN]
    columns = tuple(Column(name, t(f"personal.register.{name}", lang)) for name in _SHOWN)
    shown = []
    for number, row in enumerate(rows):
        values = processing_sheet.cells(row, lang)
        cells = [
            day(row.oldest, lang) if row.oldest and name == "oldest" else values[at]
            for name, at in zip(_SHOWN, places, strict=True)
        ]
        shown.append(Row(str(number), tuple(Cell("–" if value in (None, "") else str(value)) for value in cells)))
    return Table(columns, tuple(shown))


def _gone() -> None:
    """Draw what was destroyed: when, what, how many, by which rule."""
    drawing = state.drawing()
    lang, entries = drawing.lang, personal_data.destructions(drawing)
    if not entries:
        st.caption(t("personal.gone.none", lang))
        return
    names = {person.id: person.name for person in people.people(drawing.ws)}
    columns = tuple(Column(name, t(f"personal.gone.{name}", lang)) for name in ("at", "what", "count", "reason", "by"))
    rows = tuple(
        Row(
            entry.id,
            (
                Cell(moment(entry.destroyed_at, lang)),
                Cell(t(f"personal.what.{entry.what}", lang)),
                Cell(str(len(entry.subject_ids)) if entry.subject_ids else "–"),
                Cell(_reason(entry.reason, lang)),
                Cell(names.get(entry.destroyed_by) or t("personal.gone.clock", lang)),
            ),
        )
        for entry in entries
    )
    grid.show(Table(columns, rows), caption=t("personal.part.gone", lang), key="gone_list", lang=lang)


def _reason(reason: str, lang: str) -> str:
    kind, _, words = reason.partition(": ")
    said = t(f"personal.reason.{kind}", lang)
    return f"{said} · {words}" if words and kind == personal_data.ON_REQUEST else said
