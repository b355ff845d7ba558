"""The people of an organisation, by whoever looks after them: invited, given another role, let go, taken back.

An administrator looks after everybody's places (and sees nobody's books by it), a house's own administrator after the
people of the own house. What somebody did stays theirs when they leave.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dealflow.actions.people import account_links, accounts, leaving, people, sittings
from dealflow.actions.people.account_links import JOIN, RESET
from dealflow.actions.people.company_keepers import require_may_invite_guest
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import commit, record, written
from dealflow.domain.notices.preferences import Preferences
from dealflow.domain.people.access import Act, Role, Viewer, may, require
from dealflow.domain.people.events import OrganisationRegistered, PersonChanged, PersonLeft, PersonReturned
from dealflow.domain.people.people import NewOrganisation, Person
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import accounts as account_queries
from dealflow.store.ledger.queries import notices
from dealflow.store.ledger.queries import people as people_queries
from dealflow.store.ledger.queries.visibility import Session


@dataclass(frozen=True, slots=True)
class Member:
    """A person of an organisation as whoever looks after them sees it; ``login`` is empty without an account."""

    person: Person
    login: str
    has_second_factor: bool
    sittings: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to invite: name and e-mail, the organisation and the role in it, and the language to write in."""

    name: str
    email: str
    organisation_id: str
    role: Role
    company_id: str | None = None
    language: str = "ko"


@remembered
def members(looking: Looking) -> tuple[Member, ...]:
    """Return the people whom the viewer looks after, by organisation: those who left last.

    Raises:
        NotAllowedError: the viewer looks after nobody.
    """
    require(looking.viewer, Act.MANAGE_PEOPLE)
    ws = looking.ws
    with ws.ledger.read() as session:
        logins = account_queries.logins(session, ws.name)
    mine = [person for person in people.people(ws) if people.looks_after(looking.viewer, person.organisation_id)]
    rows = []
    for person in sorted(mine, key=lambda person: person.has_left):
        account = accounts.account(ws, person.id) if person.id in logins else None
        factor = account is not None and account.has_second_factor
        rows.append(Member(person, logins.get(person.id, ""), factor, len(sittings.sittings(ws, person.id))))
    return tuple(rows)


def invite(acting: Acting, invitation: Invitation) -> str:
    """Register a person and return the secret of the address at which they make their account (seven days, once).

    Raises:
        NotAllowedError: the viewer does not look after that organisation, or has no such role to give.
        NotFoundError: the viewer knows of no such company.
        InvalidInputError: the name or the e-mail is missing or not taken, or others keep the guest's company.
    """
    _require_may_give(acting.viewer, invitation.organisation_id, invitation.role)
    if invitation.company_id is not None:
        with acting.ws.ledger.read() as session:
            require_may_invite_guest(acting.within(session), invitation.company_id)
    login = accounts.require_address(invitation.email)
    with acting.ws.ledger.read() as session:
        if account_queries.credential_by_login(session, acting.ws.name, login) is not None:
            raise InvalidInputError(field="login", problem="taken")
    person_id = people.register_person(
        _as_installation(acting),
        name=invitation.name,
        organisation_id=invitation.organisation_id,
        role=invitation.role,
        company_id=invitation.company_id,
    )
    chosen = Preferences(language=invitation.language)
    commit(acting.ws, lambda session: notices.keep_preferences(session, acting.ws.name, person_id, chosen))
    return _link(acting, JOIN, person_id, login)


def invite_again(acting: Acting, person_id: str, email: str) -> str:
    """Return the secret of a new address for somebody registered who has no account yet; the former one closes.

    Raises:
        NotAllowedError: the viewer does not look after that person.
        InvalidInputError: the e-mail is none.
    """
    people.looked_after(acting, person_id)
    return _link(acting, JOIN, person_id, accounts.require_address(email))


def reset(acting: Acting, person_id: str) -> str:
    """Return the secret of an address at which a person sets a new password (half an hour, once).

    Raises:
        NotAllowedError: the viewer does not look after that person.
        SignInRefusedError: the person has no account.
    """
    people.looked_after(acting, person_id)
    return _link(acting, RESET, person_id, accounts.require_account(acting.ws, person_id).login)


def drop_second_factor(acting: Acting, person_id: str) -> None:
    """Let a person who lost phone and recovery codes sign in by the password alone, and sign them out everywhere.

    Raises:
        NotAllowedError: the viewer does not look after that person.
    """
    people.looked_after(acting, person_id)
    accounts.drop_second_factor(acting.ws, person_id, at=acting.at)
    sittings.end_all(acting.ws, person_id)


def change_role(acting: Acting, person_id: str, role: Role) -> None:
    """Give a person another role; they sign in anew.

    Raises:
        NotAllowedError: the viewer does not look after that person, or has no such role to give.
        InvalidInputError: it is the last administrator, or a company's guest.
    """
    person = people.looked_after(acting, person_id)
    _require_may_give(acting.viewer, person.organisation_id, role)
    if person.role is role:
        return
    if Role.COMPANY_GUEST in {person.role, role}:
        raise InvalidInputError(field="role", problem="not_a_guest")
    _append(acting, PersonChanged(person_id, role))
    sittings.end_all(acting.ws, person_id)


