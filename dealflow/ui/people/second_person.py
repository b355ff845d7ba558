"""An act that waits for a second person: who entered it, and the buttons that confirm or decline it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dealflow.actions.people import people, two_person
from dealflow.domain.people.access import Act, may
from dealflow.domain.people.two_person import Proposal
from dealflow.i18n import t
from dealflow.i18n.numbers import moment
from dealflow.ui.kit import components, frame, state


def row(proposal: Proposal, words: str, confirm: Callable[[str], object], done: str) -> None:
    """Draw an act that waits: ``words`` say what it is; whoever entered it can only take it back."""
    drawing = state.drawing()
    lang, key = drawing.lang, proposal.id
    is_own = proposal.proposed_by == drawing.viewer.person_id
    names = {person.id: person.name for person in people.people(drawing.ws)}
    by = t("people.second.by", lang, who=names.get(proposal.proposed_by) or "–", at=moment(proposal.proposed_at, lang))
    with st.container(border=True, key=f"second_{key}"):
        st.markdown(f"**{components.harmless(words)}**")
        st.caption(components.harmless(by))
        if not may(drawing.viewer, Act.DECIDE):
            return
        with st.container(horizontal=True):
            if not is_own:
                st.button(
                    t("people.second.confirm", lang),
                    type="primary",
                    icon=":material/done_all:",
                    key=f"confirm_{key}",
                    on_click=_confirm,
                    args=(confirm, key, done),
                )
            label = t("people.second.take_back" if is_own else "people.second.decline", lang)
            st.button(label, key=f"decline_{key}", on_click=_decline, args=(key,))


def _confirm(confirm: Callable[[str], object], proposal_id: str, done: str) -> None:
    with frame.attempted(done):
        confirm(proposal_id)


def _decline(proposal_id: str) -> None:
    with frame.attempted("people.second.declined"):
        two_person.decline(state.acting(), proposal_id)
