"""What may be a person's resident number in books that were kept before such numbers were refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import select
from sqlmodel import Session

from dealflow.domain.values.register_numbers import fields_naming_a_person, may_name_a_person
from dealflow.store.ledger import codec
from dealflow.store.ledger.tables.award import ApplicantCard
from dealflow.store.ledger.tables.claims import ContactCard
from dealflow.store.ledger.tables.inbound import InboundLetter
from dealflow.store.ledger.tables.irday import AttendeeAbout, AttendeeName
from dealflow.store.ledger.tables.journal import Row
from dealflow.store.ledger.tables.notes import DocumentName, NoteWords
from dealflow.store.ledger.tables.people import PersonName

_CHUNK: Final = 1000
_BESIDE: Final[tuple[tuple[type[Row], str], ...]] = (
    (PersonName, "person_id"),
    (AttendeeName, "attendee_id"),
    (AttendeeAbout, "attendee_id"),
    (ContactCard, "contact_id"),
    (NoteWords, "note_id"),
    (DocumentName, "document_id"),
    (InboundLetter, "inbound_id"),
    (ApplicantCard, "application_id"),
)


def in_the_journal(session: Session, workspace: str) -> Iterator[tuple[str, str, str]]:
    """Yield position, kind of event and field of each sighting, oldest first."""
    journal = Row.metadata.tables["journal"]
    query = select(journal.c.position, journal.c.kind, journal.c.payload).where(journal.c.workspace == workspace)
    for position, kind, payload in session.connection().execute(
        query.order_by(journal.c.position).execution_options(yield_per=_CHUNK)
    ):
        if may_name_a_person(payload):
            for field in fields_naming_a_person(codec.decode(kind, payload)):
                yield str(position), kind, field


def beside_the_journal(session: Session, workspace: str) -> Iterator[tuple[str, str, str]]:
    """Yield record, table and field of each sighting among names and words of people, which no journal keeps."""
    for model, key in _BESIDE:
        table = model.metadata.tables[str(model.__tablename__)]
        for row in session.connection().execute(select(table).where(table.c.workspace == workspace)).mappings():
            for field in fields_naming_a_person(dict(row)):
                yield f"{table.name}:{row[key]}", table.name, field
