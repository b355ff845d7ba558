"""What the events of decisions change in the current tables. Each state is folded by the domain and kept as it is."""

from __future__ import annotations

from sqlmodel import Session

from dealflow.domain.investment import deal_state, events, session_state
from dealflow.domain.investment.deal_terms import Deal
from dealflow.domain.people.events import ApiTokenKept, CalendarFeedKept
from dealflow.domain.pipeline.events import EngagementsJoined, HolidayKept, TrackEdited
from dealflow.domain.pipeline.funnel import Track
from dealflow.domain.tips import operator_state
from dealflow.domain.tips.events import CompanyFactKept, FigureKept, FilingKept, OperatorEvent
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger import codec
from dealflow.store.ledger.projections.dispatch import row_of, touch, write
from dealflow.store.ledger.tables.investment import (
    AgendaRow,
    CompanyFactRow,
    DealRow,
    FilingRow,
    FundRow,
    HolidayRow,
    OperatorRow,
    SessionRow,
    TrackRow,
)


@write.register
def _(event: events.FundKept, session: Session, recorded: Recorded) -> None:
    session.merge(
        FundRow(
            workspace=recorded.workspace,
            id=event.fund.id,
            owner_id=event.fund.owner_id,
            fund_json=codec.encode_state(event.fund),
            seq=recorded.seq,
        )
    )


@write.register
def _(event: events.DealEvent, session: Session, recorded: Recorded) -> None:
    engagement = touch(session, recorded, event.engagement_id)
    row = session.get(DealRow, (recorded.workspace, engagement.id))
    before = Deal(engagement.id, engagement.owner_id) if row is None else row.deal
    session.merge(
        DealRow(
            workspace=recorded.workspace,
            engagement_id=engagement.id,
            owner_id=engagement.owner_id,
            deal_json=codec.encode_state(deal_state.follow(before, recorded)),
        )
    )


@write.register
def _(event: EngagementsJoined, session: Session, recorded: Recorded) -> None:
    touch(session, recorded, event.engagement_id).joined_id = event.joined_id or None


@write.register
def _(event: events.SessionEvent, session: Session, recorded: Recorded) -> None:
    row = session.get(SessionRow, (recorded.workspace, event.session_id))
    after = session_state.follow(None if row is None else row.session, recorded)
    session.merge(
        SessionRow(
            workspace=recorded.workspace,
            id=after.id,
            owner_id=after.owner_id,
            kind=after.kind,
            held_at=after.held_at,
            is_closed=after.closed_at is not None,
            session_json=codec.encode_state(after),
            seq=recorded.seq,
        )
    )
    if isinstance(event, events.ItemTabled):
        item = event.item
        session.add(
            AgendaRow(
                workspace=recorded.workspace,
                id=item.id,
                session_id=after.id,
                owner_id=after.owner_id,
                engagement_id=item.engagement_id,
                company_id=item.company_id,
                fund_id=item.fund_id,
            )
        )
    elif isinstance(event, events.ItemResolved):
        line = row_of(session, AgendaRow, recorded.workspace, event.item_id)
        line.result, line.resolved_at = event.resolution.result, event.resolution.resolved_at


@write.register
def _(event: OperatorEvent, session: Session, recorded: Recorded) -> None:
    row = session.get(OperatorRow, (recorded.workspace, event.operator_id))
    after = operator_state.follow(None if row is None else row.operator, recorded)
    session.merge(
        OperatorRow(
            workspace=recorded.workspace,
            id=after.id,
            organisation_id=after.organisation_id,
            operator_json=codec.encode_state(after),
            seq=recorded.seq,
        )
    )


@write.register
def _(event: CompanyFactKept, session: Session, recorded: Recorded) -> None:
    session.merge(
        CompanyFactRow(
            workspace=recorded.workspace,
            company_id=event.company_id,
            organisation_id=event.organisation_id,
            fact=event.fact,
            value=event.value,
            as_of=event.as_of,
            valid_to=event.valid_to,
            proof=event.proof,
            kept_by=recorded.actor,
            kept_at=recorded.ts,
        )
    )


@write.register
def _(event: FilingKept, session: Session, recorded: Recorded) -> None:
    session.merge(
        FilingRow(
            workspace=recorded.workspace,
            id=event.filing_id,
            owner_id=event.owner_id,
            report=event.report,
            session_id=event.session_id,
            item_id=event.item_id,
            state=event.state,
            filed_at=event.filed_at,
            filed_by=event.filed_by,
            values_json=codec.encode_pairs(event.values),
            changed_at=recorded.ts,
            seq=recorded.seq,
        )
    )


@write.register
def _(event: TrackEdited, session: Session, recorded: Recorded) -> None:
    track = Track(event.track_id, event.name_ko, event.name_en, event.stages)
    session.merge(
        TrackRow(
            workspace=recorded.workspace,
            id=event.track_id,
            track_json=codec.encode_state(track),
            edited_by=recorded.actor,
            edited_at=recorded.ts,
            seq=recorded.seq,
        )
    )


@write.register
def _(event: HolidayKept, session: Session, recorded: Recorded) -> None:
    session.merge(HolidayRow(workspace=recorded.workspace, day=event.day, is_closed=event.closed, name=event.name))


@write.register
def _(
    event: CalendarFeedKept | ApiTokenKept | FigureKept,
    session: Session,
    recorded: Recorded,
) -> None:
    del event, session, recorded  # its stream is short and is read itself
