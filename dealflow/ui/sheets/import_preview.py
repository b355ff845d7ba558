"""The trial: every row as new, changed, same or refused and why; near names to choose among; then the import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import streamlit as st

from dealflow.actions.companies import company_profile
from dealflow.actions.people import people
from dealflow.actions.sheets import imports
from dealflow.actions.sheets.imports import Change, ImportOrder, PlannedRow, RowKind
from dealflow.domain.sheets.fields import Field, stage_of_day
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import quantity
from dealflow.reports.sheets import refused_rows
from dealflow.reports.sheets.use_words import use_words
from dealflow.ui.kit import components, context, downloads, frame, grid, keys, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table
from dealflow.ui.kit.state import Drawing
from dealflow.ui.sheets.sheet_upload import Upload

_MARKS: Final = {RowKind.NEW: "good", RowKind.CHANGED: "info", RowKind.SAME: "", RowKind.REFUSED: "late"}
_COLOURS: Final = {RowKind.NEW: "green", RowKind.CHANGED: "blue", RowKind.SAME: "gray", RowKind.REFUSED: "red"}
_AMOUNTS: Final = frozenset({Field.ASKED, Field.TICKET, Field.PRE_MONEY})
_MOST: Final = 300
"""Rows that are drawn at once; all of them count."""
_HEIGHT: Final = 460
_ASK, _NEW = "?", ""


@dataclass(frozen=True, slots=True)
class Result:
    """What an import did: its id, how many rows of each kind, and the file of those that were refused."""

    import_id: str
    counts: imports.Counts
    file_name: str
    refused: bytes


def show(drawing: Drawing, upload: Upload, order: ImportOrder) -> None:
    """Draw what each row would do, and the way to do it."""
    st.subheader(t("sheets.trial", drawing.lang), anchor=False)
    order = replace(order, choices=_choices(drawing, upload, order))
    rows = _trial(drawing, upload, order)
    counts = imports.counts_of(rows)
    numbers = dict(zip(RowKind, (counts.new, counts.changed, counts.same, counts.refused), strict=True))
    st.markdown(
        " ".join(
            components.badge(t(f"sheets.n.{kind.value}", drawing.lang, n=numbers[kind]), _COLOURS[kind])
            for kind in RowKind
            if numbers[kind]
        )
    )
    shown_kind = _chosen_kind(drawing, numbers)
    of_kind = [row for row in rows if shown_kind is None or row.kind is shown_kind]
    of_kind.sort(key=lambda row: row.kind is not RowKind.REFUSED)  # first what a person must look at
    grid.show(
        table(drawing, of_kind[:_MOST]),
        caption=t("sheets.trial", drawing.lang),
        key="import_rows",
        lang=drawing.lang,
        height=_HEIGHT,
    )
    if len(of_kind) > _MOST:
        st.caption(t("sheets.more", drawing.lang, n=len(of_kind) - _MOST))
    _offer(drawing, upload, order, rows)


def _trial(drawing: Drawing, upload: Upload, order: ImportOrder) -> tuple[PlannedRow, ...]:
    """Return what the rows would do, worked out anew only where something of it changed."""
    choices = tuple(sorted(order.choices.items()))
    said = (order.uses, order.track, order.meanings, order.hidden, choices)
    basis = (upload.key, said, drawing.viewer, drawing.ws.ledger.position())
    known, rows = st.session_state.get(keys.IMPORT_TRIAL, (None, ()))
    if known != basis:
        with st.spinner(t("sheets.trying", drawing.lang)):
            rows = imports.preview(drawing, order, at=context.now())
        st.session_state[keys.IMPORT_TRIAL] = (basis, rows)
    return tuple(rows)


def _choices(drawing: Drawing, upload: Upload, order: ImportOrder) -> dict[str, str]:
    """Draw a choice for each name that is near a known one, and return what was chosen, by plain name."""
    near = {plain_name(row.company_name): row for row in _trial_without_choices(drawing, upload, order) if row.near}
    if not near:
        return {}
    lang = drawing.lang
    with st.container(border=True, key="import_near"):
        st.markdown(f"**{t('sheets.near.title', lang, n=len(near))}**")
        everything_new = st.checkbox(t("sheets.near.all_new", lang), key=f"import_all_new_{upload.key}")
        chosen: dict[str, str] = {}
        for name, row in near.items():
            options = {_ASK: t("sheets.near.ask", lang)}
            options |= {company.id: t("sheets.near.this", lang, name=company.name) for company in row.near}
            options |= {_NEW: t("sheets.near.new", lang)}
            value = st.selectbox(
                components.harmless(t("sheets.near.row", lang, n=row.row.number, name=row.company_name)),
                tuple(options),
                format_func=options.__getitem__,
                key=f"import_near_{upload.key}_{name}",
                disabled=everything_new,
            )
            if everything_new:
                chosen[name] = _NEW
            elif value != _ASK:
                chosen[name] = value
    return chosen


def _trial_without_choices(drawing: Drawing, upload: Upload, order: ImportOrder) -> tuple[PlannedRow, ...]:
    """Return the rows as they stand before any choice, so that each choice can be changed again."""
    known = f"{keys.IMPORT_TRIAL}_first"
    basis = (upload.key, order.uses, order.track, order.meanings, drawing.viewer, drawing.ws.ledger.position())
    before, rows = st.session_state.get(known, (None, ()))
    if before != basis:
        with st.spinner(t("sheets.trying", drawing.lang)):
            rows = imports.preview(drawing, order, at=context.now())
        st.session_state[known] = (basis, rows)
    return tuple(rows)


def _chosen_kind(drawing: Drawing, numbers: Mapping[RowKind, int]) -> RowKind | None:
    kinds = [kind for kind in RowKind if numbers[kind]]
    chosen = st.segmented_control(
        t("sheets.show", drawing.lang),
        kinds,
        format_func=lambda kind: t(f"sheets.kind.{kind.value}", drawing.lang),
        key="import_kind",
        label_visibility="collapsed",
    )
    return RowKind(chosen) if chosen else None


def table(drawing: Drawing, rows: Sequence[PlannedRow]) -> Table:
    """Return one line a row of the sheet: for which company, what it would do, and what changes or is wrong."""
    lang = drawing.lang
    names = {person.id: person.name for person in people.people(drawing.ws)}
    widths = {"row": "4rem", "company": "14rem", "does": "7rem", "what": ""}
    columns = tuple(Column(name, t(f"sheets.column.{name}", lang), width=width) for name, width in widths.items())
    return Table(
        columns,
        tuple(
            Row(
                str(row.row.number),
                (
                    Cell(str(row.row.number)),
                    Cell(row.company_name or "–", tone="strong"),
                    Cell("", marks=(Mark(t(f"sheets.kind.{row.kind.value}", lang), _MARKS[row.kind]),)),
                    _what(drawing, row, names),
                ),
            )
            for row in rows
        ),
    )


def _what(drawing: Drawing, row: PlannedRow, names: Mapping[str, str]) -> Cell:
    if row.error is not None:
        return Cell(refused_rows.reason_words(row, drawing.lang), tone="wrap")
    lines = [_change_words(drawing, change, names) for change in row.changes if change.field != Field.NAME]
    return Cell(" · ".join(lines) or "–", tone="wrap")


def _change_words(drawing: Drawing, change: Change, names: Mapping[str, str]) -> str:
    """Return a change in words: the field, and its value before and after."""
    lang = drawing.lang
    field = use_words(change.field, drawing.ws.tracks, lang)
    before, after = (_value_words(drawing, change.field, value, names) for value in (change.before, change.after))
    words = t("sheets.changes", lang, field=field, before=before, after=after) if before else f"{field} {after}"
    return t("sheets.left_out", lang, change=words) if change.is_left_out else words


def _value_words(drawing: Drawing, field: str, value: str, names: Mapping[str, str]) -> str:
    """Return a value as people call it."""
    if not value or stage_of_day(field) is not None:
        return value
    lang = drawing.lang
    if field in _AMOUNTS:
        amount, _, unit = value.partition(" ")
        return quantity(Quantity(Unit(unit), Decimal(amount)), lang)
    if field == Field.STATUS:
        return t(f"enum.status.{value}", lang)
    options = {
        Field.STAGE: {stage.id: name_of(stage, lang) for track in drawing.ws.tracks for stage in track.stages},
        Field.TRACK: {track.id: name_of(track, lang) for track in drawing.ws.tracks},
        Field.REASON: {reason.id: name_of(reason, lang) for reason in drawing.ws.reasons},
        Field.SOURCE: {source.id: name_of(source, lang) for source in company_profile.sources()},
        Field.ASSIGNEE: names,
    }
    return options[Field(field)].get(value, value) if field in options else value


def _offer(drawing: Drawing, upload: Upload, order: ImportOrder, rows: Sequence[PlannedRow]) -> None:
    """Draw the button that takes the sheet in, and the file of what it would leave out."""
    lang = drawing.lang
    counts = imports.counts_of(rows)
    moving = counts.new + counts.changed
    leave_out = counts.refused > 0 and st.checkbox(t("sheets.leave_out", lang, n=counts.refused), key="import_rest")
    with st.container(horizontal=True, vertical_alignment="center"):
        is_wanted = st.button(
            t("sheets.run", lang, n=moving),
            type="primary",
            icon=":material/playlist_add_check:",
            key="import_run",
            disabled=moving == 0 or (counts.refused > 0 and not leave_out),
        )
        if counts.refused:
            downloads.button(
                t("sheets.refused.download", lang, n=counts.refused),
                lambda: refused_rows.as_file(upload.sheet, rows, "xlsx", lang),
                file_name=refused_rows.file_name(upload.sheet, lang),
                key="import_refused",
            )
    if is_wanted:
        _run(order, lang, leave_out=leave_out)
        st.rerun()


def _run(order: ImportOrder, lang: str, *, leave_out: bool) -> None:
    """Take the sheet in, telling how far it is, and let the page say what it did."""
    words = t("sheets.running", lang)
    bar = st.progress(0.0, words)
    with frame.attempted():
        result = imports.run(
            state.acting("import"), order, leave_out=leave_out, progress=lambda part: bar.progress(part, words)
        )
        counts = imports.counts_of(result.rows)
        refused = refused_rows.as_file(order.sheet, result.rows, "xlsx", lang) if counts.refused else b""
        name = refused_rows.file_name(order.sheet, lang)
        st.session_state[keys.IMPORT_RESULT] = Result(result.import_id, counts, name, refused)
        st.session_state[keys.IMPORT_ROUND] = st.session_state.get(keys.IMPORT_ROUND, 0) + 1
        st.session_state.pop(keys.IMPORT_SHEET, None)
