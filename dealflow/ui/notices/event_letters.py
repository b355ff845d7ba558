"""Letters to the people of an event: words with places, a look at each letter, sent or copied, and what went."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

import streamlit as st

from dealflow.actions.irday.programme import event_profile
from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.notices import event_letters, outbox
from dealflow.actions.notices.event_letters import Addressee, Written
from dealflow.actions.people import house_settings
from dealflow.domain.notices.merge import PLACES, EventLetterKind, Template
from dealflow.i18n import LANGUAGES, Language, name_of, t
from dealflow.i18n.numbers import moment
from dealflow.reports.irday.programme import host_lines
from dealflow.reports.notices import event_letters as words
from dealflow.reports.notices.event_letters import Marks
from dealflow.ui.kit import components, context, dialogs, frame, grid, state
from dealflow.ui.notices import sent_letters

_SEND: Final = "send-letters"
_BODY_HEIGHT: Final = 260


def draw(day: Day, lang: str) -> None:
    """Draw whom to write to, the words, one addressee's letter, and what was written before."""
    kind = components.url_tabs(
        "letter",
        t("notices.event.kind", lang),
        tuple(EventLetterKind),
        words=lambda k: t(f"notices.letter_kind.{k}", lang),
    )
    known = {one.firm.id: one for one in event_letters.addressees(state.looking(), day.event.id, kind)}
    st.caption(t(f"notices.event.{kind.value}.note", lang))
    if not known:
        components.empty_state("notices.event.nobody")
    else:
        _letter(day, kind, known, lang)
    _sent(day, lang)


def _letter(day: Day, kind: EventLetterKind, known: dict[str, Addressee], lang: str) -> None:
    spoken = st.segmented_control(
        t("notices.event.language", lang),
        LANGUAGES,
        default=Language(lang),
        required=True,
        format_func=lambda language: t("frame.language.name", language),
        key=f"letter_language_{kind.value}",
    )
    into = spoken or Language(lang)
    template = _words(kind, into, lang)
    chosen = _chosen(kind, known, lang)
    marks = _marks(day)
    with frame.errors_in_words():
        letters = [
            words.written(known[firm], kind, template, into, at=context.now(), marks=marks)
            for firm in chosen
            if firm in known
        ]
        if letters:
            _look(letters, lang)
            _offer(day, kind, letters, into)


def _marks(day: Day) -> Marks:
    """Return the pictures that the letters of the event bear."""
    profile, _ = event_profile.profile_of(state.looking(), day.event.id)
    logos = event_profile.logos_of(context.workspace(), profile)
    return Marks(house_settings.own_logo(state.looking()), host_lines.marks(profile.hosts, logos))


def _words(kind: EventLetterKind, into: Language, lang: str) -> Template:
    proposed, key = words.proposed(kind, into), f"letter_{kind.value}_{into.value}"
    subject = st.text_input(t("notices.event.subject", lang), proposed.subject, key=f"{key}_subject")
    body = st.text_area(t("notices.event.body", lang), proposed.body, height=_BODY_HEIGHT, key=f"{key}_body")
    places = ", ".join(f"{{{place}}} {t(f'notices.event.place.{place}', lang)}" for place in PLACES)
    st.caption(components.harmless(places))
    return Template(subject, body)


def _chosen(kind: EventLetterKind, known: dict[str, Addressee], lang: str) -> list[str]:
    """Draw whom to write to: proposed are those who have an address and were not written to, or whose slots moved."""
    fresh = [
        firm
        for firm, one in known.items()
        if one.email and (one.is_changed if kind is EventLetterKind.CHANGE else one.written_at is None)
    ]
    key = f"letter_to_{kind.value}"
    count = len(st.session_state.get(key, fresh))
    with components.panel(t("notices.event.chosen", lang, n=count), key, icon=":material/group:"):
        return st.multiselect(
            t("notices.event.to", lang),
            tuple(known),
            default=fresh,
            format_func=lambda firm: _called(known[firm], lang),
            placeholder=t("frame.choose", lang),
            key=key,
        )


def _called(addressee: Addressee, lang: str) -> str:
    parts = (
        name_of(addressee.firm, lang),
        addressee.person_name,
        addressee.email or t("notices.event.no_address", lang),
    )
    return " · ".join(filter(None, parts))


def _look(letters: list[Written], lang: str) -> None:
    """Draw one addressee's letter as it would go."""
    by_firm = {letter.addressee.firm.id: letter for letter in letters}
    firm = st.selectbox(
        t("notices.event.preview", lang),
        tuple(by_firm),
        format_func=lambda id_: _called(by_firm[id_].addressee, lang),
        key="letter_preview",
    )
    letter = by_firm[firm]
    with st.container(border=True, key="letter_look"):
        st.caption(components.harmless(letter.addressee.email or t("notices.event.no_address", lang)))
        st.markdown(f"**{components.harmless(letter.content.subject)}**")
        st.code(letter.content.text.strip(), language=None, wrap_lines=True)
        for file in (file for file in letter.content.files if not file.is_picture):
            st.caption(f":material/attach_file: {components.harmless(file.name)}")
        if letter.addressee.email:
            query = f"subject={quote(letter.content.subject)}&body={quote(letter.content.text.strip())}"
            address = f"mailto:{quote(letter.addressee.email)}?{query}"
            st.link_button(t("notices.event.mailto", lang), address, icon=":material/outgoing_mail:")


def _offer(day: Day, kind: EventLetterKind, letters: list[Written], into: Language) -> None:
    """Draw the button that sends all of them, or say why none is sent."""
    lang = state.language()
    if not outbox.is_mail_set_up(context.workspace()):
        st.info(t("notices.event.no_post", lang), icon=":material/mail_off:")
        return
    reached = [letter for letter in letters if letter.addressee.email]
    label = t("notices.event.send", lang, n=len(reached))
    dialogs.offer(_SEND, label, icon=":material/send:", key="letters_send", primary=True)
    if dialogs.is_open(_SEND):
        dialogs.show(label, lambda: _sure(day, kind, reached, into))


def _sure(day: Day, kind: EventLetterKind, letters: list[Written], into: Language) -> None:
    lang = state.language()
    st.markdown(t("notices.event.sure", lang, n=len(letters)))
    if st.button(t("notices.event.send", lang, n=len(letters)), type="primary", key="letters_do"):
        count = event_letters.send(state.acting(), day.event.id, kind, letters, into)
        context.post_room().wake()
        dialogs.close()
        frame.tell_done("notices.event.went", n=count)
        st.rerun()


def _sent(day: Day, lang: str) -> None:
    entries = event_letters.letters_about(state.looking(), day.event.id)
    st.subheader(t("notices.event.sent", lang), anchor=False)
    if not entries:
        st.caption(t("notices.nothing_sent", lang))
        return
    last = max(entry.made_at for entry in entries)
    st.caption(t("notices.event.last", lang, at=moment(last, lang), n=len(entries)))
    grid.show(sent_letters.table(entries, lang), caption=t("notices.event.sent", lang), key="event_sent", lang=lang)
