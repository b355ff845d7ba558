"""Letters and calendar files dropped on a company: the form that makes notes of them."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.inbound.dropped import drop
from dealflow.domain.people.access import Act, may
from dealflow.i18n import t
from dealflow.ui.kit import components, context, frame, state, uploads


def offer(company_id: str) -> None:
    """Offer to make notes of letters and calendar files; attached decks go on to be read."""
    drawing = state.drawing()
    if not may(drawing.viewer, Act.EDIT_PIPELINE):
        return
    panel = components.panel(t("notes.drop", drawing.lang), "notes_drop", icon=":material/forward_to_inbox:")
    with panel, frame.errors_in_words():
        number = st.session_state.get("notes_drop_round", 0)
        files = st.file_uploader(
            t("notes.drop.files", drawing.lang),
            type=["eml", "ics"],
            accept_multiple_files=True,
            max_upload_size=drawing.ws.settings.max_upload_mb,
            key=f"notes_drop_{company_id}_{number}",
        )
        if st.button(t("notes.drop.take", drawing.lang), key="notes_drop_take", type="primary", disabled=not files):
            count = recurring = 0
            for file in files:
                dropped = drop(state.acting(), file.name, file.getvalue(), company_id=company_id)
                count += len(dropped.note_ids)
                recurring += dropped.recurring
                for deck_id in dropped.deck_ids:
                    context.reading_room().submit(deck_id)
            uploads.let_go(files)
            st.session_state["notes_drop_round"] = number + 1
            if recurring:
                frame.tell_done("notes.drop.recurring", n=count, recurring=recurring)
            else:
                frame.tell_done("notes.drop.done", n=count)
            st.rerun()
