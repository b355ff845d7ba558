"""Decks: the list, one with its state, brought in, and the figures read from one with their evidence."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Final

from pydantic import BaseModel, Field

from dealflow.actions.api.answers import Answered
from dealflow.actions.claims import deck_views, intake, review
from dealflow.actions.claims.deck_views import DeckRow
from dealflow.actions.people.api_tokens import TokenScope
from dealflow.actions.platform.context import Acting
from dealflow.domain.claims.claim_views import ClaimView
from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Evidence, Origin, ReviewReason, ReviewState, Scope
from dealflow.domain.claims.deck import DeckState, Submission
from dealflow.domain.people.access import Act, Audience, require
from dealflow.domain.values.period import PeriodKind
from dealflow.domain.values.quantity import Bound, Unit
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.queries import pages
from dealflow.store.ledger.queries.pages import Cut, DeckWish
from dealflow.web.api.operations import Call, Id, OneOf, Operation, Page, PageOf, Takes, Text, cursor_of, next_of


class DeckOut(BaseModel):
    """A deck. `state` queued: it waits to be read; refused: `refusal` says why."""

    id: str
    file_name: str
    state: DeckState
    refusal: str | None
    company_id: str | None
    round_label: str
    version: int
    pages: int
    unread_pages: list[int]
    claims: int
    to_review: int
    audience: Audience
    event_id: str | None
    sha256: str
    size_bytes: int
    received_at: datetime
    read_at: datetime | None


class DeckTaken(BaseModel):
    """What became of a file: a deck, of which `is_known` says that the same content was here already."""

    deck_id: str
    file_name: str
    is_known: bool


class DecksTaken(BaseModel):
    """What became of what was sent: a file is one deck, a ZIP as many as are in it."""

    decks: list[DeckTaken]


class QuantityOut(BaseModel):
    """An amount, exact (decimal digits as text); a range has `value_min` and `value_max`, a fact in words `text`."""

    unit: Unit
    value: Decimal | None
    value_min: Decimal | None
    value_max: Decimal | None
    bound: Bound | None
    is_approximate: bool
    text: str | None


class PeriodOut(BaseModel):
    """The time that a figure speaks of; both days included."""

    kind: PeriodKind
    label: str
    start: date | None
    end: date | None


class EvidenceOut(BaseModel):
    """Where it stands: the page from 1, the words, and boxes (x0, y0, x1, y1) in points from the top left."""

    page: int
    quote: str
    boxes: list[tuple[float, float, float, float]]
    label_boxes: list[tuple[float, float, float, float]]


class ClaimOut(BaseModel):
    """A figure that a deck states, as it stands for your house (`state`), with its evidence."""

    id: str
    deck_id: str
    company_id: str | None
    metric: str
    label: str
    quantity: QuantityOut
    period: PeriodOut | None
    scope: Scope
    status: ClaimStatus
    aggregation: Aggregation
    state: ReviewState
    origin: Origin
    confidence: float
    review_reasons: list[ReviewReason]
    rivals: list[str] = Field(description="Claims that give another value for the same thing.")
    is_outdated: bool = Field(description="A later reading of the deck no longer gives it.")
    evidence: list[EvidenceOut]
    version: int


class DecksWanted(PageOf):
    """Which decks."""

    company_id: Id | None = None
    state: DeckState | None = None


class DeckBrought(Takes):
    """What is said of a file."""

    file_name: Id
    company_id: Id | None = None
    round_label: Text = ""
    event_id: Id | None = None
    audience: Audience = Audience.ORGANISATION


def list_decks(call: Call, params: DecksWanted) -> Page[DeckOut]:
    """List the decks that you may see, in the order of their ids."""
    require(call.viewer, Act.SEE_DECKS)
    wish, cut = DeckWish(params.company_id, params.state), Cut(params.after, params.limit + 1)
    with call.ws.ledger.read() as session:
        records = pages.decks(session, call.ws.name, call.viewer, wish, cut)
        rows = deck_views.rows_of(call.looking.within(session), records[: params.limit])
    return Page[DeckOut](
        items=[_deck(row) for row in rows], next=next_of(records, params.limit, lambda place: records[place].id)
    )


def get_deck(call: Call, _params: OneOf) -> DeckOut:
    """Return one deck: whether it has been read, and how much waits to be reviewed."""
    return _deck(deck_views.deck(call.looking, call.path["deck_id"]))


def upload_deck(call: Call, params: DeckBrought) -> Answered:
    """Bring a deck: the file itself as the body. It is read soon: ask for its state.

    The same content again is the same deck. A ZIP brings every deck in it.
    """
    if not call.data:
        raise InvalidInputError(field="deck", problem="missing")
    require(call.viewer, Act.BRING_DECKS)
    files = intake.unpack(params.file_name, call.data)
    submission = Submission(
        company_id=params.company_id,
        round_label=params.round_label,
        ir_event_id=params.event_id,
        audience=params.audience,
    )
    taken: list[intake.Received] = []

    def act(acting: Acting) -> DecksTaken:
        taken[:] = [
            intake.receive(
                acting,
                file_name=unpacked.file_name,
                data=unpacked.data,
                submission=submission,
                refused=unpacked.refused,
            )
            for unpacked in files
        ]
        return DecksTaken(
            decks=[
                DeckTaken(deck_id=received.deck_id, file_name=received.file_name, is_known=received.duplicate)
                for received in taken
            ]
        )

    answered = call.once(act, status=201)
    if call.read is not None:
        for received in taken:
            if not received.duplicate:
                call.read(received.deck_id)
    return answered


def list_claims(call: Call, params: PageOf) -> Page[ClaimOut]:
    """List a deck's figures in the order of its pages, each with page, box and words."""
    views = review.claims(call.looking, call.path["deck_id"])
    start = _start(params.after)
    part = views[start : start + params.limit]
    is_more = start + params.limit < len(views)
    return Page[ClaimOut](
        items=[_claim(view) for view in part], next=cursor_of(str(start + params.limit)) if is_more else None
    )


