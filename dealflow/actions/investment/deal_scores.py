"""Deals scored outside a committee: the card of a track, one's own marks, and the house's once they are in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import written
from dealflow.catalogue.scorecards import shipped_scorecard
from dealflow.domain.investment.committee import Mark, Score
from dealflow.domain.investment.deal_scoring import (
    CardCriterion,
    DealScore,
    Opinion,
    Scorecard,
    Weight,
    opinion,
    require_marks_of_card,
    require_sound_card,
)
from dealflow.domain.investment.events import DealScored, DealScoreWithdrawn, ScorecardEdited
from dealflow.domain.people.access import Act, may, owns, require
from dealflow.domain.values.event import Event
from dealflow.errors import ChangedMeanwhileError, InvalidInputError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import investment, pipeline
from dealflow.store.ledger.queries.visibility import Session

_LONGEST_COMMENT = 2000
_LONGEST_NAME = 40


def scorecard(looking: Looking, track_id: str) -> Scorecard:
    """Return by what the viewer's house scores the deals of a track.

    Raises:
        InvalidInputError: there is no such track.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        return _card(looking, session, track_id)


def _card(looking: Looking, session: Session, track_id: str) -> Scorecard:
    shipped = shipped_scorecard(looking.ws.track(track_id).id)
    if not owns(looking.viewer, looking.viewer.organisation_id):
        return shipped
    stream = f"scorecard:{looking.viewer.organisation_id}:{track_id}"
    edits = [recorded.event for recorded in journal.read_stream(session, looking.ws.name, stream)]
    last = edits[-1] if edits else None
    return Scorecard(track_id, last.criteria, len(edits)) if isinstance(last, ScorecardEdited) else shipped


@transacted
def edit_scorecard(acting: Acting, card: Scorecard) -> Scorecard:
    """Change by what the house scores the deals of a track; marks that were given keep the weights of their day.

    ``card.version`` is the version that the screen showed. Without criteria: the shipped card again.

    Raises:
        InvalidInputError: the card cannot be scored by (``require_sound_card``), or nothing was changed.
        ChangedMeanwhileError: a colleague changed it since.
        NotAllowedError: the role may not.
    """
    require(acting.viewer, Act.DECIDE)
    now = _card(acting, acting.session, card.track_id)
    criteria = card.criteria or shipped_scorecard(card.track_id).criteria
    edited = Scorecard(card.track_id, tuple(_written(criterion) for criterion in criteria))
    require_sound_card(edited)
    event = ScorecardEdited(acting.viewer.organisation_id, edited.track_id, edited.criteria)
    if card.version != now.version:
        raise ChangedMeanwhileError(stream=event.stream, expected=card.version, found=now.version)
    if now.criteria == edited.criteria:
        raise InvalidInputError(field="criterion", problem="unchanged")
    acting.record([event], after=now.version)
    return replace(edited, version=now.version + 1)


def _written(criterion: CardCriterion) -> CardCriterion:
    name_ko = written(criterion.name_ko, "name_ko", longest=_LONGEST_NAME)
    name_en = written(criterion.name_en, "name_en", longest=_LONGEST_NAME)
    return replace(
        criterion,
        name_ko=name_ko or name_en,
        name_en=name_en or name_ko,
        ask_ko=written(criterion.ask_ko, "ask_ko"),
        ask_en=written(criterion.ask_en, "ask_en"),
    )


def opinions(looking: Looking) -> Mapping[str, Opinion]:
    """Return what the house thinks of its deals, by engagement, as far as the viewer may see it."""
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        scores = investment.deal_scores(session, looking.ws.name, looking.viewer)
    return {engagement_id: _seen(looking, engagement_id, given) for engagement_id, given in scores.items()}


def opinion_of(looking: Looking, engagement_id: str) -> Opinion:
    """Return what the house thinks of one deal, as far as the viewer may see it.

    Raises:
        NotFoundError: the engagement is not in the viewer's books.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        pipeline.own_engagement(session, looking.ws.name, looking.viewer, engagement_id)
        scores = investment.deal_scores(session, looking.ws.name, looking.viewer, engagement_id)
    return _seen(looking, engagement_id, scores.get(engagement_id, ()))


def _seen(looking: Looking, engagement_id: str, given: Sequence[DealScore]) -> Opinion:
    may_score = may(looking.viewer, Act.EDIT_PIPELINE)
    return opinion(engagement_id, given, looking.viewer.person_id, may_score=may_score)


@transacted
def score_deal(acting: Acting, engagement_id: str, marks: Sequence[Mark], comment: str = "") -> DealScore:
    """Give one's marks for a deal, or change them; return them as kept. Who changes them after the others' is told so.

    Raises:
        InvalidInputError: they are not one of 0 to 100 for each criterion of the track's card, or stand so already.
        NotFoundError: the engagement is not in the viewer's books.
        NotAllowedError: the role may not.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id)
    card = _card(acting, acting.session, now.track)
    require_marks_of_card(marks, card)
    past = journal.read_stream(acting.session, acting.ws.name, f"deal_scores:{engagement_id}")
    standing, seen = followed((recorded.event for recorded in past), acting.viewer.person_id)
    given = DealScore(
        Score(acting.viewer.person_id, tuple(marks), written(comment, "comment", longest=_LONGEST_COMMENT)),
        tuple(Weight(criterion.id, criterion.weight) for criterion in card.criteria),
        card.version,
        after_open=seen,
    )
    mine = standing.get(acting.viewer.person_id)
    if mine is not None and replace(mine, after_open=seen) == given:
        raise InvalidInputError(field="criterion", problem="unchanged")
    acting.record([DealScored(engagement_id, now.owner_id, given)], after=len(past))
    return given


@transacted
def withdraw_score(acting: Acting, engagement_id: str) -> None:
    """Take one's marks for a deal back; the others' are hidden again.

    Raises:
        InvalidInputError: there are none.
        NotFoundError: the engagement is not in the viewer's books.
        NotAllowedError: the role may not.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    now = pipeline.own_engagement(acting.session, acting.ws.name, acting.viewer, engagement_id)
    past = journal.read_stream(acting.session, acting.ws.name, f"deal_scores:{engagement_id}")
    standing, _ = followed((recorded.event for recorded in past), acting.viewer.person_id)
    if acting.viewer.person_id not in standing:
        raise InvalidInputError(field="criterion", problem="missing")
    event = DealScoreWithdrawn(engagement_id, now.owner_id, acting.viewer.person_id)
    acting.record([event], after=len(past))


def followed(events: Iterable[Event], person_id: str) -> tuple[dict[str, DealScore], bool]:
    """Return the marks that stand by who gave them, and whether a person has had the others' before their eyes."""
    standing: dict[str, DealScore] = {}
    seen = False
    for event in events:
        match event:
            case DealScored(given=given):
                standing[given.reviewer_id] = given
            case DealScoreWithdrawn(reviewer_id=reviewer_id):
                standing.pop(reviewer_id, None)
            case _:
                pass
        seen = seen or (person_id in standing and len(standing) > 1)
    return standing, seen
