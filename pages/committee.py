"""The committee: the list of sessions, or one session with its agenda, votes, marks, results and conditions."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.investment import session_views
from dealflow.i18n import t
from dealflow.ui.investment import agenda_item, resolution, scoring, session, session_conduct, session_list
from dealflow.ui.kit import context, frame, state

lang, ws, viewer = state.language(), context.workspace(), state.viewer()


def one(session_id: str) -> None:
    """Draw one session: the item that is looked at, then how the session is conducted."""
    view = session_views.session_view(ws, viewer, session_id)
    session.heading(view, lang)
    session.show_lost(view, lang)
    session_conduct.acts(view, lang)
    shown = session.agenda(view, lang)
    if shown is not None:
        with st.container(border=True, key="committee_item"):
            agenda_item.about(view, shown, lang)
            left, right = st.columns((3, 2), gap="large")
            with left:
                agenda_item.votes(view, shown, lang)
                scoring.draw(view, shown, lang)
            with right:
                agenda_item.my_vote(view, shown, lang)
                agenda_item.others_vote(view, shown, lang)
                resolution.draw(view, shown, lang)
    session_conduct.record(view, lang)


with frame.told():
    if asked := state.asked("session"):
        one(asked)
    else:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.title(t("committee.title", lang), anchor=False, width="content")
            session_list.offer_new()
        session_list.draw()
