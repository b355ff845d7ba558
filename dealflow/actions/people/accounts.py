"""Accounts: who signs in by which e-mail address and password, with a second factor, and how that is changed.

An installation of one person on one machine needs none. Once anybody has a log-in, or where the settings ask for
accounts, nobody is let in without one. What proves a person stands beside the journal.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore
from typing import Final, TypeVar

import pyotp
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dealflow.actions.people import people, signin, sittings
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import Workspace, commit
from dealflow.domain.people import passwords
from dealflow.domain.people.access import Act, Viewer, may
from dealflow.errors import InvalidInputError, NotFoundError, SignInRefusedError
from dealflow.store.ledger.queries import accounts
from dealflow.store.ledger.queries.visibility import Session
from dealflow.store.ledger.tables.accounts import CredentialRow, IdentityRow

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""OWASP's least for argon2id: 19 MiB and 26 ms a check here."""
_AT_ONCE: Final = BoundedSemaphore(2)
"""A hundred log-ins at once took 0.8 GB without it."""
_NOBODY: Final = _HASHER.hash(secrets.token_urlsafe(16))
"""What the password of an unknown address is held against, so that it takes as long."""
_RECOVERY_CODES: Final = 8
_HALF_MINUTE: Final = 30
_ADDRESS: Final = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Account:
    """A person's log-in as it may be shown."""

    person_id: str
    login: str
    has_second_factor: bool
    recovery_codes: int
    has_password: bool


@remembered
def are_used(ws: Workspace) -> bool:
    """Say whether people sign in here. The fictional event lets everybody be whom they please."""
    if ws.settings.demo:
        return False
    if ws.settings.accounts == "required":
        return True
    with ws.ledger.read() as session:
        return accounts.any_credential(session, ws.name)


def person_at(ws: Workspace, token: str, *, at: datetime) -> str | None:
    """Return who sits at the browser of a token, by an account where they are used; None: nobody."""
    return sittings.person_at(ws, token, at=at) if are_used(ws) else signin.person_of(token)


def account(ws: Workspace, person_id: str) -> Account | None:
    """Return a person's log-in, None if there is none."""
    with ws.ledger.read() as session:
        row = accounts.credential_of(session, ws.name, person_id)
    if row is None or row.login == _gone(person_id):
        return None
    codes = len(row.recovery_hashes.split())
    return Account(row.person_id, row.login, bool(row.totp_secret), codes, bool(row.password_hash))


def sign_in(ws: Workspace, login: str, password: str, *, at: datetime, browser: str = "") -> sittings.Begun:
    """Begin a sitting of whoever has that address and password; half of one where a second factor is still missing.

    Raises:
        SignInRefusedError: they do not belong together, or the person left. The words say no more.
    """
    with ws.ledger.read() as session:
        row = accounts.credential_by_login(session, ws.name, _plain_login(login))
    is_right = _verify(row.password_hash if row is not None and row.password_hash else _NOBODY, password)
    if row is None or not is_right or not row.password_hash:
        raise SignInRefusedError(problem="wrong")
    viewer = _present(ws, row.person_id)
    if _HASHER.check_needs_rehash(row.password_hash):
        commit(ws, lambda session: _set_hash(session, ws, row.person_id, password, at))
    way = sittings.HALF if row.totp_secret or needs_second_factor(ws, viewer) else "password"
    return sittings.begin(ws, row.person_id, way=way, at=at, browser=browser)


def needs_second_factor(ws: Workspace, viewer: Viewer) -> bool:
    """Say whether the person must have a second factor: the settings ask it of those who decide."""
    return ws.settings.two_factor == "deciders" and may(viewer, Act.DECIDE)


