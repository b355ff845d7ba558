"""A fact that a page tells in words becomes a candidate: whose it is, whether it happened, how sure the reading is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import Aggregation, ClaimStatus, Evidence, ReviewReason, ScaleSource, Scope
from dealflow.domain.claims.page import Source
from dealflow.domain.claims.phrase_rules import Way, Wording
from dealflow.extract.candidates import Candidate
from dealflow.extract.clauses import heading_over
from dealflow.extract.scope import status_of

if TYPE_CHECKING:
    from datetime import date

    from dealflow.domain.claims.phrase_rules import Wordings
    from dealflow.domain.values.quantity import Quantity
    from dealflow.extract.periods import Dated
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_SURE = {Way.NUMBER: 0.98, Way.PAIR: 0.92, Way.DAY: 0.84, Way.PHRASE: 0.82}
"""On the shipped decks all were right; taken down by what decks that nobody has seen may hold."""
_DOUBTS = {
    ReviewReason.STATUS_UNKNOWN: 0.05,
    ReviewReason.CHECK_DIGIT: 0.02,
    ReviewReason.EXAMPLE_LIKE: 0.3,
    ReviewReason.HIDDEN_TEXT: 0.3,
    ReviewReason.NO_BOX: 0.4,
}
_OFF_A_PICTURE = 0.55
_LEGIBLE = 0.7
"""How sure a picture's reader must be of words."""
_SAMPLE = re.compile(r"예시(?!구)|샘플|\b(?:sample|dummy|lorem)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """A value found on a page, the words that prove it, and those that tell of it."""

    wording: Wording
    quantity: Quantity
    evidence: Evidence
    spot: Spot
    clause: str
    label: str = ""
    dated: Dated | None = None
    """The period beside the words; of a day it is the value itself."""
    check_fails: bool = False
    """The number's check digit does not hold."""


def candidate_of(sheet: Sheet, fact: Told, wordings: Wordings, today: date | None) -> Candidate | None:
    """Return what the page says; None where a person is spoken of, or where a picture cannot be read surely."""
    wording, cell = fact.wording, fact.spot.cell
    source = Source.OCR if sheet.page.source is Source.TEXT and cell.confidence < 1 else sheet.page.source
    if wordings.person.search(f"{fact.clause} {cell.text}") or (source is Source.OCR and cell.confidence < _LEGIBLE):
        return None
    status = _status(fact, today)
    reasons = {
        reason
        for reason, holds in (
            (ReviewReason.STATUS_UNKNOWN, status is ClaimStatus.UNKNOWN),
            (ReviewReason.CHECK_DIGIT, fact.check_fails),
            (ReviewReason.EXAMPLE_LIKE, bool(_SAMPLE.search(fact.clause))),
            (ReviewReason.HIDDEN_TEXT, cell.hidden),
            (ReviewReason.OCR, source is Source.OCR),
            (ReviewReason.NO_BOX, not fact.evidence.boxes),
        )
        if holds
    }
    return Candidate(
        metric=wording.metric,
        quantity=fact.quantity,
        evidence=fact.evidence,
        label=fact.label,
        scope=_scope(f"{fact.clause} {heading_over(sheet, fact.spot)}", wordings),
        status=status,
        aggregation=Aggregation.UNKNOWN,
        period=fact.dated.period if fact.dated is not None and wording.is_dated else None,
        subject=None,
        scale_source=ScaleSource.NONE,
        source=source,
        confidence=_sureness(wording.way, reasons, cell.confidence),
        reasons=frozenset(reasons),
    )


def _scope(context: str, wordings: Wordings) -> Scope:
    if wordings.customer.search(context):
        return Scope.CUSTOMER
    return Scope.OTHER if wordings.others.search(context) else Scope.COMPANY


def _status(fact: Told, today: date | None) -> ClaimStatus:
    """Return whether it has happened: what the wording says first, then the period's suffix, then the usual cues."""
    wording = fact.wording
    for status, words in wording.status_words:
        if words.search(fact.clause):
            return status
    if wording.status is ClaimStatus.ACTUAL:
        return wording.status
    dated = fact.dated
    if dated is None or not (wording.is_dated or wording.way is Way.DAY):
        status = status_of(fact.clause, None, printed_status=None, today=today)
    else:
        status = status_of(fact.clause, dated.period, printed_status=dated.status, today=today)
    return wording.status if status is ClaimStatus.UNKNOWN else status


def _sureness(way: Way, reasons: set[ReviewReason], letters: float) -> float:
    doubt = sum(_DOUBTS.get(reason, 0.0) for reason in reasons)
    medium = _OFF_A_PICTURE if ReviewReason.OCR in reasons else 1.0
    return round(max(0.05, (_SURE[way] - doubt) * medium * min(1.0, letters)), 2)
