"""The letters that ask for a consent, each with the person's own address: copied, or opened in a mail program."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

import streamlit as st

from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.people import people
from dealflow.i18n import LANGUAGES, Language, name_of, t
from dealflow.reports.irday.contacts import request_text
from dealflow.ui.kit import components, keys, state
from dealflow.ui.kit.public_urls import public_url


def remember(event_id: str, paths: Mapping[str, str]) -> None:
    """Keep the addresses that this browser just made, by person: nobody can read them again later."""
    st.session_state[keys.CONSENT_LINKS] = (
        event_id,
        _made(event_id) | {who: public_url(path) for who, path in paths.items()},
    )


def _made(event_id: str) -> dict[str, str]:
    owner, addresses = st.session_state.get(keys.CONSENT_LINKS, ("", {}))
    return dict(addresses) if owner == event_id else {}


def draw(day: Day, lang: str) -> None:
    """Draw the letters that were made just now, one at a time, and all of them as lines for a mailing."""
    addresses = _made(day.event.id)
    firms = {attendee.id: firm for firm in day.participants for attendee in firm.attendees}
    known = [who for who in addresses if who in firms and who in day.cards]
    if not known:
        return
    with st.container(border=True, key="consent_letters"):
        st.success(t("contacts.letters.made", lang, n=len(known)), icon=":material/check:")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            who = st.selectbox(
                t("contacts.letters.whose", lang),
                known,
                format_func=lambda id_: f"{day.cards[id_].name} · {name_of(firms[id_], lang)}",
                key="consent_letter",
                width=320,
            )
            into = st.segmented_control(
                t("papers.language", lang),
                LANGUAGES,
                default=Language(lang),
                required=True,
                format_func=lambda language: t("frame.language.name", language),
                key="consent_letter_language",
                label_visibility="collapsed",
            )
        _letter(day, who, addresses[who], into or lang)
        with components.panel(t("contacts.letters.lines", lang), "consent_lines"):
            lines = ("\t".join((day.cards[id_].name, day.cards[id_].email, addresses[id_])) for id_ in known)
            st.code("\n".join(lines), language=None, height=220)


def _letter(day: Day, who: str, address: str, into: str) -> None:
    lang, card = state.language(), day.cards[who]
    firm = next(firm for firm in day.participants if any(attendee.id == who for attendee in firm.attendees))
    houses = people.organisations(state.looking().ws)
    organiser = next((name_of(house, into) for house in houses if house.id == day.event.organiser_id), "")
    subject = request_text.subject(day.event, into)
    body = request_text.body(day.event, firm, card.name, address, organiser, into)
    st.code(f"{subject}\n\n{body}", language=None, wrap_lines=True)
    if card.email:
        mailto = f"mailto:{quote(card.email)}?subject={quote(subject)}&body={quote(body)}"
        st.link_button(t("notices.event.mailto", lang), mailto, icon=":material/outgoing_mail:")
    else:
        st.caption(t("notices.event.no_address", lang))
