"""The presenter's timer: pitch and questions, full screen, by keyboard and touch; who is on and who is next."""

from __future__ import annotations

from typing import Final

from dealflow.actions.irday.floor.hall_displays import Hall
from dealflow.domain.irday.timetable.day_agenda import LineKind, clock, falls_away
from dealflow.i18n import name_of, t
from dealflow.reports.kit import public_page
from dealflow.reports.kit.public_page import said

SCRIPT: Final = "irday/floor/pitch_timer.js"
_STYLES: Final = ("irday/floor/pitch_timer.css",)
_USUAL: Final = (5, 3)
"""Minutes of pitch and questions where no programme says."""
_WORDS: Final = ("pitch", "qa", "over", "next", "last", "start", "pause", "ready", "nobody")


def page(given: Hall, lang: str) -> str:
    """Return the timer with the pitches of the published plan, by stage."""
    stages: dict[str, list[dict[str, object]]] = {}
    for line in given.lines:
        if line.kind is not LineKind.PITCH or falls_away(line, given.states):
            continue
        part = line.part
        firm = given.firms.get(line.company)
        stages.setdefault(line.place, []).append(
            {
                "name": name_of(firm, lang) if firm else "–",
                "at": clock(line.span.start_min),
                "end": line.span.end_min,
                "pitch": (part.item_min if part else 0) or _USUAL[0],
                "qa": part.qa_min if part else _USUAL[1],
            }
        )
    rooms = {room.id: name_of(room, lang) for room in given.programme.rooms}
    data = {
        "stages": [{"id": place, "name": rooms.get(place, place), "pitches": found} for place, found in stages.items()],
        "minute": given.minute,
        "usual": list(_USUAL),
        "words": {word: t(f"hall.js.{word}", lang) for word in _WORDS},
        "lang": lang,
    }
    keys = "".join(
        f'<button data-key="{key}" title="{said(f"hall.timer.{name}", lang)}"><kbd>{shown}</kbd> '
        f"<span>{said(f'hall.timer.{name}', lang)}</span></button>"
        for key, shown, name in (
            (" ", "␣", "go"),
            ("ArrowRight", "→", "on"),
            ("ArrowLeft", "←", "back"),
            ("ArrowUp", "↑", "more"),
            ("ArrowDown", "↓", "less"),
            ("r", "R", "again"),
            ("f", "F", "full"),
        )
    )
    body = (
        f'<header><select id="stage" aria-label="{said("hall.timer.stage", lang)}"></select>'
        f'<span id="phase"></span></header>'
        f'<main id="face" tabindex="0"><p id="who"></p><p id="digits" role="timer">0:00</p><p id="say"></p></main>'
        f'<p id="then"></p><footer>{keys}</footer>'
    )
    return public_page.document(
        t("hall.timer", lang), body, lang, styles=_STYLES, script=SCRIPT, data=data, kind="timer"
    )
