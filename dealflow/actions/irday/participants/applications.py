"""Applications for an event, through the call's address or off a sheet: kept as a participant that waits for a word.

Whoever has the address may apply in any firm's name, so nothing that is there changes by it: an application of a firm
that takes part, applied or was invited already waits beside that until the organiser takes it over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from dealflow.actions.claims import intake
from dealflow.actions.irday.contacts import consent_requests
from dealflow.actions.irday.links.access_links import Opened
from dealflow.actions.irday.participants.meeting_requests import checked, put_requests
from dealflow.actions.irday.participants.participants import (
    Attending,
    cleaned,
    give_deck,
    identified,
    participation_of,
    put,
    require_participant,
    with_company,
)
from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.platform.context import Acting, transacted
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.claims.deck import Submission
from dealflow.domain.irday.events import ParticipantKept
from dealflow.domain.irday.participants.participants import (
    Asked,
    Attendee,
    Consent,
    Mandate,
    Participant,
    ParticipantKind,
    ParticipantState,
    Profile,
    Requests,
    opposite,
)
from dealflow.domain.people.access import Audience, Role, Viewer
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.event import By
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["Application", "Applied", "applied", "apply", "missing_consents", "offered", "receive_deck", "settle_asked"]

_MOST: Final = 2_000
"""Participants of one event: an address that leaked must not fill the books."""
_REQUIRED: Final = {True: (Consent.PERSONAL_DATA, Consent.THIRD_PARTY), False: (Consent.PERSONAL_DATA,)}
"""Without these there is nothing to do: names cannot be kept, a company's papers not be shown to investors."""


@dataclass(frozen=True, slots=True)
class Application:
    """What somebody says who applies. ``requests`` name participants of the event.

    ``shares_contact``: whoever is written to agrees that their own contact goes to the other side of the event.
    """

    kind: ParticipantKind
    name_ko: str
    name_en: str = ""
    people: tuple[Attending, ...] = ()
    away: tuple[Span, ...] = ()
    consents: tuple[Consent, ...] = ()
    mandate: Mandate = field(default_factory=Mandate)
    equipment: str = ""
    profile: Profile = field(default_factory=Profile)
    requests: Requests = field(default_factory=Requests)
    shares_contact: bool = False


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of an application; ``waits``: the firm is known already, and the change waits for a word."""

    participant_id: str
    waits: bool


def required(kind: ParticipantKind) -> tuple[Consent, ...]:
    """Return the consents without which one of that kind cannot apply."""
    return _REQUIRED[kind is ParticipantKind.SUPPLIER]


def missing_consents(application: Application) -> tuple[Consent, ...]:
    """Return the consents that are required and not given."""
    return tuple(consent for consent in required(application.kind) if consent not in application.consents)


def offered(ws: Workspace, opened: Opened, kind: ParticipantKind) -> tuple[Participant, ...]:
    """Return whom one of that kind can wish to meet: those of the other side who are confirmed."""
    with ws.ledger.read() as session:
        there = irday.participants(session, ws.name, opened.event.id)
    return tuple(participant for participant in there if participant.kind in opposite(kind) and participant.is_coming)


def apply(ws: Workspace, opened: Opened, application: Application, *, at: datetime) -> Applied:
    """Keep an application that came through the call's address.

    Raises:
        InvalidInputError: a required consent is missing, or something cannot be taken as given.
        ChangedMeanwhileError: the same firm applied in this very moment.
    """
    if missing_consents(application):
        raise InvalidInputError(field="consents", problem="missing")
    doer = By(opened.actor, at, "link")
    return commit(ws, lambda session: applied(ws, session, opened.event.id, application, doer))


def applied(ws: Workspace, session: Session, ir_event_id: str, application: Application, doer: By) -> Applied:
    """Keep an application inside a transaction of the caller's: a new participant, or a change asked."""
    there = irday.participants(session, ws.name, ir_event_id)
    if len(there) >= _MOST:
        raise InvalidInputError(field="participant", problem="too_many", limit=_MOST)
    participant = _participant(ir_event_id, application)
    same = participation_of(participant, there)
    if same is not None:
        _ask(ws, session, same, participant, application, doer)
        return Applied(same.id, waits=True)
    participant_id = put(ws, session, participant, application.people, doer, after=0)
    put_requests(ws, session, participant_id, application.requests, doer)
    kept = require_participant(ws, session, participant_id)[0]
    _share_contact(ws, session, kept, kept.attendees, application, doer)
    return Applied(participant_id, waits=False)


