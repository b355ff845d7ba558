"""Attendees who registered, on the screen: how the seats stand, who they are, one click to seat or to cancel."""

from __future__ import annotations

import csv
import io
from typing import Final

import streamlit as st

from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.irday.registration import registrations
from dealflow.actions.irday.registration.registrations import Attendee
from dealflow.actions.notices import attendee_letters
from dealflow.domain.irday.registration.registrations import RegistrationState
from dealflow.domain.irday.timetable.day_agenda import clock_at
from dealflow.i18n import LANGUAGES, Language, name_of, t
from dealflow.i18n.numbers import moment
from dealflow.reports.notices import attendee_letters as letter_words
from dealflow.ui.kit import components, context, dialogs, downloads, frame, grid, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table
from dealflow.ui.kit.public_urls import public_url

_COLUMNS = ("who", "state", "act", "letter", "number", "contact", "parts")
_LETTER: Final = "attendee-letter"
_CHOSEN: Final = "attendee_chosen"
_MADE: Final = "attendee_letter_made"
_TONES = {
    RegistrationState.SEATED: "good",
    RegistrationState.WAITING: "warn",
    RegistrationState.CANCELLED: "",
}


def draw(day: Day, lang: str) -> None:
    """Draw the attendees of an event, narrowed by what is looked for."""
    attendees = registrations.registered(state.looking(), day.event.id)
    seats = registrations.seats_of(state.looking(), day.event.id)
    here = sum(attendee.presence is not None and attendee.presence.is_here for attendee in attendees)
    left = "" if seats.left is None else f" · {t('attend.counts.left', lang, n=seats.left)}"
    st.caption(t("attend.counts", lang, seated=seats.seated, waiting=seats.waiting, here=here) + left)
    if not attendees:
        components.empty_state("attend.none", page="event")
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="attendees_filters"):
        text = url_filters.url_search("q", t("attend.search", lang), t("attend.search", lang))
        shown_state = components.url_choice(
            "state",
            t("attend.filter", lang),
            tuple(RegistrationState),
            words=lambda one: t(f"enum.registration_state.{one.value}", lang),
            everything=t("attend.state.all", lang),
            compact=True,
        )
        downloads.button(
            t("attend.csv", lang),
            lambda: as_csv(day, attendees, lang),
            file_name="attendees.csv",
            key="attendees_csv",
        )
    wanted = [attendee for attendee in attendees if _is_wanted(attendee, text, shown_state)]
    picked = grid.show(
        table(day, wanted, lang), caption=t("participants.tab.attendees", lang), key="attendees", lang=lang, height=620
    ).place
    chosen = next((attendee for attendee in attendees if picked and attendee.registration.id == picked[0]), None)
    if picked and chosen and picked[1] == "act":
        _act(day, chosen)
        st.rerun()
    if picked and chosen and picked[1] == "letter":
        st.session_state[_CHOSEN] = chosen.registration.id
        st.session_state.pop(_MADE, None)
        dialogs.open_at(_LETTER)
        st.rerun()
    asked = next((one for one in attendees if one.registration.id == st.session_state.get(_CHOSEN)), None)
    if asked and dialogs.is_open(_LETTER):
        dialogs.show(t("attend.letter.title", lang), lambda: _letter(day, asked, lang), width="medium")


def table(day: Day, attendees: list[Attendee], lang: str) -> Table:
    """Return the attendees as a table."""
    columns = tuple(Column(name, t(f"attend.column.{name}", lang), first=int(name == "state")) for name in _COLUMNS)
    return Table(columns, tuple(_row(day, attendee, lang) for attendee in attendees))


