"""Which event the screens of an IR day speak of: the one in the URL, else the one that is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from dealflow.actions.irday.programme import day_state
from dealflow.domain.irday.participants.preparation import usual_event
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import t
from dealflow.reports.irday.papers.day_words import told_apart
from dealflow.ui.kit import components, context, state


def usual(events: Sequence[IrEvent], today: date, *, held: bool = False) -> IrEvent:
    """Return the next event to come, else the latest; ``held``: the last that was held, else the latest."""
    if held:
        return max([event for event in events if event.held_on <= today] or events, key=lambda event: event.held_on)
    return usual_event(events, today) or events[0]


def chosen(*, held: bool = False) -> IrEvent | None:
    """Return the event that the URL asks for, offered as a drop-down; else the usual one; None where there is none.

    An event that the viewer does not run is never offered.
    """
    lang = state.language()
    events = {event.id: event for event in day_state.events_run_by(state.looking())}
    if not events:
        return None
    text = state.url_value("event")
    now = text if text in events else usual(tuple(events.values()), context.today(), held=held).id
    names, key = told_apart(events.values(), lang), components.url_key("event")
    st.session_state[key] = now
    st.selectbox(
        t("event.choose", lang),
        tuple(events),
        format_func=names.__getitem__,
        key=key,
        label_visibility="collapsed",
        on_change=lambda: state.ask(event=st.session_state[key], do=None, version=None, pair=None),
    )
    return events[now]
