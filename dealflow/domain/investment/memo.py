"""The investment report (투자심사보고서): its sections, and which of them a person wrote in place of what was made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dealflow.domain.investment.events import MemoSectionRestored, MemoSectionWritten
from dealflow.domain.values.event import Recorded

__all__ = ["EditedSection", "MemoSection", "edited_sections", "imprint"]


class MemoSection(StrEnum):
    """The sections of the report, as Korean houses put them in order."""

    OVERVIEW = "overview"
    COMPANY = "company"
    PRODUCT = "product"
    MARKET = "market"
    COMPETITION = "competition"
    SALES = "sales"
    FINANCE = "finance"
    VALUATION = "valuation"
    TERMS = "terms"
    EXIT = "exit"
    RISKS = "risks"
    FOLLOW_UP = "follow_up"
    OPINION = "opinion"


@dataclass(frozen=True, slots=True)
class EditedSection:
    """What a person wrote for a section. ``made_from``: the imprint of what had been made when they wrote it."""

    section: MemoSection
    text: str
    written_by: str
    written_at: datetime
    made_from: str

    def is_behind(self, made: str) -> bool:
        """Say whether the books say something else since: what is made now differs from what was made then."""
        return imprint(made) != self.made_from


def imprint(text: str) -> str:
    """Return a short imprint of a section's text, by which a change is known."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def edited_sections(past: Iterable[Recorded], lang: str) -> dict[MemoSection, EditedSection]:
    """Return the sections of a report in one language that somebody wrote and nobody gave back."""
    edited: dict[MemoSection, EditedSection] = {}
    for recorded in past:
        match recorded.event:
            case MemoSectionWritten(lang=of) as event if of == lang:
                section = MemoSection(event.section)
                edited[section] = EditedSection(section, event.text, recorded.actor, recorded.ts, event.made_from)
            case MemoSectionRestored(lang=of) as event if of == lang:
                edited.pop(MemoSection(event.section), None)
            case _:
                pass
    return edited
