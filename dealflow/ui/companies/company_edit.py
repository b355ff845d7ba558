"""Changing a company's record: what everyone sees of it, what our house notes, and whether it is put away."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.companies import companies, company_profile
from dealflow.actions.companies.companies import CompanyRecord
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.people.access import Act, may
from dealflow.i18n import t
from dealflow.ui.companies import company_fields
from dealflow.ui.kit import dialogs, frame, state

_DIALOG: Final = "company_edit"
_FIELDS: Final = ("name", "name_en", "biz_reg_no", "region", "sector")


def offer(record: CompanyRecord) -> None:
    """Offer to edit the record, to those who may."""
    lang = state.language()
    if not may(state.viewer(), Act.EDIT_COMPANIES):
        return
    dialogs.offer(_DIALOG, t("company.amend", lang), icon=":material/edit:", key="company_amend_open")
    if dialogs.is_open(_DIALOG):
        dialogs.show(t("company.amend", lang), lambda: _body(record), width="medium")


def _body(record: CompanyRecord) -> None:
    lang, company = state.language(), record.company
    with st.form("company_amend", border=False, enter_to_submit=False):
        texts: dict[str, str] = {}
        if record.is_kept:
            left, right = st.columns(2)
            for place, field in enumerate(_FIELDS):
                column = (left, right)[place % 2]
                now = getattr(company, field) or ""
                texts[field] = column.text_input(
                    t(f"company.amend.{field}", lang), value=now, key=f"company_amend_{field}"
                )
        else:
            st.caption(t("company.amend.not_kept", lang))
        st.markdown(f"**{t('company.profile', lang)}**")
        st.caption(t("company.profile.private", lang))
        profile = company_fields.profile_fields("company_amend", record.noted.profile, lang)
        if not st.form_submit_button(t("frame.save", lang), type="primary", key="company_amend_submit"):
            return
    details = CompanyDetails(**texts) if texts else None
    companies.keep_record(state.acting(), record, details, profile())
    dialogs.done("company.amend.done")


def offer_shelf(record: CompanyRecord) -> None:
    """Offer to put the company away from our lists, or to take it out again."""
    lang, is_archived = state.language(), record.noted.is_archived

    def turn() -> None:
        with frame.attempted("company.unarchive.done" if is_archived else "company.archive.done"):
            company_profile.shelve(state.acting(), record.company.id, is_archived=not is_archived)

    st.button(
        t("company.unarchive" if is_archived else "company.archive", lang),
        icon=":material/unarchive:" if is_archived else ":material/archive:",
        key="company_archive",
        on_click=turn,
        width="stretch",
        help=t("company.archive.help", lang),
    )
