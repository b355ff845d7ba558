"""The own house's settings: which acts need two people, who answers for personal data, its mark."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.people import house_settings
from dealflow.domain.people.house import CHOSEN_ACTS, HouseSettings
from dealflow.i18n import t
from dealflow.ui.kit import frame, state
from dealflow.ui.people import rule_proposals

_WIDTH = 620


def draw() -> None:
    """Draw the form; what was typed stays if something is refused."""
    drawing = state.drawing()
    lang, house = drawing.lang, house_settings.settings(drawing)
    with st.form("house_settings_form", width=_WIDTH, enter_to_submit=False), frame.errors_in_words():
        st.markdown(f"**{t('people.two_person', lang)}**")
        st.caption(t("people.two_person.note", lang))
        acts = tuple(
            act
            for act in CHOSEN_ACTS
            if st.checkbox(t(f"enum.two_person_act.{act.value}", lang), act in house.two_person, key=f"two_{act.value}")
        )
        officer = st.text_input(
            t("people.officer", lang), house.officer, help=t("people.officer.help", lang), key="house_officer"
        )
        if st.form_submit_button(t("frame.save", lang), type="primary", key="house_settings_save"):
            waits = house_settings.keep_or_propose(state.acting(), HouseSettings(acts, house.clocks, officer))
            frame.tell_done("people.done.rules_wait" if waits else "people.done.house")
            st.rerun()
    rule_proposals.draw()
    _logo(drawing)


def _logo(drawing: state.Drawing) -> None:
    """Draw the mark that stands on the house's papers, and the way to another one."""
    lang = drawing.lang
    st.markdown(f"**{t('people.logo', lang)}**")
    st.caption(t("people.logo.note", lang, kb=house_settings.MOST_LOGO_BYTES // 1000))
    picture = house_settings.own_logo(drawing)
    if picture:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.image(picture, width=160)
            st.button(t("people.logo.drop", lang), key="logo_drop", on_click=_keep_logo, args=(b"",))
    file = st.file_uploader(t("people.logo.choose", lang), type=["png", "jpg", "jpeg"], key="logo_file", width=_WIDTH)
    if file is not None and file.getvalue() != picture:
        st.button(t("people.logo.keep", lang), key="logo_keep", on_click=_keep_logo, args=(file.getvalue(),))


def _keep_logo(data: bytes) -> None:
    with frame.attempted("people.done.house"):
        house_settings.keep_logo(state.acting(), data)
