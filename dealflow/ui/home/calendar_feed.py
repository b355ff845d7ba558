"""A person's own calendar address: made, shown once, replaced, closed."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.home import calendar_feed
from dealflow.actions.platform.context import Acting
from dealflow.i18n import t
from dealflow.i18n.numbers import moment
from dealflow.ui.kit import context, frame, grid, keys, state
from dealflow.ui.kit.public_urls import public_url


def draw() -> None:
    """Draw whether an address opens, and the ways to make, replace and close it."""
    drawing = state.drawing()
    st.caption(t("settings.calendar.note", drawing.lang))
    since = calendar_feed.made_at(drawing)
    owner, address = st.session_state.get(keys.CALENDAR_ADDRESS, ("", ""))
    if address and owner == drawing.viewer.person_id and since is not None:
        st.success(t("settings.calendar.made", drawing.lang), icon=":material/check:")
        st.code(address, language=None, wrap_lines=True)
    elif since is None:
        st.markdown(t("settings.calendar.none", drawing.lang))
    else:
        st.markdown(t("settings.calendar.since", drawing.lang, moment=moment(since, drawing.lang).replace(".", "\\.")))
    with st.container(horizontal=True):
        st.button(
            t(f"settings.calendar.{'make' if since is None else 'remake'}", drawing.lang),
            type="primary" if since is None else "secondary",
            icon=":material/calendar_add_on:",
            on_click=_make,
            key="calendar_make",
        )
        if since is not None:
            st.button(
                t("settings.calendar.revoke", drawing.lang),
                icon=":material/link_off:",
                on_click=_revoke,
                key="calendar_revoke",
            )


def _make() -> None:
    viewer, lang = state.viewer(), state.language()
    with frame.attempted():
        token = calendar_feed.new_address(Acting(context.workspace(), viewer, context.now()))
        query = "&".join(f"{name}={value}" for name, value in grid.spoken(lang).items())
        address = public_url(f"/calendar/{token}.ics{f'?{query}' if query else ''}")
        st.session_state[keys.CALENDAR_ADDRESS] = (viewer.person_id, address)


def _revoke() -> None:
    with frame.attempted("settings.calendar.revoked"):
        calendar_feed.revoke(state.acting())
        st.session_state.pop(keys.CALENDAR_ADDRESS, None)
