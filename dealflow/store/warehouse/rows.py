"""From an event to the rows that tell it. Pure: nothing here asks the ledger, the warehouse, the clock or chance."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal
from typing import Final, assert_never

from dealflow.domain.adoption.events import AdoptionEvent
from dealflow.domain.award.events import AwardEvent
from dealflow.domain.claims.claims import Claim, Correction, Evidence
from dealflow.domain.claims.confidentiality import Confidentiality
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.claims.events import (
    ClaimAdded,
    ClaimsEvent,
    ClaimVerified,
    CompanyAmended,
    CompanyEvent,
    CompanyMerged,
    CompanyProfileKept,
    CompanyRegistered,
    CompanyShelved,
    CompanyUnmerged,
    CompanyWithdrawn,
    ContactDestroyed,
    ContactKept,
    DeckAssigned,
    DeckConfined,
    DeckRead,
    DeckReceived,
    DeckRefused,
    DeckRequeued,
    DeckReturned,
    DeckShelved,
    NdaAccepted,
)
from dealflow.domain.claims.page import Box
from dealflow.domain.inbound.events import InboundEvent
from dealflow.domain.investment.events import InvestmentEvent
from dealflow.domain.irday.events import DayEvent
from dealflow.domain.notes.events import NotesEvent
from dealflow.domain.people.events import (
    ApiTokenKept,
    CalendarFeedKept,
    HouseEvent,
    IrEventRegistered,
    OrganisationRegistered,
    PeopleEvent,
    PersonChanged,
    PersonLeft,
    PersonRegistered,
    PersonReturned,
)
from dealflow.domain.pipeline.events import (
    DealSizeNoted,
    EngagementMoved,
    EngagementNoted,
    EngagementOpened,
    EngagementsJoined,
    EngagementStatusSet,
    EngagementTagged,
    EngagementTakenBack,
    HolidayKept,
    NextStepSet,
    PipelineEvent,
    RoundNamed,
    SavedViewDropped,
    SavedViewKept,
    TrackEdited,
)
from dealflow.domain.regional.events import RegionalEvent
from dealflow.domain.sheets.events import SheetsEvent
from dealflow.domain.tips.events import TipsEvent
from dealflow.domain.values.event import Recorded
from dealflow.domain.values.period import Period
from dealflow.domain.values.quantity import Quantity
from dealflow.store.warehouse.rows_day import day_rows
from dealflow.store.warehouse.rows_decision import NO_ROWS, Row, decision_rows

__all__ = ["NO_ROWS", "Row", "rows_of"]

_PLACES: Final = Decimal("1e-9")
_TOO_LARGE: Final = Decimal("1e28")
_EXACT: Final = Context(prec=38)


def rows_of(recorded: Recorded) -> Mapping[str, list[Row]]:
    """Return the rows that the event adds, by table; empty for what the warehouse does not keep (notes, people).

    Raises:
        TypeError: the event is of no area that is known here.
    """
    event = recorded.event
    when: Row = {"position": recorded.position, "ts": recorded.ts, "actor_id": recorded.actor}
    if isinstance(event, ClaimsEvent):
        return _claims_rows(recorded, event, when)
    if isinstance(event, PipelineEvent):
        return _pipeline_rows(recorded, event, when)
    if isinstance(event, InvestmentEvent):
        return decision_rows(recorded, event, when)
    if isinstance(event, DayEvent):
        return day_rows(recorded, event, when)
    if isinstance(event, PeopleEvent):
        return _people_rows(recorded, event)
    if isinstance(
        event, TipsEvent | NotesEvent | InboundEvent | SheetsEvent | AdoptionEvent | AwardEvent | RegionalEvent
    ):
        return NO_ROWS
    message = f"no rows for {type(event).__name__}"
    raise TypeError(message)


def _people_rows(recorded: Recorded, event: PeopleEvent) -> Mapping[str, list[Row]]:
    if isinstance(event, HouseEvent):
        return NO_ROWS
    match event:
        case OrganisationRegistered():
            return {"log.organisation": [_organisation(recorded, event)]}
        case IrEventRegistered():
            return {"log.ir_event": [_ir_event(recorded, event)]}
        case PersonRegistered() | PersonChanged() | PersonLeft() | PersonReturned():
            return NO_ROWS
        case CalendarFeedKept() | ApiTokenKept():
            return NO_ROWS
        case _ as unknown:
            assert_never(unknown)


def _claims_rows(recorded: Recorded, event: ClaimsEvent, when: Row) -> Mapping[str, list[Row]]:
    if isinstance(event, CompanyEvent):
        return _company_rows(recorded, event)
    match event:
        case DeckReceived() | DeckRefused() | DeckRequeued() | DeckAssigned() | DeckConfined():
            return {"log.deck": [when | {"deck_id": event.deck_id, "kind": event.kind} | _deck(event)]}
        case DeckRead():
            return _reading(when, event)
        case ClaimAdded():
            return _claims(when, event.deck_id, (event.claim,), event.organisation_id)
        case ClaimVerified():
            return {"log.word": [when | _word(event)]}
        case NdaAccepted() | DeckShelved() | DeckReturned():
            return NO_ROWS
        case _ as unknown:
            assert_never(unknown)


def _company_rows(recorded: Recorded, event: CompanyEvent) -> Mapping[str, list[Row]]:
    match event:
        case CompanyRegistered() | CompanyAmended():
            return {"log.company": [_company(recorded, event)]}
        case CompanyWithdrawn():
            return {"log.company": [{"position": recorded.position, "ts": recorded.ts, "company_id": event.company_id}]}
        case CompanyMerged() | CompanyUnmerged():
            return {"log.company_merge": [_merge(recorded, event)]}
        case CompanyProfileKept():
            noted: Row = {"company_id": event.company_id, "owner_id": event.owner_id, "source": event.profile.source}
            return {"log.company_profile": [noted | {"position": recorded.position}]}
        case CompanyShelved() | ContactKept() | ContactDestroyed():
            return NO_ROWS
        case _ as unknown:
            assert_never(unknown)


def _pipeline_rows(recorded: Recorded, event: PipelineEvent, when: Row) -> Mapping[str, list[Row]]:
    match event:
        case EngagementOpened() | EngagementMoved():
            return {"move": [when | _move(recorded, event)]}
        case EngagementStatusSet():
            return {"status_change": [when | _status_change(recorded, event)]}
        case (
            EngagementTakenBack()
            | EngagementNoted()
            | NextStepSet()
            | RoundNamed()
            | DealSizeNoted()
            | EngagementTagged()
        ):
            return NO_ROWS
        case EngagementsJoined() | SavedViewKept() | SavedViewDropped() | TrackEdited() | HolidayKept():
            return NO_ROWS
        case _ as unknown:
            assert_never(unknown)


def _organisation(recorded: Recorded, event: OrganisationRegistered) -> Row:
    return {
        "position": recorded.position,
        "organisation_id": event.organisation_id,
        "name_ko": event.name_ko,
        "name_en": event.name_en,
        "kind": event.organisation_kind,
        "region": event.region,
        "is_demo": event.is_demo,
    }


def _ir_event(recorded: Recorded, event: IrEventRegistered) -> Row:
    return {
        "position": recorded.position,
        "ir_event_id": event.ir_event_id,
        "organiser_id": event.organiser_id,
        "title_ko": event.title_ko,
        "title_en": event.title_en,
        "held_on": event.held_on,
        "venue": event.venue,
    }


def _company(recorded: Recorded, event: CompanyRegistered | CompanyAmended) -> Row:
    row: Row = {
        "position": recorded.position,
        "ts": recorded.ts,
        "company_id": event.company_id,
        "name": event.name,
        "name_en": event.name_en,
        "biz_reg_no": event.biz_reg_no,
        "region": event.region,
        "sector": event.sector,
    }
    if isinstance(event, CompanyRegistered):
        row |= {"owner_id": event.owner_id, "is_demo": event.is_demo}
    return row


def _merge(recorded: Recorded, event: CompanyMerged | CompanyUnmerged) -> Row:
    into = event.into_id if isinstance(event, CompanyMerged) else None
    return {"position": recorded.position, "company_id": event.company_id, "into_id": into}


def _deck(event: DeckReceived | DeckRefused | DeckRequeued | DeckAssigned | DeckConfined) -> Row:
    match event:
        case DeckConfined():
            return {"confidentiality": event.confinement.level, "listed": list(event.confinement.listed)}
        case DeckRefused():
            return {"state": DeckState.REFUSED, "refusal": event.reason, "extractor": event.extractor}
        case DeckRequeued():
            return {"state": DeckState.QUEUED}
        case DeckAssigned():
            assigned = {"company_id": event.company_id, "round_label": event.round_label, "version": event.version}
            return assigned if event.audience is None else assigned | {"audience": event.audience}
        case DeckReceived():
            return {
                "state": DeckState.QUEUED,
                "confidentiality": Confidentiality.SHARED,
                "sha256": event.sha256,
                "file_name": event.file_name,
                "size_bytes": event.size_bytes,
                "owner_id": event.owner_id,
                "audience": event.audience,
                "company_id": event.company_id,
                "round_label": event.round_label,
                "version": event.version,
                "ir_event_id": event.ir_event_id,
            }


def _reading(when: Row, event: DeckRead) -> dict[str, list[Row]]:
    deck = {
        "deck_id": event.deck_id,
        "kind": event.kind,
        "state": DeckState.READ,
        "extractor": event.extractor,
        "reader": event.reader,
        "pages": len(event.page_sizes_pt),
        "unread_pages": list(event.unread_pages),
    }
    return {"log.deck": [when | deck]} | _claims(when, event.deck_id, event.claims, None)


def _claims(when: Row, deck_id: str, claims: tuple[Claim, ...], organisation_id: str | None) -> dict[str, list[Row]]:
    """Return the rows of claims and of their evidence; of equal ids in one reading the first one stands."""
    first = {claim.id: (ordinal, claim) for ordinal, claim in reversed(list(enumerate(claims)))}
    standing = sorted(first.values(), key=lambda pair: pair[0])
    extra: Row = when | {"deck_id": deck_id, "organisation_id": organisation_id}
    return {
        "log.claim": [extra | {"ordinal": ordinal} | _claim(claim) for ordinal, claim in standing],
        "log.evidence": [
            {"position": when["position"], "claim_ordinal": ordinal, "deck_id": deck_id, "claim_id": claim.id}
            | _evidence(number, evidence)
            for ordinal, claim in standing
            for number, evidence in enumerate(claim.evidence)
        ],
    }


def _claim(claim: Claim) -> Row:
    return {
        "claim_id": claim.id,
        "metric": claim.metric,
        **_quantity(claim.quantity),
        "label": claim.label,
        "scope": claim.scope,
        "status": claim.status,
        "aggregation": claim.aggregation,
        **_period(claim.period),
        "subject": claim.subject,
        "scale_source": claim.scale_source,
        "origin": claim.origin,
        "confidence": claim.confidence,
        "review_reasons": list(claim.review_reasons),
        "extractor": claim.extractor,
        "page": claim.evidence[0].page,
    }


def _evidence(number: int, evidence: Evidence) -> Row:
    return {
        "ordinal": number,
        "page": evidence.page,
        "boxes": _boxes(evidence.boxes),
        "label_boxes": _boxes(evidence.label_boxes),
        "quote": evidence.quote,
    }


def _boxes(boxes: tuple[Box, ...]) -> list[dict[str, float]]:
    return [{"x0_pt": box[0], "y0_pt": box[1], "x1_pt": box[2], "y1_pt": box[3]} for box in boxes]


def _word(event: ClaimVerified) -> Row:
    word_row: Row = {
        "deck_id": event.deck_id,
        "claim_id": event.claim_id,
        "organisation_id": event.organisation_id,
        "verdict": event.verdict,
    }
    return word_row if event.correction is None else word_row | _correction(event.correction)


def _correction(correction: Correction) -> Row:
    return {
        "metric": correction.metric,
        **_quantity(correction.quantity),
        "scope": correction.scope,
        "status": correction.status,
        "aggregation": correction.aggregation,
        **_period(correction.period),
    }


def _quantity(quantity: Quantity) -> Row:
    """Return a quantity's columns. ``exact`` is as the journal has it; the amounts keep nine places."""
    ends = (quantity.value_min, quantity.value_max)
    exact = quantity.text if quantity.text is not None else "..".join(str(amount) for amount in quantity.amounts)
    return {
        "unit": quantity.unit,
        "value": _amount(quantity.value),
        "value_min": _amount(ends[0]),
        "value_max": _amount(ends[1]),
        "bound": quantity.bound,
        "approx": quantity.approx,
        "exact": exact,
    }


def _amount(amount: Decimal | None) -> Decimal | None:
    """Return the amount to nine places, nothing where the column cannot hold it (28 digits before the point)."""
    if amount is None or not amount.is_finite() or abs(amount) >= _TOO_LARGE:
        return None
    return amount.quantize(_PLACES, context=_EXACT)


def _period(period: Period | None) -> Row:
    if period is None:
        return {}
    return {
        "period_kind": period.kind,
        "period_label": period.label,
        "period_start": period.start,
        "period_end": period.end,
    }


def _move(recorded: Recorded, event: EngagementOpened | EngagementMoved) -> Row:
    row: Row = {"source": recorded.source, "engagement_id": event.engagement_id, "seq": recorded.seq}
    if isinstance(event, EngagementOpened):
        return row | {"to_stage": event.stage}
    return row | {"from_stage": event.from_stage, "to_stage": event.to_stage, "undoes": event.undoes}


def _status_change(recorded: Recorded, event: EngagementStatusSet) -> Row:
    return {
        "source": recorded.source,
        "engagement_id": event.engagement_id,
        "seq": recorded.seq,
        "from_status": event.from_status,
        "to_status": event.to_status,
        "reason": event.reason,
        "undoes": event.undoes,
    }
