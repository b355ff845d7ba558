"""What the events of decisions change in the current tables. Each state is folded by the domain and kept as it is."""

from __future__ import annotations

from dealflow.domain.investment import deal_state, session_state
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.investment.events import (
    DealEvent,
    DealScored,
    DealScoreWithdrawn,
    ExchangeRateKept,
    ExchangeRateWithdrawn,
    FundKept,
    ItemResolved,
    ItemTabled,
    MemoSectionRestored,
    MemoSectionWritten,
    ScorecardEdited,
    SessionEvent,
)
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger.projections.current import Tables
from dealflow.store.ledger.projections.dispatch import keeps, keeps_nothing, put, row_of, write
from dealflow.store.ledger.projections.pipeline import follow_engagement
from dealflow.store.ledger.tables.investment import AgendaRow, DealRow, DealScoreRow, FundRow, SessionRow

keeps(FundKept, FundRow, of="fund")
keeps(DealScored, DealScoreRow, of="given", given_at="@ts")
keeps_nothing(ExchangeRateKept, ExchangeRateWithdrawn, ScorecardEdited, MemoSectionWritten, MemoSectionRestored)


@write.register
def _(event: DealScoreWithdrawn, tables: Tables, recorded: Recorded) -> None:
    key = {"engagement_id": event.engagement_id, "reviewer_id": event.reviewer_id}
    tables.remove(DealScoreRow, {"workspace": recorded.workspace, **key})


@write.register
def _(event: DealEvent, tables: Tables, recorded: Recorded) -> None:
    engagement = follow_engagement(tables, recorded, event.engagement_id)
    row = tables.find(DealRow, recorded.workspace, engagement.id)
    before = Deal(engagement.id, engagement.owner_id) if row is None else row.deal
    after = deal_state.follow(before, recorded)
    put(tables, DealRow, recorded, after, owner_id=engagement.owner_id, deal=after)


@write.register
def _(event: SessionEvent, tables: Tables, recorded: Recorded) -> None:
    row = tables.find(SessionRow, recorded.workspace, event.session_id)
    after = session_state.follow(None if row is None else row.session, recorded)
    is_closed = after.closed_at is not None
    put(tables, SessionRow, recorded, after, is_closed=is_closed, session=after, seq=recorded.seq)
    if isinstance(event, ItemTabled):
        put(tables, AgendaRow, recorded, event.item, session_id=after.id, owner_id=after.owner_id)
    elif isinstance(event, ItemResolved):
        line = row_of(tables, AgendaRow, recorded.workspace, event.item_id)
        line.result, line.resolved_at = event.resolution.result, event.resolution.resolved_at
