"""Insight: the funnel by two definitions, the time in each stage, and the engagements behind every number.

An engagement has *reached* a stage once it stood there or further on: stages that were stepped over count, moves that
were taken back do not. Everything is read from the viewer's own books only. Days are days of the calendar in UTC, as on
the board; time on hold counts, time after passing or withdrawing does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from dealflow.actions.claims import waiting_decks
from dealflow.actions.claims.deck_views import DeckFilter, DeckRow, decks
from dealflow.actions.claims.waiting_decks import Waiting
from dealflow.actions.people.people import ir_events
from dealflow.actions.pipeline import engagement_views
from dealflow.actions.pipeline.engagement_views import EngagementRow
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.deck import DeckState
from dealflow.domain.people.access import Act, Viewer, may, require
from dealflow.domain.people.people import IrEvent
from dealflow.domain.pipeline.funnel import Stage, Track
from dealflow.domain.pipeline.stage_intervals import CLOSED
from dealflow.errors import InvalidInputError

SOON: Final = timedelta(days=30)
"""How far ahead the home page looks for IR events."""


class Definition(StrEnum):
    """What the dates of a funnel choose."""

    COHORT = "cohort"
    """Engagements opened between the dates, and how far each has come since."""
    PERIOD = "period"
    """What was reached between the dates, whenever the engagement was opened."""


@dataclass(frozen=True, slots=True)
class FunnelQuery:
    """Which engagements and dates (both included; none: no limit). Open stays count up to ``on``.

    Without ``on`` they count up to the day of the last event that the warehouse knows: screens should give today.
    """

    track: str
    definition: Definition = Definition.COHORT
    since: date | None = None
    until: date | None = None
    investor_id: str | None = None
    region: str | None = None
    sector: str | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class StageCount:
    """One stage of the funnel.

    ``conversion`` is the share (0 to 1) of the stage before, ``from_first`` of the first stage; nothing where nobody
    could convert. By period either may exceed 1: other engagements reached the stage before. ``now_here``: how many of
    those that reached the stage stand there now, neither passed nor withdrawn. Days are of single stays.
    """

    stage: Stage
    reached: int
    conversion: float | None
    from_first: float | None
    median_days: float | None
    p90_days: float | None
    now_here: int


@dataclass(frozen=True, slots=True)
class StageTime:
    """One stay of an engagement at a stage, in days; ``open``: it lasts."""

    stage: Stage
    engagement_id: str
    company_name: str
    days: int
    open: bool


@dataclass(frozen=True, slots=True)
class Home:
    """What waits for one viewer on a day. ``track`` is the one most used in the viewer's books, whose funnel is shown.

    ``stale`` and ``due`` (next steps due on the day or before) stand with the most urgent first.
    """

    claims_to_review: int
    decks_to_review: tuple[Waiting, ...]
    decks_without_company: tuple[DeckRow, ...]
    decks_refused: tuple[DeckRow, ...]
    stale: tuple[EngagementRow, ...]
    due: tuple[EngagementRow, ...]
    events_soon: tuple[IrEvent, ...]
    track: Track
    funnel: tuple[StageCount, ...]


@remembered
def funnel(looking: Looking, q: FunnelQuery) -> tuple[StageCount, ...]:
    """Return all stages of the track in order with their counts.

    Raises:
        NotAllowedError: the viewer's role sees no pipeline.
        InvalidInputError: the track is unknown, or the dates are the wrong way round.
    """
    track = _check(looking, q)
    rows = looking.ws.warehouse.ask(
        "funnel", _parameters(looking.viewer, track, q) | {"on": _day(looking.ws, q)}
    ).to_pylist()
    before = [None, *(row["reached"] for row in rows)]
    return tuple(
        StageCount(
            stage=stage,
            reached=row["reached"],
            conversion=_share(row["reached"], last),
            from_first=_share(row["reached"], rows[0]["reached"]),
            median_days=row["median_days"],
            p90_days=row["p90_days"],
            now_here=row["now_here"],
        )
        for stage, row, last in zip(track.stages, rows, before, strict=False)
    )


@remembered
def stage_times(looking: Looking, q: FunnelQuery) -> tuple[StageTime, ...]:
    """Return the stays behind the funnel's days: by stage, longest first.

    Raises:
        NotAllowedError: the viewer's role sees no pipeline.
        InvalidInputError: the track is unknown, or the dates are the wrong way round.
    """
    track = _check(looking, q)
    rows = looking.ws.warehouse.ask(
        "stage_times", _parameters(looking.viewer, track, q) | {"on": _day(looking.ws, q)}
    ).to_pylist()
    return tuple(
        StageTime(track.stage(row["stage"]), row["engagement_id"], row["company_name"], row["days"], row["open"])
        for row in rows
    )


def records_at(looking: Looking, q: FunnelQuery, stage_id: str) -> tuple[str, ...]:
    """Return the ids of the engagements that make up the number that reached the stage, latest first.

    Raises:
        NotAllowedError: the viewer's role sees no pipeline.
        InvalidInputError: the track or stage is unknown, or the dates are the wrong way round.
    """
    track = _check(looking, q)
    place = track.position(stage_id) + 1
    rows = looking.ws.warehouse.ask("records", _parameters(looking.viewer, track, q) | {"place": place}).to_pylist()
    return tuple(row["engagement_id"] for row in rows)


@remembered
def home(looking: Looking, *, on: date) -> Home:
    """Return what waits for the viewer on a day, as far as the viewer's role goes, and the funnel at a glance."""
    sees_pipeline = may(looking.viewer, Act.SEE_PIPELINE)
    rows = engagement_views.engagements(looking, on=on) if sees_pipeline else ()
    waiting = waiting_decks.waiting(looking) if may(looking.viewer, Act.REVIEW_CLAIMS) else ()
    seen = decks(looking, DeckFilter())
    track = _most_used(looking.ws, rows)
    return Home(
        claims_to_review=sum(other_waiting.to_review for other_waiting in waiting),
        decks_to_review=waiting,
        decks_without_company=tuple(deck for deck in seen if deck.company is None and deck.state is DeckState.READ),
        decks_refused=tuple(deck for deck in seen if deck.state is DeckState.REFUSED),
        stale=tuple(sorted((row for row in rows if row.stale), key=lambda row: row.engagement.last_event_at)),
        due=_due(rows, on),
        events_soon=tuple(
            sorted(
                (ir_event for ir_event in ir_events(looking) if on <= ir_event.held_on <= on + SOON),
                key=lambda event: (event.held_on, event.id),
            )
        ),
        track=track,
        funnel=funnel(looking, FunnelQuery(track.id, on=on)) if sees_pipeline else (),
    )


