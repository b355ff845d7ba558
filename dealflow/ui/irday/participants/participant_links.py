"""Addresses without an account: the call for participation, and each firm's own page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import streamlit as st

from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.links.access_links import DayLink
from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.participants.participants import INVESTORS, Participant, ParticipantKind
from dealflow.domain.values.korean_days import SEOUL
from dealflow.domain.values.typed_days import LATEST
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import moment
from dealflow.ui.irday.participants.participants import kind_order
from dealflow.ui.kit import components, context, fields, frame, grid, keys, state
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table
from dealflow.ui.kit.public_urls import public_url

_LATEST = time(23, 59)
_AFTER = timedelta(days=30)
"""How long after the event a firm's page opens: for surveys and what came of it."""


def draw(day: Day, lang: str) -> None:
    """Draw the call's address, then the firms' pages."""
    day_links = access_links.links(state.looking(), day.event.id)
    live = {
        day_link.participant_id or day_link.purpose.value: day_link
        for day_link in day_links
        if day_link.secret_hash and day_link.purpose is not LinkPurpose.CONSENT
    }
    _call(day, live.get(LinkPurpose.APPLY.value), lang)
    _firms(day, live, lang)


def _new_links(event_id: str) -> dict[str, str]:
    """Return the addresses that this browser just made, by owner."""
    owner, addresses = st.session_state.get(keys.EVENT_LINK, ("", {}))
    return dict(addresses) if owner == event_id else {}


def _remember(event_id: str, owner: str, path: str) -> None:
    st.session_state[keys.EVENT_LINK] = (event_id, _new_links(event_id) | {owner: public_url(path)})


def _is_open(link: DayLink | None) -> bool:
    return link is not None and link.expires_at > context.now()


def _call(day: Day, link: DayLink | None, lang: str) -> None:
    st.subheader(t("participants.links.call", lang), anchor=False)
    st.caption(t("participants.links.call.note", lang))
    address = _new_links(day.event.id).get(LinkPurpose.APPLY.value, "")
    if address and link is not None:
        st.success(t("participants.links.made", lang), icon=":material/check:")
        st.code(address, language=None, wrap_lines=True)
    if link is not None:
        word = "until" if _is_open(link) else "over"
        st.markdown(components.harmless(t(f"participants.links.{word}", lang, moment=moment(link.expires_at, lang))))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        last = day.event.held_on - timedelta(days=3)
        with st.container(width=200):
            until = fields.day(
                t("participants.links.expires", lang),
                value=max(last, context.today()),
                bounds=(context.today(), LATEST),
                key="links_until",
            )
        st.button(
            t(f"participants.links.{'remake' if link else 'make'}", lang),
            type="secondary" if link else "primary",
            icon=":material/add_link:",
            key="links_call",
            on_click=_issue,
            args=(day, LinkPurpose.APPLY, (), lambda: datetime.combine(until.required, _LATEST, SEOUL)),
        )
        if link is not None:
            st.button(
                t("participants.links.close", lang), icon=":material/link_off:", key="links_call_close",
                on_click=_close, args=(day, link),
            )  # fmt: skip


def _firms(day: Day, live: dict[str, DayLink], lang: str) -> None:
    """Draw the firms who come with their addresses, and make those that are missing with one click."""
    st.subheader(t("participants.links.firms", lang), anchor=False)
    st.caption(t("participants.links.firms.note", lang))
    sides = INVESTORS | {ParticipantKind.SUPPLIER}
    coming = sorted(
        (participant for participant in day.participants if participant.is_coming and participant.kind in sides),
        key=kind_order,
    )
    if not coming:
        components.empty_state("participants.links.nobody")
        return
    missing = [participant for participant in coming if not _is_open(live.get(participant.id))]
    if missing:
        st.button(
            t("participants.links.make_all", lang, n=len(missing)),
            type="primary",
            icon=":material/add_link:",
            key="links_all",
            on_click=_issue,
            args=(day, LinkPurpose.FIRM, tuple(participant.id for participant in missing), lambda: _end(day)),
        )
    addresses = _new_links(day.event.id)
    fresh = [participant for participant in coming if participant.id in addresses]
    if fresh:
        st.success(t("participants.links.made", lang), icon=":material/check:")
        st.code(
            "\n".join(_line(day, participant, addresses[participant.id], lang) for participant in fresh),
            language=None,
            height=220,
        )
    at = grid.show(
        _table(coming, live, lang), caption=t("participants.links.firms", lang), key="links", lang=lang
    ).place
    if at and at[1] == "make":
        _issue(day, LinkPurpose.FIRM, (at[0],), lambda: _end(day))
        st.rerun()
    if at and at[1] == "close":
        _close(day, live[at[0]])
        st.rerun()


def _end(day: Day) -> datetime:
    """Return until when a firm's page opens."""
    last = datetime.combine(day.event.held_on, _LATEST, SEOUL) + _AFTER
    return max(last, context.now() + timedelta(days=1)).astimezone(UTC)


def _line(day: Day, participant: Participant, address: str, lang: str) -> str:
    """Return a firm, whom to write to, and its address, with tabs between: for a sheet or a mailing."""
    contacts = [
        day.cards[attendee.id].email
        for attendee in participant.attendees
        if attendee.id in day.cards and day.cards[attendee.id].email
    ]
    return "\t".join((name_of(participant, lang), contacts[0] if contacts else "", address))


def _table(coming: list[Participant], live: dict[str, DayLink], lang: str) -> Table:
    return Table(
        tuple(Column(name, t(f"participants.column.{name}", lang) if name in {"firm", "link"} else "") for name in
              ("firm", "link", "make", "close")),
        tuple(
            Row(
                participant.id,
                (
                    Cell(name_of(participant, lang), sub=t(f"enum.participant_kind.{participant.kind.value}", lang)),
                    _standing(live.get(participant.id), lang),
                    Cell(t(f"participants.links.{'again' if participant.id in live else 'one'}", lang), act=True),
                    Cell(t("participants.links.close", lang), act=True) if participant.id in live else Cell(""),
                ),
            )
            for participant in coming
        ),
    )  # fmt: skip


def _standing(link: DayLink | None, lang: str) -> Cell:
    if link is None:
        return Cell("–", tone="muted")
    if not _is_open(link):
        return Cell("", marks=(Mark(t("participants.links.expired", lang), "warn"),))
    return Cell(t("participants.links.until", lang, moment=moment(link.expires_at, lang)))


def _issue(day: Day, purpose: LinkPurpose, owners: tuple[str, ...], until: Callable[[], datetime]) -> None:
    """Make addresses; they are shown in this browser until another page is opened."""
    with frame.attempted("participants.links.done"):
        for owner in owners or ("",):
            path = access_links.issue(state.acting(), day.event.id, purpose, expires_at=until(), participant_id=owner)
            _remember(day.event.id, owner or purpose.value, path)


def _close(day: Day, link: DayLink) -> None:
    with frame.attempted("participants.links.closed"):
        access_links.revoke(state.acting(), link)
        addresses = _new_links(day.event.id)
        addresses.pop(link.participant_id or link.purpose.value, None)
        st.session_state[keys.EVENT_LINK] = (day.event.id, addresses)
