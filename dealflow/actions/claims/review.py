"""Review: a person's word on a claim. Each organisation has its own; the extractor's original is always kept.

``seen`` is the version that the screen showed (``ClaimView.version``); a colleague's word since then makes this one
lose (ChangedMeanwhileError).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import Workspace, new_id, written
from dealflow.domain.claims import verifications
from dealflow.domain.claims.claim_views import CERTAIN, ClaimView, view, with_rivals
from dealflow.domain.claims.claims import (
    ASK,
    VALUATION,
    Aggregation,
    Claim,
    ClaimStatus,
    Correction,
    Evidence,
    Origin,
    ReviewReason,
    ReviewState,
    Scope,
    Verdict,
    Verification,
)
from dealflow.domain.claims.deck import Deck
from dealflow.domain.claims.doubts import with_doubts
from dealflow.domain.claims.events import ClaimAdded, ClaimVerified
from dealflow.domain.claims.page import Box
from dealflow.domain.claims.reextraction import instead_of
from dealflow.domain.people.access import Act, Viewer, owns, require
from dealflow.domain.values.period import Period
from dealflow.domain.values.quantity import Quantity
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError, NothingToUndoError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import claims as claim_queries
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import people
from dealflow.store.ledger.queries.claims import HeardWord, StoredClaim

__all__ = [
    "ClaimView",
    "NewFigure",
    "accept",
    "accept_all",
    "add",
    "claims",
    "claims_of",
    "correct",
    "reject",
    "reject_all",
    "reopen",
    "replace_figure",
    "undo_last",
]

_NOTE = 10_000
_QUOTE = 2_000
_READ = frozenset({Origin.TEXT, Origin.OCR})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFigure:
    """A figure that a person adds: where it stands and what it says. ``page`` counts from 1.

    ``origin`` is PERSON, or ANSWER for what the company said when asked.
    """

    page: int
    metric: str
    quantity: Quantity
    quote: str
    boxes: tuple[Box, ...] = ()
    scope: Scope = Scope.UNKNOWN
    status: ClaimStatus = ClaimStatus.UNKNOWN
    aggregation: Aggregation = Aggregation.UNKNOWN
    period: Period | None = None
    origin: Origin = Origin.PERSON


@remembered
def claims(looking: Looking, deck_id: str) -> tuple[ClaimView, ...]:
    """Return a deck's claims as the viewer sees them, in page order, then reading order.

    Raises:
        NotFoundError: there is no deck that the viewer may see.
    """
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        deck = deck_queries.find_deck(session, looking.ws.name, looking.viewer, deck_id)
        if deck is None:
            raise NotFoundError(kind="deck", id=deck_id)
        return claims_of(looking.within(session), [deck])


def claims_of(looking: Looking, decks: Sequence[Deck], metrics: Collection[str] | None = None) -> tuple[ClaimView, ...]:
    """Return the claims of decks that the viewer may see, with whose word counts and which contradict each other.

    ``metrics`` narrows to claims that have one of these metrics now, or had it before a correction.
    """
    deal = {ASK, *VALUATION}  # whether one of these is to be doubted, the others tell
    read = {*metrics, *deal} if metrics is not None and deal.intersection(metrics) else metrics
    stored_claims = claim_queries.claims(
        looking.session, looking.ws.name, looking.viewer, [deck.id for deck in decks], read
    )
    heard = claim_queries.words(looking.session, looking.ws.name, looking.viewer, [deck.id for deck in decks])
    names = people.names(looking.session, looking.ws.name)
    decks_by_id = {deck.id: deck for deck in decks}
    views = (
        _view(stored, decks_by_id[stored.deck_id], looking.viewer, heard.get(stored.claim.id, ()), names)
        for stored in stored_claims
    )
    filtered = [
        shown_view for shown_view in views if shown_view is not None and (read is None or shown_view.metric in read)
    ]
    judged = with_doubts(with_rivals(_with_successors(filtered)), decks_by_id)
    return tuple(claim for claim in judged if metrics is None or claim.metric in metrics)


def _with_successors(views: Sequence[ClaimView]) -> list[ClaimView]:
    """Return the same claims; those that are read no longer name the one that was read off their words since."""
    if not any(claim_view.superseded for claim_view in views):
        return list(views)
    present: dict[str, list[Claim]] = defaultdict(list)
    for claim_view in views:
        if not claim_view.superseded and claim_view.claim.origin in _READ:
            present[claim_view.deck_id].append(claim_view.claim)

    def successor(claim_view: ClaimView) -> str | None:
        reread = instead_of(claim_view.claim, present[claim_view.deck_id]) if claim_view.superseded else None
        return None if reread is None else reread.id

    return [replace(claim_view, instead=successor(claim_view)) for claim_view in views]


def _view(
    stored: StoredClaim, deck: Deck, viewer: Viewer, heard: Sequence[HeardWord], names: Mapping[str, str]
) -> ClaimView | None:
    """Return the claim as the viewer sees it; an outdated one is shown only while a word on it counts."""
    on_deck = [verification for verification in heard if verification.deck_id == deck.id]
    claim_view = view(stored.claim, deck, viewer, [verification.word for verification in on_deck])
    if stored.superseded and claim_view.state is ReviewState.PROPOSED:
        return None
    if stored.organisation_id is not None and claim_view.state is ReviewState.REJECTED:
        return None  # added by hand and taken back
    version = max(
        (verification.seq for verification in on_deck if owns(viewer, verification.word.organisation_id)), default=0
    )
    name = None if claim_view.verification is None else names.get(claim_view.verification.verified_by, "")
    again = stored.superseded and _vouched_before(claim_view, deck)
    return replace(claim_view, verified_by_name=name, version=version, superseded=stored.superseded, look_again=again)


def _vouched_before(claim_view: ClaimView, deck: Deck) -> bool:
    """Say whether the viewer's organisation accepted or corrected the claim before the deck was last read."""
    if claim_view.verification is None or claim_view.state not in CERTAIN or deck.read_at is None:
        return False
    return claim_view.verification.verified_at < deck.read_at


