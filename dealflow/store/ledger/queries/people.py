"""Organisations, people and IR events as they stand."""

from __future__ import annotations

from sqlmodel import Session, col, select

from dealflow.domain.people import people
from dealflow.store.ledger.tables.core import IrEvent, Organisation, Person, PersonName


def organisations(session: Session, workspace: str) -> tuple[people.Organisation, ...]:
    """Return every organisation of the workspace, by Korean name."""
    rows = session.exec(
        select(Organisation).where(Organisation.workspace == workspace).order_by(Organisation.name_ko, Organisation.id)
    )
    return tuple(
        people.Organisation(row.id, row.name_ko, row.name_en, row.kind, row.region, row.is_demo) for row in rows
    )


def persons(session: Session, workspace: str) -> tuple[people.Person, ...]:
    """Return everyone of the workspace with organisation and role, by organisation and id."""
    found = session.exec(
        select(Person, Organisation, PersonName)
        .join(
            Organisation,
            (col(Organisation.workspace) == col(Person.workspace)) & (col(Organisation.id) == Person.organisation_id),
        )
        .join(
            PersonName,
            (col(PersonName.workspace) == col(Person.workspace)) & (col(PersonName.person_id) == Person.id),
            isouter=True,
        )
        .where(Person.workspace == workspace)
        .order_by(Organisation.name_ko, Organisation.id, Person.id)
    )
    return tuple(
        people.Person(
            id=person.id,
            name=name.name if name is not None else "",
            organisation_id=person.organisation_id,
            organisation_ko=organisation.name_ko,
            organisation_en=organisation.name_en,
            role=person.role,
            company_id=person.company_id,
        )
        for person, organisation, name in found
    )


def names(session: Session, workspace: str) -> dict[str, str]:
    """Return the names of the people by their ids; destroyed names are missing."""
    rows = session.exec(select(PersonName).where(PersonName.workspace == workspace))
    return {row.person_id: row.name for row in rows}


def keep_name(session: Session, workspace: str, person_id: str, name: str) -> None:
    """Keep a person's name beside the journal, in the place of an earlier one."""
    session.merge(PersonName(workspace=workspace, person_id=person_id, name=name))


def ir_events(session: Session, workspace: str) -> tuple[people.IrEvent, ...]:
    """Return the IR events, latest first."""
    rows = session.exec(
        select(IrEvent).where(IrEvent.workspace == workspace).order_by(col(IrEvent.held_on).desc(), IrEvent.id)
    )
    return tuple(
        people.IrEvent(row.id, row.organiser_id, row.title_ko, row.title_en, row.held_on, row.venue) for row in rows
    )
