"""What was taken in: the result of the last import, all earlier ones, and the way to take one back."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.sheets import imports, reverts
from dealflow.actions.sheets.imports import ImportBatch
from dealflow.actions.sheets.reverts import RevertResult
from dealflow.domain.people.access import Act, may
from dealflow.i18n import Language, t
from dealflow.i18n.numbers import moment
from dealflow.ui.kit import components, downloads, frame, keys, state
from dealflow.ui.kit.state import Drawing
from dealflow.ui.sheets.import_preview import Result

_MOST_NAMED: Final = 30


def show_result(drawing: Drawing) -> None:
    """Say what the last import, or its taking back, did."""
    result = st.session_state.get(keys.IMPORT_RESULT)
    if isinstance(result, Result):
        _show_import(drawing.lang, result)
    elif isinstance(result, RevertResult):
        _show_revert(drawing.lang, result)


def _show_import(lang: Language, result: Result) -> None:
    counts = result.counts
    st.success(t("sheets.done", lang, new=counts.new, changed=counts.changed), icon=":material/check:")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(frame.page("pipeline"), label=t("frame.nav.pipeline", lang), icon=":material/view_kanban:")
        st.page_link(frame.page("companies"), label=t("frame.nav.companies", lang), icon=":material/domain:")
        if result.refused:
            downloads.button(
                t("sheets.refused.download", lang, n=counts.refused),
                result.refused,
                file_name=result.file_name,
                key="import_result_refused",
            )


def _show_revert(lang: Language, result: RevertResult) -> None:
    counts = {"withdrawn": result.withdrawn, "restored": result.restored}
    st.success(t("sheets.reverted", lang, **counts), icon=":material/undo:")
    if result.stayed:
        names = dict.fromkeys(stayed.company_name or "–" for stayed in result.stayed)
        st.warning(t("sheets.stayed", lang, n=len(names)), icon=":material/info:")
        more = len(names) - _MOST_NAMED
        words = ", ".join(list(names)[:_MOST_NAMED]) + (t("sheets.stayed.more", lang, n=more) if more > 0 else "")
        st.caption(components.harmless(words))


def show(drawing: Drawing) -> None:
    """Draw the imports of the house, the latest first, each with the way to take it back."""
    batches = imports.imports(drawing)
    if not batches:
        return
    lang = drawing.lang
    st.subheader(t("sheets.history", lang), anchor=False)
    for batch, name in batches:
        with st.container(
            horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", border=True, gap="small"
        ):
            with st.container(width="content"):
                st.markdown(f"**{components.harmless(batch.file_name)}**")
                st.caption(components.harmless(_about(batch, name, lang)))
            if batch.reverted_at is not None:
                when = moment(batch.reverted_at, lang)
                st.caption(components.harmless(t("sheets.history.reverted", lang, when=when)), width="content")
            elif may(drawing.viewer, Act.EDIT_PIPELINE):
                _offer_revert(batch, lang)


def _about(batch: ImportBatch, name: str, lang: Language) -> str:
    counts = batch.counts
    words = t(
        "sheets.history.counts",
        lang,
        new=f"{counts.new:,}",
        changed=f"{counts.changed:,}",
        same=f"{counts.same:,}",
        refused=counts.refused,
    )
    return " · ".join(filter(None, (moment(batch.imported_at, lang), name, words)))


def _offer_revert(batch: ImportBatch, lang: Language) -> None:
    """Draw the way to take an import back: it asks once more, and says what would stay."""
    with st.popover(t("sheets.revert", lang), icon=":material/undo:"):
        st.markdown(t("sheets.revert.sure", lang))
        st.button(
            t("sheets.revert.do", lang),
            type="primary",
            key=f"import_revert_{batch.id}",
            on_click=_revert,
            args=(batch.id,),
        )


def _revert(import_id: str) -> None:
    with frame.attempted():
        st.session_state[keys.IMPORT_RESULT] = reverts.revert(state.acting(), import_id)
