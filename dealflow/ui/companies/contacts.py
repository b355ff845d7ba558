"""Our house's contacts at a company: who they are, how to reach them, and destroying what is kept of them."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.companies import contacts
from dealflow.actions.companies.companies import CompanyRecord
from dealflow.actions.companies.contacts import Card, Contact, Person
from dealflow.domain.people.access import Act, may
from dealflow.i18n import t
from dealflow.ui.kit import components, dialogs, frame, state

_DIALOG: Final = "contact"
_WHICH: Final = "contact"
_EMPTY: Final = Card("")


def draw(record: CompanyRecord) -> None:
    """Draw the contacts, each with its ways to reach the person, and the dialog that the URL asks for."""
    lang, may_edit = state.language(), may(state.viewer(), Act.EDIT_COMPANIES)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.caption(t("company.contacts.private", lang), width="content")
        if may_edit:
            st.button(
                t("company.contact.add", lang),
                icon=":material/person_add:",
                key="contact_add",
                on_click=_open,
                args=("",),
            )
    if not record.contacts:
        st.caption(t("company.contacts.empty", lang))
    for contact in record.contacts:
        _card(contact, lang, may_edit=may_edit)
    if may_edit and dialogs.is_open(_DIALOG):
        known = {contact.id: contact for contact in record.contacts}
        chosen = known.get(state.url_value(_WHICH))
        title = t("company.contact.change" if chosen else "company.contact.add", lang)
        dialogs.show(title, lambda: _body(record, chosen))


def _open(contact_id: str) -> None:
    dialogs.open_at(_DIALOG)
    state.ask(**{_WHICH: contact_id})


def _card(contact: Contact, lang: str, *, may_edit: bool) -> None:
    card = contact.card
    with st.container(border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(gap=None):
            name = components.harmless(card.name or t("company.contact.destroyed", lang))
            role = components.harmless(card.position)
            mark = components.badge(t("company.contact.is_referrer", lang), "blue") if contact.is_referrer else ""
            st.markdown(" ".join(filter(None, (f"**{name}**", role, mark))))
            ways = [f"[{components.harmless(card.email)}](mailto:{card.email})"] if card.email else []
            ways += [f"[{components.harmless(card.phone)}](tel:{_dialled(card.phone)})"] if card.phone else []
            if ways:
                st.markdown(" · ".join(ways))
            if card.note:
                st.caption(components.harmless(card.note))
        if may_edit:
            st.button(
                t("company.contact.change", lang),
                icon=":material/edit:",
                type="tertiary",
                key=f"contact_change_{contact.id}",
                on_click=_open,
                args=(contact.id,),
            )


def _dialled(phone: str) -> str:
    return "".join(sign for sign in phone if sign.isdigit() or sign == "+")


def _body(record: CompanyRecord, contact: Contact | None) -> None:
    lang, now = state.language(), contact.card if contact else _EMPTY
    key = contact.id if contact else "new"
    with st.form(f"contact_{key}", border=False, enter_to_submit=False):
        left, right = st.columns(2)
        card = Card(
            name=left.text_input(t("company.contact.name", lang), value=now.name, key=f"contact_name_{key}"),
            position=right.text_input(
                t("company.contact.position", lang), value=now.position, key=f"contact_role_{key}"
            ),
            phone=left.text_input(t("company.contact.phone", lang), value=now.phone, key=f"contact_phone_{key}"),
            email=right.text_input(t("company.contact.email", lang), value=now.email, key=f"contact_email_{key}"),
            note=st.text_area(t("company.contact.note", lang), value=now.note, key=f"contact_note_{key}", height=90),
        )
        is_referrer = st.checkbox(
            t("company.contact.is_referrer", lang),
            value=contact is not None and contact.is_referrer,
            key=f"contact_referrer_{key}",
            help=t("company.contact.referrer.help", lang),
        )
        if st.form_submit_button(t("frame.save", lang), type="primary", key="contact_submit"):
            _keep(record, contact, Person(card, is_referrer))
    if contact is not None:
        with st.expander(t("company.contact.destroy", lang)):
            st.caption(t("company.contact.destroy.help", lang))
            st.button(
                t("company.contact.destroy.confirm", lang), key="contact_destroy", on_click=_destroy, args=(contact.id,)
            )


def _keep(record: CompanyRecord, contact: Contact | None, person: Person) -> None:
    if contact is None:
        contacts.add_contact(state.acting(), record.company.id, person)
    else:
        contacts.change_contact(state.acting(), contact.id, person, seen=contact.version)
    dialogs.done("company.contact.done", contact=None)


def _destroy(contact_id: str) -> None:
    with frame.attempted("company.contact.destroyed.done"):
        contacts.destroy_contact(state.acting(), contact_id)
        dialogs.close()
        state.ask(**{_WHICH: None})
