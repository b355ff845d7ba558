"""Clocks that a house set over its personal data: what is due is shown first, then destroyed, once a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from dealflow.actions.people import deck_clock, people, personal_data
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.people.house import HouseSettings, RetentionKind, is_due, month_later
from dealflow.domain.values.korean_days import SEOUL, korean_day
from dealflow.store.ledger.queries import award, deck_rights, houses
from dealflow.store.ledger.queries import personal_data as queries

_TAKING_PART: Final = "confirmed"


@dataclass(frozen=True, slots=True)
class Due:
    """What a clock would destroy now: how many, since when the oldest is kept, and until when it was to be."""

    kind: RetentionKind
    months: int
    ids: tuple[str, ...]
    oldest: date | None


def due(looking: Looking, *, on: date, organisation_id: str = "") -> tuple[Due, ...]:
    """Return what the house's clocks would destroy on a day, without doing it; no line for a clock that does not run.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
    """
    house = organisation_id or looking.viewer.organisation_id
    deck_clock.require_keeper(looking.viewer, house)
    looking.ws.later.write(looking.ws.ledger)
    with looking.ws.ledger.read() as session:
        settings = houses.settings_of(session, looking.ws.name, house)[0]
        return _due(looking.within(session), house, settings, on)


@transacted
def destroy_due(acting: Acting, *, organisation_id: str = "") -> tuple[Due, ...]:
    """Destroy what the house's clocks say is due today, and return it.

    Raises:
        NotAllowedError: the viewer does not look after the house's people.
    """
    house = organisation_id or acting.viewer.organisation_id
    deck_clock.require_keeper(acting.viewer, house)
    on = korean_day(acting.at)
    settings = houses.settings_of(acting.session, acting.ws.name, house)[0]
    gone = tuple(line for line in _due(acting, house, settings, on) if line.ids)
    for line in gone:
        _destroy_line(acting, house, line, on)
        if line.kind is RetentionKind.DECKS:
            continue  # announced: they are gone two weeks later
        counted = () if line.kind is RetentionKind.VIEWS else line.ids
        personal_data.recorded(acting, house, line.kind.value, counted, f"clock: {line.months} months, {len(line.ids)}")
    return gone


def run_clocks(ws: Workspace, *, at: datetime, source: str = "worker") -> dict[str, tuple[Due, ...]]:
    """Let the clocks of every house that set any act, in the installation's name; return what went, by house."""
    ws.later.write(ws.ledger)
    with ws.ledger.read() as session:
        set_up = [house for house, settings in houses.all_settings(session, ws.name).items() if settings.clocks]
    acting = Acting(ws, people.SYSTEM, at, source)
    went = {house: destroy_due(acting, organisation_id=house) for house in set_up}
    for house in set_up:
        deck_clock.destroy_announced(acting, house)
    return {house: lines for house, lines in went.items() if lines}


def _due(looking: Looking, house: str, settings: HouseSettings, on: date) -> tuple[Due, ...]:
    lines = []
    for clock in settings.clocks:
        since = [
            pair
            for pair in _kept_since(looking, house, clock.kind, on, clock.months)
            if is_due(pair[1], clock.months, on)
        ]
        oldest = min((day for _, day in since), default=None)
        lines.append(Due(clock.kind, clock.months, tuple(subject for subject, _ in since), oldest))
    return tuple(lines)


def _kept_since(looking: Looking, house: str, kind: RetentionKind, on: date, months: int) -> list[tuple[str, date]]:
    """Return the ids of what a clock looks at, each with the day since which it is kept."""
    session, name = looking.session, looking.ws.name
    match kind:
        case RetentionKind.PARTICIPANTS | RetentionKind.APPLICANTS:
            takes_part = kind is RetentionKind.PARTICIPANTS
            guests = queries.event_people(session, name, house)
            of_events = [(one.id, one.held_on) for one in guests if (one.state == _TAKING_PART) is takes_part]
            applied = queries.award_people(session, name, house)
            return of_events + [
                (one.id, one.closed_on) for one in applied if one.closed_on and bool(one.entry_id) is takes_part
            ]
        case RetentionKind.CONTACTS:
            return [(contact.id, contact.since) for contact in queries.contact_people(session, name, house)]
        case RetentionKind.DECKS:
            return deck_clock.kept_since(looking, house)
        case RetentionKind.LETTERS:
            letters = queries.letters_about_events(session, name, house)
            return [(row.id, korean_day(row.made_at)) for row in letters]
        case RetentionKind.VIEWS:
            views = deck_rights.old_views(session, name, house, _begin(on, months))
            return [(f"{view.deck_id}/{view.person_id}", korean_day(view.at)) for view in views]


def _begin(on: date, months: int) -> datetime:
    """Return the moment before which what was kept for so many months is due."""
    return datetime.combine(month_later(on, -months), time(), SEOUL)


def _destroy_line(acting: Acting, house: str, line: Due, on: date) -> None:
    match line.kind:
        case RetentionKind.PARTICIPANTS | RetentionKind.APPLICANTS:
            personal_data.destroy_attendees(acting, house, line.ids)
            award.destroy_applicants(acting.session, acting.ws.name, house, line.ids)
        case RetentionKind.CONTACTS:
            personal_data.destroy_contacts(acting, house, line.ids)
        case RetentionKind.DECKS:
            deck_clock.announce(acting, house, line.ids, on)
        case RetentionKind.LETTERS:
            queries.destroy_letters(acting.session, acting.ws.name, line.ids)
        case RetentionKind.VIEWS:
            deck_rights.destroy_views(acting.session, acting.ws.name, house, _begin(on, line.months))
