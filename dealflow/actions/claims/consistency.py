"""Do a company's figures agree, what changed between two versions of its deck, and what to ask it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dealflow.actions.claims import review
from dealflow.actions.claims.deck_views import DeckRow
from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.claim_views import ClaimView
from dealflow.domain.claims.claims import Metric, Origin, ReviewState
from dealflow.domain.claims.company import Company
from dealflow.domain.claims.consistency_checks import Finding, Stated, check_all, in_order
from dealflow.domain.claims.deck_diff import Change, compare
from dealflow.domain.claims.questions import Question, questions
from dealflow.domain.values.period import Period


@dataclass(frozen=True, slots=True)
class Scrutiny:
    """What the checks say of a company's newest decks, and the questions that follow; ``views`` are both sides."""

    company: Company
    findings: tuple[Finding, ...]
    questions: tuple[Question, ...]
    views: Mapping[str, ClaimView]
    decks: tuple[str, ...] = ()
    """Ids of the decks that were checked, newest first."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What changed from one version of a deck to another; ``views`` are the figures by claim id."""

    changes: tuple[Change, ...]
    views: Mapping[str, ClaimView]


def scrutinised(
    company: Company, decks: Sequence[DeckRow], claims: Sequence[ClaimView], metrics: Sequence[Metric], *, on: date
) -> Scrutiny:
    """Return the checks of the newest version of each round's deck of a company, and the questions that follow.

    Each deck is checked by itself: time passed between two rounds. A gap is what none of them states.
    """
    newest = _newest(decks)
    views = {claim.claim.id: claim for claim in claims if claim.deck_id in newest}
    figures = _stated(views.values())
    findings = in_order(
        finding
        for deck_id in newest
        for finding in deck_findings([view for view in views.values() if view.deck_id == deck_id], on=on)
    )
    rivals = [(view.claim.id, *view.rivals) for view in views.values() if view.rivals]
    return Scrutiny(company, findings, questions(figures, findings, metrics, rivals), views, newest)


def deck_findings(views: Sequence[ClaimView], *, on: date) -> tuple[Finding, ...]:
    """Return what the checks say of one deck's figures, as the viewer has them on the screen."""
    return check_all(_stated(views), year=on.year)


def revision(looking: Looking, before_id: str, after_id: str) -> Revision:
    """Return what changed from one deck to another.

    Raises:
        NotFoundError: there is no such deck that the viewer may see.
    """
    before, after = (review.claims(looking, deck_id) for deck_id in (before_id, after_id))
    views = {view.claim.id: view for view in (*before, *after)}
    return Revision(compare(_stated(before), _stated(after)), views)


def _newest(decks: Iterable[DeckRow]) -> tuple[str, ...]:
    latest: dict[str, DeckRow] = {}
    for deck in decks:
        known = latest.get(deck.round_label)
        if known is None or deck.version > known.version:
            latest[deck.round_label] = deck
    ordered = sorted(latest.values(), key=lambda deck: (deck.received_at, deck.id), reverse=True)
    return tuple(deck.id for deck in ordered)


def _stated(views: Iterable[ClaimView]) -> list[Stated]:
    """Return the figures as they stand after review; rejected and answered ones say nothing."""
    standing = [view for view in views if view.state is not ReviewState.REJECTED]
    answers = [view for view in standing if view.claim.origin is Origin.ANSWER]
    return [
        Stated(
            claim_id=view.claim.id,
            metric=view.metric,
            quantity=view.quantity,
            scope=view.scope,
            status=view.status,
            aggregation=view.aggregation,
            period=view.period,
            page=view.page,
            subject=view.claim.subject,
            times=sum(place.page == view.page for place in view.claim.evidence),
        )
        for view in standing
        if view.claim.origin is Origin.ANSWER or not any(_answers(answer, view) for answer in answers)
    ]


def _answers(answer: ClaimView, view: ClaimView) -> bool:
    """Say whether the company's answer takes the figure's place: the same metric and unit, and period or amount."""
    if (answer.metric, answer.quantity.unit) != (view.metric, view.quantity.unit):
        return False
    return _days(answer.period) == _days(view.period) or answer.quantity == view.quantity


def _days(period: Period | None) -> tuple[date | None, date | None] | None:
    return None if period is None else (period.start, period.end)
