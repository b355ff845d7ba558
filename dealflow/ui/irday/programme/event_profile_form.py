"""What the event says of itself, on the screen: who is behind it, what it is about, who may register, its address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

import streamlit as st

from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.links.access_links import DayLink
from dealflow.actions.irday.programme import event_profile
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.programme.part_contents import EventProfile, Host, HostRole, RegistrationTerms
from dealflow.domain.irday.timetable.day_agenda import moment_of
from dealflow.domain.people.people import IrEvent
from dealflow.i18n import Language, t
from dealflow.i18n.numbers import moment
from dealflow.ui.irday.papers.papers import address
from dealflow.ui.kit import components, context, fields, frame, keys, state, uploads
from dealflow.ui.kit.public_urls import public_url

_MOST_SEATS: Final = 100_000
_AFTER: Final = timedelta(days=60)
"""How long after the event its programme stays readable."""
_BLANK_LINES: Final = 2


def draw(event: IrEvent, lang: str) -> None:
    """Draw the profile beside the logos and the public address."""
    profile, version = event_profile.profile_of(state.looking(), event.id)
    left, right = st.columns((3, 2), gap="large")
    with left:
        _form(event, profile, version, lang)
    with right:
        _address(event, lang)
        _logos(event, profile, version, lang)


def _form(event: IrEvent, profile: EventProfile, version: int, lang: str) -> None:
    key = f"profile_{event.id}_{version}"
    with st.form(key, border=False, enter_to_submit=False), frame.errors_in_words():
        st.markdown(f"**{t('event.public.hosts', lang)}**")
        hosts = _hosts(profile.hosts, key, lang)
        about_ko, about_en = (
            st.text_area(t(f"event.public.{name}", lang), getattr(profile, name), key=f"{key}_{name}", height=110)
            for name in ("about_ko", "about_en")
        )
        contact = st.text_input(
            t("event.public.contact", lang),
            profile.contact,
            placeholder=t("event.public.contact.eg", lang),
            key=f"{key}_contact",
        )
        st.markdown(f"**{t('event.public.registration', lang)}**")
        terms = profile.registration
        is_open = st.checkbox(t("event.public.is_open", lang), value=terms.is_open, key=f"{key}_open")
        first, second, third = st.columns(3, vertical_alignment="bottom")
        capacity = fields.whole(
            t("event.public.capacity", lang),
            bounds=(1, _MOST_SEATS),
            value=terms.capacity,
            key=f"{key}_capacity",
            place=first,
        )
        closes = fields.day(t("event.public.closes_on", lang), value=terms.closes_on, key=f"{key}_closes", place=second)
        months = fields.whole(
            t("event.public.retention", lang),
            bounds=(1, 60),
            value=terms.retention_months,
            key=f"{key}_months",
            place=third,
        )
        if st.form_submit_button(t("event.public.save", lang), type="primary", key=f"{key}_save"):
            now = RegistrationTerms(is_open, capacity.value, closes.value, months.required)
            changed = EventProfile(event.id, hosts, about_ko, about_en, contact, now)
            event_profile.keep_profile(state.acting(), changed, seen=version)
            frame.tell_done("event.public.saved")
            st.rerun()


def _hosts(hosts: Sequence[Host], key: str, lang: str) -> tuple[Host, ...]:
    """Draw who is behind the event as a table to type in, and return it; a logo stays with its name."""
    roles = {t(f"enum.host_role.{role.value}", lang): role for role in HostRole}
    words = {role: text for text, role in roles.items()}
    rows = [{"role": words[host.role], "name_ko": host.name_ko, "name_en": host.name_en} for host in hosts]
    blank = [{"role": text, "name_ko": "", "name_en": ""} for text in list(roles)[:_BLANK_LINES]]
    edited = st.data_editor(
        rows or blank,
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        key=f"{key}_hosts",
        placeholder="",
        column_config={
            "role": st.column_config.SelectboxColumn(t("event.public.role", lang), options=list(roles), width=110),
            "name_ko": st.column_config.TextColumn(t("event.public.name_ko", lang), width="medium"),
            "name_en": st.column_config.TextColumn(t("event.public.name_en", lang), width="medium"),
        },
    )
    logos = {host.name_ko: host.logo for host in hosts}
    return tuple(
        Host(
            roles.get(str(row.get("role") or ""), HostRole.HOST),
            str(row.get("name_ko") or "").strip(),
            str(row.get("name_en") or "").strip(),
            logos.get(str(row.get("name_ko") or "").strip(), ""),
        )
        for row in edited
        if str(row.get("name_ko") or row.get("name_en") or "").strip()
    )


def _logos(event: IrEvent, profile: EventProfile, version: int, lang: str) -> None:
    """Draw the logos that there are, and the way to add one."""
    if not profile.hosts:
        return
    st.markdown(f"**{t('event.public.logo', lang)}**")
    for host in profile.hosts:
        if host.logo:
            data, _ = event_profile.picture(state.looking(), event.id, host.logo)
            st.image(data, caption=host.name_ko, width=140)
    with st.form(f"logo_{event.id}_{version}", border=False, clear_on_submit=True), frame.errors_in_words():
        names = [host.name_ko for host in profile.hosts]
        whose = st.selectbox(t("event.public.logo.for", lang), names, key="logo_whose")
        file = st.file_uploader(t("event.public.logo.file", lang), type=["png", "jpg", "jpeg"], key="logo_file")
        if st.form_submit_button(t("event.public.logo.keep", lang), key="logo_keep") and file is not None:
            logo = event_profile.keep_picture(state.acting(), event.id, file.name, file.getvalue())
            hosts = tuple(replace(host, logo=logo) if host.name_ko == whose else host for host in profile.hosts)
            event_profile.keep_profile(
                state.acting(), replace(profile, hosts=hosts), seen=version, brought=frozenset({logo})
            )
            uploads.let_go([file])
            frame.tell_done("event.public.saved")
            st.rerun()


def _address(event: IrEvent, lang: str) -> None:
    """Draw the public address: whether there is one, until when, and the way to make or close it."""
    known = {link.id: link for link in access_links.links(state.looking(), event.id) if link.secret_hash}
    link = known.get(access_links.link_id(LinkPurpose.PUBLIC, event.id))
    st.markdown(f"**{t('event.public.address', lang)}**")
    st.caption(t("event.public.address.note", lang))
    owner, addresses = st.session_state.get(keys.EVENT_LINK, ("", {}))
    made = addresses.get(LinkPurpose.PUBLIC.value, "") if owner == event.id else ""
    if made and link is not None:
        st.code(made, language=None, wrap_lines=True)
        st.link_button(t("attend.programme", lang), made, icon=":material/open_in_new:")
    standing = t("event.public.until", lang, at=moment(link.expires_at, lang)) if link else t("event.public.none", lang)
    st.markdown(components.harmless(standing))
    with st.container(horizontal=True):
        st.button(
            t(f"event.public.{'again' if link else 'make'}", lang),
            icon=":material/add_link:",
            key="public_make",
            on_click=_issue,
            args=(event,),
        )
        if link is not None:
            st.button(t("event.public.close", lang), icon=":material/link_off:", key="public_close",
                      on_click=_close, args=(link,))  # fmt: skip
        where = address(event.id, "book", Language(lang))
        st.link_button(t("event.public.book", lang), where, icon=":material/menu_book:")


def _issue(event: IrEvent) -> None:
    until = max(moment_of(event.held_on, 24 * 60) + _AFTER, context.now() + timedelta(days=1))
    with frame.attempted("event.public.made"):
        path = access_links.issue(state.acting(), event.id, LinkPurpose.PUBLIC, expires_at=until)
        owner, addresses = st.session_state.get(keys.EVENT_LINK, ("", {}))
        kept_addresses = dict(addresses) if owner == event.id else {}
        st.session_state[keys.EVENT_LINK] = (event.id, kept_addresses | {LinkPurpose.PUBLIC.value: public_url(path)})


def _close(link: DayLink) -> None:
    with frame.attempted("event.public.closed"):
        access_links.revoke(state.acting(), link)
