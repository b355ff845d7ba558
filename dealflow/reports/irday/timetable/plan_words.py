"""A plan in words: who, when and where; what clashes; why no plan was found; what firms must be told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from dealflow.actions.irday.programme.day_state import Day
from dealflow.domain.irday.timetable.day_agenda import clock
from dealflow.domain.irday.timetable.hard_rules import Clash
from dealflow.domain.irday.timetable.manual_edits import act_of, spot_of
from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.timetable import Act, Meeting, Pitch
from dealflow.domain.irday.timetable.timetable_diff import Changes
from dealflow.domain.values.day_span import Span
from dealflow.errors import ClashError, DealflowError, InvalidInputError, NoTimetableError
from dealflow.i18n import LANGUAGES, Language, name_of, t
from dealflow.i18n.errors import words_of
from dealflow.schedule.explanation import Explanation, Request

_DAY_MIN = 24 * 60
_LEGAL_FORM = re.compile(
    r"^(?:주식회사|유한회사|\((?:주|유)\)|㈜)\s*|\s*(?:주식회사|유한회사|\((?:주|유)\)|㈜)$"
    r"|,?\s+(?:Co\.?,?\s*Ltd\.?|Inc\.?|Corp\.?|LLC|Ltd\.?)$",
    re.IGNORECASE,
)


class Names:
    """The words for the ids of an event's plan, in one language."""

    def __init__(self, day: Day, lang: str) -> None:
        self.lang = lang
        self._days = day.programme.days
        self._firms = {participant.id: name_of(participant, lang) for participant in day.participants}
        self._tables = {table.id: table.label for table in day.programme.tables}
        self._rooms = {room.id: name_of(room, lang) for room in day.programme.rooms}
        self._parts = {part.id: name_of(part, lang) for part in day.programme.parts}

    def firm(self, firm_id: str) -> str:
        """Return a participant's name, or the words for one who is none any more."""
        return self._firms.get(firm_id) or t("timetable.gone", self.lang)

    def short(self, firm_id: str) -> str:
        """Return a participant's name for a narrow cell, without its legal form."""
        name = self.firm(firm_id)
        return _LEGAL_FORM.sub("", name).strip() or name

    def firms(self, ids: Iterable[str]) -> str:
        """Return several participants' names."""
        return ", ".join(self.firm(id_) for id_ in ids)

    def place(self, place_id: str) -> str:
        """Return a table's label, with the word for it where it is a bare number, or a room's name."""
        if place_id in self._tables:
            label = self._tables[place_id]
            return t("timetable.table", self.lang, label=label) if label.isdecimal() else label
        return self._rooms.get(place_id) or t("timetable.gone_place", self.lang)

    def parts(self, ids: Iterable[str]) -> str:
        """Return the titles of parts of the programme."""
        return ", ".join(self._parts.get(id_) or t("timetable.gone_place", self.lang) for id_ in ids)

    def span(self, span: Span) -> str:
        """Return from when until when, with the day's number where the event has several."""
        words = f"{clock(span.start_min)}–{clock(span.end_min)}"
        return words if self._days == 1 else t("timetable.on_day", self.lang, n=span.start_min // _DAY_MIN + 1) + words

    def slot(self, slot_id: str) -> str:
        """Return when a slot is; an id that is none stays as it is."""
        try:
            return self.span(span_of(slot_id))
        except InvalidInputError:
            return slot_id

    def act(self, act: Act) -> str:
        """Return what is held: the two who meet, or whose pitch it is."""
        if act.investor is None:
            return t("timetable.pitch_of", self.lang, company=self.firm(act.company))
        return f"{self.firm(act.company)} × {self.firm(act.investor)}"

    def where(self, thing: Meeting | Pitch) -> str:
        """Return when and where something is placed."""
        spot = spot_of(thing)
        return f"{self.slot(spot.slot)} {self.place(spot.place)}"


def clash_lines(clashes: Iterable[Clash], names: Names) -> list[str]:
    """Return one line for each clash, the same words once."""
    return list(dict.fromkeys(_clash(clash, names) for clash in clashes))


def _clash(clash: Clash, names: Names) -> str:
    shared = [firm for firm in clash.firms if all(firm in (act.company, act.investor) for act in clash.acts)]
    firm = (shared or [*clash.firms] or [""])[0]
    return t(
        f"timetable.clash.{clash.rule.value}",
        names.lang,
        firm=names.firm(firm),
        firms=names.firms(clash.firms),
        act=names.act(clash.acts[-1]) if clash.acts else names.firms(clash.firms),
        acts=", ".join(names.act(act) for act in clash.acts),
        time=names.slot(clash.slot) if clash.slot else "",
        place=names.place(clash.place) if clash.place else "",
        part=names.parts(clash.parts[:1]),
        parts=names.parts(clash.parts),
        counted=clash.counted,
        allowed=clash.allowed,
    )


def explained(explanation: Explanation, names: Names) -> list[str]:
    """Return a line for each request that conflicts, with what could be done, and one for what they compete for."""
    lines = [_request(request, names) for request in explanation.requests]
    rules = [t(f"timetable.rule.{bind.rule.value}", names.lang) for bind in explanation.binds]
    return [*lines, t("timetable.binds", names.lang, rules=", ".join(dict.fromkeys(rules)))] if rules else lines


def _request(request: Request, names: Names) -> str:
    key = f"timetable.request.{request.kind.value}"
    text = t(
        key,
        names.lang,
        act=names.act(request.acts[0]) if request.acts else names.firms(request.firms),
        then=names.act(request.acts[-1]) if request.acts else "",
        firm=names.firms(request.firms or tuple(act.company for act in request.acts)),
        time=", ".join(names.slot(slot) for slot in request.slots),
        place=names.place(request.place) if request.place else "",
        allowed=request.allowed,
    )
    return f"{' '.join(text.split())} → {t(f'{key}.do', names.lang)}"


def failure_words(error: DealflowError, names: Names) -> tuple[str, list[str]]:
    """Return what went wrong in one sentence, and the lines below it: what clashes, or what cannot be met together."""
    if isinstance(error, ClashError):
        value = error.parameters["clashes"]
        clashes = [clash for clash in value if isinstance(clash, Clash)] if isinstance(value, tuple) else []
        return t("timetable.clashes", names.lang, n=len(clash_lines(clashes, names))), clash_lines(clashes, names)
    explanation = error.parameters.get("explanation")
    if isinstance(error, NoTimetableError) and isinstance(explanation, Explanation) and explanation.requests:
        key = "timetable.impossible" if explanation.is_smallest else "timetable.impossible.some"
        return t(key, names.lang, n=len(explanation.requests)), explained(explanation, names)
    return words_of(error, names.lang), []


def of_firm(changes: Changes, firm: str) -> Changes:
    """Return the changes that concern a firm."""

    def concerns(thing: Meeting | Pitch) -> bool:
        act = act_of(thing)
        return firm in (act.company, act.investor)

    return Changes(
        moved=tuple(moved for moved in changes.moved if concerns(moved.now)),
        cancelled=tuple(change for change in changes.cancelled if concerns(change)),
        added=tuple(change for change in changes.added if concerns(change)),
    )


def change_lines(changes: Changes, names: Names, firm: str = "") -> list[str]:
    """Return one line for each change; with ``firm``, as it is told to that firm."""

    def act(given_act: Act) -> str:
        other = given_act.investor if firm == given_act.company else given_act.company
        if not firm or other is None:
            return names.act(given_act) if not firm else t("timetable.own_pitch", names.lang)
        return t("timetable.with", names.lang, firm=names.firm(other))

    lines = [
        t(
            "timetable.line.moved",
            names.lang,
            act=act(moved.act),
            was=names.where(moved.was),
            now=names.where(moved.now),
        )
        for moved in changes.moved
    ]
    for kind, things in (("cancelled", changes.cancelled), ("added", changes.added)):
        lines += [
            t(f"timetable.line.{kind}", names.lang, act=act(act_of(thing)), where=names.where(thing))
            for thing in things
        ]
    return lines


def notice(day: Day, changes: Changes, firm: str, revision: int, languages: Sequence[Language] = LANGUAGES) -> str:
    """Return the message that tells a firm what changed for it, one language after the other, to be copied."""
    return "\n\n".join(_notice(day, changes, firm, revision, lang) for lang in languages)


def _notice(day: Day, changes: Changes, firm: str, revision: int, lang: Language) -> str:
    names, event = Names(day, lang), day.event
    title = (event.title_en if lang is Language.EN else event.title_ko) or event.title_ko
    lines = [f"- {line}" for line in change_lines(of_firm(changes, firm), names, firm)]
    head = t("timetable.notice.head", lang, event=title, firm=names.firm(firm), n=revision)
    return "\n".join([head, *lines, t("timetable.notice.foot", lang)])
