"""What notes and files are on, as the screens hand it on: a company, or one deal with it."""

from __future__ import annotations

from dataclasses import dataclass

from dealflow.actions.people import people
from dealflow.i18n import t
from dealflow.ui.kit import state


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


def colleagues(drawing: state.Drawing) -> dict[str, str]:
    """Return the people of the viewer's house by id, with the words by which they are offered."""
    return {
        person.id: person.name or t(f"enum.role.{person.role.value}", drawing.lang)
        for person in people.people(drawing.ws)
        if person.organisation_id == drawing.viewer.organisation_id and person.company_id is None
    }
