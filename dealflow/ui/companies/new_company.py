"""The dialog for a company made by hand; names that are known already are told while one is being typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from dealflow.actions.companies import new_company
from dealflow.actions.companies.company_profile import CompanyProfile
from dealflow.actions.companies.contacts import Card, Person
from dealflow.actions.companies.new_company import Namesake, NewCompany
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.people.access import Act, may
from dealflow.domain.values.regions import PROVINCES
from dealflow.domain.values.ways_to_reach import phone_and_email
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
        about = company_fields.about_field("new_company", "", lang)
        source = company_fields.source_field("new_company", "", lang)
        left, right = st.columns(2)
        person = left.text_input(t("company.contact.name", lang), key="new_company_person")
        ways = right.text_input(t("companies.new.ways", lang), key="new_company_ways")
        with st.expander(t("companies.new.more", lang), key="new_company_more"):
            rest = _rest(lang)
        if not st.form_submit_button(t("companies.new.submit", lang), type="primary", key="new_company_submit"):
            return
    phone, email = phone_and_email(ways)
    new = NewCompany(
        replace(rest.details, name=name),
        replace(rest.profile, about=about, source=source),
        (Person(Card(person, rest.position, phone, email)), Person(Card(rest.referrer), is_referrer=True)),
    )
    company_id = new_company.add_company(state.acting(), new, is_another=is_another)
    st.session_state.pop(_NAME, None)
    frame.tell_done("companies.new.done")
    grid.go("company", lang, id=company_id)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is rarely known at the first call."""

    details: CompanyDetails
    profile: CompanyProfile
    position: str
    referrer: str


def _rest(lang: str) -> _Rest:
    """Draw the fields that are folded away at first."""
    left, right = st.columns(2)
    position = left.text_input(t("company.contact.position", lang), key="new_company_position")
    referrer = right.text_input(
        t("company.contact.referrer", lang), key="new_company_referrer", help=t("company.contact.referrer.help", lang)
    )
    profile = company_fields.rest_fields("new_company", CompanyProfile(), lang, columns=(left, right, right))
    region = left.selectbox(
        t("company.amend.region", lang),
        PROVINCES,
        index=None,
        format_func=lambda province: term(province, lang),
        placeholder=t("companies.new.later", lang),
        accept_new_options=True,
        key="new_company_region",
    )
    sector = left.text_input(t("company.amend.sector", lang), key="new_company_sector")
    name_en = right.text_input(t("company.amend.name_en", lang), key="new_company_name_en")
    number = left.text_input(t("company.amend.biz_reg_no", lang), key="new_company_number")
    details = CompanyDetails("", name_en, number or None, (region or "").strip(), sector)
    return _Rest(details, profile(), position, referrer)


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
