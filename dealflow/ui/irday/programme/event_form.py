"""A new event and the programme that it begins with; an event's title, day and venue put right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import streamlit as st

from dealflow.actions.irday.programme import ir_events
from dealflow.actions.irday.programme import programme as actions
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.people.people import IrEvent, IrEventDetails
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import day
from dealflow.ui.irday.programme import programme_draft
from dealflow.ui.irday.programme.programme_draft import Draft
from dealflow.ui.kit import components, context, dialogs, fields, state

_NEW = "event-new"
_AMEND = "event-amend"
_TEMPLATE = "template"
_AHEAD = timedelta(days=28)


def offer(lang: str) -> None:
    """Offer to set up another event."""
    dialogs.offer(_NEW, t("event.new", lang), icon=":material/add:", key="event_new")
    if dialogs.is_open(_NEW):
        dialogs.show(t("event.new", lang), _form)


def offer_change(event: IrEvent, lang: str) -> None:
    """Show when and where the event is, and offer to put that and its title right."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(
            components.harmless(
                " · ".join(filter(None, (day(event.held_on, lang), event.venue, t("event.clock", lang))))
            ),
            width="content",
        )
        dialogs.offer(_AMEND, t("event.amend", lang), icon=":material/edit:", key="event_amend")
    if dialogs.is_open(_AMEND):
        dialogs.show(t("event.amend", lang), lambda: _amended(event))


def _form() -> None:
    """Draw the form of a new event; it opens with the programme that was chosen, not kept yet."""
    lang = state.language()
    with st.form("event_new_form", border=False, enter_to_submit=False):
        read = _fields("event_new", IrEventDetails("", "", context.today() + _AHEAD), lang)
        chosen = _choice("event_new", lang)
        if not st.form_submit_button(t("event.new.make", lang), type="primary", key="event_new_submit"):
            return
    details = read()
    text = ir_events.register_ir_event(state.acting(), details)
    organiser = state.viewer().organisation_id
    event = IrEvent(text, organiser, details.title_ko, details.title_en, details.held_on, details.venue)
    programme_draft.change(Draft(event, Programme(text), 0, is_changed=False), actions.begun(chosen, text))
    dialogs.done("event.new.done", event=text, view=None)


def _amended(event: IrEvent) -> None:
    """Draw the form that changes an event's title, day and venue."""
    lang = state.language()
    with st.form("event_amend_form", border=False, enter_to_submit=False):
        now = IrEventDetails(event.title_ko, event.title_en, event.held_on, event.venue)
        read = _fields("event_amend", now, lang)
        if not st.form_submit_button(t("event.part.set", lang), type="primary", key="event_amend_submit"):
            return
    ir_events.amend_ir_event(state.acting(), event.id, read())
    dialogs.done("event.amend.done")


def _fields(key: str, now: IrEventDetails, lang: str) -> Callable[[], IrEventDetails]:
    """Draw the fields of an event filled with its values, and return how to read what stands in them."""
    title = st.text_input(
        t("event.title_ko", lang), now.title_ko, key=f"{key}_ko", placeholder=t("event.title.eg", lang)
    )
    title_en = st.text_input(t("event.title_en", lang), now.title_en, key=f"{key}_en")
    left, right = st.columns(2)
    on = fields.day(t("event.held_on", lang), value=now.held_on, key=f"{key}_on", place=left)
    venue = right.text_input(t("event.venue", lang), now.venue, key=f"{key}_venue")
    return lambda: IrEventDetails(title, title_en, on.required, venue)


def _choice(key: str, lang: str) -> str:
    templates = {shipped_template.id: shipped_template for shipped_template in actions.shipped_templates()}
    chosen = st.segmented_control(
        t("event.template", lang),
        tuple(templates),
        format_func=lambda template_id: name_of(templates[template_id], lang),
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
        label = fields.Label(t("event.template.begins", lang), t("event.template.begins.help", lang))
        begins = fields.clock(label, key="event_begin_at")
        if not st.form_submit_button(t("event.part.set", lang), type="primary", key="event_begin_set"):
            return
    programme_draft.change(draft, actions.begun(chosen, draft.event.id, starts_min=_minute(begins.value)))
    dialogs.done("event.part.changed")


def _minute(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute
