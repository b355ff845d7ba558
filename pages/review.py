"""Review: a deck's slides with the figures read from them, and a person's word on each."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.claims import intake, review
from dealflow.i18n import t
from dealflow.ui.claims import review_page, review_workbench
from dealflow.ui.kit import components, context, state

ws, viewer, lang = context.workspace(), state.viewer(), state.language()


def choose() -> None:
    """Offer the decks that wait, most figures first."""
    st.title(t("review.choose.title", lang))
    st.caption(t("review.choose.caption", lang))
    rows = review.waiting(ws, viewer)
    if not rows:
        components.empty_state("review.empty", page="decks")
    for row in rows:
        review_page.waiting_row(row, lang, first=row is rows[0])


@st.fragment
def bench(deck: intake.DeckRow) -> None:
    """Draw the workbench; a word on a claim draws this part anew and nothing else."""
    views = review.claims(ws, viewer, deck.id)
    with st.container(horizontal=True, vertical_alignment="center", key="review_heading"):
        review_page.heading(deck, lang)
        showing = review_page.filters(views, ws.metrics, lang)
        review_page.back_button(lang)
    review_workbench.mount(ws, viewer, deck, views, showing)


def one(deck_id: str) -> None:
    """Draw the review of one deck."""
    deck = intake.deck(ws, viewer, deck_id)
    if review_page.told_unread(deck, lang):
        review_page.back_button(lang)
    else:
        bench(deck)


if asked := state.asked("deck"):
    one(asked)
else:
    choose()
