"""The file that somebody brings: taken once, and which of its sheets is meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import streamlit as st

from dealflow.actions.sheets import imports, pipeline_sheet
from dealflow.actions.sheets.imports import Meaning
from dealflow.actions.sheets.pipeline_sheet import PipelineSheet
from dealflow.i18n import t
from dealflow.ui.kit import components, keys
from dealflow.ui.kit.state import Drawing

_MEGABYTES: Final = 5


@dataclass(frozen=True, slots=True)
class Upload:
    """A sheet that lies there, with what its columns are proposed for; ``key`` tells it from others."""

    key: str
    sheet: PipelineSheet
    uses: tuple[str, ...]
    meanings: tuple[Meaning, ...]
    remembered: bool


def upload(drawing: Drawing) -> Upload | None:
    """Draw the way to bring a file, and return the sheet that lies there; None while none does."""
    round_of_file = st.session_state.get(keys.IMPORT_ROUND, 0)
    file = st.file_uploader(
        t("sheets.file", drawing.lang),
        type=["xlsx", "xls", "csv", "txt"],
        key=f"import_file_{round_of_file}",
        max_upload_size=_MEGABYTES,
        help=t("sheets.file.help", drawing.lang),
    )
    if file is None:
        st.session_state.pop(keys.IMPORT_SHEET, None)
        return None
    st.session_state.pop(keys.IMPORT_RESULT, None)
    upload = _read(drawing, file.file_id, file.name, file.getvalue(), st.session_state.get("import_sheet_title", ""))
    if len(upload.sheet.titles) > 1:
        st.selectbox(
            t("sheets.sheet", drawing.lang),
            upload.sheet.titles,
            index=upload.sheet.titles.index(upload.sheet.title),
            key="import_sheet_title",
        )
    _say_what_it_is(drawing, upload)
    return upload


def _read(drawing: Drawing, file_id: str, name: str, data: bytes, title: str) -> Upload:
    """Return the sheet, read once while it lies there."""
    known = st.session_state.get(keys.IMPORT_SHEET)
    key = f"{file_id}:{title}"
    if not isinstance(known, Upload) or known.key != key:
        sheet = pipeline_sheet.read(name, data, sheet=title)
        known = Upload(key, sheet, *imports.proposal(drawing, sheet))
        st.session_state[keys.IMPORT_SHEET] = known
    return known


def _say_what_it_is(drawing: Drawing, upload: Upload) -> None:
    """Say how many rows there are, whose export it is, and that its columns are remembered."""
    words = [t("sheets.rows", drawing.lang, n=len(upload.sheet.lines))]
    program = pipeline_sheet.program_of(upload.sheet)
    if program is not None:
        words.append(t("sheets.program", drawing.lang, name=program.name))
    if upload.remembered:
        words.append(t("sheets.remembered", drawing.lang))
    st.caption(components.harmless(" · ".join(words)))
