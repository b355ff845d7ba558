"""A new event and the programme that it begins with; an event's title, day and venue put right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import streamlit as st

from dealflow.actions.irday.programme import ir_events
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.people.people import IrEvent, IrEventDetails
from dealflow.i18n import t
from dealflow.i18n.numbers import day
from dealflow.reports.irday.papers.day_words import event_venue
from dealflow.ui.irday.programme import house_templates, programme_draft
from dealflow.ui.irday.programme.programme_draft import Draft
from dealflow.ui.kit import components, context, dialogs, fields, state

_NEW = "event-new"
_AMEND = "event-amend"
_COPY = "event-copy"
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
                " · ".join(filter(None, (day(event.held_on, lang), event_venue(event, lang), t("event.clock", lang))))
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
    programme_draft.change(Draft(event, Programme(text), 0, is_changed=False), house_templates.begun(chosen, text))
    dialogs.done("event.new.done", event=text, view=None)


def offer_copy(event: IrEvent, lang: str) -> None:
    """Offer to begin next year's event with the programme, rooms, tables and rules of this one."""
    dialogs.offer(_COPY, t("event.copy", lang), icon=":material/content_copy:", key="event_copy")
    if dialogs.is_open(_COPY):
        dialogs.show(t("event.copy", lang), lambda: _copied(event))


def _copied(event: IrEvent) -> None:
    """Draw the form of the event that is to come, filled from this one."""
    lang = state.language()
    st.caption(t("event.copy.note", lang))
    with st.form("event_copy_form", border=False, enter_to_submit=False):
        read = _fields("event_copy", ir_events.as_next_year(event), lang)
        if not st.form_submit_button(t("event.copy.make", lang), type="primary", key="event_copy_submit"):
            return
    copy_id = ir_events.copy_ir_event(state.acting(), event.id, read())
    dialogs.done("event.copy.done", event=copy_id, view=None)


def _amended(event: IrEvent) -> None:
    """Draw the form that changes an event's title, day and venue."""
    lang = state.language()
    with st.form("event_amend_form", border=False, enter_to_submit=False):
        now = IrEventDetails(event.title_ko, event.title_en, event.held_on, event.venue, event.venue_en)
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
    on = fields.day(t("event.held_on", lang), value=now.held_on, key=f"{key}_on")
    left, right = st.columns(2)
    venue = left.text_input(t("event.venue", lang), now.venue, key=f"{key}_venue")
    venue_en = right.text_input(t("event.venue_en", lang), now.venue_en, key=f"{key}_venue_en")
    return lambda: IrEventDetails(title, title_en, on.required, venue, venue_en)


def _choice(key: str, lang: str) -> str:
    names = house_templates.names(lang)
    chosen = st.selectbox(t("event.template", lang), tuple(names), format_func=names.__getitem__, key=f"{key}_template")
    return str(chosen)


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
    begun = house_templates.begun(chosen, draft.event.id, starts_min=_minute(begins.value))
    programme_draft.change(draft, begun)
    dialogs.done("event.part.changed")


def _minute(at: time | None) -> int | None:
    return None if at is None else at.hour * 60 + at.minute
