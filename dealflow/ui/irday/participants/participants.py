"""Who takes part: the list, with one click to confirm, and the way to each participant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Final

import streamlit as st

from dealflow.actions.irday.participants import import_from_books, participants
from dealflow.actions.irday.participants.applications import required
from dealflow.actions.irday.programme import day_state
from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.participants.participants import (
    ENTERED,
    INVESTORS,
    Attendee,
    Participant,
    ParticipantKind,
    ParticipantState,
)
from dealflow.domain.irday.participants.preparation import Lack, lacks
from dealflow.domain.irday.timetable.day_agenda import clock
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.quantity import Unit
from dealflow.i18n import name_of, t, term
from dealflow.i18n.numbers import money
from dealflow.reports.irday.participants.fit_words import ticket
from dealflow.ui.kit import components, dialogs, frame, grid, state, url_filters
from dealflow.ui.kit.grid import Cell, Column, Mark, Row, Table

WAITS: Final = (ParticipantState.APPLIED, ParticipantState.INVITED)
STATE_MARKS: Final = {
    ParticipantState.INVITED: "",
    ParticipantState.APPLIED: "info",
    ParticipantState.CONFIRMED: "good",
    ParticipantState.DECLINED: "warn",
    ParticipantState.WITHDRAWN: "warn",
}
_BOOKS: Final = "books"
_DAY_MIN: Final = 24 * 60
_FIRST: Final = (ParticipantKind.SUPPLIER, ParticipantKind.VC, ParticipantKind.OPERATOR, ParticipantKind.ADOPTER)
_ORDER: Final = (*_FIRST, *(kind for kind in ParticipantKind if kind not in _FIRST))
_COLUMNS: Final = ("firm", "state", "people", "about", "asks", "missing", "act")


def day_of(event_id: str) -> Day:
    """Return the event as it stands. Cards lie beside the journal, so nothing is kept from one drawing to the next."""
    return day_state.day_of(state.looking(), event_id)


def draw(day: Day, lang: str) -> None:
    """Draw filters and list; a click opens a participant or confirms it."""
    shown_participants = _filtered(day, lang)
    if not day.participants:
        components.empty_state("participants.empty")
        return
    _waiting(day, lang)
    if not shown_participants:
        components.empty_state("participants.none")
        return
    at = grid.show(
        table(day, shown_participants, lang), caption=t("participants.title", lang), key="participants", lang=lang
    ).place
    if at and at[1] == "act":
        _confirm([at[0]])
        st.rerun()
    if at:
        dialogs.open_at(f"p-{at[0]}")


def counts(day: Day, lang: str) -> str:
    """Return how many are confirmed, by kind, and how many wait."""
    confirmed = [participant for participant in day.participants if participant.is_coming]
    suppliers = sum(participant.kind is ParticipantKind.SUPPLIER for participant in confirmed)
    investors = sum(participant.kind in INVESTORS for participant in confirmed)
    waits = sum(participant.state in WAITS for participant in day.participants)
    return t("participants.counts", lang, suppliers=suppliers, investors=investors, waits=waits)


def _filtered(day: Day, lang: str) -> list[Participant]:
    with st.container(horizontal=True, vertical_alignment="center", key="participants_filters"):
        text = url_filters.url_search("q", t("participants.search", lang), t("participants.search", lang))
        kind = components.url_choice(
            "kind",
            t("participants.kind", lang),
            ENTERED,
            words=lambda participant_kind: t(f"enum.participant_kind.{participant_kind.value}", lang),
            everything=t("participants.all", lang),
            compact=True,
        )
        standing = components.url_choice(
            "state",
            t("participants.state", lang),
            tuple(ParticipantState),
            words=lambda participant_state: t(f"enum.participant_state.{participant_state.value}", lang),
            everything=t("participants.all", lang),
            compact=True,
        )
        lack = components.url_choice(
            "lack",
            t("participants.lack", lang),
            tuple(Lack),
            words=lambda other_lack: t(f"participants.lack.{other_lack}", lang),
            everything=t("participants.all", lang),
            compact=True,
        )
    return [
        participant
        for participant in _in_order(day.participants)
        if _is_wanted(day, participant, text, kind, standing) and (lack is None or lack in lacks_of(day, participant))
    ]


def lacks_of(day: Day, participant: Participant) -> tuple[Lack, ...]:
    """Return what the participant still owes, as the first screen counts it."""
    reachable = {attendee_id for attendee_id, card in day.cards.items() if card.email}
    return lacks(participant, day.requests.get(participant.id), day.programme, reachable)


def _in_order(there: Sequence[Participant]) -> list[Participant]:
    """Return those who wait for a word first, then by kind and name."""
    return sorted(
        there,
        key=lambda participant: (
            participant.state is not ParticipantState.APPLIED and participant.asked is None,
            *kind_order(participant),
        ),
    )


def _is_wanted(
    day: Day, participant: Participant, text: str, kind: ParticipantKind | None, standing: ParticipantState | None
) -> bool:
    names = [
        participant.name_ko,
        participant.name_en,
        participant.profile.sector,
        *(_name(day, attendee.id) for attendee in participant.attendees),
    ]
    has_text = not text or any(text.casefold() in name.casefold() for name in names)
    return has_text and kind in {None, participant.kind} and standing in {None, participant.state}


def _name(day: Day, attendee_id: str) -> str:
    card = day.cards.get(attendee_id)
    return card.name if card else ""


def _waiting(day: Day, lang: str) -> None:
    """Offer to confirm everybody who applied with one click."""
    waits = [participant.id for participant in day.participants if participant.state is ParticipantState.APPLIED]
    if len(waits) > 1:
        st.button(
            t("participants.confirm_all", lang, n=len(waits)),
            icon=":material/done_all:",
            key="participants_confirm_all",
            on_click=_confirm,
            args=(waits,),
        )


def _confirm(ids: Sequence[str]) -> None:
    with frame.attempted("participants.confirmed", n=len(ids)):
        participants.set_state(state.acting(), ids, ParticipantState.CONFIRMED)  # fmt: skip


def table(day: Day, shown_participants: Sequence[Participant], lang: str) -> Table:
    """Return one line a participant."""
    return Table(
        tuple(
            Column(column, t(f"participants.column.{column}", lang) if column != "act" else "") for column in _COLUMNS
        ),
        tuple(
            Row(shown_participant.id, _cells(day, shown_participant, lang)) for shown_participant in shown_participants
        ),
    )


def _cells(day: Day, participant: Participant, lang: str) -> tuple[Cell, ...]:
    marks = [Mark(t(f"enum.participant_state.{participant.state.value}", lang), STATE_MARKS[participant.state])]
    if participant.asked is not None:
        marks.append(Mark(t("participants.asked", lang), "warn", t("participants.asked.help", lang)))
    names = [_name(day, attendee.id) or t("participants.no_name", lang) for attendee in participant.attendees]
    first = next(
        (day.cards[attendee.id] for attendee in participant.attendees if attendee.contact and attendee.id in day.cards),
        None,
    )
    about, below = _about(participant, lang)
    waits = participant.state in WAITS
    return (
        Cell(name_of(participant, lang), sub=t(f"enum.participant_kind.{participant.kind.value}", lang), act=True),
        Cell("", marks=tuple(marks)),
        Cell(
            t("participants.names", lang, name=names[0], n=len(names) - 1) if len(names) > 1 else "".join(names) or "–",
            sub=" · ".join(filter(None, (first.phone, first.email))) if first else "",
        ),
        Cell(about or "–", sub=below, tone="wrap"),
        _asks(day, participant, lang),
        _missing(day, participant, lang),
        Cell(t("participants.confirm", lang), act=True) if waits else Cell(""),
    )


def _about(participant: Participant, lang: str) -> tuple[str, str]:
    """Return what a company does and asks for, or what an investor looks for."""
    profile, looks = participant.profile, participant.mandate
    if participant.kind is ParticipantKind.SUPPLIER:
        text = money(Decimal(profile.raise_won), Unit.KRW, lang) if profile.raise_won else ""
        return " · ".join(filter(None, (term(profile.sector, lang), profile.round_label, text))), profile.product
    if participant.kind in INVESTORS:
        wanted_text = ", ".join(term(sector, lang) for sector in looks.sectors) or t("participants.any_sector", lang)
        ends = ticket(looks.ticket_low, looks.ticket_high, lang)
        return wanted_text, " · ".join(filter(None, (", ".join(looks.rounds), ", ".join(looks.regions), ends)))
    return "", ""


def _asks(day: Day, participant: Participant, lang: str) -> Cell:
    requests = day.requests.get(participant.id)
    parts = []
    if requests and requests.wishes:
        parts.append(t("participants.wishes_n", lang, n=len(requests.wishes)))
    if requests and requests.vetoes:
        parts.append(t("participants.vetoes_n", lang, n=len(requests.vetoes)))
    away = [*participant.away, *(span for attendee in participant.attendees for span in attendee.away)]
    below = t("participants.away_n", lang, times=written_spans(away[:2])) if away else ""
    return Cell(" · ".join(parts) or "–", sub=below)


def _missing(day: Day, participant: Participant, lang: str) -> Cell:
    """Return what is still wanting: consents that are needed, people, a presenter, an e-mail, firms wished for."""
    marks = [
        Mark(t(f"enum.consent.{consent.value}", lang), "warn", t("participants.consent_missing", lang))
        for consent in required(participant.kind)
        if consent not in participant.consents
    ]
    if not participant.attendees:
        marks.append(Mark(t("participants.no_people", lang), "warn"))
    elif participant.pitches and not any(attendee.presents for attendee in participant.attendees):
        marks.append(Mark(t("participants.no_presenter", lang), "warn"))
    if participant.attendees and not any(_has_mail(day, attendee) for attendee in participant.attendees):
        marks.append(Mark(t("participants.no_email", lang), "warn"))
    awaited = day.requests[participant.id].awaited if participant.id in day.requests else ()
    if awaited:
        names = ", ".join(other.name for other in awaited)
        marks.append(Mark(t("participants.awaited", lang, n=len(awaited)), "info", names))
    return Cell("" if marks else "–", marks=tuple(marks), tone="" if marks else "muted")


def _has_mail(day: Day, attendee: Attendee) -> bool:
    card = day.cards.get(attendee.id)
    return card is not None and bool(card.email)


def written_spans(spans: Sequence[Span]) -> str:
    """Return spans as people type them; an end at midnight is left open."""
    return ", ".join(
        f"{clock(span.start_min) if span.start_min else ''}~{clock(span.end_min) if span.end_min % _DAY_MIN else ''}"
        for span in spans
    )


def kind_order(participant: Participant) -> tuple[int, str]:
    """Return what sorts participants: companies, investors, operators, adopters, others; by name, 2 before 10."""
    return _ORDER.index(participant.kind), re.sub(r"\d+", lambda digits: digits[0].zfill(9), participant.name_ko)


def offer_books(day: Day, lang: str) -> None:
    """Offer to take participants from the books."""
    dialogs.offer(_BOOKS, t("participants.books", lang), icon=":material/library_add:", key="participants_books")
    if dialogs.is_open(_BOOKS):
        dialogs.show(t("participants.books", lang), partial(_books, day.event.id), width="medium")


def _books(event_id: str) -> None:
    drawing = state.drawing()
    candidates_by_id = {
        candidate.participant.id: candidate for candidate in import_from_books.candidates(drawing, event_id)
    }
    if not candidates_by_id:
        components.empty_state("participants.books.empty")
        return
    st.caption(t("participants.books.note", drawing.lang))

    def words(text: str) -> str:
        kind = t(f"enum.participant_kind.{candidates_by_id[text].participant.kind.value}", drawing.lang)
        return f"{name_of(candidates_by_id[text].participant, drawing.lang)} ({kind})"

    with st.form("participants_books_form", border=False):
        chosen = st.multiselect(
            t("participants.books.who", drawing.lang),
            tuple(candidates_by_id),
            default=list(candidates_by_id),
            format_func=words,
            placeholder=t("frame.choose", drawing.lang),
            key="books_who",
        )
        standing = st.segmented_control(
            t("participants.state", drawing.lang),
            (ParticipantState.INVITED, ParticipantState.CONFIRMED),
            default=ParticipantState.INVITED,
            format_func=lambda participant_state: t(f"enum.participant_state.{participant_state.value}", drawing.lang),
            required=True,
            key="books_state",
        )
        if not st.form_submit_button(t("participants.books.add", drawing.lang), type="primary", key="books_add"):
            return
    import_from_books.invite(
        state.acting(),
        event_id,
        chosen,
        state=ParticipantState(standing or ParticipantState.INVITED),
    )
    dialogs.done("participants.books.done")