def finish(ws: Workspace, token: str, code: str, *, at: datetime, browser: str = "") -> sittings.Begun:
    """Make half a sitting a whole one by a code of the second factor, or by a recovery code, which is used up.

    Raises:
        SignInRefusedError: nobody half signed in is at that browser, or the code is not right now.
    """
    half = sittings.half_at(ws, token, at=at)
    if half is None:
        raise SignInRefusedError(problem="again")
    typed = code.replace(" ", "").replace("-", "")

    def work(session: Session) -> bool:
        row = accounts.credential_of(session, ws.name, half)
        if row is None or not row.totp_secret:
            return False
        if _hash(typed.lower()) in row.recovery_hashes.split():
            left = [known for known in row.recovery_hashes.split() if known != _hash(typed.lower())]
            row.recovery_hashes = " ".join(left)
            session.add(row)
            return True
        step = _step_of(row.totp_secret, typed, at)
        if step is None or step <= row.totp_step:
            return False
        row.totp_step = step
        session.add(row)
        return True

    if not commit(ws, work):
        raise SignInRefusedError(problem="code")
    sittings.end(ws, token)
    return sittings.begin(ws, half, way="password", at=at, browser=browser)


def offered_secret(ws: Workspace, person_id: str) -> tuple[str, str]:
    """Return a new secret for a second factor and the address that an authenticator scans; kept once it was proved."""
    known = account(ws, person_id)
    secret = pyotp.random_base32()
    return secret, pyotp.TOTP(secret, name=known.login if known else person_id, issuer="dealflow").provisioning_uri()


def keep_second_factor(ws: Workspace, person_id: str, secret: str, code: str, *, at: datetime) -> tuple[str, ...]:
    """Keep a second factor that a code of it proves, and return recovery codes, which are shown once.

    Raises:
        SignInRefusedError: the code is not one of the secret's now.
    """
    step = _step_of(secret, code.replace(" ", ""), at)
    if step is None:
        raise SignInRefusedError(problem="code")
    codes = tuple(secrets.token_hex(5) for _ in range(_RECOVERY_CODES))

    def work(session: Session) -> None:
        row = _required(session, ws, person_id)
        row.totp_secret, row.totp_step = secret, step
        row.recovery_hashes = " ".join(_hash(recovery_code) for recovery_code in codes)
        row.changed_at = at
        session.add(row)

    commit(ws, work)
    return codes


def drop_second_factor(ws: Workspace, person_id: str, *, at: datetime) -> None:
    """Let a person sign in by the password alone again."""

    def work(session: Session) -> None:
        row = _required(session, ws, person_id)
        row.totp_secret, row.totp_step, row.recovery_hashes, row.changed_at = "", 0, "", at
        session.add(row)

    commit(ws, work)


def change_password(ws: Workspace, person_id: str, before: str, after: str, *, at: datetime) -> None:
    """Set a new password for somebody who knows the one of today.

    Raises:
        SignInRefusedError: the one of today is another.
        InvalidInputError: the new one is not taken.
    """
    with ws.ledger.read() as session:
        row = accounts.credential_of(session, ws.name, person_id)
    if row is None or not _verify(row.password_hash or _NOBODY, before):
        raise SignInRefusedError(problem="wrong_password")
    set_password(ws, person_id, row.login, after, at=at)


def set_password(ws: Workspace, person_id: str, login: str, password: str, *, at: datetime) -> None:
    """Give a person this address and password.

    Raises:
        InvalidInputError: the address is none or somebody else's, or the password is not taken.
    """
    known = require_takeable(login, password)
    hashed = _hashed(password)

    def work(session: Session) -> None:
        other = accounts.credential_by_login(session, ws.name, known)
        if other is not None and other.person_id != person_id:
            raise InvalidInputError(field="login", problem="taken")
        row = accounts.credential_of(session, ws.name, person_id) or CredentialRow(
            workspace=ws.name,
            person_id=person_id,
            login=known,
            password_hash="",
            totp_secret="",
            totp_step=0,
            recovery_hashes="",
            changed_at=at,
        )
        row.login, row.password_hash, row.changed_at = known, hashed, at
        session.add(row)

    commit(ws, work)