def accept(acting: Acting, claim_id: str, *, seen: int | None = None) -> None:
    """Say that the claim is right as it was read.

    Raises:
        InvalidInputError: it was added without anything on the page that proves it.
        NotAllowedError, NotFoundError: the role may not; there is no claim that the viewer may see.
        ChangedMeanwhileError: a colleague had a word on it since the screen showed version ``seen``.
    """
    _say(acting, claim_id, Verdict.ACCEPTED, seen=seen)


@transacted
def accept_all(acting: Acting, seen: Mapping[str, int | None]) -> None:
    """Say that claims are right as they were read, all or none; one undo takes all of it back.

    ``seen``: by claim id, the version that the screen showed, as in ``accept``.

    Raises:
        NotAllowedError, NotFoundError, ChangedMeanwhileError, InvalidInputError: as ``accept``, for any of them.
    """
    for claim_id, version in seen.items():
        _say(acting, claim_id, Verdict.ACCEPTED, seen=version)


@transacted
def reject_all(acting: Acting, seen: Mapping[str, int | None]) -> None:
    """Say that claims are no figures of this deck, all or none; one undo takes all of it back.

    ``seen``: by claim id, the version that the screen showed, as in ``reject``.

    Raises:
        NotAllowedError, NotFoundError, ChangedMeanwhileError: as ``reject``, for any of them.
    """
    for claim_id, version in seen.items():
        _say(acting, claim_id, Verdict.REJECTED, seen=version)


def reject(  # who, what, why, when, as seen
    acting: Acting, claim_id: str, *, note: str = "", seen: int | None = None
) -> None:
    """Say that the claim is no figure of this deck; the original is kept.

    Raises:
        NotAllowedError, NotFoundError, ChangedMeanwhileError: as ``accept``.
    """
    _say(acting, claim_id, Verdict.REJECTED, note=note, seen=seen)


