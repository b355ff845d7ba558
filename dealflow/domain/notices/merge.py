"""Letters to many: words with places for each reader's own, as {name}; a place that nobody knows is a mistake."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from dealflow.errors import InvalidInputError

PLACES: Final = ("name", "firm", "event", "day", "venue", "times", "organiser")
"""What a letter may say of its reader and the event."""
_PLACE: Final = re.compile(r"\{([^{}\n]{0,40})\}")


class EventLetterKind(StrEnum):
    """What a letter to the people of an event is."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Template:
    """The subject and the words of a letter, with places."""

    subject: str
    body: str


def merged(template: Template, values: Mapping[str, str]) -> Template:
    """Return the letter of one reader: each place holds what is known of them; a value is never read as a place.

    Raises:
        InvalidInputError: the subject or the body is missing, or a place is unknown.
    """
    for field, text in (("subject", template.subject), ("body", template.body)):
        if not text.strip():
            raise InvalidInputError(field=field, problem="missing")
        for place in _PLACE.findall(text):
            if place not in PLACES:
                raise InvalidInputError(field=field, problem="unknown_place", value=f"{{{place}}}")

    def fill(text: str) -> str:
        return _PLACE.sub(lambda match: values.get(match.group(1), ""), text)

    return Template(" ".join(fill(template.subject).split()), fill(template.body).strip())
