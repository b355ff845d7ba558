"""From events to the current tables. Only these functions write them, in the transaction of the event.

One function a kind of event. Replaying the journal into empty tables gives equal ones, so nothing here may ask the
clock, chance or the outer world.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Table, bindparam, delete, insert, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from dealflow.domain.claims.claims import Claim, Verdict
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.claims.events import (
    ClaimAdded,
    ClaimVerified,
    CompanyAmended,
    CompanyRegistered,
    DeckAssigned,
    DeckRead,
    DeckReceived,
    DeckRefused,
    DeckRequeued,
)
from dealflow.domain.people.events import IrEventRegistered, OrganisationRegistered, PersonRegistered
from dealflow.domain.pipeline.events import (
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementStatusSet,
    NextStepSet,
)
from dealflow.domain.pipeline.funnel import Status
from dealflow.domain.pipeline.stage_intervals import Interval, follow
from dealflow.domain.values.event import Recorded
from dealflow.store.ledger import codec
from dealflow.store.ledger.projections import investment, irday
from dealflow.store.ledger.projections.dispatch import row_of, touch, write
from dealflow.store.ledger.tables.core import (
    ClaimRow,
    Company,
    Deck,
    EngagementRow,
    HeadRow,
    IrEvent,
    JournalRow,
    Organisation,
    Person,
    PersonName,
    Row,
    VerificationRow,
)
from dealflow.store.ledger.tables.irday import AttendeeName

REGISTERED: Final = (investment, irday)
"""Their functions register themselves; named here so that whoever projects has them."""
_OUTSIDE: Final = frozenset(str(table.__tablename__) for table in (JournalRow, HeadRow, PersonName, AttendeeName))
PROJECTED: Final[tuple[Table, ...]] = tuple(table for table in Row.metadata.sorted_tables if table.name not in _OUTSIDE)
"""The tables that follow from the journal alone, parents first."""

_INTERVAL: Final[Table] = Row.metadata.tables["stage_interval"]
_OF_ENGAGEMENT: Final = (
    _INTERVAL.c.workspace == bindparam("workspace"),
    _INTERVAL.c.engagement_id == bindparam("engagement_id"),
)
_STAYS: Final = select(_INTERVAL).where(*_OF_ENGAGEMENT).order_by(_INTERVAL.c.seq)
_FORGET_STAY: Final = delete(_INTERVAL).where(*_OF_ENGAGEMENT, _INTERVAL.c.seq == bindparam("number"))
_ADD_STAY: Final = insert(_INTERVAL)


def project(session: Session, recorded: Recorded) -> None:
    """Write what the event changes in the current tables.

    Raises:
        NotFoundError: the event speaks of a company, deck or engagement that no earlier event made.
    """
    write(recorded.event, session, recorded)
    session.flush()


def clear(session: Session, workspace: str) -> None:
    """Empty a workspace's projected tables."""
    for table in reversed(PROJECTED):
        session.connection().execute(delete(table).where(table.c.workspace == workspace))
    session.expire_all()


@write.register
def _(event: OrganisationRegistered, session: Session, recorded: Recorded) -> None:
    session.merge(
        Organisation(
            workspace=recorded.workspace,
            id=event.organisation_id,
            name_ko=event.name_ko,
            name_en=event.name_en,
            kind=event.organisation_kind,
            region=event.region,
            is_demo=event.is_demo,
        )
    )


@write.register
def _(event: PersonRegistered, session: Session, recorded: Recorded) -> None:
    session.merge(
        Person(
            workspace=recorded.workspace,
            id=event.person_id,
            organisation_id=event.organisation_id,
            role=event.role,
            company_id=event.company_id,
        )
    )


@write.register
def _(event: IrEventRegistered, session: Session, recorded: Recorded) -> None:
    session.merge(
        IrEvent(
            workspace=recorded.workspace,
            id=event.ir_event_id,
            organiser_id=event.organiser_id,
            title_ko=event.title_ko,
            title_en=event.title_en,
            held_on=event.held_on,
            venue=event.venue,
        )
    )


@write.register
def _(event: CompanyRegistered, session: Session, recorded: Recorded) -> None:
    session.add(
        Company(
            workspace=recorded.workspace,
            id=event.company_id,
            name=event.name,
            name_en=event.name_en,
            biz_reg_no=event.biz_reg_no,
            region=event.region,
            sector=event.sector,
            is_demo=event.is_demo,
            owner_id=event.owner_id,
            registered_at=recorded.ts,
            changed_at=recorded.ts,
            seq=recorded.seq,
        )
    )


