"""Destroying persons' names and ways to reach them: one person's on request, everybody's once the event is over."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.irday.participants import participants
from dealflow.actions.irday.programme.day_state import Day
from dealflow.i18n import name_of, t
from dealflow.ui.kit import components, context, dialogs, state

_NAME: Final = "destroy"


def offer(day: Day, lang: str) -> None:
    """Offer to destroy personal data, where there is any."""
    if day.cards:
        dialogs.offer(_NAME, t("participants.destroy", lang), icon=":material/person_off:", key="participants_destroy")
    if dialogs.is_open(_NAME):
        dialogs.show(t("participants.destroy", lang), partial(_body, day), width="medium")


def _body(day: Day) -> None:
    """Draw whose data are destroyed; what is destroyed does not come back."""
    lang = state.language()
    if not day.cards:
        components.empty_state("participants.destroy.none")
        return
    st.caption(t("participants.destroy.note", lang))
    firms = {
        attendee.id: name_of(participant, lang)
        for participant in day.participants
        for attendee in participant.attendees
    }
    people = {
        who: f"{card.name or t('participants.no_name', lang)} · {firms.get(who, t('participants.destroy.left', lang))}"
        for who, card in sorted(day.cards.items(), key=lambda item: (firms.get(item[0], ""), item[1].name))
    }
    is_over = context.today() > day.event.held_on
    with st.form("destroy_form", border=False):
        everybody = st.checkbox(
            t("participants.destroy.all", lang, n=len(people)),
            disabled=not is_over,
            help=None if is_over else t("participants.destroy.later", lang),
            key="destroy_all",
        )
        chosen = st.multiselect(
            t("participants.destroy.who", lang),
            tuple(people),
            format_func=people.__getitem__,
            placeholder=t("participants.destroy.choose", lang),
            key="destroy_who",
        )
        sure = st.checkbox(t("participants.destroy.sure", lang), key="destroy_sure")
        if not st.form_submit_button(t("participants.destroy.do", lang), type="primary", key="destroy_do"):
            return
    if not sure or not (everybody or chosen):
        st.error(t("participants.destroy.unsure", lang), icon=":material/info:")
        return
    ids = None if everybody else chosen
    participants.destroy_cards(state.looking(), day.event.id, ids, at=context.now())
    dialogs.done("participants.destroy.done")
