"""Words that the screens of the day share: where something takes place, how somebody is called."""

from __future__ import annotations

from collections.abc import Iterable

from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.participants.participants import INVESTORS, Participant, ParticipantKind
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.timetable.day_agenda import Line, LineKind, clock
from dealflow.i18n import name_of, t


def place(programme: Programme, line: Line, lang: str) -> str:
    """Return the table's or the room's name."""
    if line.kind is LineKind.MEETING:
        label = next((table.label for table in programme.tables if table.id == line.place), line.place)
        return t("firm.table", lang, label=label)
    return next((name_of(room, lang) for room in programme.rooms if room.id == line.place), line.place)


def firm(day: Day, participant_id: str, lang: str) -> str:
    """Return a participant's name, or the words for one that is not there any more."""
    participant = next(
        (other_participant for other_participant in day.participants if other_participant.id == participant_id), None
    )
    return name_of(participant, lang) if participant is not None else t("firm.unknown", lang)


def line(day: Day, line: Line, lang: str) -> str:
    """Return a consultation or a pitch as one line of a drop-down."""
    names = [firm(day, text, lang) for text in (line.company, line.investor) if text]
    return f"{clock(line.span.start_min)} {place(day.programme, line, lang)} · {' × '.join(names)}"


def companies(participants: Iterable[Participant]) -> tuple[Participant, ...]:
    """Return the confirmed suppliers."""
    return tuple(
        participant
        for participant in participants
        if participant.is_coming and participant.kind is ParticipantKind.SUPPLIER
    )


def investors(participants: Iterable[Participant]) -> tuple[Participant, ...]:
    """Return the confirmed firms that sit opposite the suppliers."""
    return tuple(participant for participant in participants if participant.is_coming and participant.kind in INVESTORS)
