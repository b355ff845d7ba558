"""The programme as everybody may read it: the published order of the day, what its parts hold, who speaks.

Somebody is named only where the part says that its speakers and guests agreed; else their organisations are. Prizes are
told once the part in which they are given is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.irday.links.access_links import Opened, open_link
from dealflow.actions.irday.programme import event_profile
from dealflow.actions.irday.programme.day_state import Day, load_day, run_event
from dealflow.actions.irday.programme.part_contents import Prized, winners_of
from dealflow.actions.people.people import SYSTEM
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.events import LinkPurpose
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.programme.membership import membership
from dealflow.domain.irday.programme.part_contents import EventProfile, PartContent
from dealflow.domain.irday.programme.programme import Part, PartRole
from dealflow.domain.irday.registration.registrations import Seats, is_open, seats_of
from dealflow.domain.irday.timetable.day_agenda import LineKind, minute_of, pitches
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.people.people import IrEvent, Organisation
from dealflow.domain.values.korean_days import korean_day
from dealflow.store.ledger.queries import attendees, people
from dealflow.store.ledger.queries.attendees import About
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["Named", "PartInPublic", "PublicProgramme", "book", "of_event", "opened_programme"]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody of a part in public: the firm, as what, and (where they agreed) the person with the person's life."""

    role: PartRole
    firm: Participant
    name: str = ""
    title: str = ""
    about: About | None = None


@dataclass(frozen=True, slots=True)
class PartInPublic:
    """A part of the programme with all that is told of it; ``pitching``: who presents, with the minute."""

    part: Part
    content: PartContent
    people: tuple[Named, ...]
    pitching: tuple[tuple[int, Participant], ...] = ()
    winners: tuple[Prized, ...] = ()


@dataclass(frozen=True, slots=True)
class PublicProgramme:
    """An event as everybody may read it; ``logos``: pictures by hash."""

    day: Day
    profile: EventProfile
    organiser: Organisation | None
    parts: tuple[PartInPublic, ...]
    seats: Seats
    is_open: bool
    logos: Mapping[str, bytes]

    @property
    def tracks(self) -> tuple[str, ...]:
        """Return the names of the tracks of the programme, in the order of time."""
        return tuple(dict.fromkeys(shown.part.track for shown in self.parts if shown.part.track))


def opened_programme(ws: Workspace, link: str, secret: str, *, at: datetime) -> tuple[Opened, PublicProgramme]:
    """Return what the event's public address opens.

    Raises:
        DayLinkError: it does not open.
    """
    opened = open_link(ws, link, secret, at=at, purpose=LinkPurpose.PUBLIC)
    return opened, of_event(ws, opened.event, at=at, actor=opened.actor)


def of_event(ws: Workspace, event: IrEvent, *, at: datetime, actor: str = SYSTEM.person_id) -> PublicProgramme:
    """Return an event as everybody may read it: for addresses that were opened, and for letters."""
    clerk = Viewer(actor, event.organiser_id, Role.ORGANISER)
    with ws.ledger.read() as session:
        return _programme(
            Looking(ws, clerk).within(session), session, load_day(ws, session, event, with_visitors=False), at
        )


def book(looking: Looking, ir_event_id: str, *, at: datetime) -> PublicProgramme:
    """Return the same for the programme book, to who runs the event.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run it; there is no such event.
    """
    with looking.ws.ledger.read() as session:
        inside = looking.within(session)
        day = load_day(looking.ws, session, run_event(inside, ir_event_id), with_visitors=False)
        return _programme(inside, session, day, at)


def _programme(looking: Looking, session: Session, day: Day, at: datetime) -> PublicProgramme:
    name, event = looking.ws.name, day.event
    profile, _ = attendees.event_profile(session, name, event.id)
    contents = attendees.part_contents(session, name, event.id)
    abouts = attendees.abouts(session, name, event.id, of=day.cards)
    minute = minute_of(event.held_on, at)
    parts = []
    for part in sorted(day.programme.parts, key=lambda part: (part.span, part.room_id, part.id)):
        content = contents.get(part.id, (PartContent(event.id, part.id), 0))[0]
        is_over = part.span.end_min <= minute
        winners = winners_of(looking, content.award_id) if content.award_id and is_over else ()
        parts.append(PartInPublic(part, content, _people(day, part, content, abouts), _pitching(day, part), winners))
    organisers = (found for found in people.organisations(session, name) if found.id == event.organiser_id)
    return PublicProgramme(
        day=day,
        profile=profile,
        organiser=next(organisers, None),
        parts=tuple(parts),
        seats=seats_of(attendees.registration_states(session, name, event.id), profile.registration),
        is_open=is_open(profile.registration, event.held_on, korean_day(at)),
        logos=event_profile.logos_of(looking.ws, profile),
    )


def _people(day: Day, part: Part, content: PartContent, abouts: Mapping[str, About]) -> tuple[Named, ...]:
    """Return who is told of a part: speakers, the honoured in their order, then members; each firm or person once."""
    firms = {attendee.id: firm for firm in day.participants for attendee in firm.attendees}
    asked = [(PartRole.SPEAKER, firms[who], who) for who in content.speakers if who in firms]
    asked += [(PartRole.GUEST, firms[who], who) for who in content.protocol if who in firms]
    for firm in day.participants:
        member = membership(part, firm)
        if member is not None:
            asked += [(member.role, firm, who) for who in member.people or ("",)]
    told: dict[str, Named] = {}
    for role, firm, who in asked:
        card = day.cards.get(who) if content.is_named else None
        if card is None or not card.name:
            told.setdefault(firm.id, Named(role, firm))
        else:
            told.setdefault(who, Named(role, firm, card.name, card.title, abouts.get(who)))
    return tuple(told.values())


def _pitching(day: Day, part: Part) -> tuple[tuple[int, Participant], ...]:
    firms = {participant.id: participant for participant in day.participants}
    return tuple(
        (line.span.start_min, firms[line.company])
        for line in pitches(day.programme, day.plan.published)
        if line.kind is LineKind.PITCH and line.part is not None and line.part.id == part.id and line.company in firms
    )
