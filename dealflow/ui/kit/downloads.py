"""Files to take away: served by our own route to the one person for whom they were made.

Streamlit's own button puts a file at an address that follows from its contents and opens to everybody who is signed in.
"""

from __future__ import annotations

import secrets
from typing import Literal

import streamlit as st

from dealflow.actions.platform.kept_files import Contents, KeptFile, lasts_until
from dealflow.ui.kit import context, keys, state

Kind = Literal["primary", "secondary", "tertiary"]


def button(  # the parts of a button
    label: str, contents: Contents, *, file_name: str, key: str, kind: Kind = "secondary", disabled: bool = False
) -> None:
    """Draw a button that takes a file away; contents that are a function are written when somebody asks for them.

    ``key`` names the place on the screen: what is offered there later takes the place of what was offered before.
    """
    window = st.session_state.setdefault(keys.WINDOW, secrets.token_hex(8))
    file = KeptFile(state.person_id(), f"{window} {key}", file_name, contents, lasts_until(context.now()))
    address = f"/downloads/{context.workspace().kept_files.keep(file)}"
    st.link_button(label, address, icon=":material/download:", type=kind, disabled=disabled, key=key)
