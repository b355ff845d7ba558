"""Words that the papers of an IR day share: who, when, where, how it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from dealflow.actions.irday.papers.paper_data import Papers
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.programme.programme import Programme
from dealflow.domain.irday.timetable.day_agenda import clock, moment_of
from dealflow.domain.irday.timetable.placements import Placed
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.day_span import Span
from dealflow.i18n import Language, called, name_of, t
from dealflow.i18n.numbers import day as day_words
from dealflow.i18n.numbers import moment

_DAY_MIN = 24 * 60
_SHORT = 4
"""Letters of a table's label up to which the word table goes before it."""


def event_title(event: IrEvent, lang: str) -> str:
    """Return an event's title, in the other language where this one has none."""
    first, second = (event.title_en, event.title_ko) if lang == Language.EN else (event.title_ko, event.title_en)
    return first or second


def told_apart(events: Iterable[IrEvent], lang: str) -> dict[str, str]:
    """Return the title and day of each event by id; where these are the same, the venue too, and then a number."""
    chosen = tuple(events)
    short = {event.id: f"{event_title(event, lang)} · {day_words(event.held_on, lang)}" for event in chosen}
    often = Counter(short.values())
    names = {
        event.id: " · ".join(
            filter(None, (short[event.id], event_venue(event, lang) if often[short[event.id]] > 1 else ""))
        )
        for event in chosen
    }
    often, place = Counter(names.values()), Counter[str]()
    for event_id, name in names.items():
        if often[name] > 1:
            place[name] += 1
            names[event_id] = f"{name} · {t('event.nth', lang, n=place[name])}"
    return names


def event_venue(event: IrEvent, lang: str) -> str:
    """Return where an event is held: the venue's English name for English readers where there is one."""
    return called(event.venue, event.venue_en, lang)


def begins(event: IrEvent, span: Span) -> datetime:
    """Return when something begins, on Korean clocks."""
    return moment_of(event.held_on, span.start_min)


def ends(event: IrEvent, span: Span) -> datetime:
    """Return when something ends, on Korean clocks."""
    return moment_of(event.held_on, span.end_min)


def time_words(span: Span, programme: Programme, lang: str) -> str:
    """Return from when until when: 14:00–14:20, with the day's number where the event has several."""
    words = f"{clock(span.start_min)}–{clock(span.end_min)}"
    if programme.days == 1:
        return words
    return t("papers.day_time", lang, day=span.start_min // _DAY_MIN + 1, time=words)


def firm_name(papers: Papers, participant_id: str, lang: str) -> str:
    """Return a participant's name, or the words for one that is not there any more."""
    firm = papers.firm(participant_id)
    return t("papers.gone", lang) if firm is None else name_of(firm, lang)


def kind_words(firm: Participant, lang: str) -> str:
    """Return as what a participant takes part."""
    return t(f"enum.participant_kind.{firm.kind.value}", lang)


def place_words(papers: Papers, placed: Placed, lang: str) -> str:
    """Return where something is held: the table with its room, or the room."""
    room, table = papers.room(placed.room), papers.table(placed.place)
    where = "" if room is None else name_of(room, lang)
    if placed.is_pitch:
        return where or placed.place
    label = placed.place if table is None else table.label
    return " · ".join(filter(None, (table_words(label, lang), where)))


def table_words(label: str, lang: str) -> str:
    """Return a table as people call it: 테이블 3; a label that says so by itself stays as it is."""
    return t("papers.table", lang, label=label) if len(label) <= _SHORT else label


def state_words(papers: Papers, placed: Placed, lang: str) -> str:
    """Return how something stands: confirmed, running, held, who did not come, cancelled."""
    return t(f"enum.meeting_state.{papers.state_of(placed).value}", lang)


def others(placed: Placed, participant_id: str) -> tuple[str, ...]:
    """Return who sits opposite a firm, by participant id; nobody at its pitch."""
    return tuple(firm for firm in placed.firms if firm != participant_id)


def version_words(papers: Papers, lang: str) -> str:
    """Return which version a paper shows: published when, or a draft."""
    if papers.published_at is None:
        return t("papers.version.draft", lang, n=papers.version)
    key = "current" if papers.is_current else "former"
    on = papers.published_at
    return t(f"papers.version.{key}", lang, n=papers.version, moment=moment(on, lang))


def date_words(event: IrEvent, programme: Programme, lang: str) -> str:
    """Return the day or days of an event."""
    first = day_words(event.held_on, lang)
    if programme.days == 1:
        return first
    last = day_words(moment_of(event.held_on, (programme.days - 1) * _DAY_MIN).date(), lang)
    return f"{first} – {last}"
