"""Personal data that a house keeps: who is found, all that is held of one, destroyed on request or by its clocks.

What is destroyed stands beside the journal, so the journal still verifies; it says that something was destroyed, whose
(by an id that leads to nobody any more), by which rule and by whom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dealflow.actions.people import accounts, people
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import new_id, written
from dealflow.domain.claims.events import ContactDestroyed
from dealflow.domain.people.access import Act, require
from dealflow.domain.people.consents import SubjectKind
from dealflow.domain.people.events import PersonalDataDestroyed
from dealflow.domain.values.korean_days import SEOUL
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import award, deck_rights, houses, irday, notices, profiles
from dealflow.store.ledger.queries import people as people_queries
from dealflow.store.ledger.queries import personal_data as queries
from dealflow.store.ledger.queries.personal_data import Destroyed, EventPerson

ON_REQUEST: Final = "request"
_FEWEST_SIGNS: Final = 2
"""One sign would list everybody."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person of whom something is held, as whom, and where."""

    kind: SubjectKind
    id: str
    name: str
    email: str
    phone: str
    where: str
    """The firm and event, the company, or the house."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of what is held of a person: its place, and its lines by field."""

    place: str
    lines: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """All that a house holds of a person."""

    subject: Subject
    sections: tuple[Section, ...]
    at: datetime


def subjects(looking: Looking, text: str) -> tuple[Subject, ...]:
    """Return the people of whom the viewer's house holds something and in whose entry the text stands.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
        InvalidInputError: less than two signs are asked for.
    """
    require(looking.viewer, Act.MANAGE_PEOPLE)
    asked = text.strip().casefold()
    if len(asked) < _FEWEST_SIGNS:
        raise InvalidInputError(field="text", problem="too_short")
    return tuple(
        subject
        for subject in _everybody(looking)
        if any(
            asked in part.casefold() for part in (subject.name, subject.email, subject.phone, subject.id, subject.where)
        )
    )


def held(looking: Looking, kind: SubjectKind, subject_id: str, *, at: datetime) -> Held:
    """Return all that the viewer's house holds of a person.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
        NotFoundError: the house holds nothing of such a person.
    """
    require(looking.viewer, Act.MANAGE_PEOPLE)
    subject = _subject(looking, kind, subject_id)
    looking.ws.later.write(looking.ws.ledger)
    with looking.ws.ledger.read() as session:
        within = looking.within(session)
        sections = (
            _card(subject),
            *_of_kind(within, subject),
            _consents(within, subject_id),
            _handovers(within, subject_id),
            _letters(within, subject),
        )
    return Held(subject, tuple(section for section in sections if section.lines), at)


@transacted
def destroy(acting: Acting, kind: SubjectKind, subject_id: str, *, reason: str = "") -> None:
    """Destroy what the viewer's house holds of a person, on request: for good, while the journal still verifies.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
        NotFoundError: the house holds nothing of such a person.
        InvalidInputError: a member of the house who has not left.
    """
    require(acting.viewer, Act.MANAGE_PEOPLE)
    _subject(acting, kind, subject_id)
    house, ids = acting.viewer.organisation_id, (subject_id,)
    if kind is SubjectKind.MEMBER:
        _destroy_member(acting, subject_id)
    elif kind is SubjectKind.CONTACT:
        destroy_contacts(acting, house, ids)
    elif kind is SubjectKind.APPLICANT:
        award.destroy_applicants(acting.session, acting.ws.name, house, ids)
    else:
        destroy_attendees(acting, house, ids)
    words = written(reason, "reason")
    recorded(acting, house, kind.value, ids, f"{ON_REQUEST}: {words}" if words else ON_REQUEST)


def destructions(looking: Looking) -> tuple[Destroyed, ...]:
    """Return what the viewer's house destroyed, the latest first.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
    """
    require(looking.viewer, Act.MANAGE_PEOPLE)
    with looking.ws.ledger.read() as session:
        return queries.destructions(session, looking.ws.name, looking.viewer.organisation_id)


def require_subject(looking: Looking, kind: SubjectKind, subject_id: str) -> None:
    """Require that the viewer's house holds something of a person.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
        NotFoundError: it does not.
    """
    require(looking.viewer, Act.MANAGE_PEOPLE)
    _subject(looking, kind, subject_id)


