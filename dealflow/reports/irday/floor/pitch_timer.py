"""The presenter's timer: pitch and questions, full screen, by keyboard and touch; who is on and who is next."""

from __future__ import annotations

from typing import Final

from dealflow.actions.irday.floor.hall_displays import Hall
from dealflow.domain.irday.timetable.day_agenda import LineKind, clock, falls_away
from dealflow.i18n import name_of, t
from dealflow.reports.kit.templates import render

SCRIPT: Final = "irday/floor/pitch_timer.js"
_USUAL: Final = (5, 3)
"""Minutes of pitch and questions where no programme says."""
_KEYS: Final = (
    (" ", "␣", "go"),
    ("ArrowRight", "→", "on"),
    ("ArrowLeft", "←", "back"),
    ("ArrowUp", "↑", "more"),
    ("ArrowDown", "↓", "less"),
    ("r", "R", "again"),
    ("f", "F", "full"),
)
"""Keys with the sign that stands for each, and what it does."""
_WORDS: Final = ("pitch", "qa", "over", "next", "last", "start", "pause", "ready", "nobody")


def page(hall: Hall, lang: str) -> str:
    """Return the timer with the pitches of the published plan, by stage."""
    stages: dict[str, list[dict[str, object]]] = {}
    for line in hall.lines:
        if line.kind is not LineKind.PITCH or falls_away(line, hall.states):
            continue
        part = line.part
        firm = hall.firms.get(line.company)
        stages.setdefault(line.place, []).append(
            {
                "name": name_of(firm, lang) if firm else "–",
                "at": clock(line.span.start_min),
                "end": line.span.end_min,
                "pitch": (part.item_min if part else 0) or _USUAL[0],
                "qa": part.qa_min if part else _USUAL[1],
            }
        )
    rooms = {room.id: name_of(room, lang) for room in hall.programme.rooms}
    return render(
        "irday/floor/pitch_timer.html",
        lang,
        stages=[
            {"id": place, "name": rooms.get(place, place), "pitches": pitches} for place, pitches in stages.items()
        ],
        minute=hall.minute,
        usual=list(_USUAL),
        words={word: t(f"hall.js.{word}", lang) for word in _WORDS},
        keys=_KEYS,
    )
