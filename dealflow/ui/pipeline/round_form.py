"""The round of an engagement: named when it is opened, or at any time after, for the gates that ask for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import streamlit as st

from dealflow.actions.pipeline import engagements
from dealflow.actions.pipeline.engagements import EngagementRecord
from dealflow.i18n import t
from dealflow.ui.kit import keys, state

Acting = Callable[[str, int | None, str], AbstractContextManager[None]]
"""The drawer's way to act: an engagement, the version that the screen showed, and the words when it is done."""


def draw(record: EngagementRecord, acting: Acting, lang: str) -> None:
    """Draw the round with the button that keeps it."""
    engagement = record.row.engagement

    def submit() -> None:
        with acting(engagement.id, engagement.version, "pipeline.done.round"):
            label = st.session_state[keys.DRAWER_ROUND]
            engagements.name_round(state.acting(), engagement.id, label, seen=engagement.version)

    with st.form("drawer_round", border=False, enter_to_submit=False):
        left, right = st.columns((3, 1), vertical_alignment="bottom")
        left.text_input(
            t("pipeline.round", lang), value=engagement.round_label, key=keys.DRAWER_ROUND, placeholder="Series A"
        )
        right.form_submit_button(t("frame.save", lang), on_click=submit, key="drawer_round_submit")
