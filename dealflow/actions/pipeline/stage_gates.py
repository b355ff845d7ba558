"""The one check that every door into a stage uses, and the nearest stage that is closed to each engagement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dealflow.actions.platform.context import Looking
from dealflow.actions.tips import gate_facts, recommendation_checks
from dealflow.domain.pipeline import stage_gates
from dealflow.domain.pipeline.events import EngagementMoved
from dealflow.domain.pipeline.funnel import Engagement, Status, Track
from dealflow.domain.pipeline.stage_gates import Missing
from dealflow.domain.values.event import Event
from dealflow.errors import GateClosedError


@dataclass(frozen=True, slots=True)
class Hurdle:
    """The nearest stage ahead that is closed, and the gates that close it; no words for an open way."""

    stage: str
    missing: tuple[Missing, ...]


def missing(looking: Looking, engagement: Engagement, to_stage: str, on: date) -> tuple[Missing, ...]:
    """Return the closed gates between the engagement's stage and a later one, with what is wrong behind them."""
    track = looking.ws.track(engagement.track)
    if not _gates_between(track, engagement.stage, to_stage):
        return ()
    return stage_gates.missing_on_the_way(track, to_stage, gate_facts.facts_of(looking, engagement, on))


def require_open_gates(looking: Looking, engagement: Engagement, to_stage: str, on: date) -> None:
    """Require that no gate on the way to a stage is closed, and nothing that stands would be left behind.

    Raises:
        GateClosedError: something must be in place first; ``missing`` holds the ids of the closed gates.
        RecommendationStandsError: it would go back before its recommendation, which stands.
    """
    recommendation_checks.require_stays(looking, engagement, to_stage)
    closed = missing(looking, engagement, to_stage, on)
    if closed:
        raise GateClosedError(engagement=engagement.id, to=to_stage, missing=tuple(missing.gate for missing in closed))


def require_returnable(looking: Looking, engagement: Engagement, event: Event, on: date) -> None:
    """Require that taking something back, or doing it again, leads forward through no closed gate.

    Raises:
        GateClosedError, RecommendationStandsError: as for any other move.
    """
    if isinstance(event, EngagementMoved):
        require_open_gates(looking, engagement, event.to_stage, on)


def hurdles(looking: Looking, engagements: Sequence[Engagement], on: date) -> dict[str, Hurdle]:
    """Return, by engagement, the nearest closed stage among those to which it could move next; open ways are left out.

    The books are read once for all of them.
    """
    guarded = [
        engagement
        for engagement in engagements
        if engagement.status is Status.ACTIVE and _gated(looking.ws.track(engagement.track), engagement)
    ]
    if not guarded:
        return {}
    books = gate_facts.books_of(looking)
    hurdles_by_id: dict[str, Hurdle] = {}
    for engagement in guarded:
        track = looking.ws.track(engagement.track)
        texts = {gate for stage in _gated(track, engagement) for gate in _gates_between(track, engagement.stage, stage)}
        facts = gate_facts.facts_from(looking, books, engagement, on, judged=bool(texts & gate_facts.JUDGED))
        closed = (
            (stage, stage_gates.missing_on_the_way(track, stage, facts))
            for stage in _gated(track, engagement)
            if facts is not None
        )
        hurdle = next((Hurdle(stage, what) for stage, what in closed if what), None)
        if hurdle is not None:
            hurdles_by_id[engagement.id] = hurdle
    return hurdles_by_id


def _gated(track: Track, engagement: Engagement) -> tuple[str, ...]:
    """Return the stages ahead to which the engagement could move next and that have gates on the way."""
    here = track.position(engagement.stage)
    ahead = (stage.id for stage in track.next_from(engagement.stage) if track.position(stage.id) > here)
    return tuple(stage for stage in ahead if _gates_between(track, engagement.stage, stage))


def _gates_between(track: Track, from_stage: str, to_stage: str) -> tuple[str, ...]:
    """Return the gates on the way forward: most moves meet none and need no look at all."""
    here, there = track.position(from_stage), track.position(to_stage)
    return tuple(gate for stage in track.stages[here + 1 : there + 1] for gate in stage.gate)