def _due(rows: Sequence[EngagementRow], on: date) -> tuple[EngagementRow, ...]:
    """Return the engagements whose next step is due on the day or overdue, the longest overdue first."""
    dated = [(row.engagement.next_due, row.engagement.id, row) for row in rows if row.engagement.status not in CLOSED]
    due = sorted((day, name, row) for day, name, row in dated if day is not None and day <= on)
    return tuple(row for _, _, row in due)


def _most_used(ws: Workspace, rows: Sequence[EngagementRow]) -> Track:
    """Return the track with most of the engagements, the first one where there are none."""
    used = Counter(row.engagement.track for row in rows)
    return max(ws.tracks, key=lambda track: used[track.id])


def _check(looking: Looking, q: FunnelQuery) -> Track:
    """Return the track of a question that may be asked."""
    require(looking.viewer, Act.SEE_PIPELINE)
    if q.since is not None and q.until is not None and q.since > q.until:
        raise InvalidInputError(field="since", problem="after_until", value=q.since.isoformat())
    looking.ws.warehouse.refresh()  # another process may have written
    return looking.ws.track(q.track)


def _parameters(viewer: Viewer, track: Track, q: FunnelQuery) -> dict[str, Any]:
    """Return what all questions bind; a company's guest has no books."""
    return {
        "owner": viewer.organisation_id,
        "track": track.id,
        "stages": [stage.id for stage in track.stages],
        "investor_id": q.investor_id,
        "region": q.region,
        "sector": q.sector,
        "since": q.since,
        "until": q.until,
        "cohort": q.definition is Definition.COHORT,
    }


def _day(ws: Workspace, q: FunnelQuery) -> date | None:
    """Return the day up to which open stays count: the question's, else that of the last event told."""
    return q.on or ws.warehouse.told_until()


def _share(part: int, whole: int | None) -> float | None:
    return part / whole if whole else None
