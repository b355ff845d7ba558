"""What can be done for one person: role, a new address, second factor, sittings, letting go and taking back."""

from __future__ import annotations

from typing import Final

import streamlit as st

from dealflow.actions.notices import preferences, sent_letters
from dealflow.actions.people import staff
from dealflow.actions.people.account_links import JOIN, RESET
from dealflow.actions.people.leaving import LeftBehind
from dealflow.actions.people.staff import Member
from dealflow.domain.people.access import Act, Role, may
from dealflow.i18n import called, t
from dealflow.i18n.numbers import moment
from dealflow.ui.kit import components, context, dialogs, frame, state
from dealflow.ui.people import account_address
from dealflow.ui.people.account_address import NewAddress

_SENT: Final = 3
"""So many of the last letters stand beside a person; the rest are in the settings."""


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
        _take_back(member, lang)
        return
    if person.role is not Role.COMPANY_GUEST:
        _role(member, lang)
    _sign_in(member, lang)
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


def _sign_in(member: Member, lang: str) -> None:
    """Draw what concerns the log-in: an address to set a password or to join, the second factor, the sittings."""
    person, key = member.person, member.person.id
    st.markdown(f"**{t('people.sign_in', lang)}**")
    if not member.login:
        _invite_again(member, lang)
        _sent(person.id, lang)
        return
    sends = account_address.offer_sending(f"reset_{key}")
    with st.container(horizontal=True):
        if st.button(t("people.reset", lang), key=f"reset_{key}", help=t("people.reset.help", lang)):
            new = _new_address(member, RESET, staff.reset(state.acting(), person.id))
            account_address.give(new, "people.done.reset", sends=sends)
        if member.has_second_factor and st.button(
            t("people.factor.drop", lang), key=f"factor_{key}", help=t("people.factor.drop.help", lang)
        ):
            staff.drop_second_factor(state.acting(), person.id)
            dialogs.done("people.done.factor")
        if member.sittings and st.button(t("people.sittings.end", lang, n=member.sittings), key=f"sittings_{key}"):
            staff.end_sittings(state.acting(), person.id)
            dialogs.done("people.done.sittings")
    _sent(person.id, lang)


def _new_address(member: Member, purpose: str, secret: str) -> NewAddress:
    """Return the address of a secret for a member, in the member's own language."""
    person = member.person
    language = preferences.language_of(context.workspace(), person.id)
    house = called(person.organisation_ko, person.organisation_en, language)
    return NewAddress(person.name, house, purpose, secret, language)


def _sent(person_id: str, lang: str) -> None:
    """Draw what was sent to a person, when, and what became of it."""
    for letter in sent_letters.account_letters(state.looking(), person_id)[:_SENT]:
        kind, at = t(f"notices.letter_kind.{letter.kind}", lang), moment(letter.sent_at or letter.made_at, lang)
        words = t(f"notices.state.{letter.state.value}", lang)
        st.caption(components.harmless(f"{at} · {kind} · {letter.address} · {words}"))


def _invite_again(member: Member, lang: str) -> None:
    email = st.text_input(t("people.email", lang), key=f"again_email_{member.person.id}")
    sends = account_address.offer_sending(f"again_{member.person.id}")
    with frame.errors_in_words():
        if st.button(t("people.invite.again", lang), key=f"again_{member.person.id}"):
            secret = staff.invite_again(state.acting(), member.person.id, email)
            account_address.give(_new_address(member, JOIN, secret), "people.done.invited", sends=sends)


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


def _take_back(member: Member, lang: str) -> None:
    st.caption(t("people.take_back.note", lang))
    email = st.text_input(t("people.email", lang), key=f"back_email_{member.person.id}")
    sends = account_address.offer_sending(f"back_{member.person.id}")
    with frame.errors_in_words():
        if st.button(t("people.take_back", lang), type="primary", key=f"back_{member.person.id}"):
            secret = staff.take_back(state.acting(), member.person.id, email)
            account_address.give(_new_address(member, JOIN, secret), "people.done.back", sends=sends)
