"""The record of processing (개인정보 처리 대장): what is kept of whom, why, how long, handed to whom, and what went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dealflow.actions.people import people, personal_data
from dealflow.actions.platform.context import Looking
from dealflow.domain.people.access import Act, require
from dealflow.domain.people.consents import Purpose
from dealflow.domain.people.house import HouseSettings, RetentionKind
from dealflow.domain.values.korean_days import korean_day
from dealflow.store.ledger.queries import deck_rights, houses
from dealflow.store.ledger.queries import personal_data as queries
from dealflow.store.ledger.queries.personal_data import EventPerson, KeptHandover


@dataclass(frozen=True, slots=True)
class Processing:
    """One line: a kind of data, in which event or nothing, of how many people, with which consents.

    ``basis`` is contract, consent, interest or duty; ``months`` None: no clock runs. ``handed_to`` counts the people
    whose data may go to third parties, ``given_to`` those whose contacts went to one, ``receivers`` names these.
    """

    what: str
    place: str
    place_en: str
    basis: str
    people: int
    handed_to: int
    months: int | None
    oldest: date | None
    destroyed: int
    given_to: int = 0
    receivers: tuple[str, ...] = ()


def register(looking: Looking, *, on: date) -> tuple[Processing, ...]:
    """Return the record of processing of the viewer's house as of a day.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
    """
    require(looking.viewer, Act.MANAGE_PEOPLE)
    ws, house = looking.ws, looking.viewer.organisation_id
    ws.later.write(ws.ledger)
    members = [person for person in people.people(ws) if person.organisation_id == house and person.name]
    gone = _gone(looking)
    with ws.ledger.read() as session:
        settings = houses.settings_of(session, ws.name, house)[0]
        guests = queries.event_people(session, ws.name, house)
        contacts = queries.contact_people(session, ws.name, house)
        letters = queries.letters_about_events(session, ws.name, house)
        views = deck_rights.views_on(session, ws.name, house)
        consents = [one for one in queries.consents(session, ws.name, house) if one.stands(on)]
        handovers = queries.handovers(session, ws.name, house)
    agreed = {one.consent.subject_id for one in consents}
    handed = {one.consent.subject_id for one in consents if one.consent.purpose is Purpose.THIRD_PARTY}
    rows = [Processing("members", "", "", "contract", len(members), 0, None, None, gone.get("member", 0))]
    rows += _events(guests, settings, handed, handovers)
    if contacts:
        basis = "consent" if all(contact.id in agreed for contact in contacts) else "interest"
        to_others = sum(contact.id in handed for contact in contacts)
        oldest = min(contact.since for contact in contacts)
        kind = RetentionKind.CONTACTS
        count = gone.get("contact", 0) + gone.get(kind.value, 0)
        rows.append(
            Processing(kind.value, "", "", basis, len(contacts), to_others, settings.months(kind), oldest, count)
        )
    if letters:
        kind, people_count = RetentionKind.LETTERS, len({row.address for row in letters})
        oldest = korean_day(letters[0].made_at)
        rows.append(
            Processing(kind.value, "", "", "consent", people_count, 0, settings.months(kind), oldest, gone.get(kind, 0))
        )
    if views:
        kind, oldest = RetentionKind.VIEWS, korean_day(min(view.at for view in views))
        readers = len({view.person_id for view in views})
        rows.append(
            Processing(kind.value, "", "", "duty", readers, 0, settings.months(kind), oldest, gone.get(kind, 0))
        )
    return tuple(rows)


def _events(
    guests: Sequence[EventPerson], settings: HouseSettings, handed: set[str], handovers: Sequence[KeptHandover]
) -> list[Processing]:
    """Return a line for each event and as whom people are known there."""
    receivers: dict[str, set[str]] = {}
    for kept in handovers:
        for contact in kept.handover.contacts:
            receivers.setdefault(contact.subject_id, set()).add(kept.handover.recipient)
    grouped: dict[tuple[str, RetentionKind], list[EventPerson]] = {}
    for guest in guests:
        kind = RetentionKind.PARTICIPANTS if guest.state == "confirmed" else RetentionKind.APPLICANTS
        grouped.setdefault((guest.ir_event_id, kind), []).append(guest)
    return [
        Processing(
            what=kind.value,
            place=people_there[0].event_ko,
            place_en=people_there[0].event_en,
            basis="consent",
            people=len(people_there),
            handed_to=sum(one.id in handed or one.is_handed_over for one in people_there),
            months=settings.months(kind),
            oldest=people_there[0].held_on,
            destroyed=0,
            given_to=sum(one.id in receivers for one in people_there),
            receivers=tuple(sorted(set().union(*(receivers.get(one.id, set()) for one in people_there)))),
        )
        for (_, kind), people_there in grouped.items()
    ]


def _gone(looking: Looking) -> dict[str, int]:
    """Return how many were destroyed so far, by what."""
    count: dict[str, int] = {}
    for entry in personal_data.destructions(looking):
        count[entry.what] = count.get(entry.what, 0) + max(1, len(entry.subject_ids))
    return count