def require_address(login: str) -> str:
    """Require that a text is an e-mail address, and return it in small letters.

    Raises:
        InvalidInputError: it is none.
    """
    known = _plain_login(login)
    if not _ADDRESS.fullmatch(known):
        raise InvalidInputError(field="login", problem="no_address")
    return known


def require_account(ws: Workspace, person_id: str) -> Account:
    """Return a person's log-in.

    Raises:
        SignInRefusedError: there is none.
    """
    known = account(ws, person_id)
    if known is None:
        raise SignInRefusedError(problem="no_account")
    return known


def require_takeable(login: str, password: str) -> str:
    """Require that an e-mail address is one and a password would be taken, and return the address in small letters.

    Raises:
        InvalidInputError: it is none, or would not.
    """
    known = require_address(login)
    if problem := passwords.problem_of(password, known):
        raise InvalidInputError(field="password", problem=f"password_{problem}", limit=passwords.LEAST)
    return known


def person_behind(ws: Workspace, issuer: str, subject: str) -> str | None:
    """Return whom a provider means by a subject, None for a stranger."""
    with ws.ledger.read() as session:
        row = accounts.identity(session, ws.name, issuer, subject)
    return None if row is None else row.person_id


def keep_identity(ws: Workspace, person_id: str, issuer: str, subject: str) -> None:
    """Let a provider's subject be that person from now on."""
    commit(
        ws,
        lambda session: session.add(
            IdentityRow(workspace=ws.name, issuer=issuer, subject=subject, person_id=person_id)
        ),
    )


def forget(ws: Workspace, person_id: str) -> None:
    """Destroy what proves a person and end the sittings: nobody proves to be them any more.

    An empty row stays, so that an installation where accounts were used never opens to everybody again.
    """
    commit(ws, lambda session: forget_within(session, ws.name, person_id))


def forget_within(session: Session, workspace: str, person_id: str) -> None:
    """Do as ``forget`` inside a transaction."""
    row = accounts.credential_of(session, workspace, person_id)
    if row is not None:
        row.login, row.password_hash = _gone(person_id), ""
        row.totp_secret, row.totp_step, row.recovery_hashes = "", 0, ""
        session.add(row)
    accounts.forget_identities(session, workspace, person_id)
    accounts.end_sittings(session, workspace, person_id)
    for purpose in ("join", "reset"):
        accounts.end_links(session, workspace, person_id, purpose)


def _present(ws: Workspace, person_id: str) -> Viewer:
    try:
        return people.viewer_of(ws, person_id)
    except NotFoundError as error:
        raise SignInRefusedError(problem="wrong") from error


def _required(session: Session, ws: Workspace, person_id: str) -> CredentialRow:
    row = accounts.credential_of(session, ws.name, person_id)
    if row is None:
        raise SignInRefusedError(problem="no_account")
    return row


def _set_hash(session: Session, ws: Workspace, person_id: str, password: str, at: datetime) -> None:
    row = _required(session, ws, person_id)
    row.password_hash, row.changed_at = _hashed(password), at
    session.add(row)


def _gone(person_id: str) -> str:
    """Return what stands in the place of a destroyed e-mail address: no address can be like it."""
    return f"gone {person_id}"


def _plain_login(login: str) -> str:
    return login.strip().casefold()


def _hashed(password: str) -> str:
    return _slowly(lambda: _HASHER.hash(passwords.plain(password)))


def _verify(hashed: str, password: str) -> bool:
    def check() -> bool:
        try:
            return _HASHER.verify(hashed, passwords.plain(password)[: passwords.MOST * 2])
        except (VerificationError, InvalidHashError):
            return False

    return _slowly(check)


def _slowly(work: Callable[[], Done]) -> Done:
    """Return what takes much memory, a few at a time."""
    with _AT_ONCE:
        return work()


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    """Return the half minute whose code it is: this one, the one before or the next; None if it is none of them."""
    now = int(at.timestamp()) // _HALF_MINUTE
    totp = pyotp.TOTP(secret)
    for step in (now, now - 1, now + 1):
        if secrets.compare_digest(totp.generate_otp(step), code):
            return step
    return None


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
