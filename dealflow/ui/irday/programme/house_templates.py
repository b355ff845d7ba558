"""Templates that a programme begins with: the shipped ones and the house's own, which are kept and dropped here."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dealflow.actions.irday.programme import house_templates
from dealflow.actions.irday.programme import programme as actions
from dealflow.domain.irday.programme.programme import Programme
from dealflow.i18n import name_of, t
from dealflow.ui.irday.programme.programme_draft import Draft
from dealflow.ui.kit import components, dialogs, frame, state

_KEEP = "template-keep"


def names(lang: str) -> dict[str, str]:
    """Return the templates that the viewer may begin with, by id: the house's own first."""
    own = {template.id: name_of(template, lang) for template in house_templates.templates(state.looking())}
    shipped = {template.id: name_of(template, lang) for template in actions.shipped_templates()}
    return {id_: t("event.template.own", lang, name=name) for id_, name in own.items()} | shipped


def begun(template_id: str, ir_event_id: str, *, starts_min: int | None = None) -> Programme:
    """Return a template, shipped or the house's own, as the programme of an event."""
    own = {template.id: template.programme for template in house_templates.templates(state.looking())}
    return actions.begun(template_id, ir_event_id, starts_min=starts_min, of_house=own.get(template_id))


def offer(draft: Draft, lang: str) -> None:
    """Offer to keep the programme as a template of the house."""
    if not draft.programme.parts:
        return
    dialogs.offer(_KEEP, t("event.template.keep", lang), icon=":material/bookmark_add:", key="event_template_keep")
    if dialogs.is_open(_KEEP):
        dialogs.show(t("event.template.keep", lang), partial(_form, draft))


def _form(draft: Draft) -> None:
    lang = state.language()
    st.caption(t("event.template.keep.note", lang))
    with st.form("template_keep_form", border=False, enter_to_submit=False):
        name = st.text_input(t("event.template.name_ko", lang), key="template_name_ko")
        name_en = st.text_input(t("event.template.name_en", lang), key="template_name_en")
        keep = st.form_submit_button(t("event.template.keep.submit", lang), type="primary", key="template_keep_submit")
    own = house_templates.templates(state.looking())
    if own:
        st.markdown(f"**{t('event.template.house', lang)}**")
    for template in own:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(components.harmless(name_of(template, lang)), width="stretch")
            st.button(
                t("event.template.drop", lang),
                icon=":material/delete:",
                key=f"template_drop_{template.id}",
                on_click=_drop,
                args=(template.id,),
            )
    _offer_back(lang)
    if keep:
        house_templates.keep_template(state.acting(), draft.programme, name, name_en)
        dialogs.done("event.template.kept")


def _drop(template_id: str) -> None:
    with frame.attempted("event.template.dropped"):
        house_templates.drop_template(state.acting(), template_id)
        st.session_state["template_dropped"] = template_id


def _offer_back(lang: str) -> None:
    """Offer to take the last dropping back."""
    template_id = st.session_state.get("template_dropped")
    if template_id:
        st.button(
            t("event.template.back", lang),
            icon=":material/undo:",
            key="template_back",
            on_click=_bring_back,
            args=(template_id,),
        )


def _bring_back(template_id: str) -> None:
    with frame.attempted("event.template.brought_back"):
        house_templates.bring_back(state.acting(), template_id)
        st.session_state.pop("template_dropped", None)
