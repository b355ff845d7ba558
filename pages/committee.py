"""The committee: the list of sessions, or one session with its agenda, votes, marks, results and conditions."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.investment import committee_views
from dealflow.i18n import t
from dealflow.ui.investment import (
    committee,
    committee_conduct,
    committee_item,
    committee_list,
    committee_marks,
    committee_ruling,
)
from dealflow.ui.kit import desk, frame, state

lang, ws, viewer = state.language(), desk.workspace(), state.viewer()


def one(session_id: str) -> None:
    """Draw one session: the item that is looked at, then how the session is conducted."""
    view = committee_views.session_view(ws, viewer, session_id)
    committee.heading(view, lang)
    committee.show_lost(view, lang)
    committee_conduct.acts(view, lang)
    shown = committee.agenda(view, lang)
    if shown is not None:
        with st.container(border=True, key="committee_item"):
            committee_item.about(view, shown, lang)
            left, right = st.columns((3, 2), gap="large")
            with left:
                committee_item.votes(view, shown, lang)
                committee_marks.draw(view, shown, lang)
            with right:
                committee_item.my_vote(view, shown, lang)
                committee_item.others_vote(view, shown, lang)
                committee_ruling.draw(view, shown, lang)
    committee_conduct.record(view, lang)


with frame.told():
    if asked := state.asked("session"):
        one(asked)
    else:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.title(t("committee.title", lang), anchor=False, width="content")
            committee_list.offer_new()
        committee_list.draw()
