"""Organisations, people, the IR events that they may know of: who is here, and who looks at the screen."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import Workspace, by, commit, new_id, record, written
from dealflow.domain.people.access import Act, OrganisationKind, Role, Viewer, may, require
from dealflow.domain.people.events import OrganisationRegistered, PersonRegistered
from dealflow.domain.people.people import IrEvent, NewOrganisation, Organisation, Person
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import people as people_queries
from dealflow.store.ledger.queries.visibility import Session

__all__ = [
    "SYSTEM",
    "IrEvent",
    "NewOrganisation",
    "Organisation",
    "Person",
    "colleagues",
    "ir_events",
    "organisations",
    "people",
    "register_organisation",
    "register_person",
    "single_user",
    "viewer_of",
]

SYSTEM: Final = Viewer("system", "system", Role.ADMIN)
"""The installation itself, which sets things up before anybody is there. It owns no books."""
OWN_ORGANISATION: Final = "own"
OWN_PERSON: Final = "me"


@remembered
def people(ws: Workspace) -> tuple[Person, ...]:
    """Return everyone of the workspace with organisation and role."""
    with ws.ledger.read() as session:
        return people_queries.persons(session, ws.name)


@remembered
def organisations(ws: Workspace, kinds: frozenset[OrganisationKind] | None = None) -> tuple[Organisation, ...]:
    """Return the organisations of these kinds or all, by Korean name."""
    with ws.ledger.read() as session:
        organisations = people_queries.organisations(session, ws.name)
    return tuple(organisation for organisation in organisations if kinds is None or organisation.kind in kinds)


@remembered
def viewer_of(ws: Workspace, person_id: str) -> Viewer:
    """Return the person as one who looks and acts.

    Raises:
        NotFoundError: nobody has that id, or whoever has it left.
    """
    for person in people(ws):
        if person.id == person_id and not person.has_left:
            return Viewer(person.id, person.organisation_id, person.role, person.company_id)
    raise NotFoundError(kind="person", id=person_id)


@remembered
def colleagues(ws: Workspace, organisation_id: str, also: frozenset[str] = frozenset()) -> tuple[Person, ...]:
    """Return the people of an organisation who may be chosen for something: no guest of a company, nobody who left.

    ``also`` were chosen before and stay to be chosen from, last, although they left.
    """
    ours = [person for person in people(ws) if person.organisation_id == organisation_id and person.company_id is None]
    chosen = [person for person in ours if not person.has_left or person.id in also]
    return tuple(sorted(chosen, key=lambda person: person.has_left))


def looked_after(looking: Looking, person_id: str) -> Person:
    """Return a person whom the viewer looks after: anybody for an administrator, people of the own house for its own.

    A house's administrator looks after no administrator of the installation: a new password for one would make them it.

    Raises:
        NotAllowedError: the viewer does not, or there is none.
    """
    person = next((person for person in people(looking.ws) if person.id == person_id), None)
    is_above = person is not None and person.role is Role.ADMIN and not may(looking.viewer, Act.ADMINISTER)
    if person is None or is_above or not looks_after(looking.viewer, person.organisation_id):
        raise NotAllowedError(act=Act.MANAGE_PEOPLE.value, role=looking.viewer.role.value)
    return person


def looks_after(viewer: Viewer, organisation_id: str) -> bool:
    """Say whether the viewer looks after the people of an organisation."""
    is_own = viewer.organisation_id == organisation_id
    return may(viewer, Act.ADMINISTER) or (may(viewer, Act.MANAGE_PEOPLE) and is_own)


def single_user(ws: Workspace, *, at: datetime) -> Viewer:
    """Return the administrator of a single-user installation, made at the first start with its organisation.

    Raises:
        InvalidInputError: several people work here, so that somebody has to be named.
    """
    if is_shared(ws):
        raise InvalidInputError(field="person", problem="shared")
    if not people(ws):
        _set_up(ws, at)
    return viewer_of(ws, OWN_PERSON)


def is_shared(ws: Workspace) -> bool:
    """Say whether people were registered, so that the installation is no single user's."""
    known = {person.id for person in people(ws)}
    return bool(known) and OWN_PERSON not in known


def _set_up(ws: Workspace, at: datetime) -> None:
    """Register the installation's own organisation and its administrator, both at once."""
    doer = by(SYSTEM, at)
    organisation = OrganisationRegistered(
        OWN_ORGANISATION, ws.settings.organisation_ko, ws.settings.organisation_en, OrganisationKind.VC
    )
    person = PersonRegistered(OWN_PERSON, OWN_ORGANISATION, Role.ADMIN)

    def work(session: Session) -> None:
        known = {other_person.id for other_person in people_queries.persons(session, ws.name)}
        if OWN_PERSON not in known:
            record(ws, session, [organisation], doer, after=0)
            record(ws, session, [person], doer, after=0)

    commit(ws, work)


def register_organisation(acting: Acting, organisation: NewOrganisation, *, organisation_id: str | None = None) -> str:
    """Register an organisation and return its id.

    Raises:
        NotAllowedError: the viewer is no administrator.
        ChangedMeanwhileError: there is an organisation of that id.
    """
    require(acting.viewer, Act.ADMINISTER)
    event = OrganisationRegistered(
        organisation_id=organisation_id
        or new_id("organisation", organisation.name_ko, organisation.name_en, acting.at),
        name_ko=written(organisation.name_ko, "name_ko", required=True),
        name_en=written(organisation.name_en, "name_en"),
        organisation_kind=organisation.kind,
        region=written(organisation.region, "region"),
        is_demo=organisation.is_demo,
    )
    commit(acting.ws, lambda session: record(acting.ws, session, [event], acting.by, after=0))
    return event.organisation_id


@transacted
def register_person(  # the fields of the form
    acting: Acting,
    *,
    name: str,
    organisation_id: str,
    role: Role,
    company_id: str | None = None,
    person_id: str | None = None,
) -> str:
    """Register a person and return its id; the name is kept outside the journal.

    Raises:
        NotAllowedError: the viewer is no administrator.
        InvalidInputError: the organisation is unknown, or a company's guest has no company.
        ChangedMeanwhileError: there is a person of that id.
    """
    require(acting.viewer, Act.ADMINISTER)
    text = written(name, "name", required=True)
    if (role is Role.COMPANY_GUEST) != (company_id is not None):
        raise InvalidInputError(field="company", problem="missing" if company_id is None else "not_a_guest")
    person = person_id or new_id("person", organisation_id, name, acting.at)
    event = PersonRegistered(person, organisation_id, role, company_id)
    if organisation_id not in {
        organisation.id for organisation in people_queries.organisations(acting.session, acting.ws.name)
    }:
        raise InvalidInputError(field="organisation", problem="unknown", value=organisation_id)
    acting.record([event], after=0)
    people_queries.keep_name(acting.session, acting.ws.name, person, text)
    return person


@remembered
def ir_events(looking: Looking) -> tuple[IrEvent, ...]:
    """Return the IR events of the workspace, latest first; they are public to everyone in it."""
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        return people_queries.ir_events(session, looking.ws.name)
