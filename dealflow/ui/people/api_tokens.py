"""A person's own tokens for programs: made with a name, what they may do and for how long; shown once, revoked."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.people import api_tokens
from dealflow.actions.people.api_tokens import DEFAULT_DAYS, Token, TokenScope
from dealflow.actions.platform.context import Acting
from dealflow.i18n import t
from dealflow.i18n.numbers import day
from dealflow.ui.kit import components, context, frame, keys, state

_NAME, _SCOPES, _DAYS = "token_name", "token_scopes", "token_days"
_LASTS: Final = (30, 90, DEFAULT_DAYS)
"""For how many days tokens are offered."""


def draw() -> None:
    """Draw the token that was just made, the form of a new one, and those that open, each with its button to close."""
    drawing = state.drawing()
    st.caption(t("settings.tokens.note", drawing.lang))
    st.caption(t("settings.tokens.where", drawing.lang))
    owner, secret = st.session_state.pop(keys.PROGRAM_ACCESS, ("", ""))
    if secret and owner == drawing.viewer.person_id:
        st.success(t("settings.tokens.made", drawing.lang), icon=":material/check:")
        st.code(secret, language=None, wrap_lines=True)
    _form(drawing.lang)
    tokens = api_tokens.tokens(drawing, at=context.now())
    if not tokens:
        st.caption(t("settings.tokens.none", drawing.lang))
    for token in tokens:
        _row(token, drawing.lang)


def _form(lang: str) -> None:
    with st.form("token_form", enter_to_submit=False):
        st.text_input(t("settings.tokens.name", lang), key=_NAME, placeholder=t("settings.tokens.name.eg", lang))
        st.multiselect(
            t("settings.tokens.scopes", lang),
            list(TokenScope),
            default=[TokenScope.READ],
            format_func=lambda scope: t(f"settings.tokens.scope.{scope.value}", lang),
            placeholder=t("frame.choose", lang),
            key=_SCOPES,
        )
        st.selectbox(
            t("settings.tokens.lasts", lang),
            _LASTS,
            index=len(_LASTS) - 1,
            format_func=lambda days: t("settings.tokens.days", lang, days=days),
            key=_DAYS,
        )
        st.form_submit_button(t("settings.tokens.make", lang), on_click=_make, key="token_make")


def _row(token: Token, lang: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        scopes = ", ".join(t(f"settings.tokens.scope.{scope.value}", lang) for scope in token.scopes)
        used = (
            t("settings.tokens.unused", lang)
            if token.used_at is None
            else t("settings.tokens.used", lang, day=day(token.used_at.date(), lang))
        )
        text = t(
            "settings.tokens.line",
            lang,
            name=token.name,
            scopes=scopes,
            day=day(token.made_at.date(), lang),
            end=day(token.ends_at.date(), lang),
            used=used,
        )
        st.markdown(components.harmless(text), width="content")
        st.button(t("settings.tokens.revoke", lang), key=f"token_{token.id}", on_click=_revoke, args=(token.id,))


def _make() -> None:
    with frame.attempted():
        viewer = state.viewer()
        text = api_tokens.make(
            Acting(context.workspace(), viewer, context.now()),
            st.session_state[_NAME],
            scopes=st.session_state[_SCOPES],
            days=st.session_state[_DAYS],
        )
        st.session_state[keys.PROGRAM_ACCESS] = (viewer.person_id, text)
        st.session_state[_NAME] = ""


def _revoke(token_id: str) -> None:
    with frame.attempted("settings.tokens.revoked"):
        api_tokens.revoke(state.acting(), token_id)
