"""Review: a deck's slides with the figures read from them, and a person's word on each."""

from __future__ import annotations

from dealflow.ui.claims import review_page

review_page.screen()