def as_csv(day: Day, attendees: tuple[Attendee, ...], lang: str) -> bytes:
    """Return the attendees as a sheet that spreadsheets open: UTF-8 with its mark."""
    text = io.StringIO()
    sheet = csv.writer(text)
    heads = ("number", "name", "organisation", "title", "email", "phone", "parts", "state", "registered", "here")
    sheet.writerow([t(f"attend.csv.{head}", lang) for head in heads])
    for attendee in attendees:
        registration, card = attendee.registration, attendee.card
        row = (
            str(registration.number), card.name, attendee.about.organisation, card.title, card.email, card.phone,
            _parts(day, attendee, lang), t(f"enum.registration_state.{registration.state.value}", lang),
            moment(registration.registered_at, lang), _since(attendee),
        )  # fmt: skip
        sheet.writerow([_inert(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _inert(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def _since(attendee: Attendee) -> str:
    presence = attendee.presence
    return clock_at(presence.since) if presence is not None and presence.is_here else ""


def _parts(day: Day, attendee: Attendee, lang: str) -> str:
    names = {part.id: name_of(part, lang) for part in day.programme.parts}
    return ", ".join(names[part] for part in attendee.registration.parts if part in names)


def _row(day: Day, attendee: Attendee, lang: str) -> Row:
    registration, card = attendee.registration, attendee.card
    name = card.name or t("attend.destroyed", lang)
    since = _since(attendee)
    act = "seat" if registration.state is not RegistrationState.SEATED else "cancel"
    marks = (Mark(t(f"enum.registration_state.{registration.state.value}", lang), _TONES[registration.state]),)
    return Row(
        registration.id,
        (
            Cell(name, sub=" · ".join(filter(None, (attendee.about.organisation, card.title)))),
            Cell("", sub=t("attend.here", lang, at=since) if since else "", marks=marks),
            Cell(t(f"attend.act.{act}", lang), act=True),
            Cell(t("attend.act.letter", lang), act=True) if attendee.card.name else Cell(""),
            Cell(str(registration.number), sub=moment(registration.registered_at, lang)),
            Cell(card.email, sub=card.phone),
            Cell(_parts(day, attendee, lang), tone="wrap"),
        ),
    )


def _is_wanted(attendee: Attendee, text: str, shown_state: RegistrationState | None) -> bool:
    if shown_state is not None and attendee.registration.state is not shown_state:
        return False
    words = f"{attendee.card.name} {attendee.about.organisation} {attendee.card.email}".casefold()
    return all(word in words for word in text.casefold().split())


def _act(day: Day, attendee: Attendee) -> None:
    """Seat who waits or cancelled, cancel who has a seat: one click back and forth."""
    is_seated = attendee.registration.state is RegistrationState.SEATED
    state_now = RegistrationState.CANCELLED if is_seated else RegistrationState.SEATED
    with frame.attempted(f"attend.done.{state_now.value}"):
        registrations.set_state(state.acting(), day.event.id, attendee.registration.id, state_now)


def _letter(day: Day, attendee: Attendee, lang: str) -> None:
    """Draw the letter of one attendee: for whoever lost the pass's address, and where no letters can be sent."""
    st.markdown(components.harmless(t("attend.letter.note", lang, name=attendee.card.name)))
    spoken = st.segmented_control(
        t("attend.letter.language", lang),
        LANGUAGES,
        default=Language(lang),
        required=True,
        format_func=lambda language: t("frame.language.name", language),
        key="attendee_letter_language",
    )
    if st.button(t("attend.letter.make", lang), type="primary", key="attendee_letter_make"):
        _make(day, attendee, spoken or Language(lang))
    made = st.session_state.get(_MADE)
    if made:
        told, text = made
        st.success(components.harmless(told), icon=":material/check:")
        st.code(text, language=None, wrap_lines=True)


def _make(day: Day, attendee: Attendee, spoken: Language) -> None:
    """Make the address anew, hand the letter to the post where there is one, and keep its text to be copied."""
    acting, lang = state.acting(), state.language()
    base = public_url("").rstrip("/")
    letter = attendee_letters.write_anew(acting, day.event.id, attendee.registration.id, spoken, base)
    went = attendee_letters.confirm(acting.ws, letter, letter_words.written, made_by=acting.viewer.person_id)
    if went:
        context.post_room().wake()
    word = t("attend.letter.went", lang, email=attendee.card.email) if went else t("attend.letter.copy", lang)
    st.session_state[_MADE] = (word, letter_words.written(letter, is_copied=True).text.strip())
