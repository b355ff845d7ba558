"""Small parts that every page uses: empty states, badges, filters that live in the URL, text made harmless."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dealflow.domain.claims.company import Company
from dealflow.i18n import Language, called, t
from dealflow.ui.kit import frame, harmless_text, state

Option = TypeVar("Option", bound=str)

_COMPACT_WIDTH: Final = 170
harmless = harmless_text.harmless


def badge(words: str, colour: str) -> str:
    """Return a small coloured label for a line of Markdown."""
    return f":{colour}-badge[{harmless(words)}]"


def empty_state(key: str, *, page: str | None = None, **parameters: object) -> None:
    """Say that there is nothing here yet, and what to do next; ``page`` adds the link to where it is done.

    Words at ``<key>.title``, ``<key>.next`` and, with ``page``, ``<key>.link``.
    """
    lang = state.language()
    with st.container(border=True, key=f"empty_{key.replace('.', '_')}"):
        st.markdown(f"**{t(f'{key}.title', lang, **parameters)}**")
        st.caption(t(f"{key}.next", lang, **parameters))
        if page is not None:
            st.page_link(frame.page(page), label=t(f"{key}.link", lang), icon=":material/arrow_forward:")


def panel(label: str, key: str, *, icon: str | None = None) -> DeltaGenerator:
    """Return a part that folds, with something to fill in, and that stays open over an act that was refused.

    One that no session knows is drawn anew with the message over it, and folds over what was typed.
    """
    return st.expander(label, key=f"{key}_panel", icon=icon, on_change="rerun")


def url_key(name: str) -> str:
    """Return the key of the widget that holds the URL's ``name``, one for each language.

    A drop-down's choice travels as its words: one that is folded away while the language changes would come back with
    words that nobody knows any more, and clear the filter.
    """
    lang = state.language()
    return f"url_{name}" if lang is Language.KO else f"url_{name}_{lang.value}"


def url_choice(  # the parts of a drop-down
    name: str,
    label: str,
    options: Sequence[Option],
    *,
    words: Callable[[Option], str],
    everything: str,
    compact: bool = False,
) -> Option | None:
    """Return the option that is chosen in the URL's ``name``, offered as a drop-down; None means ``everything``.

    ``compact`` puts the label before the choice itself, for a row of filters.
    """
    key = url_key(name)
    chosen = state.asked_of(name, options)
    st.session_state[key] = "" if chosen is None else str(chosen)
    by_value = {str(option): option for option in options}

    def option_words(value: str) -> str:
        chosen_words = words(by_value[value]) if value in by_value else everything
        return f"{label}: {chosen_words}" if compact and not value else chosen_words

    st.selectbox(
        label,
        ("", *by_value),
        format_func=option_words,
        key=key,
        label_visibility="collapsed" if compact else "visible",
        width=_COMPACT_WIDTH if compact else "stretch",
        on_change=lambda: state.ask(**{name: st.session_state[key]}),
    )
    return chosen


def url_tabs(name: str, label: str, options: Sequence[Option], *, words: Callable[[Option], str]) -> Option:
    """Return the view that is chosen in the URL's ``name``, offered as a row of buttons; the first is the default."""
    key = f"url_{name}"
    chosen = state.asked_of(name, options) or options[0]
    st.session_state[key] = chosen
    st.segmented_control(
        label,
        options,
        format_func=words,
        required=True,
        key=key,
        label_visibility="collapsed",
        on_change=lambda: state.ask(**{name: "" if st.session_state[key] == options[0] else st.session_state[key]}),
    )
    return chosen


def url_text(name: str, label: str, placeholder: str = "") -> str:
    """Return the words looked for, kept in the URL's ``name``."""
    key = f"url_{name}"
    st.session_state[key] = state.url_value(name)
    st.text_input(
        label,
        key=key,
        placeholder=placeholder,
        icon=":material/search:",
        on_change=lambda: state.ask(**{name: st.session_state[key].strip()}),
    )
    return state.url_value(name)


def company_name(company: Company, lang: str) -> str:
    """Return the company's name in the reader's language."""
    return called(company.name, company.name_en, lang)
