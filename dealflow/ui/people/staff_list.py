"""The people whom the viewer looks after: the list, and whom a click opens."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.people import accounts, staff
from dealflow.actions.people.staff import Member
from dealflow.domain.people.access import Act, may
from dealflow.i18n import called, t
from dealflow.ui.kit import components, context, dialogs, grid, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table
from dealflow.ui.kit.state import Drawing
from dealflow.ui.people import account_address, invitation_form, member_form

_INVITE: Final = "invite"


def views() -> tuple[str, ...]:
    """Return the parts of the screen."""
    return ("people", "houses", "own", "privacy")


def offer_invitation() -> None:
    """Offer to invite somebody, to those who look after people."""
    drawing = state.drawing()
    if may(drawing.viewer, Act.MANAGE_PEOPLE) and not _alone(drawing):
        title = t("people.invite", drawing.lang)
        dialogs.offer(_INVITE, title, icon=":material/person_add:", key="people_invite", primary=True)
        if dialogs.is_open(_INVITE):
            dialogs.show(title, invitation_form.draw)


def draw() -> None:
    """Draw the address that was just made, and everybody; a click opens what can be done for one."""
    drawing = state.drawing()
    if _alone(drawing):
        st.info(t("people.alone", drawing.lang), icon=":material/info:")
        account = f"/account?lang={drawing.lang}"
        st.link_button(t("people.alone.do", drawing.lang), account, icon=":material/account_circle:")
        return
    account_address.show()
    members = {member.person.id: member for member in staff.members(drawing)}
    st.caption(t("people.caption", drawing.lang, n=sum(not member.person.has_left for member in members.values())))
    drawn = table(tuple(members.values()), drawing.lang, everywhere=may(drawing.viewer, Act.ADMINISTER))
    at = grid.show(drawn, caption=t("people.title", drawing.lang), key="people_list", lang=drawing.lang).place
    if at and at[0] in members:
        dialogs.open_at(at[0])
    for member in members.values():
        if dialogs.is_open(member.person.id):
            name = member.person.name or t("people.no_name", drawing.lang)
            dialogs.show(components.harmless(name), partial(member_form.draw, member), width="medium")


def table(members: tuple[Member, ...], lang: str, *, everywhere: bool) -> Table:
    """Return one line a person: name and e-mail, house where there are several, role, and how they sign in."""
    columns = ("name", *(("house",) if everywhere else ()), "role", "account")
    return Table(
        tuple(Column(column, t(f"people.column.{column}", lang), first=-i) for i, column in enumerate(columns)),
        tuple(_row(member, lang, everywhere=everywhere) for member in members),
    )


def _row(member: Member, lang: str, *, everywhere: bool) -> Row:
    person = member.person
    house = (Cell(called(person.organisation_ko, person.organisation_en, lang), tone="wrap"),) if everywhere else ()
    name = Cell(person.name or t("people.no_name", lang), sub=member.login, act=True)
    role = Cell(t(f"enum.role.{person.role.value}", lang))
    return Row(person.id, (name, *house, role, _account(member, lang)), tone="muted" if person.has_left else "")


def _account(member: Member, lang: str) -> Cell:
    """Return how a person signs in: gone, without an account, with a password alone or with a second factor."""
    if member.person.has_left:
        return Cell("", marks=(Mark(t("people.state.left", lang)),))
    if not member.login:
        return Cell("", marks=(Mark(t("people.state.none", lang), "warn", t("people.state.none.help", lang)),))
    factor = Mark(t("people.state.factor", lang), "good") if member.has_second_factor else None
    sub = t("people.sittings", lang, n=member.sittings) if member.sittings else ""
    return Cell("", sub=sub, marks=(Mark(t("people.state.password", lang), "info"), *((factor,) if factor else ())))


def _alone(drawing: Drawing) -> bool:
    """Say whether nobody signs in here: whoever invited somebody would shut themselves out."""
    return not drawing.ws.settings.demo and not accounts.are_used(context.workspace())
