"""More filters that live in the URL: several options at once, a day, a yes. A link is a view, in either language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

import streamlit as st

from dealflow.domain.values.typed_days import day_of
from dealflow.i18n import t
from dealflow.ui.kit import components, fields, frame, state

Value = TypeVar("Value")


def url_many(  # the parts of a drop-down, and how many may be chosen
    name: str,
    label: str,
    options: Sequence[str],
    *,
    words: Callable[[str], str],
    usual: Sequence[str],
    most: int | None = None,
) -> tuple[str, ...]:
    """Return the options that the URL's ``name`` lists with commas, in that order; ``usual`` where it says nothing."""
    key = components.url_key(name)
    known = set(options)
    texts = [text for text in state.url_value(name).split(",") if text in known]
    chosen = texts or [text for text in usual if text in known]
    st.session_state[key] = chosen = chosen[:most]

    def keep() -> None:
        now = st.session_state[key]
        state.ask(**{name: "" if now == list(usual) else ",".join(now)})

    st.multiselect(
        label,
        options,
        format_func=words,
        key=key,
        on_change=keep,
        max_selections=most,
        placeholder=t("frame.choose", state.language()),
    )
    return tuple(chosen)


def url_day(name: str, label: str) -> date | None:
    """Return the day in the URL's ``name``; None where it names none, which is told where something stands there."""
    key = f"url_{name}"
    entry = fields.Entry(key, label, day_of)
    st.session_state[key] = state.url_value(name)

    def keep() -> None:
        on = entry.readable
        state.ask(**{name: entry.text.strip() if on is None else on.isoformat()})

    st.text_input(label, key=key, icon=fields.DAY_ICON, placeholder=t("frame.day.eg", state.language()), on_change=keep)
    fields.tell(entry)
    return entry.readable


def url_amount(name: str, label: str, read: Callable[[str, str], Value | None], example: str) -> Value | None:
    """Return the amount in the URL's ``name`` as ``read`` reads it; None for none, or one that is told as wrong."""
    key = f"url_{name}"
    entry = fields.Entry(key, label, read)
    st.session_state[key] = state.url_value(name)
    st.text_input(label, key=key, placeholder=example, on_change=lambda: state.ask(**{name: entry.text.strip()}))
    fields.tell(entry)
    return entry.readable


def tell_wrong_day(name: str, label: str) -> None:
    """Say on the page that the URL's ``name`` holds no day: for fields that are folded away."""
    with frame.errors_in_words():
        day_of(state.url_value(name), label)


def url_yes(name: str, label: str) -> bool:
    """Return whether the URL's ``name`` says yes."""
    key = f"url_{name}"
    st.session_state[key] = state.url_value(name) == "1"
    st.toggle(label, key=key, on_change=lambda: state.ask(**{name: "1" if st.session_state[key] else ""}))
    return state.url_value(name) == "1"


def url_one(
    name: str, label: str, options: Sequence[str], *, words: Callable[[str], str], usual: str, hidden: bool = False
) -> str:
    """Return the option in the URL's ``name``, or ``usual``, offered as a drop-down without an empty choice."""
    key = components.url_key(name)
    chosen = state.asked_of(name, options) or usual
    st.session_state[key] = chosen

    def keep() -> None:
        now = st.session_state[key]
        state.ask(**{name: "" if now == usual else now})

    st.selectbox(
        label,
        options,
        format_func=words,
        key=key,
        on_change=keep,
        label_visibility="collapsed" if hidden else "visible",
    )
    return chosen


def url_search(name: str, label: str, placeholder: str) -> str:
    """Return the words looked for in the URL's ``name``, followed while they are typed.

    The field's place says what it is, so its label is hidden. Its value is set once: setting it again while a person
    types would take letters away.
    """
    key = f"url_{name}"
    if key not in st.session_state:
        st.session_state[key] = state.url_value(name)
    st.text_input(
        label,
        key=key,
        placeholder=placeholder,
        icon=":material/search:",
        label_visibility="collapsed",
        live="300ms",
        on_change=lambda: state.ask(**{name: st.session_state[key].strip()}),
    )
    return state.url_value(name)
