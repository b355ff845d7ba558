"""What the events of organisations and their people change in the current tables."""

from __future__ import annotations

from dealflow.domain.people.events import (
    ApiTokenKept,
    CalendarFeedKept,
    IrEventRegistered,
    OrganisationRegistered,
    PersonChanged,
    PersonLeft,
    PersonRegistered,
    PersonReturned,
)
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.projections.current import Tables
from dealflow.store.ledger.projections.dispatch import keeps, keeps_nothing, put, row_of, write
from dealflow.store.ledger.tables.people import IrEventRow, OrganisationRow, PersonRow

keeps(OrganisationRegistered, OrganisationRow, id="organisation_id", kind="organisation_kind")
keeps(IrEventRegistered, IrEventRow, id="ir_event_id")
keeps_nothing(CalendarFeedKept, ApiTokenKept)


@write.register
def _(event: PersonRegistered, tables: Tables, recorded: Recorded) -> None:
    put(tables, PersonRow, recorded, event, id=event.person_id, has_left=False)


@write.register
def _(event: PersonChanged, tables: Tables, recorded: Recorded) -> None:
    row_of(tables, PersonRow, recorded.workspace, event.person_id).role = event.role


@write.register
def _(event: PersonLeft, tables: Tables, recorded: Recorded) -> None:
    row_of(tables, PersonRow, recorded.workspace, event.person_id).has_left = True


@write.register
def _(event: PersonReturned, tables: Tables, recorded: Recorded) -> None:
    row_of(tables, PersonRow, recorded.workspace, event.person_id).has_left = False
