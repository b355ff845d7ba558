"""The slide that a review begins with, shown at once: it stands where the workbench will draw it, until that has.

The workbench needs the deck's claims and the browser's time for its mounting, twice what the slide itself takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Final
from urllib.parse import quote

import streamlit as st

from dealflow.actions.claims import page_images
from dealflow.actions.claims.waiting_decks import Waiting
from dealflow.ui.kit import keys, state

_PICTURE: Final = (files(__package__) / "front" / "first_slide.html").read_text("utf-8")
_FETCHED: Final = 8
"""The decks that a laptop's screen shows have their slide fetched while one chooses: 0.1 CPU s and 0.1 MB each."""


def fetch_ahead(rows: Sequence[Waiting]) -> None:
    """Let the browser fetch the first slides of the PDFs that are likely to be chosen.

    To draw a page of any other kind takes seconds of both cores: not for a guess.
    """
    pdfs = [row for row in rows[:_FETCHED] if row.first_page and row.file_name.casefold().endswith(".pdf")]
    sources = [_source(row.deck_id, row.first_page) for row in pdfs]
    st.html("".join(f'<img src="{source}" alt="" hidden>' for source in sources) or "<i hidden></i>")


def go_to(deck_id: str, page: int) -> None:
    """Ask for a deck's review, whose first slide is that of ``page`` (0: not known)."""
    state.ask(deck=deck_id, claim=None, page=None, find=None)
    st.session_state[keys.REVIEW_FIRST] = (deck_id, page)
    page_images.draw_ahead(state.looking(), deck_id, page)  # the browser will ask for it a tenth of a second from now


def show(deck_id: str) -> None:
    """Show the slide if the deck was just chosen; any later drawing takes it away, and leaves its place."""
    place = st.empty()
    chosen, page = st.session_state.pop(keys.REVIEW_FIRST, ("", 0))
    if chosen == deck_id and page:
        place.html(_PICTURE.replace("{source}", _source(deck_id, page)))


def _source(deck_id: str, page: int) -> str:
    return f"/pages/{quote(deck_id, safe='')}/{page}.jpg"
