"""Check-in at the door, phone first: by a name, by a scanner that types, by the phone's camera."""

from __future__ import annotations

from html import escape
from typing import Final

from dealflow.actions.irday.floor.hall_displays import Comer, Door
from dealflow.domain.irday.timetable.day_agenda import LineKind, clock, clock_at
from dealflow.i18n import Language, name_of, t
from dealflow.reports.kit import public_page
from dealflow.reports.kit.public_page import said

SCRIPT: Final = "irday/floor/check_in_page.js"
_STYLES: Final = ("kit/public_page.css", "irday/floor/check_in_page.css")
_WORDS: Final = ("unknown", "offline", "no_camera", "point")


def page(given: Door, lang: str, *, wanted: str = "", told: str = "", is_good: bool = True) -> str:
    """Return the page with everybody who is expected; ``wanted`` narrows it where no script does."""
    event = given.event
    title = (event.title_en if lang == Language.EN else event.title_ko) or event.title_ko
    shown = [one for one in given.comers if is_wanted(one, wanted)]
    rows = "".join(row(one, lang) for one in shown)
    empty = said("hall.desk.nobody" if given.comers else "hall.desk.empty", lang)
    tone = "" if not told else "good" if is_good else "bad"
    body = (
        f'<main><header><div><p class="soft">{escape(title)}</p><h1>{said("hall.desk", lang)}</h1></div>'
        f"{public_page.switch(lang)}</header>"
        f'<p id="counts">{counts(given, lang)}</p>'
        f'<p id="told" class="big {tone}" role="status">{escape(told)}</p>'
        f'<form method="post" class="find" id="find"><input type="hidden" name="act" value="find">'
        f'<input type="search" name="q" value="{escape(wanted)}" autofocus autocomplete="off" enterkeyhint="search" '
        f'aria-label="{said("hall.desk.find", lang)}" placeholder="{said("hall.desk.find", lang)}">'
        f'<button type="button" id="camera" hidden>{said("hall.desk.camera", lang)}</button></form>'
        f'<video id="eye" playsinline muted hidden></video>'
        f'<ul class="comers" id="comers">{rows}</ul>'
        f'<p id="none" class="soft"{" hidden" if shown else ""}>{empty}</p></main>'
    )
    data = {"words": {one: t(f"hall.js.{one}", lang) for one in _WORDS}, "lang": lang}
    return public_page.document(t("hall.desk", lang), body, lang, styles=_STYLES, script=SCRIPT, data=data, kind="desk")


def is_wanted(one: Comer, wanted: str) -> bool:
    """Say whether a person answers to what is looked for: a part of the name, or of the firm's."""
    return all(word in _names(one) for word in wanted.casefold().split())


def row(one: Comer, lang: str) -> str:
    """Return a person as a line with the one button that matters."""
    who = escape(one.card.name or t("hall.desk.unnamed", lang))
    title = f' <span class="soft">{escape(one.card.title)}</span>' if one.card.title else ""
    since = one.presence.since if one.presence is not None else None
    state = said("hall.desk.since", lang, at=clock_at(since)) if one.is_here and since else ""
    label = said("hall.desk.undo" if one.is_here else "hall.desk.check", lang)
    act = "out" if one.is_here else "in"
    return (
        f'<li class="{"here" if one.is_here else ""}" data-who="{escape(one.attendee_id)}" '
        f'data-names="{escape(_names(one))}">'
        f'<div><b>{who}</b>{title}<br><span class="firm">{escape(name_of(one.firm, lang))}</span> '
        f'<span class="soft">{said(f"enum.participant_kind.{one.firm.kind.value}", lang)}</span>'
        f'<br><span class="soft state">{state}</span></div>'
        f'<form method="post"><input type="hidden" name="act" value="{act}">'
        f'<input type="hidden" name="who" value="{escape(one.attendee_id)}">'
        f'<button class="{"" if one.is_here else "main"}">{label}</button></form></li>'
    )


def counts(given: Door, lang: str) -> str:
    """Return how many people and firms are here, of those who are expected."""
    return said(
        "hall.desk.counts", lang, here=given.here, all=len(given.comers), firms=given.firms_here, of=given.firms
    )


def welcome(one: Comer, given: Door, lang: str) -> str:
    """Return what to say to somebody who was just checked in: who it is, and where to go next."""
    name = one.card.name or t("hall.desk.unnamed", lang)
    words = t("hall.desk.done", lang, name=name, firm=name_of(one.firm, lang))
    then = given.next_of(one.firm.id)
    if then is None:
        return words
    labels = {table.id: table.label for table in given.programme.tables}
    where = t("firm.table", lang, label=labels.get(then.place, "")) if then.kind is LineKind.MEETING else ""
    what = where or t("hall.pitching", lang)
    return f"{words} {t('hall.desk.next', lang, at=clock(then.span.start_min), what=what)}"


def _names(one: Comer) -> str:
    return f"{one.card.name} {one.firm.name_ko} {one.firm.name_en} {one.card.title}".casefold()
