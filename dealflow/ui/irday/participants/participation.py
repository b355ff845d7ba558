"""How far a participation has come, and the ways on; leaving a published timetable says what falls away, and asks."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.irday.participants import participants
from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.irday.timetable.plans import since_of
from dealflow.domain.irday.participants.participants import Participant, ParticipantState
from dealflow.domain.irday.timetable.withdrawal import Withdrawal, withdrawal
from dealflow.i18n import name_of, t
from dealflow.ui.kit import components, context, dialogs, frame, grid, state


def draw(day: Day, participant: Participant, lang: str) -> None:
    """Draw how far the participation has come, and the ways on; a way that costs others something asks first."""
    leaves = withdrawal(day.plan.published, participant.id, since_of(day, context.now()))
    asks = participant.is_coming and leaves.has_effect
    with st.container(horizontal=True, vertical_alignment="center"):
        words = t(f"enum.participant_state.{participant.state.value}", lang)
        st.markdown(components.badge(words, "green" if participant.is_coming else "gray"), width="content")
        for to in (ParticipantState.CONFIRMED, ParticipantState.DECLINED, ParticipantState.WITHDRAWN):
            if to is not participant.state:
                st.button(
                    t(f"participants.to.{to.value}", lang),
                    key=f"p_{participant.id}_{to.value}",
                    type="primary" if to is ParticipantState.CONFIRMED else "secondary",
                    on_click=_ask if asks else _set,
                    args=(participant.id, to),
                )
    if asks and st.session_state.get(_asked_of(participant.id)):
        _leaving(day, participant, leaves, lang)


def _asked_of(participant_id: str) -> str:
    """Return the key under which stands what the person is asked about: to leave in which way."""
    return f"p_{participant_id}_leaves_to"


def _ask(participant_id: str, to: ParticipantState) -> None:
    st.session_state[_asked_of(participant_id)] = to


def _leaving(day: Day, participant: Participant, leaves: Withdrawal, lang: str) -> None:
    """Draw what falls away when a firm leaves, who has to be told, and what comes next; and ask."""
    to = ParticipantState(st.session_state[_asked_of(participant.id)])
    names = {other.id: name_of(other, lang) for other in day.participants}
    told = ", ".join(components.harmless(names.get(firm, firm)) for firm in leaves.told)
    with st.container(border=True, key=f"p_leaving_{participant.id}"):
        st.warning(
            t("participants.leaving", lang, meetings=leaves.meetings, pitches=leaves.pitches, firms=len(leaves.told)),
            icon=":material/warning:",
        )
        if told:
            st.markdown(t("participants.leaving.told", lang, firms=told))
        st.caption(t("participants.leaving.next", lang))
        with st.container(horizontal=True):
            label = t("participants.leaving.do", lang, state=t(f"enum.participant_state.{to.value}", lang))
            is_sure = st.button(label, type="primary", key=f"p_{participant.id}_sure")
            st.button(
                t("participants.leaving.stay", lang),
                key=f"p_{participant.id}_stay",
                on_click=lambda: st.session_state.pop(_asked_of(participant.id), None),
            )
    if is_sure:
        participants.set_state(state.acting(), [participant.id], to)
        st.session_state.pop(_asked_of(participant.id), None)
        frame.tell_done("participants.leaving.done")
        grid.go("timetable", lang, event=day.event.id, view="replan")


def _set(participant_id: str, to: ParticipantState) -> None:
    with frame.attempted("participants.changed"):
        participants.set_state(state.acting(), [participant_id], to)
        dialogs.close()
