"""A new event, and the programme that it begins with."""

from __future__ import annotations

from datetime import time, timedelta

import streamlit as st

from dealflow.actions import people
from dealflow.actions import programme as actions
from dealflow.domain.people import IrEvent
from dealflow.domain.programme import Programme
from dealflow.i18n import name_of, t
from dealflow.ui import desk, dialogs, event_draft, state
from dealflow.ui.event_draft import Draft

_NEW = "event-new"
_TEMPLATE = "template"
_AHEAD = timedelta(days=28)


def offer(lang: str) -> None:
    """Offer to set up another event."""
    dialogs.offer(_NEW, t("event.new", lang), icon=":material/add:", key="event_new")
    if dialogs.is_open(_NEW):
        dialogs.show(t("event.new", lang), _form)


def _form() -> None:
    """Draw the form of a new event; it opens with the programme that was chosen, not kept yet."""
    lang = state.language()
    with st.form("event_new_form", border=False, enter_to_submit=False):
        title = st.text_input(t("event.title_ko", lang), key="event_new_ko", placeholder=t("event.title.eg", lang))
        title_en = st.text_input(t("event.title_en", lang), key="event_new_en")
        left, right = st.columns(2)
        on = left.date_input(
            t("event.held_on", lang), value=desk.today() + _AHEAD, format="YYYY-MM-DD", key="event_new_on"
        )
        venue = right.text_input(t("event.venue", lang), key="event_new_venue")
        chosen = _choice("event_new", lang)
        if not st.form_submit_button(t("event.new.make", lang), type="primary", key="event_new_submit"):
            return
    made = people.register_ir_event(
        desk.workspace(),
        state.viewer(),
        title_ko=title,
        title_en=title_en,
        held_on=on,
        venue=venue,
        at=desk.now(),
    )
    event = IrEvent(made, state.viewer().organisation_id, title, title_en, on, venue)
    event_draft.change(Draft(event, Programme(made), 0, is_changed=False), actions.begun(chosen, made))
    dialogs.done("event.new.done", event=made, view=None)


def _choice(key: str, lang: str) -> str:
    templates = {one.id: one for one in actions.shipped_templates()}
    chosen = st.segmented_control(
        t("event.template", lang),
        tuple(templates),
        format_func=lambda one: name_of(templates[one], lang),
        default=next(iter(templates)),
        required=True,
        key=f"{key}_template",
    )
    return str(chosen or next(iter(templates)))


def offer_template(draft: Draft, lang: str) -> None:
    """Offer to begin the programme anew from a template."""
    dialogs.offer(_TEMPLATE, t("event.template.use", lang), icon=":material/dashboard_customize:", key="event_template")
    if dialogs.is_open(_TEMPLATE):
        dialogs.show(t("event.template.use", lang), lambda: _template(draft))


def _template(draft: Draft) -> None:
    lang = state.language()
    if draft.programme.parts:
        st.caption(t("event.template.over", lang))
    with st.form("event_template_form", border=False, enter_to_submit=False):
        chosen = _choice("event_begin", lang)
        begins = st.time_input(
            t("event.template.begins", lang),
            value=None,
            step=900,
            key="event_begin_at",
            help=t("event.template.begins.help", lang),
        )
        if not st.form_submit_button(t("event.part.set", lang), type="primary", key="event_begin_set"):
            return
    event_draft.change(draft, actions.begun(chosen, draft.event.id, starts_min=_minute(begins)))
    dialogs.done("event.part.changed")


def _minute(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute
