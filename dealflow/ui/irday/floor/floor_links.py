"""The addresses of the day: the board, the desk, a firm's own page; and the screens for who sits here."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import segno
import streamlit as st

from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.links.access_links import DayLink
from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.timetable.day_agenda import moment_of
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import moment
from dealflow.ui.irday.floor.floor import day_of
from dealflow.ui.kit import components, context, frame, grid, keys, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table
from dealflow.ui.kit.public_urls import public_url

_OF_EVENT: Final = (LinkPurpose.BOARD, LinkPurpose.DESK)
_AFTER: Final = timedelta(days=14)
"""How long after the event the addresses open: logs and answers come in for some days."""


def draw(event: IrEvent) -> None:
    """Draw the screens to open here, the addresses of the event, and those of the firms."""
    lang = state.language()
    day = day_of(event)
    _screens(event, lang)
    _new_link(event, lang)
    known = {link.id: link for link in access_links.links(state.looking(), event.id) if link.secret_hash}
    st.subheader(t("floor.links", lang), anchor=False)
    for purpose in _OF_EVENT:
        _of_event(event, purpose, known.get(access_links.link_id(purpose, event.id)), lang)
    st.subheader(t("floor.links.firms", lang), anchor=False)
    st.caption(t("floor.links.firms.explain", lang))
    _of_firms(day, known, lang)


def _screens(event: IrEvent, lang: str) -> None:
    text = f"?lang={lang}"
    with st.container(horizontal=True, key="floor_screens"):
        for name, icon in (("timer", ":material/timer:"), ("board", ":material/tv:")):
            st.link_button(t(f"floor.open.{name}", lang), f"/screens/{event.id}/{name}{text}", icon=icon)


def _new_link(event: IrEvent, lang: str) -> None:
    """Show the address that was just made, with its code for a phone; nobody can read its secret again."""
    event_id, name, address = st.session_state.get(keys.FLOOR_LINK, ("", "", ""))
    if event_id != event.id:
        return
    with st.container(border=True, key="floor_link"):
        left, right = st.columns((4, 1), vertical_alignment="center")
        with left:
            st.markdown(f"**{components.harmless(name)}**")
            st.code(address, language=None, wrap_lines=True)
            st.caption(t("floor.links.once", lang))
            st.button(t("floor.links.put_away", lang), key="floor_link_done", on_click=_put_away)
        with right:
            st.image(segno.make(address, error="m", micro=False).svg_inline(scale=4, border=2), width=170)


def _put_away() -> None:
    st.session_state.pop(keys.FLOOR_LINK, None)


def _of_event(event: IrEvent, purpose: LinkPurpose, known: DayLink | None, lang: str) -> None:
    name = t(f"floor.link.{purpose.value}", lang)
    with st.container(border=True, key=f"floor_link_{purpose.value}"):
        left, right = st.columns((3, 2), vertical_alignment="center")
        left.markdown(f"**{name}**")
        standing = (
            t("floor.link.until", lang, at=moment(known.expires_at, lang)) if known else t("floor.link.none", lang)
        )
        left.caption(f"{t(f'floor.link.{purpose.value}.explain', lang)} {standing}")
        with right, st.container(horizontal=True, horizontal_alignment="right"):
            st.button(
                t("floor.link.again" if known else "floor.link.make", lang),
                key=f"floor_make_{purpose.value}",
                on_click=_issue,
                args=(event, purpose, "", name),
            )
            if known:
                st.button(
                    t("floor.link.revoke", lang), key=f"floor_revoke_{purpose.value}", on_click=_revoke, args=(known,)
                )


def _issue(event: IrEvent, purpose: LinkPurpose, participant_id: str, name: str) -> None:
    over = moment_of(event.held_on, 24 * 60) + _AFTER
    until = max(over, context.now() + timedelta(days=1))
    with frame.attempted():
        path = access_links.issue(state.acting(), event.id, purpose, expires_at=until, participant_id=participant_id)
        st.session_state[keys.FLOOR_LINK] = (event.id, name, public_url(path))


def _revoke(link: DayLink) -> None:
    with frame.attempted("floor.done.revoked"):
        access_links.revoke(state.acting(), link)


def _of_firms(day: Day, known: dict[str, DayLink], lang: str) -> None:
    firms = [participant for participant in day.participants if participant.is_coming]
    if not firms:
        components.empty_state("floor.people.empty")
        return
    columns = ("firm", "link", "act")
    rows = []
    for participant in firms:
        link = known.get(access_links.link_id(LinkPurpose.FIRM, participant.id))
        stands = Mark(t("floor.link.open", lang), "good") if link else Mark(t("floor.link.none", lang))
        until = t("floor.link.until", lang, at=moment(link.expires_at, lang)) if link else ""
        rows.append(
            Row(
                participant.id,
                (
                    Cell(name_of(participant, lang), sub=t(f"enum.participant_kind.{participant.kind.value}", lang)),
                    Cell("", sub=until, marks=(stands,)),
                    Cell(t("floor.link.again" if link else "floor.link.make", lang), act=True),
                ),
            )
        )
    table = Table(tuple(Column(column, t(f"floor.links.column.{column}", lang)) for column in columns), tuple(rows))
    picked = grid.show(table, caption=t("floor.links.firms", lang), key="floor_firm_links", lang=lang, height=420).place
    if picked and picked[1] == "act":
        firm = day.participant(picked[0])
        _issue(day.event, LinkPurpose.FIRM, firm.id, name_of(firm, lang))
        st.rerun()
