"""What a company answers when asked: a figure with the answer's words as its proof, beside what the deck states."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.actions.claims import review
from dealflow.actions.claims.consistency import Scrutiny
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import written
from dealflow.domain.claims.claim_views import ClaimView
from dealflow.domain.claims.claims import ClaimStatus, Origin
from dealflow.domain.claims.questions import Question
from dealflow.domain.values.period import Period
from dealflow.domain.values.quantity import Quantity
from dealflow.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class Answered:
    """What the company said: a figure of ``metric``, and its ``words``."""

    metric: str
    quantity: Quantity
    words: str
    period: Period | None = None
    status: ClaimStatus = ClaimStatus.UNKNOWN


def metrics_asked(scrutiny: Scrutiny, question: Question) -> tuple[str, ...]:
    """Return the metrics that an answer to the question may be of, the one that is asked about first."""
    about = [scrutiny.views[claim_id].metric for claim_id in question.claims if claim_id in scrutiny.views]
    return tuple(dict.fromkeys((question.metric, *about)))


def record_answer(  # who, of what, which question, what was said, when
    acting: Acting, scrutiny: Scrutiny, question: Question, answered: Answered
) -> str:
    """Add the answer to the deck that was asked about, in the viewer's organisation's books; return its claim's id.

    Raises:
        InvalidInputError: the unit is none of the metric's, or there are no words.
        NotAllowedError, NotFoundError: the role may not; there is no deck to speak of.
    """
    view = _asked(scrutiny, question, answered.metric)
    if view is None and not scrutiny.decks:
        raise NotFoundError(kind="deck", id=scrutiny.company.id)
    metric = acting.ws.metric(answered.metric)
    figure = review.NewFigure(
        page=view.page if view else 1,
        metric=answered.metric,
        quantity=answered.quantity,
        quote=written(answered.words, "quote", longest=2000, required=True),
        scope=metric.scope,
        status=answered.status,
        aggregation=metric.aggregation,
        period=answered.period,
        origin=Origin.ANSWER,
    )
    return review.add(acting, view.deck_id if view else scrutiny.decks[0], figure)


def _asked(scrutiny: Scrutiny, question: Question, metric: str) -> ClaimView | None:
    """Return the figure that the question is about, one of the metric where there is one."""
    views = [scrutiny.views[claim_id] for claim_id in question.claims if claim_id in scrutiny.views]
    return next((view for view in views if view.metric == metric), views[-1] if views else None)
