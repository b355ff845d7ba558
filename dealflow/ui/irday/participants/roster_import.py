"""Application sheets brought in: read, shown row by row with what is new, changes or is wrong, then kept at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import streamlit as st

from dealflow.actions.irday.participants import roster_import
from dealflow.actions.irday.participants.roster_import import PlannedRow, Roster, RowKind
from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.participants.participants import ParticipantKind, ParticipantState
from dealflow.i18n import has, name_of, t
from dealflow.i18n.errors import reason_of
from dealflow.ui.kit import components, frame, grid, keys, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_USUAL: Final = (ParticipantKind.SUPPLIER, ParticipantKind.VC, ParticipantKind.OPERATOR, ParticipantKind.ADOPTER)
_MARKS: Final = {RowKind.NEW: "good", RowKind.CHANGES: "info", RowKind.SAME: "", RowKind.WRONG: "late"}
_HEIGHT: Final = 460


def draw(day: Day, lang: str) -> None:
    """Draw the way to bring a sheet in, and what its rows would do."""
    st.caption(t("participants.import.note", lang))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        usual = st.segmented_control(
            t("participants.import.usual", lang),
            _USUAL,
            default=_USUAL[0],
            required=True,
            format_func=lambda kind: t(f"enum.participant_kind.{kind.value}", lang),
            help=t("participants.import.usual.help", lang),
            key="import_usual",
        )
        standing = st.segmented_control(
            t("participants.import.state", lang),
            (ParticipantState.APPLIED, ParticipantState.CONFIRMED),
            default=ParticipantState.APPLIED,
            required=True,
            format_func=lambda participant_state: t(f"enum.participant_state.{participant_state.value}", lang),
            key="import_state",
        )
    file = st.file_uploader(
        t("participants.import.file", lang), type=["xlsx", "xls", "csv"], key="import_file", max_upload_size=5
    )
    if file is None:
        st.session_state.pop(keys.ROSTER, None)
        return
    with frame.errors_in_words():
        roster = _roster(file.file_id, file.name, file.getvalue())
        rows = roster_import.preview(state.looking(), day.event.id, roster, ParticipantKind(usual or _USUAL[0]))
        _preview(day, roster, rows, ParticipantState(standing or ParticipantState.APPLIED), lang)


def _roster(file_id: str, name: str, data: bytes) -> Roster:
    """Return the sheet, read once while it lies there."""
    known, roster = st.session_state.get(keys.ROSTER, ("", None))
    if known != file_id or not isinstance(roster, Roster):
        roster = roster_import.read_roster(name, data)
        st.session_state[keys.ROSTER] = (file_id, roster)
    return roster


def _preview(day: Day, roster: Roster, rows: Sequence[PlannedRow], standing: ParticipantState, lang: str) -> None:
    count = Counter(row.kind for row in rows)
    st.markdown(
        " ".join(
            components.badge(t(f"participants.import.n.{kind.value}", lang, n=count[kind]), colour)
            for kind, colour in zip(RowKind, ("green", "blue", "gray", "red"), strict=True)
            if count[kind]
        )
    )
    if roster.strangers:
        st.caption(t("participants.import.strangers", lang, names=", ".join(roster.strangers)))
    grid.show(
        table(rows, lang, _headings(roster)),
        caption=t("participants.tab.import", lang),
        key="import_rows",
        lang=lang,
        height=_HEIGHT,
    )
    wrong = count[RowKind.WRONG]
    skips = wrong > 0 and st.checkbox(t("participants.import.skip", lang, n=wrong), key="import_skip")
    planned_rows = [row for row in rows if row.kind is not RowKind.WRONG]
    moved = sum(planned_row.kind in {RowKind.NEW, RowKind.CHANGES} for planned_row in planned_rows)
    st.button(
        t("participants.import.keep", lang, n=moved),
        type="primary",
        icon=":material/playlist_add_check:",
        key="import_keep",
        disabled=moved == 0 or (wrong > 0 and not skips),
        on_click=_keep,
        args=(day.event.id, planned_rows, standing),
    )


def _keep(event_id: str, rows: Sequence[PlannedRow], standing: ParticipantState) -> None:
    with frame.attempted("participants.import.done", n=len(rows)):
        roster_import.keep_rows(state.acting("import"), event_id, rows, state=standing)


def _headings(roster: Roster) -> dict[str, str]:
    """Return what the sheet calls each column."""
    return {name: column.heading for name, column in roster.columns.items()}


def table(rows: Sequence[PlannedRow], lang: str, headings: Mapping[str, str] | None = None) -> Table:
    """Return one line a row of the sheet: what it would do, for whom, what changes, and what is wrong in which cell."""
    names = ("row", "firm", "kind", "does", "what")
    return Table(
        tuple(Column(name, t(f"participants.import.{name}", lang)) for name in names),
        tuple(
            Row(
                str(row.row.number),
                (
                    Cell(str(row.row.number)),
                    Cell(name_of(row.participant, lang), tone="strong"),
                    Cell(t(f"enum.participant_kind.{row.participant.kind.value}", lang)),
                    Cell("", marks=(Mark(t(f"participants.import.{row.kind.value}", lang), _MARKS[row.kind]),)),
                    _what(row, headings or {}, lang),
                ),
            )
            for row in sorted(
                rows, key=lambda planned_row: (planned_row.kind is not RowKind.WRONG, planned_row.row.number)
            )
        ),
    )


def _what(planned_row: PlannedRow, headings: Mapping[str, str], lang: str) -> Cell:
    """Return what changes, which cells are left out and why, and whom the wishes wait for."""
    lines = [_problem(planned_row, field, headings, lang) for field in planned_row.problems]
    if planned_row.kind is not RowKind.WRONG:
        lines = [t("participants.import.left_out", lang, problem=line) for line in lines]
        if planned_row.awaited:
            lines.append(t("participants.import.awaited", lang, names=", ".join(planned_row.awaited)))
        if planned_row.changed:
            lines.insert(0, ", ".join(_field(field, headings, lang) for field in planned_row.changed))
    if not lines:
        return Cell("–", tone="wrap")
    return Cell("", parts=tuple(Cell(line, tone="wrap") for line in lines))


def _field(field: str, headings: Mapping[str, str], lang: str) -> str:
    """Return what a field is called: as the sheet calls it, else as forms and errors do."""
    if field in headings:
        return headings[field]
    for key in (f"apply.{field}", f"error.field.{field}", f"participants.field.{field}"):
        if has(key, lang):
            return t(key, lang)
    return t("participants.import.cell", lang)


def _problem(planned_row: PlannedRow, field: str, headings: Mapping[str, str], lang: str) -> str:
    """Return what is wrong with a cell: its heading, what stands in it, and why it cannot be taken."""
    error = planned_row.problems[field]
    cell = planned_row.row.cells.get(field, "") or str(error.parameters.get("value", ""))
    why = reason_of(error, lang)
    return t("participants.import.problem", lang, field=_field(field, headings, lang), cell=cell, why=why)
