"""What the events of imports change in the current tables."""

from __future__ import annotations

from dealflow.domain.sheets.events import ImportReverted, SheetImported
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.projections.current import Tables
from dealflow.store.ledger.projections.dispatch import put, row_of, write
from dealflow.store.ledger.tables.sheets import ImportRow


@write.register
def _(event: SheetImported, tables: Tables, recorded: Recorded) -> None:
    put(
        tables,
        ImportRow,
        recorded,
        event,
        id=event.import_id,
        imported_by=recorded.actor,
        imported_at=recorded.ts,
        seq=recorded.seq,
    )


@write.register
def _(event: ImportReverted, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, ImportRow, recorded.workspace, event.import_id)
    row.reverted_by, row.reverted_at = recorded.actor, recorded.ts
    row.withdrawn, row.restored, row.stayed = event.withdrawn, event.restored, len(event.stayed)
    row.seq = recorded.seq
