"""One-time addresses of accounts: to set the installation up, to join, to set a new password. Kept as hashes.

Whoever holds one proves to have been given it, so it is short-lived, opens once, and a newer one closes the older.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from dealflow.actions.people import accounts, people, sittings
from dealflow.actions.people.sittings import hashed
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, commit
from dealflow.domain.people.access import OrganisationKind, Role
from dealflow.domain.people.people import NewOrganisation
from dealflow.errors import InvalidInputError, SignInRefusedError
from dealflow.store.ledger.queries import accounts as account_queries
from dealflow.store.ledger.queries.visibility import Session
from dealflow.store.ledger.tables.accounts import AccountLinkRow

SETUP: Final = "setup"
JOIN: Final = "join"
RESET: Final = "reset"
_LASTS: Final = {SETUP: timedelta(hours=24), JOIN: timedelta(days=7), RESET: timedelta(minutes=30)}


@dataclass(frozen=True, slots=True)
class OpenLink:
    """What an address that opens is for: whose account, and what is known of it already."""

    purpose: str
    person_id: str
    name: str
    login: str


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """What the first start asks for: the organisation, and its administrator."""

    organisation_ko: str
    organisation_en: str
    kind: OrganisationKind
    name: str
    login: str
    password: str


def make(ws: Workspace, purpose: str, person_id: str, *, login: str, made_by: str, at: datetime) -> str:
    """Return the secret of a new address; the person's former ones for the purpose open no more."""
    secret = secrets.token_urlsafe(24)

    def work(session: Session) -> None:
        account_queries.end_links(session, ws.name, person_id, purpose)
        session.add(
            AccountLinkRow(
                workspace=ws.name,
                secret_hash=hashed(secret),
                purpose=purpose,
                person_id=person_id,
                login=login.strip().casefold(),
                made_by=made_by,
                ends_at=at + _LASTS[purpose],
            )
        )

    commit(ws, work)
    return secret


def lasts_until(purpose: str, made_at: datetime) -> datetime:
    """Return until when an address made at that moment opens."""
    return made_at + _LASTS[purpose]


def opened(ws: Workspace, purpose: str, secret: str, *, at: datetime) -> OpenLink:
    """Return what the address of a secret is for.

    Raises:
        SignInRefusedError: it does not open (any more).
    """
    with ws.ledger.read() as session:
        row = account_queries.link(session, ws.name, hashed(secret))
    if row is None or row.purpose != purpose or row.used_at is not None or at >= row.ends_at:
        raise SignInRefusedError(problem="link")
    if purpose == SETUP:
        return OpenLink(purpose, "", "", "")
    person = next((person for person in people.people(ws) if person.id == row.person_id), None)
    if person is None or person.has_left:
        raise SignInRefusedError(problem="link")
    account = accounts.account(ws, person.id)
    return OpenLink(purpose, person.id, person.name, account.login if account else row.login)


def use(ws: Workspace, purpose: str, secret: str, login: str, password: str, *, at: datetime) -> str:
    """Let the holder of an address have this password (and, joining, this e-mail), and return the person's id.

    All sittings of the person end.

    Raises:
        SignInRefusedError: the address does not open.
        InvalidInputError: the e-mail or the password is not taken.
    """
    link = opened(ws, purpose, secret, at=at)
    accounts.set_password(ws, link.person_id, link.login if purpose == RESET else login, password, at=at)
    _use_up(ws, secret, at)
    sittings.end_all(ws, link.person_id)
    return link.person_id


def set_up(ws: Workspace, secret: str, first: FirstAccount, *, at: datetime) -> str:
    """Register the organisation and its administrator with a log-in, and return the administrator's id.

    Raises:
        SignInRefusedError: the address does not open, or somebody has an account already.
        InvalidInputError: something that is needed is missing or not taken.
    """
    opened(ws, SETUP, secret, at=at)
    with ws.ledger.read() as session:
        if account_queries.any_credential(session, ws.name):
            raise SignInRefusedError(problem="link")
    accounts.require_takeable(first.login, first.password)
    if not first.name.strip():
        raise InvalidInputError(field="name", problem="missing")
    system = Acting(ws, people.SYSTEM, at)
    organisation = people.register_organisation(
        system, NewOrganisation(first.organisation_ko, first.organisation_en, first.kind)
    )
    person = people.register_person(system, name=first.name, organisation_id=organisation, role=Role.ADMIN)
    accounts.set_password(ws, person, first.login, first.password, at=at)
    _use_up(ws, secret, at)
    return person


def _use_up(ws: Workspace, secret: str, at: datetime) -> None:
    def work(session: Session) -> None:
        row = account_queries.link(session, ws.name, hashed(secret))
        if row is None or row.used_at is not None:
            raise SignInRefusedError(problem="link")
        row.used_at = at
        session.add(row)

    commit(ws, work)


def invited(ws: Workspace, email: str, *, at: datetime) -> str | None:
    """Return whom an open invitation to that e-mail is for, using it up, or who has it as log-in; None: nobody.

    For whoever has proved to hold the address.
    """
    login = email.strip().casefold()

    def work(session: Session) -> str | None:
        known = account_queries.credential_by_login(session, ws.name, login)
        if known is not None:
            return known.person_id
        row = account_queries.open_invitation(session, ws.name, login, at)
        if row is None:
            return None
        row.used_at = at
        session.add(row)
        return row.person_id

    return commit(ws, work) if login else None
