"""Attendees who registered, on the screen: how the seats stand, who they are, one click to seat or to cancel."""

from __future__ import annotations

import csv
import io

import streamlit as st

from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.irday.registration import registrations
from dealflow.actions.irday.registration.registrations import Attendee
from dealflow.domain.irday.registration.registrations import RegistrationState
from dealflow.domain.irday.timetable.day_agenda import clock_at
from dealflow.i18n import name_of, t
from dealflow.i18n.numbers import moment
from dealflow.ui.kit import components, downloads, frame, grid, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

_COLUMNS = ("who", "state", "act", "number", "contact", "parts")
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
    if picked and picked[1] == "act":
        _act(day, next(attendee for attendee in attendees if attendee.registration.id == picked[0]))
        st.rerun()


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
