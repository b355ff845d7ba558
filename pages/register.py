"""The decision register: every decision of the house in one table, to filter, print and bind into dossiers."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.record.decision_register import narrowed
from dealflow.i18n import t
from dealflow.ui.kit import components, frame, grid, state
from dealflow.ui.record import decision_register as screen

lang = state.language()

with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
    st.title(t("register.title", lang), anchor=False, width="content")
    place_of_files = st.container(horizontal=True, width="content")
st.caption(t("register.lead", lang))

with frame.errors_in_words():
    whole = screen.whole()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        given = narrowed(whole, screen.chosen_filter(whole))
    if not given.of:
        components.empty_state("register.empty", page="committee")
    elif not given.lines:
        components.empty_state("register.empty_filter")
    else:
        with place_of_files:
            screen.offer_register(given)
        st.caption(screen.sums(given, lang))
        caption = t("register.caption", lang)
        at = grid.show(screen.table(given, lang), caption=caption, key="register_table", lang=lang).place
        line = next((line for line in given.lines if at and str(line.position) == at[0]), None)
        if line is not None and line.session is not None:
            grid.go("committee", lang, session=line.session.id)
        elif line is not None:
            grid.go("pipeline", lang, open=line.engagement_id)
        screen.dossier_box(given)
    screen.proof_box()
