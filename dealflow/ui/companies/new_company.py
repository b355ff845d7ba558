"""The dialog for a company made by hand; names that are known already are told while one is being typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import streamlit as st

from dealflow.actions.companies import new_company
from dealflow.actions.companies.company_profile import CompanyProfile
from dealflow.actions.companies.contacts import Card, Person
from dealflow.actions.companies.new_company import Namesake, NewCompany
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.people.access import Act, may
from dealflow.domain.values.regions import PROVINCES
from dealflow.i18n import t, term
from dealflow.ui.companies import company_fields
from dealflow.ui.kit import components, dialogs, frame, grid, state

_DIALOG: Final = "new_company"
_NAME: Final = "new_company_name"
_ANOTHER: Final = "new_company_another"


def offer(*, primary: bool = True) -> None:
    """Offer to make a company by hand, to those who may; the dialog opens where the URL asks for it."""
    if not may(state.viewer(), Act.EDIT_COMPANIES):
        return
    lang = state.language()
    dialogs.offer(_DIALOG, t("companies.new", lang), icon=":material/add:", key="new_company_open", primary=primary)
    if dialogs.is_open(_DIALOG):
        dialogs.show(t("companies.new", lang), _body, width="medium")


def _body() -> None:
    lang = state.language()
    name = st.text_input(
        t("company.amend.name", lang), key=_NAME, live="300ms", placeholder=t("companies.new.name.eg", lang)
    )
    same = new_company.namesakes(state.looking(), name) if name.strip() else ()
    is_another = _tell(same, lang)
    with st.form("new_company_form", border=False, enter_to_submit=False):
        profile = company_fields.profile_fields("new_company", CompanyProfile(), lang)
        where, what = st.columns(2)
        region = where.selectbox(
            t("company.amend.region", lang),
            PROVINCES,
            index=None,
            format_func=lambda province: term(province, lang),
            placeholder=t("companies.new.later", lang),
            accept_new_options=True,
            key="new_company_region",
        )
        sector = what.text_input(t("company.amend.sector", lang), key="new_company_sector")
        people = _people(lang)
        with st.expander(t("companies.new.more", lang)):
            name_en = st.text_input(t("company.amend.name_en", lang), key="new_company_name_en")
            number = st.text_input(t("company.amend.biz_reg_no", lang), key="new_company_number")
        if not st.form_submit_button(t("companies.new.submit", lang), type="primary", key="new_company_submit"):
            return
    details = CompanyDetails(name, name_en, number or None, (region or "").strip(), sector)
    company_id = new_company.add_company(state.acting(), NewCompany(details, profile(), people), is_another=is_another)
    st.session_state.pop(_NAME, None)
    frame.tell_done("companies.new.done")
    grid.go("company", lang, id=company_id)


def _people(lang: str) -> tuple[Person, ...]:
    """Draw the fields for one contact and the one who referred the company."""
    left, right = st.columns(2)
    card = Card(
        name=left.text_input(t("company.contact.name", lang), key="new_company_person"),
        position=right.text_input(t("company.contact.position", lang), key="new_company_position"),
        phone=left.text_input(t("company.contact.phone", lang), key="new_company_phone"),
        email=right.text_input(t("company.contact.email", lang), key="new_company_email"),
    )
    referrer = st.text_input(
        t("company.contact.referrer", lang), key="new_company_referrer", help=t("company.contact.referrer.help", lang)
    )
    return (Person(card), Person(Card(referrer), is_referrer=True))


def _tell(same: Sequence[Namesake], lang: str) -> bool:
    """Show the companies that may be the new one; return whether a person said that it is none of them."""
    if not same:
        return False
    sure = [namesake for namesake in same if namesake.is_sure]
    key = "companies.new.known" if sure else "companies.new.near"
    links = ", ".join(
        f"[{components.harmless(components.company_name(namesake.company, lang))}]"
        f"({grid.link('company', lang, id=namesake.company.id)})"
        for namesake in same
    )
    (st.warning if sure else st.info)(f"{t(key, lang)} {links}", icon=":material/content_copy:")
    return st.checkbox(t("companies.new.another", lang), key=_ANOTHER) if sure else False
