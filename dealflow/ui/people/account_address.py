"""A one-time address that was just made: shown once with the text to send along, until it is put away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from dealflow.actions.people.account_links import lasts_until
from dealflow.i18n import t
from dealflow.i18n.numbers import moment
from dealflow.ui.kit import components, context, keys, state
from dealflow.ui.kit.public_urls import public_url


@dataclass(frozen=True, slots=True)
class _Made:
    """An address: whose browser made it, for whom, for which purpose, and until when it opens."""

    maker_id: str
    name: str
    house: str
    purpose: str
    address: str
    until: datetime


def keep(name: str, house: str, purpose: str, secret: str) -> None:
    """Let the next drawing of the page show the address of a secret; nobody can read it again later."""
    address, until = public_url(f"{purpose}/{secret}"), lasts_until(purpose, context.now())
    st.session_state[keys.PEOPLE_LINK] = _Made(state.viewer().person_id, name, house, purpose, address, until)


def show() -> None:
    """Show the address with the text to send along, to whoever made it."""
    lang, made = state.language(), st.session_state.get(keys.PEOPLE_LINK)
    if made is None or made.maker_id != state.viewer().person_id:
        return
    parameters = {"name": made.name, "house": made.house, "until": moment(made.until, lang)}
    with st.container(border=True, key="people_link"):
        heading = t(f"people.link.{made.purpose}", lang, **parameters)
        st.markdown(f"**{components.harmless(heading)}**")
        st.code(made.address, language=None, wrap_lines=True)
        st.caption(t("people.link.text", lang))
        text = t(f"people.link.{made.purpose}.text", lang, **parameters)
        st.code(f"{text}\n\n{made.address}", language=None, wrap_lines=True)
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.caption(t("people.link.once", lang, until=moment(made.until, lang)), width="content")
            st.button(t("people.link.put_away", lang), key="people_link_done", on_click=_put_away)


def _put_away() -> None:
    st.session_state.pop(keys.PEOPLE_LINK, None)
