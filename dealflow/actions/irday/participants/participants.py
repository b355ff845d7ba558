"""Who takes part in an event: added, changed, confirmed. Cards of persons are kept beside the journal."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Final

from dealflow.actions.claims import intake
from dealflow.actions.irday.participants.awaited_wishes import find_awaited
from dealflow.actions.irday.programme.day_state import Card, run_event
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace, commit, new_id, record, written
from dealflow.domain.claims.events import CompanyRegistered
from dealflow.domain.irday.events import ParticipantKept
from dealflow.domain.irday.participants.participants import (
    INVESTORS,
    Attendee,
    Consent,
    Participant,
    ParticipantKind,
    ParticipantState,
    Profile,
)
from dealflow.domain.people.access import Audience
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.event import By
from dealflow.domain.values.korean_days import korean_day
from dealflow.domain.values.register_numbers import digits_of
from dealflow.domain.values.rounds import round_name
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import companies, decks, irday
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["Attending", "Card", "destroy_cards", "keep_participant", "participant_of", "put", "set_state"]

_NAME: Final = 100
_NOTE: Final = 2_000
_PEOPLE: Final = 20
_MINUTES: Final = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Attending:
    """A person of a form: the attendee (a new one has no id yet) and the card."""

    attendee: Attendee
    card: Card


def participant_of(looking: Looking, participant_id: str) -> tuple[Participant, int]:
    """Return a participant with its version.

    Raises:
        NotFoundError, NotAllowedError: there is none; the viewer does not run its event.
    """
    with looking.ws.ledger.read() as session:
        pair = require_participant(looking.ws, session, participant_id)
        run_event(looking.within(session), pair[0].ir_event_id)
        return pair


def require_participant(ws: Workspace, session: Session, participant_id: str) -> tuple[Participant, int]:
    """Return a participant with its version, for actions that check who asks.

    Raises:
        NotFoundError: there is none.
    """
    participant = irday.find_participant(session, ws.name, participant_id)
    if participant is None:
        raise NotFoundError(kind="participant", id=participant_id)
    return participant


@transacted
def keep_participant(
    acting: Acting, participant: Participant, people: Sequence[Attending] | None = None, *, seen: int | None = None
) -> str:
    """Add a participant (without an id, or of an id of its own with ``seen`` 0) or change one, and return its id.

    ``people`` takes the place of those who came before, whose cards go where they are no longer named; None leaves
    them as they are. ``seen`` is the version that the screen showed.

    Raises:
        InvalidInputError: a name is missing or too long, a firm takes part already, or times and numbers make no sense.
        ChangedMeanwhileError: somebody changed it since.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is no such participant.
    """
    kept_participant = cleaned(participant)
    run_event(acting, kept_participant.ir_event_id)
    others = irday.participants(acting.session, acting.ws.name, kept_participant.ir_event_id)
    _require_unlisted(kept_participant, others)
    version = 0
    if kept_participant.id and seen != 0:
        before, version = require_participant(acting.ws, acting.session, kept_participant.id)
        if before.ir_event_id != kept_participant.ir_event_id:
            raise NotFoundError(kind="participant", id=kept_participant.id)
    doer = acting.by
    return put(acting.ws, acting.session, kept_participant, people, doer, after=version if seen is None else seen)


def put(
    ws: Workspace,
    session: Session,
    participant: Participant,
    people: Sequence[Attending] | None,
    doer: By,
    *,
    after: int,
) -> str:
    """Append a participant as it now stands with its people's cards, inside a transaction of the caller's."""
    made_participant = participant
    if not made_participant.id:
        made_participant = replace(
            made_participant,
            id=new_id(
                "participant", made_participant.ir_event_id, made_participant.kind, made_participant.name_ko, doer.at
            ),
        )
    before = irday.find_participant(session, ws.name, made_participant.id)
    if people is not None:
        named = identified(made_participant.id, people, doer.at)
        made_participant = replace(made_participant, attendees=tuple(attending.attendee for attending in named))
        for attending in named:
            irday.keep_card(session, ws.name, made_participant.ir_event_id, attending.card)
    if before is not None:
        left = {attendee.id for attendee in before[0].attendees} - {
            attendee.id for attendee in made_participant.attendees
        }
        irday.destroy_cards(session, ws.name, frozenset(left))
    if before is None or before[0] != made_participant:
        record(ws, session, [ParticipantKept(made_participant)], doer, after=after)
        find_awaited(ws, session, made_participant, doer)
    return made_participant.id


def set_state(acting: Acting, participant_ids: Sequence[str], state: ParticipantState) -> int:
    """Confirm, decline or withdraw participants, all or none, and return how many changed.

    A supplier that is confirmed and not in the books yet (by registration number, then by name) is registered there;
    the deck that came with its application becomes the company's.

    Raises:
        NotFoundError, NotAllowedError: there is no such participant; the viewer does not run its event.
    """
    changed = _changed(acting, participant_ids, state)
    for participant in changed:
        give_deck(acting, participant)
    return len(changed)


@transacted
def _changed(acting: Acting, participant_ids: Sequence[str], state: ParticipantState) -> list[Participant]:
    """Put participants into a state, and return those that were in another."""
    changed = []
    for participant_id in participant_ids:
        before, version = require_participant(acting.ws, acting.session, participant_id)
        run_event(acting, before.ir_event_id)
        if before.state is state:
            continue
        after = replace(before, state=state)
        if state is ParticipantState.CONFIRMED:
            after = with_company(acting, after, acting.by)
        acting.record([ParticipantKept(after)], after=version)
        changed.append(after)
    return changed


def give_deck(acting: Acting, participant: Participant) -> None:
    """Say of the deck that came with an application whose it is, once the company is in the books.

    From then on the event's investors may see it, where the company agreed to its being handed to them.
    """
    deck_id, company_id = participant.profile.deck_id, participant.company_id
    if not deck_id or company_id is None or participant.state is not ParticipantState.CONFIRMED:
        return
    with acting.ws.ledger.read() as session:
        deck = decks.find_deck(session, acting.ws.name, acting.viewer, deck_id)
    if deck is not None and deck.company_id is None:
        label = participant.profile.round_label
        shared = Audience.EVENT if Consent.THIRD_PARTY in participant.consents else None
        intake.confirm_company(acting, deck_id, company_id=company_id, round_label=label, audience=shared)


def destroy_cards(
    looking: Looking, ir_event_id: str, attendee_ids: Collection[str] | None = None, *, at: datetime
) -> int:
    """Destroy persons' names and ways to reach them, and return how many: these persons' at once, or all (None).

    All cards of an event are destroyed only once it is over.

    Raises:
        InvalidInputError: all are to go, and the event is still to come.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """

    def work(session: Session) -> int:
        event = run_event(looking.within(session), ir_event_id)
        if attendee_ids is None:
            _require_over(event, at)
        there = irday.cards(session, looking.ws.name, ir_event_id)
        gone = frozenset(there if attendee_ids is None else set(attendee_ids) & set(there))
        irday.destroy_cards(session, looking.ws.name, gone)
        return len(gone)

    return commit(looking.ws, work)


def _require_over(event: IrEvent, at: datetime) -> None:
    if korean_day(at) <= event.held_on:
        raise InvalidInputError(field="event", problem="not_over", value=event.id)


def identified(participant_id: str, people: Sequence[Attending], at: datetime) -> list[Attending]:
    """Return the people of a form, each with an id and a card as it is kept.

    Raises:
        InvalidInputError: there are too many, or a name is missing.
    """
    if len(people) > _PEOPLE:
        raise InvalidInputError(field="attendee", problem="too_many", limit=_PEOPLE)
    named = []
    for place, person in enumerate(people):
        name = person.attendee.id or new_id("attendee", participant_id, place, person.card.name, at)
        card = Card(
            name,
            written(person.card.name, "attendee", longest=_NAME, required=not person.attendee.id),
            written(person.card.title, "attendee", longest=_NAME),
            written(person.card.phone, "phone", longest=40),
            written(person.card.email, "email", longest=_NAME),
        )
        if card.email and "@" not in card.email:
            raise InvalidInputError(field="email", problem="unknown", value="")
        named.append(Attending(replace(person.attendee, id=name, away=spans(person.attendee.away)), card))
    return named


def spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return times as they are kept: in order, each once.

    Raises:
        InvalidInputError: one ends before it begins, or lies outside of any event.
    """
    for span in spans:
        if not 0 <= span.start_min < span.end_min <= _MINUTES:
            raise InvalidInputError(field="span", problem="before_start")
    return tuple(sorted(set(spans)))


