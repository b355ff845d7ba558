"""What was sent to whom and when, what failed and why: one's own letters, and all for who looks after the people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dealflow.actions.people import people
from dealflow.actions.people.account_links import JOIN, RESET
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.notices.outbox import OutboxState
from dealflow.domain.people.access import Act, may
from dealflow.errors import NothingToUndoError
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.queries import notices as queries
from dealflow.store.ledger.tables.notices import OutboxRow

_MOST: Final = 300


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter as it is listed; ``problem`` is why it did not go, empty where it did."""

    id: str
    kind: str
    channel: str
    person_id: str
    address: str
    subject: str
    state: OutboxState
    tries: int
    problem: str
    made_at: datetime
    due_at: datetime
    sent_at: datetime | None

    @property
    def is_wrong(self) -> bool:
        """Say whether a person should see to it."""
        return bool(self.problem)


def letters(looking: Looking) -> tuple[SentLetter, ...]:
    """Return the letters to the viewer; to whom the viewer looks after, too. The latest first."""
    viewer, ws = looking.viewer, looking.ws
    who: set[str] | None = {viewer.person_id}
    if may(viewer, Act.ADMINISTER):
        who = {person.id for person in people.people(ws)} | {""}
    elif may(viewer, Act.MANAGE_PEOPLE):
        who = {person.id for person in people.people(ws) if person.organisation_id == viewer.organisation_id}
    with ws.ledger.read() as session:
        return tuple(map(as_sent, queries.letters_to(session, ws.name, who, _MOST)))


def account_letters(looking: Looking, person_id: str) -> tuple[SentLetter, ...]:
    """Return the invitations and ways to a new password that were sent to a person, the latest first.

    Raises:
        NotAllowedError: the viewer does not look after that person.
    """
    ws, person = looking.ws, people.looked_after(looking, person_id)
    with ws.ledger.read() as session:
        rows = queries.letters_to(session, ws.name, {person.id}, _MOST)
    return tuple(as_sent(row) for row in rows if row.kind in {JOIN, RESET})


def all_letters(ws: Workspace) -> tuple[SentLetter, ...]:
    """Return the letters of the installation, the latest first: for whoever holds the files."""
    with ws.ledger.read() as session:
        return tuple(map(as_sent, queries.letters_to(session, ws.name, None, _MOST)))


@transacted
def give_up(acting: Acting, letter_id: str) -> None:
    """Let a letter that waits go no more.

    Raises:
        NothingToUndoError: it is on its way already, or is not the viewer's to stop.
    """
    row = queries.letter(acting.session, acting.ws.name, letter_id)
    is_own = row is not None and acting.viewer.person_id in {row.person_id, row.made_by}
    if row is None or row.state is not OutboxState.WAITING or not is_own:
        raise NothingToUndoError
    row.state, row.content = OutboxState.FAILED, ""
    acting.session.add(row)


def as_sent(row: OutboxRow) -> SentLetter:
    """Return a letter as it is listed."""
    return value_of(SentLetter, row, problem="last_error")
