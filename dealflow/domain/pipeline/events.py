"""What can happen to engagements, and to what is changed over what is shipped: a track's stages, business days.

As in every area: ids of persons only (names can be asked to be destroyed), and new fields get defaults, so that old
payloads can always be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from dealflow.domain.pipeline.deal_sizes import NO_SIZE, DealSize
from dealflow.domain.pipeline.funnel import Stage, Status
from dealflow.domain.values.event import OfEngagement


@dataclass(frozen=True, slots=True)
class EngagementOpened(OfEngagement):
    """An investor and a company's round began to be followed in a track."""

    kind: ClassVar[str] = "engagement_opened"
    engagement_id: str
    owner_id: str
    company_id: str
    investor_id: str
    track: str
    round_label: str
    stage: str
    assignee_id: str | None = None
    ir_event_id: str | None = None
    source: str = ""
    on: date | None = None
    """The earlier day on which it happened, where it was written down later; None: when it was written down."""


@dataclass(frozen=True, slots=True)
class EngagementMoved(OfEngagement):
    """An engagement changed its stage; ``undoes`` names the sequence number of the move that this takes back."""

    kind: ClassVar[str] = "engagement_moved"
    engagement_id: str
    from_stage: str
    to_stage: str
    note: str = ""
    undoes: int | None = None
    on: date | None = None
    """As of ``EngagementOpened``."""


@dataclass(frozen=True, slots=True)
class EngagementStatusSet(OfEngagement):
    """An engagement changed its status; ``reason`` is an id of the reason taxonomy."""

    kind: ClassVar[str] = "engagement_status_set"
    engagement_id: str
    from_status: Status
    to_status: Status
    reason: str | None = None
    note: str = ""
    undoes: int | None = None
    on: date | None = None
    """As of ``EngagementOpened``."""


@dataclass(frozen=True, slots=True)
class EngagementTakenBack(OfEngagement):
    """The engagement should never have been opened (an import that was taken back): no books hold it any more.

    It may be opened again later; what stands in its stream before that is of no account then.
    """

    kind: ClassVar[str] = "engagement_taken_back"
    engagement_id: str


@dataclass(frozen=True, slots=True)
class EngagementNoted(OfEngagement):
    """A private note was written."""

    kind: ClassVar[str] = "engagement_noted"
    engagement_id: str
    note: str


@dataclass(frozen=True, slots=True)
class NextStepSet(OfEngagement):
    """The next step was agreed (or cleared: an empty step); the old one is kept for undo."""

    kind: ClassVar[str] = "next_step_set"
    engagement_id: str
    step: str
    due: date | None
    assignee_id: str | None
    old_step: str = ""
    old_due: date | None = None
    old_assignee_id: str | None = None
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class RoundNamed(OfEngagement):
    """The round of an engagement was named, or named anew."""

    kind: ClassVar[str] = "round_named"
    engagement_id: str
    round_label: str
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class DealSizeNoted(OfEngagement):
    """What a house knows of a deal's size without terms was noted, all of it; the old one is kept for undo."""

    kind: ClassVar[str] = "deal_size_noted"
    engagement_id: str
    size: DealSize
    old: DealSize = NO_SIZE
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class EngagementTagged(OfEngagement):
    """The tags of an engagement were set, all of them; the old ones are kept for undo."""

    kind: ClassVar[str] = "engagement_tagged"
    engagement_id: str
    tags: tuple[str, ...]
    old_tags: tuple[str, ...] = ()
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class EngagementsJoined(OfEngagement):
    """An operator's engagement was joined to the investment that it rests upon (or to none: empty)."""

    kind: ClassVar[str] = "engagements_joined"
    engagement_id: str
    joined_id: str


@dataclass(frozen=True, slots=True)
class SavedViewKept:
    """A view of a screen was saved, named anew or changed: the filters, columns and order that its address holds."""

    kind: ClassVar[str] = "saved_view_kept"
    view_id: str
    owner_id: str
    person_id: str
    screen: str
    name: str
    query: str
    is_shared: bool = False

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"view:{self.view_id}"


@dataclass(frozen=True, slots=True)
class SavedViewDropped:
    """A saved view is no longer offered; keeping it again brings it back."""

    kind: ClassVar[str] = "saved_view_dropped"
    view_id: str

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"view:{self.view_id}"


@dataclass(frozen=True, slots=True)
class TrackEdited:
    """An administrator changed a track's stages; history keeps the ids, and the names of their time."""

    kind: ClassVar[str] = "track_edited"
    track_id: str
    name_ko: str
    name_en: str
    stages: tuple[Stage, ...]

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"track:{self.track_id}"


@dataclass(frozen=True, slots=True)
class HolidayKept:
    """A day was declared closed (a temporary holiday) or open, over what the calendar knows."""

    kind: ClassVar[str] = "holiday_kept"
    day: date
    closed: bool
    name: str = ""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return "calendar"


PipelineEvent = (
    EngagementOpened
    | EngagementMoved
    | EngagementStatusSet
    | EngagementTakenBack
    | EngagementNoted
    | NextStepSet
    | RoundNamed
    | DealSizeNoted
    | EngagementTagged
    | EngagementsJoined
    | SavedViewKept
    | SavedViewDropped
    | TrackEdited
    | HolidayKept
)
