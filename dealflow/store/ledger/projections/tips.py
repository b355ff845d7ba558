"""What the events of operators, of facts for eligibility and of reports change in the current tables."""

from __future__ import annotations

from dealflow.domain.tips import operator_state
from dealflow.domain.tips.events import (
    CompanyFactKept,
    FigureKept,
    FilingKept,
    GrantProjectKept,
    OperatorEvent,
    SharingKept,
)
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.projections.current import Tables
from dealflow.store.ledger.projections.dispatch import keeps, keeps_nothing, put, write
from dealflow.store.ledger.tables.tips import CompanyFactRow, FilingRow, GrantProjectRow, OperatorRow, SharingRow

keeps(CompanyFactKept, CompanyFactRow, kept_by="@actor", kept_at="@ts")
keeps(FilingKept, FilingRow, id="filing_id", changed_at="@ts")
keeps(GrantProjectKept, GrantProjectRow, of="project")
keeps(SharingKept, SharingRow)
keeps_nothing(FigureKept)


@write.register
def _(event: OperatorEvent, tables: Tables, recorded: Recorded) -> None:
    row = tables.find(OperatorRow, recorded.workspace, event.operator_id)
    after = operator_state.follow(None if row is None else row.operator, recorded)
    put(tables, OperatorRow, recorded, after, operator=after, seq=recorded.seq)
