"""TIPS operators: their term, slots and members, and the recommendations with the judgement of their day."""

from __future__ import annotations

import streamlit as st

from dealflow.i18n import t
from dealflow.ui.kit import components, frame, state
from dealflow.ui.tips import operator_forms, operators

lang, may_decide = state.language(), operator_forms.may_decide()

with frame.errors_in_words():
    found = operators.views()
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(t("operators.title", lang), anchor=False, width="content")
        if may_decide and found:
            with st.popover(t("operators.new", lang), icon=":material/add:"):
                operator_forms.designate(None, lang)
    if not found:
        components.empty_state("operators.empty" if may_decide else "operators.empty_viewer")
        if may_decide:
            operator_forms.designate(None, lang)
        st.stop()
    operator_forms.waiting(found, lang)
    if may_decide and any(view.in_term for view in found):
        with st.expander(f"**{t('operators.recommend', lang)}**", icon=":material/send:", key="recommend"):
            operator_forms.recommend(found, lang)
    for view in found:
        with st.container(border=True, key=f"operator_card_{view.operator.id}"):
            operators.heading(view, lang)
            if may_decide:
                with st.container(horizontal=True):
                    with st.popover(t("operators.allot", lang)):
                        operator_forms.allot(view, lang)
                    with st.popover(t("operators.members.change", lang)):
                        operator_forms.members(view, lang)
                    with st.popover(t("operators.change", lang)):
                        operator_forms.designate(view, lang)
                    with st.popover(t("operators.withdraw", lang)):
                        operator_forms.withdraw(view, lang)
            operators.show(view, lang)