def _start(after: str) -> int:
    """Return the place of a cursor that counts.

    Raises:
        InvalidInputError: it does not.
    """
    if not after:
        return 0
    if not (after.isascii() and after.isdecimal() and len(after) < 9):  # noqa: PLR2004  # no deck has as many claims
        raise InvalidInputError(field="cursor", problem="no_cursor")
    return int(after)


def _deck(row: DeckRow) -> DeckOut:
    return DeckOut(
        id=row.id,
        file_name=row.file_name,
        state=row.state,
        refusal=row.refusal,
        company_id=row.company.id if row.company else None,
        round_label=row.round_label,
        version=row.version,
        pages=row.pages,
        unread_pages=list(row.unread_pages),
        claims=row.claims,
        to_review=row.to_review,
        audience=row.audience,
        event_id=row.ir_event_id,
        sha256=row.sha256,
        size_bytes=row.size_bytes,
        received_at=row.received_at,
        read_at=row.read_at,
    )


def _claim(view: ClaimView) -> ClaimOut:
    claim, quantity, period = view.claim, view.quantity, view.period
    return ClaimOut(
        id=claim.id,
        deck_id=view.deck_id,
        company_id=view.company_id,
        metric=view.metric,
        label=claim.label,
        quantity=QuantityOut(
            unit=quantity.unit,
            value=quantity.value,
            value_min=quantity.value_min,
            value_max=quantity.value_max,
            bound=quantity.bound,
            is_approximate=quantity.approx,
            text=quantity.text,
        ),
        period=None
        if period is None
        else PeriodOut(kind=period.kind, label=period.label, start=period.start, end=period.end),
        scope=view.scope,
        status=view.status,
        aggregation=view.aggregation,
        state=view.state,
        origin=claim.origin,
        confidence=claim.confidence,
        review_reasons=list(claim.review_reasons),
        rivals=list(view.rivals),
        is_outdated=view.superseded,
        evidence=[_evidence(evidence) for evidence in claim.evidence],
        version=view.version,
    )


def _evidence(evidence: Evidence) -> EvidenceOut:
    return EvidenceOut(
        page=evidence.page,
        quote=evidence.quote,
        boxes=[(box.x0_pt, box.y0_pt, box.x1_pt, box.y1_pt) for box in evidence.boxes],
        label_boxes=[(box.x0_pt, box.y0_pt, box.x1_pt, box.y1_pt) for box in evidence.label_boxes],
    )


OPERATIONS: Final = (
    Operation("GET", "/decks", TokenScope.READ, DecksWanted, Page[DeckOut], list_decks),
    Operation("POST", "/decks", TokenScope.UPLOAD, DeckBrought, DecksTaken, upload_deck, 201, takes_file=True),
    Operation("GET", "/decks/{deck_id}", TokenScope.READ, OneOf, DeckOut, get_deck),
    Operation("GET", "/decks/{deck_id}/claims", TokenScope.READ, PageOf, Page[ClaimOut], list_claims),
)
