"""The journal's vocabulary for what is changed over what is shipped: stages of tracks, business days, figures of rules.

As in ``domain.events``: person ids only, and new fields get defaults.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from dealflow.domain.pipeline.funnel import Stage


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


@dataclass(frozen=True, slots=True)
class FigureKept:
    """A house set its own value for a figure of a rule pack that no public source confirms, or took it back."""

    kind: ClassVar[str] = "figure_kept"
    owner_id: str
    pack_id: str
    rule_id: str
    figure: str
    value: str
    """Canonical text: whole numbers, true or false, a mode, codes joined by commas; empty: taken back."""
    because: str = ""

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"figures:{self.owner_id}"


AmendEvent = TrackEdited | HolidayKept | FigureKept
