"""What notes and files are on, as the screens hand it on: a company, or one deal with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Subject:
    """A company, or a deal with it; ``place`` tells the same subject's parts on different screens apart."""

    company_id: str
    engagement_id: str = ""
    place: str = "company"

    @property
    def id(self) -> str:
        """Return what the subject is known by in drafts and keys."""
        return self.engagement_id or self.company_id
