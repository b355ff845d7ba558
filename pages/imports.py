"""A pipeline kept elsewhere, brought in from a sheet: columns, a trial row by row, one batch, and its taking back."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.kit import frame, state
from dealflow.ui.sheets import column_form, import_history, import_preview, sheet_upload

drawing = state.drawing()
st.title(t("sheets.title", drawing.lang), anchor=False)
st.caption(t("sheets.intro", drawing.lang))

with frame.errors_in_words():
    import_history.show_result(drawing)
    upload = sheet_upload.upload(drawing)
    if upload is not None:
        order = column_form.order_of(drawing, upload)
        if order is not None:
            import_preview.show(drawing, upload, order)
    import_history.show(drawing)
