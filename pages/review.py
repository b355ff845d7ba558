"""Review: a deck's slides with the figures read from them, and a person's word on each."""

from __future__ import annotations

from dealflow.ui.claims import review_page
from dealflow.ui.kit import state

if asked := state.url_value("deck"):
    review_page.draw(asked, state.language())
else:
    review_page.choose(state.language())