def _everybody(looking: Looking) -> tuple[Subject, ...]:
    ws, house = looking.ws, looking.viewer.organisation_id
    with ws.ledger.read() as session:
        guests = queries.event_people(session, ws.name, house)
        contacts = queries.contact_people(session, ws.name, house)
        applicants = queries.award_people(session, ws.name, house)
    members = [person for person in people.people(ws) if person.organisation_id == house]
    logins = {person.id: account.login for person in members if (account := accounts.account(ws, person.id))}
    return (
        *(
            Subject(SubjectKind.MEMBER, person.id, person.name, logins.get(person.id, ""), "", person.organisation_ko)
            for person in members
            if person.name or person.id in logins
        ),
        *(_of_event(person) for person in guests),
        *(
            Subject(SubjectKind.CONTACT, person.id, person.name, person.email, person.phone, person.company)
            for person in contacts
        ),
        *(
            Subject(SubjectKind.APPLICANT, person.id, person.name, person.email, person.phone, person.where)
            for person in applicants
        ),
    )


def _of_event(person: EventPerson) -> Subject:
    where = " · ".join(filter(None, (person.firm, person.event_ko)))
    return Subject(SubjectKind.ATTENDEE, person.id, person.name, person.email, person.phone, where)


def _subject(looking: Looking, kind: SubjectKind, subject_id: str) -> Subject:
    for subject in _everybody(looking):
        if (subject.kind, subject.id) == (kind, subject_id):
            return subject
    raise NotFoundError(kind="person", id=subject_id)


def _card(subject: Subject) -> Section:
    fields = (("name", subject.name), ("email", subject.email), ("phone", subject.phone), ("where", subject.where))
    return Section("card", (tuple((name, value) for name, value in fields if value),))


def _of_kind(looking: Looking, subject: Subject) -> tuple[Section, ...]:
    session, name, house = looking.session, looking.ws.name, looking.viewer.organisation_id
    if subject.kind is SubjectKind.ATTENDEE:
        mine = [person for person in queries.event_people(session, name, house) if person.id == subject.id]
        lines = (
            (
                ("title", person.title),
                ("event", person.event_ko),
                ("held_on", person.held_on.isoformat()),
                ("state", person.state.value if person.state else ""),
                ("consents", ", ".join(person.consents)),
            )
            for person in mine
        )
        return (Section("event", tuple(map(_said, lines))),)
    if subject.kind is SubjectKind.CONTACT:
        contacts = [person for person in queries.contact_people(session, name, house) if person.id == subject.id]
        rows = (
            (("title", one.title), ("company", one.company), ("note", one.note), ("since", one.since.isoformat()))
            for one in contacts
        )
        return (Section("contact", tuple(map(_said, rows))),)
    if subject.kind is SubjectKind.APPLICANT:
        applied = [person for person in queries.award_people(session, name, house) if person.id == subject.id]
        said = ((("title", person.title), ("representative", person.representative)) for person in applied)
        return (Section("application", tuple(map(_said, said))),)
    return _of_member(looking, subject.id)


def _of_member(looking: Looking, person_id: str) -> tuple[Section, ...]:
    session, name = looking.session, looking.ws.name
    chosen = notices.preferences_of(session, name, person_id)
    views = (
        (("deck", view.deck_id), ("page", str(view.page)), ("way", view.way.value), ("at", _moment(view.at)))
        for view in deck_rights.views_by(session, name, person_id)
    )
    away = (
        (
            ("from", absence.from_day.isoformat()),
            ("until", absence.until_day.isoformat()),
            ("delegate", absence.delegate_id),
        )
        for absence in houses.absences(session, name, looking.viewer.organisation_id)
        if absence.person_id == person_id
    )
    wanted = (("language", chosen.language), ("address", chosen.address), ("webhook", chosen.webhook)) if chosen else ()
    return (
        Section("notices", (_said(wanted),) if wanted else ()),
        Section("absences", tuple(map(_said, away))),
        Section("views", tuple(map(_said, views))),
    )


