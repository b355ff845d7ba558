"""What the events of inbounds change in the current tables."""

from __future__ import annotations

from dealflow.domain.inbound.events import (
    InboundDeclined,
    InboundDestroyed,
    InboundFiled,
    InboundReceived,
    InboundReopened,
)
from dealflow.domain.inbound.inbound import InboundState
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.mapping import change
from dealflow.store.ledger.projections.current import Tables
from dealflow.store.ledger.projections.dispatch import put, row_of, write
from dealflow.store.ledger.tables.inbound import InboundRow


@write.register
def _(event: InboundReceived, tables: Tables, recorded: Recorded) -> None:
    put(
        tables,
        InboundRow,
        recorded,
        event.inbound,
        state=InboundState.AUTOMATIC if event.inbound.is_automatic else InboundState.WAITING,
        company_id="",
        note_id="",
        reason="",
        inbound=event.inbound,
        settled_by="",
        settled_at=None,
        received_at=recorded.ts,
        seq=recorded.seq,
    )


@write.register
def _(event: InboundFiled, tables: Tables, recorded: Recorded) -> None:
    _settle(tables, recorded, event, state=InboundState.FILED, reason="")


@write.register
def _(event: InboundDeclined, tables: Tables, recorded: Recorded) -> None:
    _settle(tables, recorded, event, state=InboundState.DECLINED)


@write.register
def _(event: InboundReopened, tables: Tables, recorded: Recorded) -> None:
    row = row_of(tables, InboundRow, recorded.workspace, event.inbound_id)
    waits = {"state": InboundState.WAITING, "company_id": "", "note_id": "", "reason": ""}
    change(row, event, settled_by="", settled_at=None, seq=recorded.seq, **waits)


@write.register
def _(event: InboundDestroyed, tables: Tables, recorded: Recorded) -> None:
    change(row_of(tables, InboundRow, recorded.workspace, event.inbound_id), event, seq=recorded.seq)


def _settle(tables: Tables, recorded: Recorded, event: InboundFiled | InboundDeclined, **columns: object) -> None:
    row = row_of(tables, InboundRow, recorded.workspace, event.inbound_id)
    change(row, event, settled_by=recorded.actor, settled_at=recorded.ts, seq=recorded.seq, **columns)
