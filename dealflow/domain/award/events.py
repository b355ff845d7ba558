"""What can happen to an award: each record is kept whole, and every change of it stands in the journal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from dealflow.domain.award.applications import AwardApplication
from dealflow.domain.award.awards import Award, AwardEntry, Judge, ScoreSheet


@dataclass(frozen=True, slots=True)
class AwardKept:
    """An award was set up or changed."""

    kind: ClassVar[str] = "award_kept"
    award: Award

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"award:{self.award.id}"


@dataclass(frozen=True, slots=True)
class AwardEntryKept:
    """A case was handed in, changed, withdrawn, sent to the final, or won a prize."""

    kind: ClassVar[str] = "award_entry_kept"
    entry: AwardEntry

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"award_entry:{self.entry.id}"


@dataclass(frozen=True, slots=True)
class JudgeKept:
    """A judge was appointed, got another address, or may fill in nothing more."""

    kind: ClassVar[str] = "judge_kept"
    judge: Judge

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"judge:{self.judge.id}"


@dataclass(frozen=True, slots=True)
class ScoreSheetKept:
    """A judge filled in the sheet of one entry, or stood aside."""

    kind: ClassVar[str] = "score_sheet_kept"
    sheet: ScoreSheet

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"score_sheet:{self.sheet.judge_id}:{self.sheet.entry_id}"


@dataclass(frozen=True, slots=True)
class AwardApplicationKept:
    """A firm began an application, changed it, handed it in or took it back; or its case was taken in."""

    kind: ClassVar[str] = "award_application_kept"
    application: AwardApplication

    @property
    def stream(self) -> str:
        """Return the stream that orders events like this one."""
        return f"award_application:{self.application.id}"


AwardEvent = AwardKept | AwardEntryKept | JudgeKept | ScoreSheetKept | AwardApplicationKept
