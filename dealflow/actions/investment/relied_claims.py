"""The verified claims that a decision relies upon, taken down as they stand at that moment."""

from __future__ import annotations

from collections.abc import Sequence

from dealflow.actions.claims.review import claims_of
from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.claim_views import CERTAIN, ClaimView
from dealflow.domain.claims.claims import ReviewState
from dealflow.domain.investment.committee import ReliedClaim
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.queries import decks


def relied_claims(looking: Looking, company_id: str, claim_ids: Sequence[str] | None) -> tuple[ReliedClaim, ...]:
    """Return the company's claims of those ids, or all that the viewer's house verified or corrected (None).

    Raises:
        InvalidInputError: a claim is not verified, or not of this company.
    """
    certain = certain_claims(looking, company_id)
    if claim_ids is None:
        return tuple(_taken_down(view) for view in certain.values())
    for claim_id in claim_ids:
        if claim_id not in certain:
            raise InvalidInputError(field="claim", problem="not_verified", value=claim_id)
    return tuple(_taken_down(certain[claim_id]) for claim_id in dict.fromkeys(claim_ids))


def certain_claims(looking: Looking, company_id: str) -> dict[str, ClaimView]:
    """Return the company's claims that the viewer's house verified or corrected, by their ids, in page order."""
    views = claims_of(looking, decks.decks(looking.session, looking.ws.name, looking.viewer, [company_id]))
    return {view.claim.id: view for view in views if view.state in CERTAIN and view.verification is not None}


def _taken_down(view: ClaimView) -> ReliedClaim:
    """Return a claim as it stands."""
    evidence, word = view.claim.evidence[0], view.verification
    if word is None:
        message = "a certain claim has its word"
        raise TypeError(message)
    return ReliedClaim(
        claim_id=view.claim.id,
        deck_id=view.deck_id,
        metric=view.metric,
        quantity=view.quantity,
        scope=view.scope,
        status=view.status,
        period=view.period,
        page=evidence.page,
        boxes=evidence.boxes,
        quote=evidence.quote,
        corrected=view.state is ReviewState.CORRECTED,
        verified_by=word.verified_by,
        verified_at=word.verified_at,
    )
