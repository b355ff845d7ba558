"""The page of one committee session: its agenda, the item that is looked at, how it is conducted, what happened."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.investment import session_views
from dealflow.actions.investment.session_views import ItemView, SessionView
from dealflow.ui.investment import agenda_item, resolution, scoring, session, session_conduct
from dealflow.ui.kit import state


def draw(session_id: str, lang: str) -> None:
    """Draw one session: the item that is looked at, then how the session is conducted."""
    view = session_views.session_view(state.looking(), session_id)
    session.heading(view, lang)
    session.plans(view, lang)
    session.show_lost(view, lang)
    session_conduct.acts(view, lang)
    item_view = session.agenda(view, lang)
    if item_view is not None:
        with st.container(border=True, key="committee_item"):
            _item(view, item_view, lang)
    session_conduct.record(view, lang)


def _item(view: SessionView, item_view: ItemView, lang: str) -> None:
    """Draw one item: votes and marks beside the viewer's own vote and the resolution."""
    agenda_item.about(item_view, lang)
    left, right = st.columns((3, 2), gap="large")
    with left:
        agenda_item.votes(view, item_view, lang)
        scoring.draw(view, item_view, lang)
    with right:
        agenda_item.my_vote(view, item_view, lang)
        agenda_item.votes_for_absent(view, item_view, lang)
        agenda_item.others_vote(view, item_view, lang)
        resolution.draw(view, item_view, lang)
