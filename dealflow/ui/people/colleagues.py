"""The people of the viewer's house as they are offered: by name, those who left only where they were chosen before."""

from __future__ import annotations

from collections.abc import Iterable

from dealflow.actions.people import people
from dealflow.actions.people.people import Person
from dealflow.i18n import t
from dealflow.ui.kit import state


def names(*, also: Iterable[str | None] = (), organisation_id: str = "") -> dict[str, str]:
    """Return the words for each person of the viewer's house, or of another one, by id; ``also`` were chosen before."""
    drawing = state.drawing()
    house = organisation_id or drawing.viewer.organisation_id
    chosen = people.colleagues(drawing.ws, house, frozenset(person_id for person_id in also if person_id))
    return {person.id: words(person, drawing.lang) for person in chosen}


def words(person: Person, lang: str) -> str:
    """Return a person's name, or the role where it is destroyed, and that they left where they did."""
    name = person.name or t(f"enum.role.{person.role.value}", lang)
    return t("people.left.name", lang, name=name) if person.has_left else name
