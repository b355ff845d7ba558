"""Dialogs that the URL names (``do``): they stay open while others redraw the page, and close when they are done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NoReturn

import streamlit as st

from dealflow.ui.kit import frame, state

_NAME = "do"
Width = Literal["small", "medium", "large"]


def open_at(name: str) -> None:
    """Ask for the dialog of that name, by the URL; for callbacks."""
    state.ask(**{_NAME: name})


def close() -> None:
    """Take the dialog out of the URL."""
    state.ask(**{_NAME: None})


def is_open(name: str) -> bool:
    """Say whether the URL asks for the dialog of that name."""
    return state.url_value(_NAME) == name


def offer(name: str, label: str, *, icon: str, key: str, primary: bool = False, hint: str | None = None) -> None:
    """Draw the button that opens the dialog of that name."""
    kind: Literal["primary", "secondary"] = "primary" if primary else "secondary"
    st.button(label, icon=icon, key=key, type=kind, on_click=open_at, args=(name,), help=hint)


def show(title: str, body: Callable[[], None], *, width: Width = "small") -> None:
    """Draw a dialog; what a person can cause inside is told there, and what was typed stays."""

    def inside() -> None:
        with frame.errors_in_words():
            body()

    st.dialog(title, width=width, on_dismiss=close)(inside)()


def done(key: str, **query_params: str | None) -> NoReturn:
    """Close the dialog, let the page say the words at ``key``, write ``asked`` into the URL, and draw the page anew."""
    close()
    state.ask(**query_params)
    frame.tell_done(key)
    st.rerun()