def _share_contact(
    ws: Workspace,
    session: Session,
    participant: Participant,
    people: Sequence[Attendee],
    application: Application,
    doer: By,
) -> None:
    """Keep that whoever is written to agreed to their own contact's going to the other side: for no other person."""
    if application.shares_contact:
        own = [attendee.id for attendee in people if attendee.contact]
        consent_requests.given_by_form(ws, session, participant, own, doer)


def _participant(ir_event_id: str, application: Application) -> Participant:
    return cleaned(
        Participant(
            id="",
            ir_event_id=ir_event_id,
            kind=application.kind,
            state=ParticipantState.APPLIED,
            name_ko=application.name_ko,
            name_en=application.name_en,
            away=application.away,
            pitches=application.kind is ParticipantKind.SUPPLIER,
            consents=application.consents,
            mandate=application.mandate,
            equipment=application.equipment,
            profile=application.profile,
        )
    )


def _ask(
    ws: Workspace, session: Session, now: Participant, participant: Participant, application: Application, doer: By
) -> None:
    """Keep what is asked beside a participation, in the place of what was asked before."""
    there = irday.participants(session, ws.name, now.ir_event_id)
    named = identified(now.id, application.people, doer.at)
    if now.asked is not None:
        irday.destroy_cards(session, ws.name, frozenset(attendee.id for attendee in now.asked.attendees))
    for attending in named:
        irday.keep_card(session, ws.name, now.ir_event_id, attending.card)
    asked_application = Asked(
        at=doer.at,
        name_ko=participant.name_ko,
        name_en=participant.name_en,
        attendees=tuple(other_attending.attendee for other_attending in named),
        away=participant.away,
        consents=participant.consents,
        mandate=participant.mandate,
        equipment=participant.equipment,
        profile=participant.profile,
        requests=checked(application.requests, now, there),
    )
    version = require_participant(ws, session, now.id)[1]
    record(ws, session, [ParticipantKept(replace(now, asked=asked_application))], doer, after=version)
    _share_contact(ws, session, now, asked_application.attendees, application, doer)


def settle_asked(acting: Acting, participant_id: str, *, take: bool) -> None:
    """Take over what was asked of a participation, or let it go; cards that nothing needs go with it.

    Raises:
        NotFoundError, NotAllowedError: nothing is asked there; the viewer does not run its event.
    """
    give_deck(acting, _settled(acting, participant_id, take=take))


@transacted
def _settled(acting: Acting, participant_id: str, *, take: bool) -> Participant:
    """Return the participant with what was asked taken over, or without it."""
    before, version = require_participant(acting.ws, acting.session, participant_id)
    run_event(acting, before.ir_event_id)
    if before.asked is None:
        raise NotFoundError(kind="participant", id=participant_id)
    after = with_company(acting, _taken(before, before.asked), acting.by) if take else replace(before, asked=None)
    acting.record([ParticipantKept(after)], after=version)
    if take:
        put_requests(acting.ws, acting.session, before.id, before.asked.requests, acting.by)
    cards = {card.id for card in (*before.attendees, *before.asked.attendees)} - {card.id for card in after.attendees}
    irday.destroy_cards(acting.session, acting.ws.name, frozenset(cards))
    return after


def _taken(now: Participant, application: Asked) -> Participant:
    return replace(
        now,
        state=now.state if now.is_coming else ParticipantState.APPLIED,
        name_ko=application.name_ko,
        name_en=application.name_en or now.name_en,
        attendees=application.attendees or now.attendees,
        away=application.away,
        consents=application.consents,
        mandate=application.mandate,
        equipment=application.equipment,
        profile=replace(application.profile, deck_id=application.profile.deck_id or now.profile.deck_id),
        asked=None,
    )


def receive_deck(ws: Workspace, opened: Opened, *, file_name: str, data: bytes, round_label: str, at: datetime) -> str:
    """Take the deck of an application in, for the organiser's eyes and nobody's until it is confirmed; return its id.

    Whose it is only the organiser's word says: whoever has the address could name any company. That word shares it.
    """
    clerk = Viewer(opened.actor, opened.event.organiser_id, Role.ORGANISER)
    came = intake.receive(
        Acting(ws, clerk, at, "link"),
        file_name=file_name,
        data=data,
        submission=Submission(round_label=round_label, ir_event_id=opened.event.id, audience=Audience.ORGANISATION),
    )
    return came.deck_id
