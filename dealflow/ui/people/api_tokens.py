"""A person's own tokens for programs: made with a name, shown once, revoked one by one."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.people import api_tokens
from dealflow.actions.platform.context import Acting
from dealflow.i18n import t
from dealflow.i18n.numbers import day
from dealflow.ui.kit import components, context, frame, keys, state

_NAME = "token_name"


def draw() -> None:
    """Draw the token that was just made, the form of a new one, and those that open, each with its button to close."""
    drawing = state.drawing()
    st.caption(t("settings.tokens.note", drawing.lang))
    owner, secret = st.session_state.pop(keys.PROGRAM_ACCESS, ("", ""))
    if secret and owner == drawing.viewer.person_id:
        st.success(t("settings.tokens.made", drawing.lang), icon=":material/check:")
        st.code(secret, language=None, wrap_lines=True)
    with st.form("token_form", enter_to_submit=False):
        st.text_input(
            t("settings.tokens.name", drawing.lang), key=_NAME, placeholder=t("settings.tokens.name.eg", drawing.lang)
        )
        st.form_submit_button(t("settings.tokens.make", drawing.lang), on_click=_make, key="token_make")
    tokens = api_tokens.tokens(drawing)
    if not tokens:
        st.caption(t("settings.tokens.none", drawing.lang))
    for token in tokens:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            text = t("settings.tokens.line", drawing.lang, name=token.name, day=day(token.made_at.date(), drawing.lang))
            st.markdown(components.harmless(text), width="content")
            st.button(
                t("settings.tokens.revoke", drawing.lang), key=f"token_{token.id}", on_click=_revoke, args=(token.id,)
            )


def _make() -> None:
    with frame.attempted():
        viewer = state.viewer()
        text = api_tokens.make(Acting(context.workspace(), viewer, context.now()), st.session_state[_NAME])
        st.session_state[keys.PROGRAM_ACCESS] = (viewer.person_id, text)
        st.session_state[_NAME] = ""


def _revoke(token_id: str) -> None:
    with frame.attempted("settings.tokens.revoked"):
        api_tokens.revoke(state.acting(), token_id)
