"""Attendees who register by themselves: who has a seat, who waits, and who moves up when a seat falls free.

Who they are stands beside the journal and can be destroyed; here they are numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from dealflow.domain.irday.participants.participants import (
    Attendee,
    Consent,
    Participant,
    ParticipantKind,
    ParticipantState,
)
from dealflow.domain.irday.programme.part_contents import RegistrationTerms


class RegistrationState(StrEnum):
    """How a registration stands."""

    SEATED = "seated"
    WAITING = "waiting"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Registration:
    """One person who registered. ``number`` counts from 1 in the order of arrival; ``parts``: what they want to hear.

    ``is_portrayed``: agreed to photographs. ``secret_hash`` opens the pass.
    """

    id: str
    ir_event_id: str
    number: int
    state: RegistrationState
    registered_at: datetime
    secret_hash: str
    parts: tuple[str, ...] = ()
    is_portrayed: bool = False


@dataclass(frozen=True, slots=True)
class Seats:
    """How an event's seats stand; ``left`` None: without a limit."""

    seated: int
    waiting: int
    left: int | None


_STATES = {
    RegistrationState.SEATED: ParticipantState.CONFIRMED,
    RegistrationState.WAITING: ParticipantState.APPLIED,
    RegistrationState.CANCELLED: ParticipantState.WITHDRAWN,
}


def seats(registrations: Iterable[Registration], terms: RegistrationTerms) -> Seats:
    """Return how many have a seat, how many wait, and how many seats are left."""
    return seats_of(tuple(registration.state for registration in registrations), terms)


def seats_of(states: Sequence[RegistrationState], terms: RegistrationTerms) -> Seats:
    """Return the same of the states of all registrations."""
    taken = states.count(RegistrationState.SEATED)
    left = None if terms.capacity is None else max(0, terms.capacity - taken)
    return Seats(taken, states.count(RegistrationState.WAITING), left)


def state_of_next(registrations: Iterable[Registration], terms: RegistrationTerms) -> RegistrationState:
    """Return whether the next who registers has a seat; nobody passes those who wait."""
    standing = seats(registrations, terms)
    if standing.left is None:
        return RegistrationState.SEATED
    return RegistrationState.SEATED if standing.left > standing.waiting else RegistrationState.WAITING


def moved_up(registrations: Iterable[Registration], terms: RegistrationTerms) -> tuple[Registration, ...]:
    """Return those who wait and now have a seat, in the order of arrival, as they stand then."""
    there = tuple(registrations)
    waiting = sorted(
        (registration for registration in there if registration.state is RegistrationState.WAITING),
        key=lambda registration: registration.number,
    )
    left = seats(there, terms).left
    free = len(waiting) if left is None else left
    return tuple(replace(registration, state=RegistrationState.SEATED) for registration in waiting[:free])


def is_open(terms: RegistrationTerms, held_on: date, on: date) -> bool:
    """Say whether one may register on a day: it is open, its last day and the event are not over."""
    return terms.is_open and on <= held_on and (terms.closes_on is None or on <= terms.closes_on)


def as_participant(registration: Registration, organisation: str) -> Participant:
    """Return an attendee as the door, badges and clocks take everybody: a visitor with one person."""
    portrait = (Consent.PORTRAIT,) if registration.is_portrayed else ()
    return Participant(
        id=registration.id,
        ir_event_id=registration.ir_event_id,
        kind=ParticipantKind.VISITOR,
        state=_STATES[registration.state],
        name_ko=organisation,
        attendees=(Attendee(registration.id, sits=False),),
        consents=(Consent.PERSONAL_DATA, *portrait),
    )
