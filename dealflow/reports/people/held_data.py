"""All that a house holds of a person, as one page to be handed to them; and as JSON for programs."""

from __future__ import annotations

import json
from typing import Final

from dealflow.actions.people.personal_data import Held, Section
from dealflow.i18n import has, t
from dealflow.i18n.numbers import moment
from dealflow.reports.kit import logo as kit_logo
from dealflow.reports.kit.templates import render

_ENUMS: Final = {
    "purpose": "enum.consent_purpose",
    "way": "enum.view_way",
    "state": "enum.participant_state",
    "side": "enum.event_side",
    "parts": "enum.contact_item",
    "consents": "enum.consent",
}
"""Fields whose values are members of enumerations, or several of them."""


def as_html(held: Held, house: str, lang: str, *, officer: str = "", logo: bytes = b"") -> str:
    """Return the page: its sections, each line by line; ``logo`` is a PNG or JPEG."""
    return render(
        "people/held_data.html",
        lang,
        name=held.subject.name or held.subject.id,
        house=house,
        officer=officer,
        logo=kit_logo.address(logo),
        at=moment(held.at, lang),
        sections=[(t(f"personal.section.{section.place}", lang), _lines(section, lang)) for section in held.sections],
    )


def as_json(held: Held) -> bytes:
    """Return the same for programs: fields by their names, values as they are kept."""
    sections = {section.place: [dict(line) for line in section.lines] for section in held.sections}
    kept = {"id": held.subject.id, "kind": held.subject.kind.value, "at": held.at.isoformat(), "held": sections}
    return json.dumps(kept, ensure_ascii=False, indent=2).encode()


def _lines(section: Section, lang: str) -> list[list[tuple[str, str]]]:
    return [
        [(t(f"personal.field.{name}", lang), _words(name, value, lang)) for name, value in line]
        for line in section.lines
    ]


def _words(name: str, value: str, lang: str) -> str:
    if name not in _ENUMS:
        return value
    keys = [(f"{_ENUMS[name]}.{member}", member) for member in value.split(", ")]
    return ", ".join(t(key, lang) if has(key, lang) else member for key, member in keys)
