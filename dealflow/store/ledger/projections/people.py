"""What the events of organisations and their people change in the current tables."""

from __future__ import annotations

from dealflow.domain.people.events import (
    ApiTokenKept,
    CalendarFeedKept,
    IrEventRegistered,
    OrganisationRegistered,
    PersonRegistered,
)
from dealflow.store.ledger.projections.dispatch import keeps, keeps_nothing
from dealflow.store.ledger.tables.people import IrEventRow, OrganisationRow, PersonRow

keeps(OrganisationRegistered, OrganisationRow, id="organisation_id", kind="organisation_kind")
keeps(PersonRegistered, PersonRow, id="person_id")
keeps(IrEventRegistered, IrEventRow, id="ir_event_id")
keeps_nothing(CalendarFeedKept, ApiTokenKept)
