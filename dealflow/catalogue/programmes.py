"""The programmes of programmes.toml, which organisers begin with."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from dealflow.domain.irday.programme.programme import ConsultationTable, Part, PartKind, Programme, Room, findings
from dealflow.domain.values.day_span import Span
from dealflow.errors import InvalidInputError, ProgrammeUnsoundError


@dataclass(frozen=True, slots=True)
class Template:
    """A programme to begin with, of no event yet."""

    id: str
    name_ko: str
    name_en: str
    programme: Programme


def load_templates(text: str | None = None) -> tuple[Template, ...]:
    """Return the templates of ``text`` (TOML), or of the shipped catalogue, in their order.

    Raises:
        InvalidInputError: an id stands twice, or a time is none.
        ProgrammeUnsoundError: a template could not be kept as a programme.
    """
    given_text = text or resources.files("dealflow.catalogue").joinpath("programmes.toml").read_text("utf-8")
    templates = tuple(_template(entry) for entry in tomllib.loads(given_text)["template"])
    ids = [template.id for template in templates]
    for place, id_ in enumerate(ids):
        if id_ in ids[:place]:
            raise InvalidInputError(field="template", problem="repeated", value=id_)
    return templates


@cache
def shipped_templates() -> tuple[Template, ...]:
    """Return the shipped templates, read once a process."""
    return load_templates()


def template(template_id: str) -> Template:
    """Return the shipped template of that id.

    Raises:
        InvalidInputError: there is none.
    """
    for shipped_template in shipped_templates():
        if shipped_template.id == template_id:
            return shipped_template
    raise InvalidInputError(field="template", problem="unknown", value=template_id)


def minute_of(clock: str) -> int:
    """Return the minute of the day that a clock shows (``09:30``).

    Raises:
        InvalidInputError: it is no time of day.
    """
    hours, colon, minutes = clock.strip().partition(":")
    if not colon or not (hours.isdecimal() and minutes.isdecimal()) or int(minutes) > 59:  # noqa: PLR2004  # clocks
        raise InvalidInputError(field="clock", problem="unknown", value=clock)
    return int(hours) * 60 + int(minutes)


def _template(entry: Mapping[str, Any]) -> Template:  # a TOML table, of values of every kind
    programme = Programme(
        ir_event_id="",
        rooms=tuple(Room(room["id"], room["ko"], room.get("en", ""), room.get("seats")) for room in entry["rooms"]),
        tables=tuple(_tables(entry.get("tables", {}))),
        parts=tuple(_part(part) for part in entry["part"]),
    )
    wrong = findings(programme)
    if wrong:
        raise ProgrammeUnsoundError(problem=wrong[0].problem.value, ids=wrong[0].ids)
    return Template(entry["id"], entry["name_ko"], entry["name_en"], programme)


def _tables(counts: Mapping[str, int]) -> Iterator[ConsultationTable]:
    number = 0
    for room, count in counts.items():
        for _ in range(count):
            number += 1
            yield ConsultationTable(f"t{number}", room, str(number))


def _part(entry: Mapping[str, Any]) -> Part:
    return Part(
        id=entry["id"],
        kind=PartKind(entry["kind"]),
        title_ko=entry["ko"],
        title_en=entry.get("en", ""),
        span=Span(minute_of(entry["from"]), minute_of(entry["to"])),
        room_id=entry.get("room", ""),
        track=entry.get("track", ""),
        for_all=entry.get("all", False),
        item_min=entry.get("item", 0),
        qa_min=entry.get("qa", 0),
        change_min=entry.get("change", 0),
    )
