"""Check-in at the door, phone first: by a name, by a scanner that types, by the phone's camera."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from dealflow.actions.irday.floor.hall_displays import Comer, Door
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.timetable.day_agenda import LineKind, clock, clock_at
from dealflow.i18n import name_of, t
from dealflow.reports.irday.papers.day_words import event_title
from dealflow.reports.kit.templates import render

SCRIPT: Final = "irday/floor/check_in_page.js"
_WORDS: Final = ("unknown", "kept", "waiting", "no_camera", "point")


@dataclass(frozen=True, slots=True)
class _Row:
    """A person as a line of the page; ``names``: what is searched, ``since``: from when on the person is here."""

    id: str
    firm: Participant
    name: str
    title: str
    names: str
    is_here: bool
    since: str


def page(door: Door, lang: str, *, sought: str = "", message: str = "", is_good: bool = True) -> str:
    """Return the page with everybody who is expected; ``sought`` narrows it where no script does."""
    return render(
        "irday/floor/check_in_page.html",
        lang,
        title=event_title(door.event, lang),
        counts=counts(door, lang),
        comers=[_row(comer) for comer in door.comers if is_sought(comer, sought)],
        anybody_expected=bool(door.comers),
        sought=sought,
        message=message,
        tone="" if not message else "good" if is_good else "bad",
        words={word: t(f"hall.js.{word}", lang) for word in _WORDS}
        | {word: t(f"hall.desk.{word}", lang) for word in ("check", "undo")},
    )


def is_sought(comer: Comer, sought: str) -> bool:
    """Say whether a person answers to what is looked for: a part of the name, or of the firm's."""
    return all(word in _names(comer) for word in sought.casefold().split())


def row(comer: Comer, lang: str) -> str:
    """Return a person as a line of the page, by itself."""
    return render("irday/floor/check_in_row.html", lang, comer=_row(comer))


def _row(comer: Comer) -> _Row:
    since = comer.presence.since if comer.presence is not None and comer.is_here else None
    return _Row(
        id=comer.attendee_id,
        firm=comer.firm,
        name=comer.card.name,
        title=comer.card.title,
        names=_names(comer),
        is_here=comer.is_here,
        since="" if since is None else clock_at(since),
    )


def counts(door: Door, lang: str) -> str:
    """Return how many people and firms are here, of those who are expected."""
    return t("hall.desk.counts", lang, here=door.here, all=len(door.comers), firms=door.firms_here, of=door.firms)


def welcome(comer: Comer, door: Door, lang: str) -> str:
    """Return what to say to somebody who was just checked in: who it is, and where to go next."""
    name = comer.card.name or t("hall.desk.unnamed", lang)
    words = t("hall.desk.done", lang, name=name, firm=name_of(comer.firm, lang))
    then = door.next_of(comer.firm.id)
    if then is None:
        return words
    labels = {table.id: table.label for table in door.programme.tables}
    where = t("firm.table", lang, label=labels.get(then.place, "")) if then.kind is LineKind.MEETING else ""
    what = where or t("hall.pitching", lang)
    return f"{words} {t('hall.desk.next', lang, at=clock(then.span.start_min), what=what)}"


def _names(comer: Comer) -> str:
    return f"{comer.card.name} {comer.firm.name_ko} {comer.firm.name_en} {comer.card.title}".casefold()
