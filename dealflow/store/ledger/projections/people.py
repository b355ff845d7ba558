"""What the events of organisations and their people change in the current tables."""

from __future__ import annotations

from dealflow.domain.people.events import (
    AbsenceKept,
    ActProposed,
    ActSettled,
    ApiTokenKept,
    CalendarFeedKept,
    ConsentDeclined,
    ConsentGiven,
    ConsentWithdrawn,
    HouseSettingsKept,
    IrEventRegistered,
    OrganisationRegistered,
    PersonalDataDestroyed,
    PersonChanged,
    PersonLeft,
    PersonRegistered,
    PersonReturned,
)
from dealflow.domain.people.two_person import ProposalState
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.projections.current import Tables
from dealflow.store.ledger.projections.dispatch import keeps, keeps_nothing, put, row_of, write
from dealflow.store.ledger.tables.people import (
    AbsenceRow,
    ConsentRow,
    DestructionRow,
    HouseRow,
    IrEventRow,
    OrganisationRow,
    PersonRow,
    ProposalRow,
)

keeps(OrganisationRegistered, OrganisationRow, id="organisation_id", kind="organisation_kind")
keeps(IrEventRegistered, IrEventRow, id="ir_event_id")
keeps(HouseSettingsKept, HouseRow)
keeps(AbsenceKept, AbsenceRow, of="absence")
keeps(PersonalDataDestroyed, DestructionRow, id="destruction_id", destroyed_at="@ts", destroyed_by="@actor")
keeps_nothing(CalendarFeedKept, ApiTokenKept)


@write.register
def _(event: ConsentGiven | ConsentDeclined, tables: Tables, recorded: Recorded) -> None:
    put(
        tables,
        ConsentRow,
        recorded,
        event.consent,
        consent=event.consent,
        given_at=recorded.ts,
        kept_by=recorded.actor,
        withdrawn_at=None,
        seq=recorded.seq,
    )


@write.register
def _(event: ConsentWithdrawn, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, ConsentRow, recorded.workspace, event.consent_id)
    row.withdrawn_at, row.seq = recorded.ts, recorded.seq


@write.register
def _(event: ActProposed, tables: Tables, recorded: Recorded) -> None:
    put(
        tables,
        ProposalRow,
        recorded,
        event,
        id=event.proposal_id,
        proposed_by=recorded.actor,
        proposed_at=recorded.ts,
        state=ProposalState.WAITING,
        settled_by="",
        settled_at=None,
        seq=recorded.seq,
    )


@write.register
def _(event: ActSettled, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, ProposalRow, recorded.workspace, event.proposal_id)
    row.state = ProposalState.CONFIRMED if event.is_confirmed else ProposalState.DECLINED
    row.settled_by, row.settled_at, row.seq = recorded.actor, recorded.ts, recorded.seq


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