def _consents(looking: Looking, subject_id: str) -> Section:
    rows = (
        (
            ("purpose", standing.consent.purpose.value),
            ("items", standing.consent.items),
            ("parts", ", ".join(standing.consent.parts)),
            ("recipient", standing.consent.recipient),
            ("side", standing.consent.side.value if standing.consent.side else ""),
            ("declined" if standing.consent.is_declined else "given", _moment(standing.given_at)),
            ("kept_until", standing.consent.kept_until.isoformat() if standing.consent.kept_until else ""),
            ("withdrawn", _moment(standing.withdrawn_at) if standing.withdrawn_at else ""),
        )
        for standing in queries.consents(looking.session, looking.ws.name, looking.viewer.organisation_id)
        if standing.consent.subject_id == subject_id
    )
    return Section("consents", tuple(map(_said, rows)))


def _handovers(looking: Looking, subject_id: str) -> Section:
    """Return to whom the house handed the person's contact, when and which items."""
    rows = (
        (
            ("at", _moment(kept.handed_at)),
            ("recipient", kept.handover.recipient),
            ("parts", ", ".join(handed.parts)),
        )
        for kept in queries.handovers(looking.session, looking.ws.name, looking.viewer.organisation_id)
        for handed in kept.handover.contacts
        if handed.subject_id == subject_id
    )
    return Section("handovers", tuple(map(_said, rows)))


def _letters(looking: Looking, subject: Subject) -> Section:
    session, name = looking.session, looking.ws.name
    letters = list(notices.letters_to(session, name, {subject.id}, 1_000)) if subject.kind is SubjectKind.MEMBER else []
    if subject.kind is SubjectKind.ATTENDEE:
        about = queries.letters_about_events(session, name, looking.viewer.organisation_id)
        letters = [row for row in about if subject.email and row.address == subject.email]
    rows = (
        (("at", _moment(row.made_at)), ("kind", row.kind), ("address", row.address), ("subject", row.subject))
        for row in letters
    )
    return Section("letters", tuple(map(_said, rows)))


def _said(line: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in line if value)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(SEOUL):%Y-%m-%d %H:%M}"


def destroy_attendees(acting: Acting, house: str, ids: Sequence[str]) -> None:
    """Destroy the cards of guests of a house's events and the letters to them, inside a transaction."""
    gone = [person for person in queries.event_people(acting.session, acting.ws.name, house) if person.id in ids]
    addresses = {person.email for person in gone if person.email}
    letters = queries.letters_about_events(acting.session, acting.ws.name, house)
    queries.destroy_letters(acting.session, acting.ws.name, {row.id for row in letters if row.address in addresses})
    irday.destroy_cards(acting.session, acting.ws.name, frozenset(ids))


def destroy_contacts(acting: Acting, house: str, ids: Sequence[str]) -> None:
    """Destroy the cards of a house's contacts, inside a transaction."""
    for contact in queries.contact_people(acting.session, acting.ws.name, house):
        if contact.id in ids:
            acting.record([ContactDestroyed(contact.id, contact.company_id, house)], after=contact.seq)
            profiles.destroy_contact_card(acting.session, acting.ws.name, contact.id)


def _destroy_member(acting: Acting, person_id: str) -> None:
    """Destroy name, log-in, wishes and letters of somebody who left.

    That somebody of an id that leads to nobody looked at a deck stays with its owner: a log of access is to be kept.

    Raises:
        InvalidInputError: the person has not left.
    """
    persons = people_queries.persons(acting.session, acting.ws.name)
    if not next(person.has_left for person in persons if person.id == person_id):
        raise InvalidInputError(field="person", problem="not_left", value=person_id)
    people_queries.destroy_name(acting.session, acting.ws.name, person_id)
    notices.forget_person(acting.session, acting.ws.name, person_id)
    accounts.forget_within(acting.session, acting.ws.name, person_id)


def recorded(acting: Acting, house: str, what: str, ids: Sequence[str], reason: str) -> None:
    """Append that something was destroyed, inside a transaction."""
    event = PersonalDataDestroyed(new_id("destroyed", house, what, *ids, acting.at), house, what, tuple(ids), reason)
    acting.record([event], after=0)