def let_go(acting: Acting, person_id: str) -> None:
    """Let a person leave: nothing opens for them any more, at once; what they did stays.

    Raises:
        NotAllowedError: the viewer does not look after that person.
        InvalidInputError: it is the last administrator.
    """
    if not people.looked_after(acting, person_id).has_left:
        _append(acting, PersonLeft(person_id))
    leaving.close_feed(acting, person_id)
    accounts.forget(acting.ws, person_id)


def leaves_behind(looking: Looking, person_id: str, *, at: datetime) -> leaving.LeftBehind:
    """Return what of a person ends and what stays when they leave; deals and votes of the viewer's own house only.

    Raises:
        NotAllowedError: the viewer does not look after that person.
    """
    return leaving.left_behind(looking, people.looked_after(looking, person_id).id, at=at)


def end_sittings(acting: Acting, person_id: str) -> None:
    """Sign a person out everywhere.

    Raises:
        NotAllowedError: the viewer does not look after that person.
    """
    sittings.end_all(acting.ws, people.looked_after(acting, person_id).id)


def take_back(acting: Acting, person_id: str, email: str) -> str:
    """Let somebody who left be back, and return the secret of the address for a new account.

    Raises:
        NotAllowedError: the viewer does not look after that person.
        InvalidInputError: the e-mail is none.
    """
    login = accounts.require_address(email)
    if people.looked_after(acting, person_id).has_left:
        _append(acting, PersonReturned(person_id))
    return _link(acting, JOIN, person_id, login)


def change_organisation(acting: Acting, organisation_id: str, organisation: NewOrganisation) -> None:
    """Call an organisation otherwise; its kind stays.

    Raises:
        NotAllowedError: the viewer does not look after it.
        NotFoundError: there is none of that id.
        InvalidInputError: the name is missing.
    """
    require(acting.viewer, Act.MANAGE_PEOPLE)
    if not people.looks_after(acting.viewer, organisation_id):
        raise NotAllowedError(act=Act.MANAGE_PEOPLE.value, role=acting.viewer.role.value)
    known = {known.id: known for known in people.organisations(acting.ws)}
    if organisation_id not in known:
        raise NotFoundError(kind="organisation", id=organisation_id)
    before = known[organisation_id]
    event = OrganisationRegistered(
        organisation_id,
        written(organisation.name_ko, "name_ko", required=True),
        written(organisation.name_en, "name_en"),
        before.kind,
        written(organisation.region, "region"),
        before.is_demo,
    )

    def work(session: Session) -> None:
        past = len(journal.read_stream(session, acting.ws.name, event.stream))
        record(acting.ws, session, [event], acting.by, after=past)

    commit(acting.ws, work)


def roles_to_give(viewer: Viewer) -> tuple[Role, ...]:
    """Return the roles that a viewer may give: no higher one than the own, guests of companies apart."""
    given = (Role.HOUSE_ADMIN, Role.ANALYST, Role.OPERATOR, Role.ORGANISER, Role.VIEWER)
    return (Role.ADMIN, *given) if may(viewer, Act.ADMINISTER) else given


def _require_may_give(viewer: Viewer, organisation_id: str, role: Role) -> None:
    is_guest = role is Role.COMPANY_GUEST
    if not people.looks_after(viewer, organisation_id) or not (is_guest or role in roles_to_give(viewer)):
        raise NotAllowedError(act=Act.MANAGE_PEOPLE.value, role=viewer.role.value)


def _append(acting: Acting, event: PersonChanged | PersonLeft | PersonReturned) -> None:
    """Append what happens to a person, unless no administrator would be left."""

    def work(session: Session) -> None:
        persons = people_queries.persons(session, acting.ws.name)
        stays = [person for person in persons if person.role is Role.ADMIN and not person.has_left]
        if [person.id for person in stays] == [event.person_id] and not isinstance(event, PersonReturned):
            raise InvalidInputError(field="role", problem="last_admin")
        past = len(journal.read_stream(session, acting.ws.name, event.stream))
        record(acting.ws, session, [event], acting.by, after=past)

    commit(acting.ws, work)


def _as_installation(acting: Acting) -> Acting:
    """Return the same act in the name of the installation: a house's administrator registers for the own house."""
    return (
        Acting(acting.ws, people.SYSTEM, acting.at, acting.source) if not may(acting.viewer, Act.ADMINISTER) else acting
    )


def _link(acting: Acting, purpose: str, person_id: str, login: str) -> str:
    made_by = acting.viewer.person_id
    return account_links.make(acting.ws, purpose, person_id, login=login, made_by=made_by, at=acting.at)
