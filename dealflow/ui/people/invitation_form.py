"""The form that invites somebody: name, e-mail, house and role; a company's guest with the company."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.companies import companies
from dealflow.actions.people import people, staff
from dealflow.actions.people.account_links import JOIN
from dealflow.actions.people.staff import Invitation
from dealflow.domain.people.access import Act, Role, may
from dealflow.errors import InvalidInputError
from dealflow.i18n import LANGUAGES, called, name_of, t
from dealflow.ui.kit import frame, state
from dealflow.ui.kit.state import Drawing
from dealflow.ui.people import account_address
from dealflow.ui.people.account_address import NewAddress


def draw() -> None:
    """Draw the form; what was typed stays if something is refused."""
    drawing = state.drawing()
    lang = drawing.lang
    name = st.text_input(t("people.name", lang), key="invite_name")
    email = st.text_input(t("people.email", lang), key="invite_email", placeholder="name@example.kr")
    house_id = _house(drawing)
    role = st.selectbox(
        t("people.role", lang),
        (*staff.roles_to_give(drawing.viewer), Role.COMPANY_GUEST),
        index=None,
        format_func=lambda given_role: t(f"enum.role.{given_role.value}", lang),
        key="invite_role",
        placeholder=t("people.choose", lang),
    )
    if role is not None:
        st.caption(t(f"people.role.{role.value}", lang))
    company_id = _company(drawing) if role is Role.COMPANY_GUEST else None
    language = st.segmented_control(
        t("people.language", lang),
        LANGUAGES,
        default=LANGUAGES[0],
        required=True,
        format_func=lambda spoken: t("frame.language.name", spoken),
        key="invite_language",
    )
    sends = account_address.offer_sending("invite")
    with frame.errors_in_words():
        if st.button(t("people.invite.do", lang), type="primary", key="invite_do"):
            if role is None:
                raise InvalidInputError(field="role", problem="missing")
            spoken = language or LANGUAGES[0]
            secret = staff.invite(state.acting(), Invitation(name, email, house_id, role, company_id, spoken))
            house = _name_of(drawing, house_id, spoken)
            new = NewAddress(name.strip(), house, JOIN, secret, spoken)
            account_address.give(new, "people.done.invited", sends=sends)


def _house(drawing: Drawing) -> str:
    """Draw for which house, where the viewer looks after several, and return its id."""
    if not may(drawing.viewer, Act.ADMINISTER):
        return drawing.viewer.organisation_id
    houses = {house.id: house for house in people.organisations(drawing.ws)}
    own = drawing.viewer.organisation_id
    return st.selectbox(
        t("people.house", drawing.lang),
        tuple(houses),
        index=list(houses).index(own) if own in houses else 0,
        format_func=lambda house_id: name_of(houses[house_id], drawing.lang),
        key="invite_house",
    )


def _company(drawing: Drawing) -> str | None:
    known = {row.company.id: row.company for row in companies.companies(drawing)}
    return st.selectbox(
        t("people.company", drawing.lang),
        tuple(known),
        index=None,
        format_func=lambda company_id: called(known[company_id].name, known[company_id].name_en, drawing.lang),
        key="invite_company",
        placeholder=t("people.choose", drawing.lang),
    )


def _name_of(drawing: Drawing, house_id: str, lang: str) -> str:
    return next(name_of(house, lang) for house in people.organisations(drawing.ws) if house.id == house_id)