def cleaned(participant: Participant) -> Participant:
    """Return a participant with its texts as they are kept."""
    if participant.least is not None and participant.least < 0:
        raise InvalidInputError(field="consultations", problem="negative")
    if participant.most is not None and participant.most < max(participant.least or 0, 0):
        raise InvalidInputError(field="consultations", problem="most_below_least")
    low, high = participant.mandate.ticket_low, participant.mandate.ticket_high
    if low is not None and high is not None and high < low:
        raise InvalidInputError(field="ticket", problem="backwards")
    return replace(
        participant,
        name_ko=written(participant.name_ko, "name_ko", longest=_NAME, required=True),
        name_en=written(participant.name_en, "name_en", longest=_NAME),
        equipment=written(participant.equipment, "equipment", longest=_NOTE),
        note=written(participant.note, "note", longest=_NOTE),
        away=spans(participant.away),
        mandate=replace(
            participant.mandate,
            sectors=words_of(participant.mandate.sectors, "sector"),
            rounds=words_of([round_name(text) for text in participant.mandate.rounds], "round"),
            regions=words_of(participant.mandate.regions, "region"),
        ),
        profile=profile_of(participant.profile),
    )


def words_of(texts: Sequence[str], field: str) -> tuple[str, ...]:
    """Return a list of words as it is kept: without empty ones, each once."""
    return tuple(dict.fromkeys(word for text in texts if (word := written(text, field, longest=60))))