def correct(  # who, what, what instead, why, when, as seen
    acting: Acting, claim_id: str, correction: Correction, *, note: str = "", seen: int | None = None
) -> None:
    """Set what the claim should say; a correction that changes nothing is an acceptance.

    Raises:
        InvalidInputError: the metric is unknown, or the quantity's unit is none of the metric's.
        NotAllowedError, NotFoundError, ChangedMeanwhileError: as ``accept``.
    """
    _require_unit_of_metric(acting.ws, correction.metric, correction.quantity)
    _say(acting, claim_id, Verdict.CORRECTED, correction, note=note, seen=seen)


def reopen(acting: Acting, claim_id: str, *, seen: int | None = None) -> None:
    """Take the organisation's word on the claim back: it waits again.

    Raises:
        NothingToUndoError: the organisation has no word on it.
        NotAllowedError, NotFoundError, ChangedMeanwhileError: as ``accept``.
    """
    _say(acting, claim_id, Verdict.REOPENED, seen=seen)


@transacted
def _say(  # one word on one claim, whole
    acting: Acting,
    claim_id: str,
    verdict: Verdict,
    correction: Correction | None = None,
    *,
    note: str = "",
    seen: int | None,
) -> None:
    """Append the organisation's word after its last one."""
    require(acting.viewer, Act.REVIEW_CLAIMS)
    cleaned = written(note, "note", longest=_NOTE)
    stored = claim_queries.find_claim(acting.session, acting.ws.name, acting.viewer, claim_id)
    if stored is None:
        raise NotFoundError(kind="claim", id=claim_id)
    if verdict in {Verdict.ACCEPTED, Verdict.CORRECTED} and ReviewReason.NO_PROOF in stored.claim.review_reasons:
        raise InvalidInputError(field="proof", problem="no_proof")
    past = journal.read_stream(acting.session, acting.ws.name, _stream(claim_id, acting.viewer))
    last_seq = past[-1].seq if past else 0
    if seen is not None and seen != last_seq:
        raise ChangedMeanwhileError(stream=_stream(claim_id, acting.viewer), expected=seen, found=last_seq)
    if verdict is Verdict.REOPENED and not verifications.standing(past):
        raise NothingToUndoError
    unchanged = correction == stated(stored.claim)
    word = ClaimVerified(
        claim_id=claim_id,
        deck_id=stored.deck_id,
        organisation_id=acting.viewer.organisation_id,
        verdict=Verdict.ACCEPTED if unchanged else verdict,
        correction=None if unchanged else correction,
        note=cleaned,
    )
    acting.record([word], after=last_seq)


def stated(claim: Claim) -> Correction:
    """Return what the claim says, in the fields that a person may correct."""
    return Correction(claim.metric, claim.quantity, claim.scope, claim.status, claim.aggregation, claim.period)


@transacted
def add(acting: Acting, deck_id: str, figure: NewFigure) -> str:
    """Add a figure that the extractor missed, and return the claim's id: verified by the one who adds it.

    One without a box or words from the page is kept as without proof, and nobody can verify it.

    It belongs to the viewer's organisation; others see it only if that organisation submitted the deck to the event.

    Raises:
        InvalidInputError: the page, metric or unit does not exist there.
        NotAllowedError, NotFoundError: the role may not; there is no deck that the viewer may see.
    """
    require(acting.viewer, Act.REVIEW_CLAIMS)
    _require_unit_of_metric(acting.ws, figure.metric, figure.quantity)
    claim = _claim_of(acting, deck_id, figure)
    deck = deck_queries.find_deck(acting.session, acting.ws.name, acting.viewer, deck_id)
    if deck is None:
        raise NotFoundError(kind="deck", id=deck_id)
    if not 1 <= figure.page <= len(deck.page_sizes_pt):
        raise InvalidInputError(field="page", problem="unknown", value=figure.page)
    added = ClaimAdded(deck_id, acting.viewer.organisation_id, claim)
    word = ClaimVerified(claim.id, deck_id, acting.viewer.organisation_id, Verdict.ACCEPTED)
    acting.record([added] if ReviewReason.NO_PROOF in claim.review_reasons else [added, word], after=0)
    return claim.id


