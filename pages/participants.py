"""Who takes part in an event: the list, both sides' wishes, the addresses that are handed out, sheets brought in."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.irday.contacts import contacts
from dealflow.ui.irday.participants import (
    data_erasure,
    meeting_requests,
    participant_form,
    participant_links,
    participants,
    roster_import,
)
from dealflow.ui.irday.programme import event_picker
from dealflow.ui.irday.registration import registrations
from dealflow.ui.kit import components, frame, state
from dealflow.ui.notices import event_letters

VIEWS: Final = ("list", "asks", "attendees", "links", "letters", "contacts", "import")
lang = state.language()

with frame.errors_in_words():
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(t("frame.nav.participants", lang), anchor=False, width="content")
        with st.container(width=460):
            event = event_picker.chosen()
    if event is None:
        components.empty_state("event.empty", page="event")
        st.stop()
    day = participants.day_of(event.id)
    with st.container(horizontal=True, vertical_alignment="center", key="participants_acts"):
        view = components.url_tabs(
            "view", t("event.view", lang), VIEWS, words=lambda text: t(f"participants.tab.{text}", lang)
        )
        if view == "list":
            participant_form.offer_new(day, lang)
            participants.offer_books(day, lang)
            data_erasure.offer(day, lang)
    if view == "list":
        st.caption(participants.counts(day, lang))
        participants.draw(day, lang)
        participant_form.dialogs_of(day, lang)
    elif view == "asks":
        meeting_requests.draw(day, lang)
    elif view == "attendees":
        registrations.draw(day, lang)
    elif view == "links":
        participant_links.draw(day, lang)
    elif view == "letters":
        event_letters.draw(day, lang)
    elif view == "contacts":
        contacts.draw(day, lang)
    else:
        roster_import.draw(day, lang)