def profile_of(profile: Profile) -> Profile:
    """Return what a firm declares, as it is kept."""
    for number in (profile.headcount, profile.revenue, profile.raise_won):
        if number is not None and number < 0:
            raise InvalidInputError(field="profile", problem="negative")
    return replace(
        profile,
        biz_reg_no=written(profile.biz_reg_no, "biz_reg_no", longest=20),
        founded=written(profile.founded, "founded", longest=10),
        region=written(profile.region, "region", longest=_NAME),
        sector=written(profile.sector, "sector", longest=_NAME),
        product=written(profile.product, "product", longest=500),
        round_label=written(round_name(profile.round_label), "round_label", longest=60),
    )


def _require_unlisted(participant: Participant, others: Sequence[Participant]) -> None:
    """Require that the same firm does not take part already in the same way."""
    for other in others:
        if other.id != participant.id and other.kind is participant.kind and is_same_firm(participant, other):
            raise InvalidInputError(field="participant", problem="exists", value=other.name_ko)


def is_same_firm(participant: Participant, other: Participant) -> bool:
    """Say whether two participations are of one firm: by record, by registration number, else by name."""
    if participant.company_id and other.company_id:
        return participant.company_id == other.company_id
    if participant.organisation_id and other.organisation_id:
        return participant.organisation_id == other.organisation_id
    number, other_number = digits_of(participant.profile.biz_reg_no), digits_of(other.profile.biz_reg_no)
    return number == other_number if number and other_number else _key(participant.name_ko) == _key(other.name_ko)


def participation_of(participant: Participant, there: Iterable[Participant]) -> Participant | None:
    """Return the same firm's participation on the same side; a VC that calls itself an operator now is the same."""
    side = INVESTORS if participant.kind in INVESTORS else {participant.kind}
    return next((other for other in there if other.kind in side and is_same_firm(participant, other)), None)


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    """Return a firm's name as it is compared."""
    return plain_name(name)


def with_company(looking: Looking, participant: Participant, doer: By) -> Participant:
    """Return a supplier with its company record, found in the books or made there; anybody else as it is."""
    return replace(participant, company_id=_company_of(looking, participant, doer))


def _company_of(looking: Looking, participant: Participant, doer: By) -> str | None:
    """Return the company record of a supplier, made where there is none."""
    if participant.kind is not ParticipantKind.SUPPLIER or participant.company_id is not None:
        return participant.company_id
    number = digits_of(participant.profile.biz_reg_no)
    known = companies.listed(looking.session, looking.ws.name, looking.viewer)
    for company in known:
        if number and digits_of(company.biz_reg_no or "") == number:
            return company.id
    for company in known:
        if _key(company.name) == _key(participant.name_ko) and not (number and company.biz_reg_no):
            return company.id
    company_registered = CompanyRegistered(
        company_id=new_id("company", participant.id, participant.name_ko, doer.at),
        name=participant.name_ko,
        name_en=participant.name_en,
        biz_reg_no=participant.profile.biz_reg_no or None,
        region=participant.profile.region,
        sector=participant.profile.sector,
        owner_id="",
    )
    record(looking.ws, looking.session, [company_registered], doer, after=0)
    return company_registered.company_id
