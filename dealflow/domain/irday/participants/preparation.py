"""What of an IR day waits for its organiser: applications, missing wishes and addresses, logs not handed in."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from dealflow.domain.irday.floor.floor import NOT_HELD, MeetingState
from dealflow.domain.irday.participants.participants import (
    INVESTORS,
    Participant,
    ParticipantKind,
    ParticipantState,
    Requests,
)
from dealflow.domain.irday.programme.programme import PartKind, Programme
from dealflow.domain.irday.timetable.placements import Placed
from dealflow.domain.people.people import IrEvent

_CONSULTED: Final = INVESTORS | {ParticipantKind.SUPPLIER}
"""Who sits in consultations, on either side."""
_GONE: Final = frozenset({ParticipantState.DECLINED, ParticipantState.WITHDRAWN})


class Lack(StrEnum):
    """What a participant still owes to the organiser, or the organiser to it."""

    ANSWER = "answer"
    """It applied, or applied anew, and nobody decided."""
    WISHES = "wishes"
    """It sits in consultations and asks for nobody."""
    CONTACT = "contact"
    """There is no e-mail of anybody of it."""


def usual_event(events: Sequence[IrEvent], on: date) -> IrEvent | None:
    """Return the event that is spoken of on a day: the next to come, that day's included, else the latest."""
    coming = [event for event in events if event.held_on >= on]
    if coming:
        return min(coming, key=lambda event: (event.held_on, event.id))
    return max(events, key=lambda event: (event.held_on, event.id), default=None)


def lacks(
    participant: Participant, requests: Requests | None, programme: Programme, reachable: Collection[str]
) -> tuple[Lack, ...]:
    """Return what is missing of a participant; ``reachable`` are the ids of the people whose e-mail is known."""
    missing = []
    if participant.state is ParticipantState.APPLIED or participant.asked is not None:
        missing.append(Lack.ANSWER)
    if _owes_wishes(participant, programme) and (requests is None or not (requests.wishes or requests.awaited)):
        missing.append(Lack.WISHES)
    is_there = participant.state not in _GONE and participant.kind in _CONSULTED
    if is_there and not any(attendee.id in reachable for attendee in participant.attendees):
        missing.append(Lack.CONTACT)
    return tuple(missing)


def _owes_wishes(participant: Participant, programme: Programme) -> bool:
    """Say whether it sits in consultations: it is coming, of a side, and the programme has some."""
    has_consultations = any(part.kind is PartKind.CONSULTATION for part in programme.parts)
    return participant.is_coming and participant.kind in _CONSULTED and has_consultations


def logs_missing(
    meetings: Sequence[Placed],
    states: Mapping[tuple[str, str], MeetingState],
    logged: Collection[tuple[str, str]],
    minute: int,
) -> tuple[tuple[str, str], ...]:
    """Return the consultations (company, investor) that were held, or are over and not called off, without a log."""
    held = {pair for pair, state in states.items() if state is MeetingState.HELD}
    over = {
        (meeting.act.company, meeting.act.investor)
        for meeting in meetings
        if meeting.act.investor is not None and meeting.span.end_min <= minute
    }
    called_off = {pair for pair, state in states.items() if state in NOT_HELD}
    return tuple(sorted((held | over) - called_off - set(logged)))
