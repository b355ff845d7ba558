"""Organisations, people and IR events as they stand."""

from __future__ import annotations

from sqlmodel import Session, col, select

from dealflow.domain.people import people
from dealflow.domain.values.register_numbers import require_no_resident_number
from dealflow.store.ledger.mapping import value_of
from dealflow.store.ledger.tables.people import IrEventRow, OrganisationRow, PersonName, PersonRow


def organisations(session: Session, workspace: str) -> tuple[people.Organisation, ...]:
    """Return every organisation of the workspace, by Korean name."""
    rows = session.exec(
        select(OrganisationRow)
        .where(OrganisationRow.workspace == workspace)
        .order_by(OrganisationRow.name_ko, OrganisationRow.id)
    )
    return tuple(value_of(people.Organisation, row) for row in rows)


def persons(session: Session, workspace: str) -> tuple[people.Person, ...]:
    """Return everyone of the workspace with organisation and role, by organisation and id."""
    rows = session.exec(
        select(PersonRow, OrganisationRow, PersonName)
        .join(
            OrganisationRow,
            (col(OrganisationRow.workspace) == col(PersonRow.workspace))
            & (col(OrganisationRow.id) == PersonRow.organisation_id),
        )
        .join(
            PersonName,
            (col(PersonName.workspace) == col(PersonRow.workspace)) & (col(PersonName.person_id) == PersonRow.id),
            isouter=True,
        )
        .where(PersonRow.workspace == workspace)
        .order_by(OrganisationRow.name_ko, OrganisationRow.id, PersonRow.id)
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
            has_left=person.has_left,
        )
        for person, organisation, name in rows
    )


def names(session: Session, workspace: str) -> dict[str, str]:
    """Return the names of the people by their ids; destroyed names are missing."""
    rows = session.exec(select(PersonName).where(PersonName.workspace == workspace))
    return {row.person_id: row.name for row in rows}


def keep_name(session: Session, workspace: str, person_id: str, name: str) -> None:
    """Keep a person's name beside the journal, in the place of an earlier one.

    Raises:
        InvalidInputError: it holds what may be a resident number.
    """
    require_no_resident_number({"name": name})
    session.merge(PersonName(workspace=workspace, person_id=person_id, name=name))


def destroy_name(session: Session, workspace: str, person_id: str) -> None:
    """Destroy a person's name."""
    row = session.get(PersonName, (workspace, person_id))
    if row is not None:
        session.delete(row)


def ir_events(session: Session, workspace: str) -> tuple[people.IrEvent, ...]:
    """Return the IR events, latest first."""
    rows = session.exec(
        select(IrEventRow)
        .where(IrEventRow.workspace == workspace)
        .order_by(col(IrEventRow.held_on).desc(), IrEventRow.id)
    )
    return tuple(value_of(people.IrEvent, row) for row in rows)
