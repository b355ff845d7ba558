"""What the pages about decks share: a deck's state and company in words, the way into its review, reading it again."""

from __future__ import annotations

from datetime import date
from typing import Final

import streamlit as st

from dealflow.actions.claims import intake, reextraction
from dealflow.actions.claims.intake import DeckRow
from dealflow.actions.people import deck_clock
from dealflow.actions.platform.context import Acting, Looking
from dealflow.domain.claims.deck import DeckState
from dealflow.i18n import called, t
from dealflow.i18n.numbers import day
from dealflow.ui.kit import components, context, frame, state

_COLOURS: Final = {DeckState.QUEUED: "yellow", DeckState.READ: "green", DeckState.REFUSED: "red"}


def deck_badge(deck_state: DeckState, lang: str) -> str:
    """Return the label of a deck's state."""
    return components.badge(t(f"enum.deck_state.{deck_state.value}", lang), _COLOURS[deck_state])


def announced_words(destroy_on: date, lang: str) -> str:
    """Return that a deck's file is destroyed on a day."""
    return f":orange[:material/auto_delete:] {t('decks.announced', lang, day=day(destroy_on, lang))}"


def announced(deck: DeckRow, lang: str, *, may_return: bool) -> None:
    """Say on which day a deck's file is destroyed, with the button that keeps it."""
    if deck.destroy_on is None:
        return
    st.markdown(announced_words(deck.destroy_on, lang))
    if may_return:
        st.button(t("decks.give_back", lang), key="give_back", on_click=_give_back, args=(deck.id,))


def _give_back(deck_id: str) -> None:
    with frame.attempted("decks.given_back"):
        deck_clock.give_back(state.acting(), deck_id)


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
