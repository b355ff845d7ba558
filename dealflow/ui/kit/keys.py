"""The names of session state and widgets, in one place: tests and pages speak of them by these constants."""

from __future__ import annotations

from typing import Final

LANGUAGE: Final = "language"
LANGUAGE_SWITCH: Final = "language_switch"
PAGE_SCRIPT: Final = "page_script"
SCREENS: Final = "screens"
VIEWER: Final = "viewer"
VIEWER_CHOICE: Final = "viewer_choice"
TOLD: Final = "told"
WINDOW: Final = "window"
"""What tells this window of a browser from the others of the same person."""

# decks
UPLOAD: Final = "decks_upload"
UPLOAD_ROUND: Final = "decks_upload_round"
UPLOAD_EVENT: Final = "decks_upload_event"
UPLOAD_RESULTS: Final = "decks_upload_results"
UPLOAD_FORM: Final = "decks_upload_form"
READING_LEFT: Final = "decks_reading_left"

# review
REVIEW_SLIDE: Final = "review_slide"
REVIEW_DONE: Final = "review_done"
REVIEW_FIRST: Final = "review_first"

# company
SHEET_LANGUAGE: Final = "question_sheet_language"
ANSWER_QUESTION: Final = "answer_question"
SHEET_LANGUAGE_SWITCH: Final = "question_sheet_language_switch"

# pipeline
BOARD: Final = "pipeline_board"
LOST: Final = "pipeline_lost_race"
LAST_ACT: Final = "pipeline_last_act"
DRAWER_ACTED: Final = "drawer_acted"
DRAWER_TAB: Final = "drawer_tab"
DRAWER_STAGE: Final = "drawer_stage"
DRAWER_MOVE_NOTE: Final = "drawer_move_note"
DRAWER_STATUS: Final = "drawer_status"
DRAWER_REASON: Final = "drawer_reason"
DRAWER_STATUS_NOTE: Final = "drawer_status_note"
DRAWER_STEP: Final = "drawer_step"
DRAWER_ROUND: Final = "drawer_round"
DRAWER_DUE: Final = "drawer_due"
DRAWER_ASSIGNEE: Final = "drawer_assignee"
DRAWER_NOTE: Final = "drawer_note"
TABLE_DRAFTS: Final = "table_drafts"
"""What was typed into cells and refused, with the reason, by engagement and column."""
TABLE_TICKED: Final = "table_ticked"
BULK_OUTCOMES: Final = "bulk_outcomes"
VIEW_DROPPED: Final = "saved_view_dropped"
"""The saved view that this session deleted last, to bring it back."""

# committee
COMMITTEE_LOST: Final = "committee_lost_race"
COMMITTEE_LINK: Final = "committee_vote_link"
"""The address that was just made (session, voter, address, until): shown once, then gone."""

# register
DOSSIER_ITEM: Final = "dossier_item"
DOSSIER_LANGUAGE: Final = "dossier_language"
DOSSIER_MADE: Final = "dossier_made"

# funnel
FUNNEL_CHART: Final = "funnel_chart"
TIMES_CHART: Final = "times_chart"

# event
EVENT_LINK: Final = "event_link"
"""The event, and the addresses that this browser's session made for it, by owner: nobody can read them again."""
CONSENT_LINKS: Final = "consent_links"
"""The same for persons who are asked whether their contact may be handed over."""
ROSTER: Final = "participants_roster"
"""The sheet that was read and waits for a word: the file's id and its rows."""

# settings
CALENDAR_ADDRESS: Final = "settings_calendar_address"
"""Whose address was just made, and the address: shown until the browser's session ends, never again."""
WEBHOOK_ACCESS: Final = "settings_webhook_access"
"""Whose webhook was just made, and its secret: shown in one drawing of the page, then gone."""
PROGRAM_ACCESS: Final = "settings_program_access"
"""Whose token was just made, and the token: shown in one drawing of the page, then gone."""

# people
PEOPLE_LINK: Final = "people_link"
"""Who made it, for whom, what for, the address and until when it opens: shown until it is put away, then gone."""

# timetable
TIMETABLE_TROUBLES: Final = "timetable_troubles"
"""The event, and what was said to have happened there, until it is kept."""
TIMETABLE_PROPOSAL: Final = "timetable_proposal"
"""The plan of the rest that was proposed last and is not kept."""

# papers of an IR day
PAPERS_LANGUAGE: Final = "papers_language"
PAPERS_APART: Final = "papers_apart"

# floor
FLOOR_TOLD: Final = "floor_told"
"""The event, and a line for each firm that the last change of this session concerns."""
FLOOR_LINK: Final = "floor_link"
"""The address that was just made (event, name, address): shown until it is put away, then gone."""

# pipelines that are brought in
IMPORT_SHEET: Final = "import_sheet"
"""The sheet that was read and waits for a word, with what its columns are proposed for."""
IMPORT_ROUND: Final = "import_round"
"""Counts the files that were taken in: each has an uploader of its own."""
IMPORT_TRIAL: Final = "import_trial"
"""What the rows would do, with what that was worked out from."""
IMPORT_RESULT: Final = "import_result"
"""What the last import, or its taking back, did: shown until the next file."""
