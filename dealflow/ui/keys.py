"""The names of session state and widgets, in one place: tests and pages speak of them by these constants."""

from __future__ import annotations

from typing import Final

LANGUAGE: Final = "language"
LANGUAGE_SWITCH: Final = "language_switch"
VIEWER: Final = "viewer"
VIEWER_CHOICE: Final = "viewer_choice"
TOLD: Final = "told"

# decks
UPLOAD: Final = "decks_upload"
UPLOAD_ROUND: Final = "decks_upload_round"
UPLOAD_EVENT: Final = "decks_upload_event"
UPLOAD_RESULTS: Final = "decks_upload_results"
DECK_TABLE: Final = "decks_table"

# review
REVIEW_SLIDE: Final = "review_slide"
REVIEW_LIST: Final = "review_list"
REVIEW_EDIT: Final = "review_edit"
REVIEW_ADD: Final = "review_add"
