"""The published programme as schedule JSON, in the shape that frab and pretalx brought up.

The shape is written down at https://c3voc.de/schedule/schema.json: conference, days, rooms, events. Who pitches is
told, by the company's name; who consults whom is not, nor is anybody's own name.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

from dealflow import __version__
from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.programme.programme import Part, PartKind, Room
from dealflow.domain.irday.timetable.placements import placed
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.korean_days import SEOUL
from dealflow.i18n import name_of, t
from dealflow.reports.irday.papers.day_words import begins, event_title, event_venue

SCHEMA: Final = "https://c3voc.de/schedule/schema.json"
_SPACE: Final = uuid.uuid5(uuid.NAMESPACE_URL, "https://dealflow.invalid/ir-day")
_COLOUR: Final = "#1F4E79"
_TYPES: Final = {
    PartKind.PITCHING: "lightning_talk",
    PartKind.TALK: "talk",
    PartKind.CONSULTATION: "meeting",
    PartKind.ROUND_TABLE: "discussion",
    PartKind.ADOPTER_TABLE: "discussion",
}
_DAY_MIN: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class _Item:
    """One entry: a part of the programme, or a company's pitch in one."""

    id: str
    span: Span
    room: Room | None
    title: str
    kind: PartKind
    track: str
    note: str = ""
    company: Participant | None = None


def as_json(day: Day, *, base_url: str, lang: str) -> bytes:
    """Return the published programme of a day; ``base_url`` is the installation's own address."""
    document = {
        "$schema": SCHEMA,
        "generator": {"name": "dealflow", "version": __version__},
        "schedule": schedule(day, base_url=base_url, lang=lang),
    }
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


def schedule(day: Day, *, base_url: str, lang: str) -> dict[str, object]:
    """Return what stands under ``schedule``."""
    event, last = day.event, day.event.held_on + timedelta(days=day.programme.days - 1)
    rooms = _rooms(day, lang)
    conference = {
        "acronym": acronym(event.id),
        "title": event_title(event, lang),
        "description": event_venue(event, lang),
        "start": event.held_on.isoformat(),
        "end": last.isoformat(),
        "daysCount": day.programme.days,
        "timeslot_duration": "00:05",
        "time_zone_name": SEOUL.key,
        "colors": {"primary": _COLOUR},
        "url": base_url,
        "rooms": [
            {"name": name, "guid": _guid("room", event.id, name), "description": None, "capacity": seats}
            for name, seats in rooms.items()
        ],
        "tracks": [{"name": track, "color": _COLOUR} for track in _tracks(day, lang)],
        "days": [_day(day, number, rooms, base_url, lang) for number in range(day.programme.days)],
    }
    return {"url": base_url, "base_url": base_url, "version": str(day.plan.revision), "conference": conference}


def acronym(event_id: str) -> str:
    """Return the event's id in the signs that an acronym may have, four at least."""
    return f"{re.sub(r'[^a-z0-9]+', '_', event_id.lower()).strip('_')}____"[: max(4, len(event_id))]


def _day(day: Day, number: int, rooms: dict[str, int | None], base_url: str, lang: str) -> dict[str, object]:
    on = day.event.held_on + timedelta(days=number)
    whole = Span(number * _DAY_MIN, (number + 1) * _DAY_MIN)
    start = datetime.combine(on, time(), SEOUL)
    today = [item for item in _items(day, lang) if whole.start_min <= item.span.start_min < whole.end_min]
    by_room: dict[str, list[dict[str, object]]] = {name: [] for name in rooms}
    for item in sorted(today, key=lambda other_item: (other_item.span, other_item.id)):
        by_room[_room_name(item.room, lang)].append(_event(day, item, base_url, lang))
    return {
        "index": number + 1,
        "date": on.isoformat(),
        "day_start": start.isoformat(),
        "day_end": (start + timedelta(days=1)).isoformat(),
        "rooms": by_room,
    }


def _event(day: Day, item: _Item, base_url: str, lang: str) -> dict[str, object]:
    guid = _guid("item", day.event.id, item.id)
    start = begins(day.event, item.span)
    length = item.span.end_min - item.span.start_min
    return {
        "id": uuid.UUID(guid).int % (2**31 - 1) + 1,
        "guid": guid,
        "date": start.isoformat(),
        "start": f"{start:%H:%M}",
        "duration": f"{length // 60:02d}:{length % 60:02d}",
        "room": _room_name(item.room, lang),
        "slug": f"{acronym(day.event.id)}-{guid[:8]}",
        "url": base_url,
        "title": item.title,
        "subtitle": None,
        "track": item.track or None,
        "type": _TYPES.get(item.kind, "other"),
        "language": lang,
        "abstract": item.note or None,
        "description": None,
        "do_not_record": None,
        "persons": [] if item.company is None else [_person(day, item.company, lang)],
        "links": [],
        "attachments": [],
    }


def _person(day: Day, company: Participant, lang: str) -> dict[str, object]:
    """Return who pitches: the company, by its name; no person."""
    guid = _guid("company", day.event.id, company.id)
    name = name_of(company, lang)
    return {"guid": guid, "code": guid[:8].upper(), "name": name, "public_name": name}


def _items(day: Day, lang: str) -> Iterator[_Item]:
    """Give the programme's parts, and in place of a pitching part the pitches that were published into it."""
    rooms = {room.id: room for room in day.programme.rooms}
    names = {participant.id: participant for participant in day.participants}
    pitches = []
    if day.plan.published is not None:
        pitches = [other_placed for other_placed in placed(day.programme, day.plan.published) if other_placed.is_pitch]
    for part in day.programme.parts:
        inside = [pitch for pitch in pitches if part.kind is PartKind.PITCHING and _is_in(part, pitch.room, pitch.span)]
        if not inside:
            yield _Item(
                part.id, part.span, rooms.get(part.room_id), name_of(part, lang), part.kind, part.track, part.note
            )
        for other_placed in inside:
            company = names.get(other_placed.act.company)
            title = t("papers.gone", lang) if company is None else name_of(company, lang)
            yield _Item(
                f"pitch:{other_placed.act.company}", other_placed.span, rooms.get(other_placed.room), title, part.kind,
                part.track or name_of(part, lang), company=company,
            )  # fmt: skip


def _is_in(part: Part, room_id: str, span: Span) -> bool:
    return part.room_id == room_id and part.span.covers(span)


def _tracks(day: Day, lang: str) -> list[str]:
    return sorted({item.track for item in _items(day, lang) if item.track})


def _rooms(day: Day, lang: str) -> dict[str, int | None]:
    """Return the names of the rooms with their seats; parts without a room go to the whole venue."""
    rooms = {name_of(room, lang): room.seats for room in day.programme.rooms}
    if any(item.room is None for item in _items(day, lang)):
        rooms[_room_name(None, lang)] = None
    return rooms


def _room_name(room: Room | None, lang: str) -> str:
    return t("papers.whole_venue", lang) if room is None else name_of(room, lang)


def _guid(*parts: str) -> str:
    return str(uuid.uuid5(_SPACE, "\x1f".join(parts)))
