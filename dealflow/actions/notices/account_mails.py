"""The letters of accounts: an invitation, a way back for whoever forgot the password. Without a post: to be copied.

Each goes in the language that its reader chose, and stands in the outbox: what was sent to whom, and when.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from dealflow.actions.notices import outbox, preferences
from dealflow.actions.notices.outbox import Content, Letter
from dealflow.actions.people import account_links, people
from dealflow.actions.people.account_links import RESET
from dealflow.actions.people.sittings import hashed
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.store.ledger.queries import accounts as account_queries

_MAKER = "system"


@dataclass(frozen=True, slots=True)
class AccountMail:
    """A one-time address and whose it is: ``purpose`` is join or reset, ``url`` the whole address."""

    purpose: str
    person_id: str
    name: str
    email: str
    url: str
    language: str = "ko"


Write = Callable[[AccountMail], Content]
"""What writes such a letter: ``reports.notices.letters.account_letter``."""


def hand_over(ws: Workspace, mail: AccountMail, write: Write, *, at: datetime, made_by: str = _MAKER) -> bool:
    """Send a one-time address to its person; False: no post is set up, so that it is shown to be copied."""
    if not outbox.is_mail_set_up(ws) or not mail.email:
        return False
    letter = Letter(
        id=hashed(mail.url)[:32],
        kind=mail.purpose,
        address=mail.email,
        language=mail.language,
        content=write(mail),
        person_id=mail.person_id,
        made_by=made_by,
    )
    return outbox.queue(ws, letter, at=at)


def send(acting: Acting, purpose: str, secret: str, base_url: str, write: Write) -> str:
    """Send the one-time address of a secret to whom it was made for; return whereto, empty: it is to be copied.

    Raises:
        SignInRefusedError: the address does not open (any more).
    """
    ws = acting.ws
    link = account_links.opened(ws, purpose, secret, at=acting.at)
    language = preferences.language_of(ws, link.person_id)
    mail = AccountMail(purpose, link.person_id, link.name, link.login, address(base_url, purpose, secret, language))
    went = hand_over(ws, replace(mail, language=language), write, at=acting.at, made_by=acting.viewer.person_id)
    return link.login if went else ""


def address(base_url: str, purpose: str, secret: str, language: str) -> str:
    """Return the whole one-time address of a secret, whose page speaks the reader's language."""
    return f"{base_url}/{purpose}/{secret}?lang={language}"


def forgotten(ws: Workspace, email: str, base_url: str, write: Write, *, at: datetime) -> bool:
    """Send whoever has that e-mail address a way to a new password; False: nobody has it.

    Nobody who asks may be told which of the two it was.
    """
    with ws.ledger.read() as session:
        row = account_queries.credential_by_login(session, ws.name, email.strip().casefold())
    person = next((known for known in people.people(ws) if row is not None and known.id == row.person_id), None)
    if row is None or person is None or person.has_left or not row.password_hash:
        return False
    secret = account_links.make(ws, RESET, person.id, login=row.login, made_by=_MAKER, at=at)
    language = preferences.language_of(ws, person.id)
    url = address(base_url, RESET, secret, language)
    return hand_over(ws, AccountMail(RESET, person.id, person.name, row.login, url, language), write, at=at)