@transacted
def replace_figure(  # who, instead of what, what, why, as seen
    acting: Acting, claim_id: str, figure: NewFigure, *, note: str = "", seen: int | None = None
) -> str:
    """Reject a claim and add what a person read at another place instead, and return the new claim's id.

    A claim keeps the evidence that it was read with: a better place is a figure of its own. One undo takes both back.

    Raises:
        InvalidInputError: as ``add``.
        NotAllowedError, NotFoundError, ChangedMeanwhileError: as ``accept``.
    """
    stored = claim_queries.find_claim(acting.session, acting.ws.name, acting.viewer, claim_id)
    if stored is None:
        raise NotFoundError(kind="claim", id=claim_id)
    _say(acting, claim_id, Verdict.REJECTED, note=note, seen=seen)
    return add(acting, stored.deck_id, figure)


def _claim_of(acting: Acting, deck_id: str, figure: NewFigure) -> Claim:
    """Return the claim that a person makes of a deck: certain, without a printed label."""
    quote = written(figure.quote, "quote", longest=_QUOTE)
    by_whom = (acting.viewer.organisation_id, acting.viewer.person_id, acting.at)
    return Claim(
        id=new_id("claim", deck_id, *by_whom, figure.page, figure.metric, figure.quantity, quote),
        metric=figure.metric,
        quantity=figure.quantity,
        evidence=(Evidence(figure.page, figure.boxes, (), quote),),
        label="",
        scope=figure.scope,
        status=figure.status,
        aggregation=figure.aggregation,
        period=figure.period,
        origin=figure.origin,
        confidence=1.0,
        review_reasons=() if quote or figure.boxes else (ReviewReason.NO_PROOF,),
    )


@transacted
def undo_last(acting: Acting, deck_id: str) -> str:
    """Take back the viewer's last act on the deck, and return the id of a claim that it was about.

    The words that stood before it stand again; those that were said in one act go together. A colleague's words are
    left alone.

    Raises:
        NothingToUndoError: no word of the viewer's stands on this deck.
        NotAllowedError, NotFoundError: the role may not; there is no deck that the viewer may see.
    """
    require(acting.viewer, Act.REVIEW_CLAIMS)
    if deck_queries.find_deck(acting.session, acting.ws.name, acting.viewer, deck_id) is None:
        raise NotFoundError(kind="deck", id=deck_id)
    first: Verification | None = None
    for word in claim_queries.own_words(acting.session, acting.ws.name, acting.viewer, deck_id):
        if first is not None and not verifications.said_at_once(word, first):
            break
        past = journal.read_stream(acting.session, acting.ws.name, _stream(word.claim_id, acting.viewer))
        events = verifications.taken_back(past, acting.viewer.person_id)
        if events:
            acting.record(events, after=past[-1].seq)
            first = first or word
    if first is None:
        raise NothingToUndoError
    return first.claim_id


def _stream(claim_id: str, viewer: Viewer) -> str:
    """Return the stream that holds the viewer's organisation's words on the claim."""
    return f"review:{claim_id}:{viewer.organisation_id}"


def _require_unit_of_metric(ws: Workspace, metric_id: str, quantity: Quantity) -> None:
    """Require that the metric exists and counts in the quantity's unit.

    Raises:
        InvalidInputError: it does not.
    """
    units = ws.metric(metric_id).units
    if units and quantity.unit not in units:
        raise InvalidInputError(field="unit", problem="not_of_metric", value=quantity.unit.value, metric=metric_id)