@write.register
def _(event: CompanyAmended, session: Session, recorded: Recorded) -> None:
    row = row_of(session, Company, recorded.workspace, event.company_id)
    row.name, row.name_en, row.biz_reg_no = event.name, event.name_en, event.biz_reg_no
    row.region, row.sector = event.region, event.sector
    row.changed_at, row.seq = recorded.ts, recorded.seq


@write.register
def _(event: DeckReceived, session: Session, recorded: Recorded) -> None:
    session.add(
        Deck(
            workspace=recorded.workspace,
            id=event.deck_id,
            sha256=event.sha256,
            file_name=event.file_name,
            size_bytes=event.size_bytes,
            owner_id=event.owner_id,
            audience=event.audience,
            company_id=event.company_id,
            round_label=event.round_label,
            version=event.version,
            ir_event_id=event.ir_event_id,
            state=DeckState.QUEUED,
            received_at=recorded.ts,
            received_by=recorded.actor,
            received_through=recorded.source,
            reader="",
            extractor="",
            page_sizes_json=codec.encode_sizes(()),
            unread_pages_json=codec.encode_pages(()),
            suggestions_json=codec.encode_suggestions(()),
            seq=recorded.seq,
        )
    )


@write.register
def _(event: DeckRead, session: Session, recorded: Recorded) -> None:
    row = row_of(session, Deck, recorded.workspace, event.deck_id)
    row.state, row.refusal = DeckState.READ, None
    row.read_at, row.reader, row.extractor = recorded.ts, event.reader, event.extractor
    row.page_sizes_json = codec.encode_sizes(event.page_sizes_pt)
    row.unread_pages_json = codec.encode_pages(event.unread_pages, event.gaps)
    row.suggestions_json = codec.encode_suggestions(event.suggestions)
    row.seq = recorded.seq
    _replace_claims(session, recorded, event)


@write.register
def _(event: DeckRefused, session: Session, recorded: Recorded) -> None:
    row = row_of(session, Deck, recorded.workspace, event.deck_id)
    row.state, row.refusal, row.seq = DeckState.REFUSED, event.reason, recorded.seq
    row.extractor = event.extractor


@write.register
def _(event: DeckRequeued, session: Session, recorded: Recorded) -> None:
    row = row_of(session, Deck, recorded.workspace, event.deck_id)
    row.state, row.refusal, row.seq = DeckState.QUEUED, None, recorded.seq


@write.register
def _(event: DeckAssigned, session: Session, recorded: Recorded) -> None:
    row = row_of(session, Deck, recorded.workspace, event.deck_id)
    row.company_id, row.round_label, row.version = event.company_id, event.round_label, event.version
    row.audience = event.audience or row.audience
    row.seq = recorded.seq


@write.register
def _(event: ClaimAdded, session: Session, recorded: Recorded) -> None:
    deck = row_of(session, Deck, recorded.workspace, event.deck_id)
    values = _claim_values(event.claim, recorded, deck.id)
    session.merge(ClaimRow(**values | {"organisation_id": event.organisation_id, "added_by": recorded.actor}))


@write.register
def _(event: ClaimVerified, session: Session, recorded: Recorded) -> None:
    session.merge(
        VerificationRow(
            workspace=recorded.workspace,
            claim_id=event.claim_id,
            organisation_id=event.organisation_id,
            deck_id=event.deck_id,
            verdict=event.verdict,
            correction_json=codec.encode_correction(event.correction),
            note=event.note,
            verified_by=recorded.actor,
            verified_at=recorded.ts,
            seq=recorded.seq,
        )
    )


@write.register
def _(event: EngagementOpened, session: Session, recorded: Recorded) -> None:
    session.add(
        EngagementRow(
            workspace=recorded.workspace,
            id=event.engagement_id,
            owner_id=event.owner_id,
            company_id=event.company_id,
            investor_id=event.investor_id,
            track=event.track,
            round_label=event.round_label,
            stage=event.stage,
            status=Status.ACTIVE,
            opened_at=recorded.ts,
            stage_since=recorded.ts,
            last_event_at=recorded.ts,
            version=recorded.seq,
            assignee_id=event.assignee_id,
            next_step="",
            ir_event_id=event.ir_event_id,
            source=event.source,
        )
    )
    session.flush()
    _follow_intervals(session, recorded, event.engagement_id)


