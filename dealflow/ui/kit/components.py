"""Small parts that every page uses: empty states, badges, filters that live in the URL, text made harmless."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import streamlit as st

from dealflow.actions.claims import intake, reextraction
from dealflow.actions.claims.intake import DeckRow
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.claims.company import Company
from dealflow.domain.claims.deck import DeckState
from dealflow.i18n import Language, called, t
from dealflow.ui.kit import context, frame, state

Option = TypeVar("Option", bound=str)

_COMPACT_WIDTH: Final = 170
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:])")
DECK_COLOURS: Final = {DeckState.QUEUED: "yellow", DeckState.READ: "green", DeckState.REFUSED: "red"}


def harmless(text: str) -> str:
    """Return the text so that Markdown shows it letter by letter: deck text must never become markup."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))


def badge(words: str, colour: str) -> str:
    """Return a small coloured label for a line of Markdown."""
    return f":{colour}-badge[{harmless(words)}]"


def deck_badge(deck_state: DeckState, lang: str) -> str:
    """Return the label of a deck's state."""
    return badge(t(f"enum.deck_state.{deck_state.value}", lang), DECK_COLOURS[deck_state])


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


def company_or_unknown(name: str, name_en: str, lang: str) -> str:
    """Return a company's name in the reader's language, or the words for a deck that is nobody's yet."""
    return called(name, name_en, lang) or t("frame.unknown_company", lang)


def company_of(deck: DeckRow, lang: str) -> str:
    """Return the name of a deck's company, or the words for a deck that is nobody's yet."""
    name, name_en = (deck.company.name, deck.company.name_en) if deck.company else ("", "")
    return company_or_unknown(name, name_en, lang)


def review_link(deck_id: str, lang: str, *, primary: bool = False, place: str = "row") -> None:
    """Offer the way into a deck's review."""
    if st.button(
        t("decks.review", lang),
        key=f"review_{place}_{deck_id}",
        icon=":material/fact_check:",
        type="primary" if primary else "secondary",
    ):
        st.switch_page(frame.page("review"), query_params={"deck": deck_id})


def read_again(deck_id: str) -> None:
    """Ask for a deck to be read again and let the reading room begin. For callbacks: the outcome is told later.

    A deck that was read keeps its reading until the new one is there.
    """
    with frame.attempted("decks.retry.done"):
        ws, viewer, room = context.workspace(), state.viewer(), context.reading_room()
        if intake.deck(Looking(ws, viewer), deck_id).state is DeckState.READ:
            reextraction.again(Acting(ws, viewer, context.now()), room, [deck_id])
        else:
            intake.requeue(Acting(ws, viewer, context.now()), deck_id)
            room.submit(deck_id)
