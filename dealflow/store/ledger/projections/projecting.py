"""From events to the current tables. Only projections write them, in the transaction of the event.

One function a kind of event, by area. Replaying the journal into empty tables gives equal ones, so nothing in them may
ask the clock, chance or the outer world.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import Table, delete
from sqlmodel import Session

from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.projections import (
    adoption,
    award,
    claims,
    companies,
    inbound,
    investment,
    irday,
    notes,
    people,
    pipeline,
    regional,
    sheets,
    tips,
)
from dealflow.store.ledger.projections.buffered import write_rows
from dealflow.store.ledger.projections.current import MemoryTables, Tables
from dealflow.store.ledger.projections.dispatch import write
from dealflow.store.ledger.tables.accounts import AccountLinkRow, CredentialRow, IdentityRow, SittingRow
from dealflow.store.ledger.tables.api import ApiAnswerRow, ApiTokenRow, WebhookDeliveryRow, WebhookRow
from dealflow.store.ledger.tables.award import ApplicantCard
from dealflow.store.ledger.tables.claims import ContactCard, DeckViewRow
from dealflow.store.ledger.tables.inbound import InboundLetter
from dealflow.store.ledger.tables.irday import AttendeeAbout, AttendeeName, ConsultationSignature
from dealflow.store.ledger.tables.journal import HeadRow, JournalRow, Row
from dealflow.store.ledger.tables.notes import DocumentName, NoteWords
from dealflow.store.ledger.tables.notices import NoticeMarkRow, NoticePreferenceRow, NoticeRow, OutboxRow
from dealflow.store.ledger.tables.people import PersonName
from dealflow.store.ledger.tables.search import SearchText

REGISTERED: Final = (
    people,
    claims,
    companies,
    investment,
    tips,
    pipeline,
    irday,
    notes,
    inbound,
    sheets,
    adoption,
    award,
    regional,
)
"""Their functions register themselves; named here so that whoever projects has them."""
_BESIDE: Final = (
    PersonName,
    AttendeeName,
    AttendeeAbout,
    ConsultationSignature,
    ContactCard,
    NoteWords,
    DocumentName,
    InboundLetter,
    DeckViewRow,
    ApplicantCard,
)
"""What people wrote, are called and looked at: beside the journal, to be destroyed."""
_PROVING: Final = (CredentialRow, IdentityRow, SittingRow, AccountLinkRow)
"""What proves who somebody is."""
_TELLING: Final = (NoticePreferenceRow, NoticeMarkRow, NoticeRow, OutboxRow)
"""What people are told, and what they want to be told."""
_SERVING: Final = (ApiTokenRow, ApiAnswerRow, WebhookRow, WebhookDeliveryRow)
"""When programs' tokens were used, what programs were answered, and whom the installation tells of changes."""
_OUTSIDE: Final = frozenset(
    str(table.__tablename__) for table in (JournalRow, HeadRow, SearchText, *_BESIDE, *_PROVING, *_TELLING, *_SERVING)
)
PROJECTED: Final[tuple[Table, ...]] = tuple(table for table in Row.metadata.sorted_tables if table.name not in _OUTSIDE)
"""The tables that follow from the journal alone, parents first."""
_ROWS: Final[dict[str, type[Row]]] = {str(row.__tablename__): row for row in Row.__subclasses__()}


def project(tables: Tables, recorded: Recorded) -> None:
    """Write what the event changes in the current tables.

    Raises:
        NotFoundError: the event speaks of a company, deck or engagement that no earlier event made.
    """
    write(recorded.event, tables, recorded)


def clear(session: Session, workspace: str) -> None:
    """Empty a workspace's projected tables."""
    for table in reversed(PROJECTED):
        session.connection().execute(delete(table).where(table.c.workspace == workspace))
    session.expire_all()


def fill(session: Session, tables: MemoryTables) -> None:
    """Write tables of memory into a workspace's emptied ones."""
    for table in PROJECTED:
        row = _ROWS[table.name]
        write_rows(session, row, tables.kept(row))