@write.register
def _(event: EngagementMoved, session: Session, recorded: Recorded) -> None:
    row = touch(session, recorded, event.engagement_id)
    row.stage = event.to_stage
    row.stage_since = _follow_intervals(session, recorded, row.id)


@write.register
def _(event: EngagementStatusSet, session: Session, recorded: Recorded) -> None:
    row = touch(session, recorded, event.engagement_id)
    row.status, row.reason = event.to_status, event.reason
    row.stage_since = _follow_intervals(session, recorded, row.id)


@write.register
def _(event: EngagementNoted, session: Session, recorded: Recorded) -> None:
    touch(session, recorded, event.engagement_id)


@write.register
def _(event: NextStepSet, session: Session, recorded: Recorded) -> None:
    row = touch(session, recorded, event.engagement_id)
    row.next_step, row.next_due, row.assignee_id = event.step, event.due, event.assignee_id


def _follow_intervals(session: Session, recorded: Recorded, engagement_id: str) -> datetime:
    """Bring the engagement's intervals forward; return when the present stay began."""
    connection = session.connection()
    key = {"workspace": recorded.workspace, "engagement_id": engagement_id}
    found = connection.execute(_STAYS, key).all()
    before = tuple(Interval(row.stage, row.seq, row.entered_at, row.left_at) for row in found)
    after = follow(before, recorded)
    gone = [key | {"number": interval.seq} for interval in before if interval not in after]
    if gone:  # first, since only one may be open at any moment
        connection.execute(_FORGET_STAY, gone)
    fresh = [key | asdict(interval) for interval in after if interval not in before]
    if fresh:
        connection.execute(_ADD_STAY, fresh)
    return after[-1].entered_at


def _replace_claims(session: Session, recorded: Recorded, event: DeckRead) -> None:
    """Put the new reading's claims in place of the old ones.

    A claim that the new reading no longer gives goes, unless an organisation has had its word on it: then it stays,
    marked as superseded. Claims added by hand stay as they are.
    """
    old = session.exec(
        select_rows(ClaimRow).where(ClaimRow.workspace == recorded.workspace, ClaimRow.deck_id == event.deck_id)
    ).all()
    by_hand = {row.id for row in old if row.organisation_id is not None}
    new = {claim.id: claim for claim in reversed(event.claims) if claim.id not in by_hand}
    spoken_on = _spoken_on(session, recorded.workspace, event.deck_id)
    for row in old:
        if row.id in by_hand:
            continue
        if row.id in spoken_on and row.id not in new:
            row.superseded = True
        else:
            session.delete(row)
    session.flush()
    rows = [
        _claim_values(claim, recorded, event.deck_id, ordinal)
        for ordinal, claim in enumerate(event.claims)
        if new.get(claim.id) is claim  # of equal ids the first one stands
    ]
    if rows:
        session.connection().execute(insert(ClaimRow), rows)


def _spoken_on(session: Session, workspace: str, deck_id: str) -> frozenset[str]:
    """Return the ids of the deck's claims on which some organisation's word stands."""
    spoken = select_rows(VerificationRow.claim_id).where(
        VerificationRow.workspace == workspace,
        VerificationRow.deck_id == deck_id,
        col(VerificationRow.verdict) != Verdict.REOPENED,
    )
    return frozenset(session.exec(spoken).all())


def _claim_values(claim: Claim, recorded: Recorded, deck_id: str, ordinal: int = 0) -> dict[str, Any]:
    """Return a claim's columns. Values are of many types, as columns are."""
    amounts = claim.quantity.amounts
    return {
        "workspace": recorded.workspace,
        "deck_id": deck_id,
        "id": claim.id,
        "organisation_id": None,
        "added_by": None,
        "ordinal": ordinal,
        "page": claim.evidence[0].page,
        "metric": claim.metric,
        "unit": claim.quantity.unit,
        "amount": float(amounts[0]) if amounts else None,
        "scope": claim.scope,
        "status": claim.status,
        "aggregation": claim.aggregation,
        "period_start": claim.period.start if claim.period else None,
        "period_end": claim.period.end if claim.period else None,
        "origin": claim.origin,
        "confidence": claim.confidence,
        "superseded": False,
        "claim_json": codec.encode_claim(claim),
        "read_at": recorded.ts,
    }
