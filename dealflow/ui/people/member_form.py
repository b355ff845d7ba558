"""What can be done for one person: role, a new address, second factor, sittings, letting go and taking back."""

from __future__ import annotations

import streamlit as st

from dealflow.actions.people import staff
from dealflow.actions.people.account_links import JOIN, RESET
from dealflow.actions.people.leaving import LeftBehind
from dealflow.actions.people.staff import Member
from dealflow.domain.people.access import Act, Role, may
from dealflow.i18n import called, t
from dealflow.ui.kit import components, context, dialogs, frame, state
from dealflow.ui.people import account_address


def draw(member: Member) -> None:
    """Draw who it is and what can be done; a refusal is told beside it, and what was typed stays."""
    lang, person = state.language(), member.person
    house = called(person.organisation_ko, person.organisation_en, lang)
    line = (house, t(f"enum.role.{person.role.value}", lang), member.login or t("people.state.none", lang))
    st.caption(components.harmless(" · ".join(line)))
    if person.role is Role.ADMIN and not may(state.viewer(), Act.ADMINISTER):
        st.info(t("people.above", lang), icon=":material/lock:")
        return
    if person.has_left:
        _take_back(member, house, lang)
        return
    if person.role is not Role.COMPANY_GUEST:
        _role(member, lang)
    _sign_in(member, house, lang)
    _let_go(member, lang)


def _role(member: Member, lang: str) -> None:
    roles = staff.roles_to_give(state.viewer())
    present = member.person.role
    with st.container(horizontal=True, vertical_alignment="bottom"), frame.errors_in_words():
        role = st.selectbox(
            t("people.role", lang),
            roles if present in roles else (present, *roles),
            index=roles.index(present) if present in roles else 0,
            format_func=lambda given_role: t(f"enum.role.{given_role.value}", lang),
            key=f"role_{member.person.id}",
        )
        if st.button(t("people.role.change", lang), key=f"role_do_{member.person.id}", disabled=role is present):
            staff.change_role(state.acting(), member.person.id, role)
            dialogs.done("people.done.role")
    if role is not present:
        st.caption(f"{t(f'people.role.{role.value}', lang)} {t('people.role.anew', lang)}")


def _sign_in(member: Member, house: str, lang: str) -> None:
    """Draw what concerns the log-in: an address to set a password or to join, the second factor, the sittings."""
    person, key = member.person, member.person.id
    st.markdown(f"**{t('people.sign_in', lang)}**")
    if not member.login:
        _invite_again(member, house, lang)
        return
    with st.container(horizontal=True):
        if st.button(t("people.reset", lang), key=f"reset_{key}", help=t("people.reset.help", lang)):
            account_address.keep(person.name, house, RESET, staff.reset(state.acting(), person.id))
            dialogs.done("people.done.reset")
        if member.has_second_factor and st.button(
            t("people.factor.drop", lang), key=f"factor_{key}", help=t("people.factor.drop.help", lang)
        ):
            staff.drop_second_factor(state.acting(), person.id)
            dialogs.done("people.done.factor")
        if member.sittings and st.button(t("people.sittings.end", lang, n=member.sittings), key=f"sittings_{key}"):
            staff.end_sittings(state.acting(), person.id)
            dialogs.done("people.done.sittings")


def _invite_again(member: Member, house: str, lang: str) -> None:
    email = st.text_input(t("people.email", lang), key=f"again_email_{member.person.id}")
    with frame.errors_in_words():
        if st.button(t("people.invite.again", lang), key=f"again_{member.person.id}"):
            secret = staff.invite_again(state.acting(), member.person.id, email)
            account_address.keep(member.person.name, house, JOIN, secret)
            dialogs.done("people.done.invited")


def _let_go(member: Member, lang: str) -> None:
    """Draw the question whether a person leaves: what ends with them, and what stays and needs somebody else."""
    person = member.person
    with components.panel(t("people.let_go", lang), f"let_go_{person.id}", icon=":material/person_remove:"):
        left = staff.leaves_behind(state.looking(), person.id, at=context.now())
        st.markdown("\n".join(f"- {line}" for line in question(left, lang)))
        if left.deals:
            href = f"pipeline?assignee={person.id}&lang={lang}"
            st.link_button(t("people.let_go.deals.see", lang), href, icon=":material/view_kanban:")
        with frame.errors_in_words():
            if st.button(t("people.let_go.do", lang), type="primary", key=f"let_go_do_{person.id}"):
                staff.let_go(state.acting(), person.id)
                dialogs.done("people.done.let_go")


def question(left: LeftBehind, lang: str) -> tuple[str, ...]:
    """Return what ends and what stays when somebody leaves, as lines."""
    lines = [t("people.let_go.ends", lang, sittings=left.sittings, tokens=left.tokens)]
    if left.has_feed:
        lines.append(t("people.let_go.feed", lang))
    if left.deals:
        lines.append(t("people.let_go.deals", lang, n=left.deals))
    if left.votes:
        lines.append(t("people.let_go.votes", lang, n=left.votes))
    return (*lines, t("people.let_go.stays", lang))


def _take_back(member: Member, house: str, lang: str) -> None:
    st.caption(t("people.take_back.note", lang))
    email = st.text_input(t("people.email", lang), key=f"back_email_{member.person.id}")
    with frame.errors_in_words():
        if st.button(t("people.take_back", lang), type="primary", key=f"back_{member.person.id}"):
            secret = staff.take_back(state.acting(), member.person.id, email)
            account_address.keep(member.person.name, house, JOIN, secret)
            dialogs.done("people.done.back")
