"""The funnel: tracks and stages as data, engagements, and which moves are legal. Stage and status are separate."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from dealflow.domain.pipeline.deal_sizes import NO_SIZE, DealSize
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import IllegalMoveError, InvalidInputError, ReasonRequiredError

if TYPE_CHECKING:
    from datetime import date, datetime

    from dealflow.domain.values.business_days import BusinessCalendar


class StageKind(StrEnum):
    """What a stage is to the funnel: the way in, work, a decision that nobody may jump over, or the end."""

    OPEN = "open"
    ACTIVE = "active"
    DECISION = "decision"
    DONE = "done"


class Status(StrEnum):
    """How an engagement stands, at whatever stage it is."""

    ACTIVE = "active"
    ON_HOLD = "on_hold"
    PASSED = "passed"
    """The investor decided against it; a reason is required."""
    WITHDRAWN = "withdrawn"
    """The company stepped back; a reason is required."""


NEEDS_REASON = frozenset({Status.PASSED, Status.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a track. ``stale_days``: days without a sign of life before it is stale, as the track counts."""

    id: str
    kind: StageKind
    name_ko: str
    name_en: str
    stale_days: int | None = None
    gate: tuple[str, ...] = ()
    """Ids of ``gate_ids``: what must be in place before an engagement may enter."""
    chance_percent: int | None = None
    """How likely a deal that stands here ends in an investment; weighs our ticket. None: nobody said."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for passing or withdrawing (domain: the drop taxonomy); ``shareable`` may be told to the company."""

    id: str
    name_ko: str
    name_en: str


CONSULTING: Final = frozenset({"operator", "vc", "adopter"})
"""The kinds of participant of an IR day whose consultations a track may speak of: who sits opposite the companies."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """What a consultation at an IR day does in a track, for investors of these kinds of participant.

    ``joins``: whose active engagement it belongs to; ``opens``: for whom it opens one where there is none. ``stage``:
    to where it brings an engagement that stands before it; empty: it stays where it is.
    """

    stage: str = ""
    joins: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Track:
    """A funnel as data: its stages in order, how its days are counted, what a consultation does in it."""

    id: str
    name_ko: str
    name_en: str
    stages: tuple[Stage, ...]
    in_business_days: bool = False
    """Whether ``stale_days`` are business days; else they are days of the calendar."""
    consultation: Consultation | None = None

    @property
    def first(self) -> Stage:
        """Return the stage at which engagements start unless told otherwise."""
        return self.stages[0]

    def stage(self, stage_id: str) -> Stage:
        """Return the stage of that id.

        Raises:
            InvalidInputError: the track has no such stage.
        """
        for stage in self.stages:
            if stage.id == stage_id:
                return stage
        raise InvalidInputError(field="stage", problem="unknown", value=stage_id)

    def position(self, stage_id: str) -> int:
        """Return the place of a stage in the order, from 0."""
        return self.stages.index(self.stage(stage_id))

    def next_from(self, stage_id: str) -> tuple[Stage, ...]:
        """Return the stages one may move to: any earlier one, and later ones up to the next decision, itself included.

        A committee cannot be jumped over; everything else a busy person may skip or take back.
        """
        here = self.position(stage_id)
        allowed = list(self.stages[:here])
        for stage in self.stages[here + 1 :]:
            allowed.append(stage)
            if stage.kind is StageKind.DECISION:
                break
        return tuple(allowed)


@dataclass(frozen=True, slots=True)
class Engagement:
    """One cell of the matrix company round x investor, in one track, in the books of ``owner_id``.

    ``owner_id`` is the organisation whose private record this is: the investor itself, or an organiser who follows
    up an event. ``version`` is the sequence number of its last event.
    """

    id: str
    owner_id: str
    company_id: str
    investor_id: str
    track: str
    round_label: str
    stage: str
    status: Status
    opened_at: datetime
    stage_since: datetime
    last_event_at: datetime
    version: int
    assignee_id: str | None = None
    next_step: str = ""
    next_due: date | None = None
    reason: str | None = None
    joined_id: str | None = None
    """The engagement that this one rests upon: an operator's recommendation on its investment."""
    size: DealSize = NO_SIZE
    """What the house noted of its size; what terms and decks say stands with these."""
    tags: tuple[str, ...] = ()


def standing_of(engagement: Engagement) -> tuple[bool, datetime]:
    """Return by what a company's engagements are in order: last is the one that says how far it is, an open one."""
    return engagement.status is Status.ACTIVE, engagement.stage_since


@dataclass(frozen=True, slots=True)
class NewEngagement:
    """Which company and investor an engagement brings together, in which track, and where it starts.

    ``stage``: None starts at the track's first one. ``ir_event_id``: the IR event at which the two met.
    """

    company_id: str
    investor_id: str
    track: str
    round_label: str = ""
    stage: str | None = None
    assignee_id: str | None = None
    ir_event_id: str | None = None


def is_past_committee(track: Track, stage_id: str) -> bool:
    """Say whether a stage lies behind the track's last committee: what stands there is decided."""
    decisions = [place for place, stage in enumerate(track.stages) if stage.kind is StageKind.DECISION]
    return bool(decisions) and track.position(stage_id) > decisions[-1]


def goes_back(track: Track, from_stage: str, to_stage: str) -> bool:
    """Say whether a move leads to an earlier stage."""
    return track.position(to_stage) < track.position(from_stage)


def require_legal_move(engagement: Engagement, track: Track, to_stage: str) -> None:
    """Require that the engagement may move to ``to_stage``.

    Raises:
        IllegalMoveError: the stage does not follow, or the engagement is not active.
    """
    if engagement.status is not Status.ACTIVE:
        raise IllegalMoveError(
            engagement=engagement.id, current=engagement.stage, to=to_stage, status=engagement.status.value
        )
    if track.stage(to_stage) not in track.next_from(engagement.stage):
        raise IllegalMoveError(engagement=engagement.id, current=engagement.stage, to=to_stage, status=None)


def require_legal_status(engagement: Engagement, status: Status, reason: str | None) -> None:
    """Require that the engagement may take ``status``.

    Raises:
        InvalidInputError: it has that status already.
        ReasonRequiredError: passing and withdrawing need a reason of the taxonomy.
    """
    if status is engagement.status:
        raise InvalidInputError(field="status", problem="unchanged", value=status.value)
    if status in NEEDS_REASON and not reason:
        raise ReasonRequiredError(status=status.value)


def days_in_stage(engagement: Engagement, on: date) -> int:
    """Return the whole days since the engagement entered its stage."""
    return max(0, (on - korean_day(engagement.stage_since)).days)


def is_stale(engagement: Engagement, track: Track, on: date, calendar: BusinessCalendar) -> bool:
    """Say whether an active engagement has had no event for longer than its stage allows.

    The day of the last event is not counted. Holidays and weekends are not, either, where the track counts business
    days: nothing grows stale over Lunar New Year.
    """
    limit = track.stage(engagement.stage).stale_days
    if engagement.status is not Status.ACTIVE or limit is None:
        return False
    last = korean_day(engagement.last_event_at)
    quiet = calendar.between(last, on) if track.in_business_days else (on - last).days
    return quiet > limit
