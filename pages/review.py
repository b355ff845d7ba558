"""Review: a deck's slides with the figures read from them, and a person's word on each."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.claims import intake, review
from dealflow.i18n import t
from dealflow.ui.claims import reviewing, workbench
from dealflow.ui.kit import components, desk, state

ws, viewer, lang = desk.workspace(), state.viewer(), state.language()


def choose() -> None:
    """Offer the decks that wait, most figures first."""
    st.title(t("review.choose.title", lang))
    st.caption(t("review.choose.caption", lang))
    rows = review.waiting(ws, viewer)
    if not rows:
        components.empty_state("review.empty", page="decks")
    for row in rows:
        reviewing.waiting_row(row, lang, first=row is rows[0])


@st.fragment
def bench(deck: intake.DeckRow) -> None:
    """Draw the workbench; a word on a claim draws this part anew and nothing else."""
    views = review.claims(ws, viewer, deck.id)
    with st.container(horizontal=True, vertical_alignment="center", key="review_heading"):
        reviewing.heading(deck, lang)
        showing = reviewing.filters(views, ws.metrics, lang)
        reviewing.back_button(lang)
    workbench.mount(ws, viewer, deck, views, showing)


def one(deck_id: str) -> None:
    """Draw the review of one deck."""
    deck = intake.deck(ws, viewer, deck_id)
    if reviewing.told_unread(deck, lang):
        reviewing.back_button(lang)
    else:
        bench(deck)


if asked := state.asked("deck"):
    one(asked)
else:
    choose()
