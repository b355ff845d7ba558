"""What an IR day came to, for its organiser, and what is noted of it in the months after.

Of investors' logs only what they tell the organiser is here: no note, no request for material, no engagement.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dealflow.actions.irday.programme import event_profile
from dealflow.actions.irday.programme.day_state import Day, load_day, run_event
from dealflow.actions.people import house_settings
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace, new_id, written
from dealflow.domain.irday.events import OutcomeKept
from dealflow.domain.irday.floor.floor import Outcome, OutcomeKind, RoundTable
from dealflow.domain.irday.participants.participants import INVESTORS, Participant, ParticipantKind
from dealflow.domain.irday.programme.part_contents import Host
from dealflow.domain.irday.results.event_record import EventRecord
from dealflow.domain.irday.results.measures import DayFacts, Results
from dealflow.domain.irday.results.outcomes import FollowUp, follow_list
from dealflow.domain.irday.results.results import results
from dealflow.domain.irday.timetable.placements import Placed, placed
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import attendees, irday, people
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["DayResults", "note_outcome", "results_of", "withdraw_outcome"]

_LONGEST = 500
_MOST_WON = 10**15
_MONEY = frozenset({OutcomeKind.INVESTED, OutcomeKind.TERM_SHEET, OutcomeKind.CONTRACT})
"""Outcomes that may have an amount."""


@dataclass(frozen=True, slots=True)
class DayResults:
    """A day, what it came to, whom to follow up, and what was said at its round-tables (in the programme's order)."""

    day: Day
    organiser: str
    organiser_en: str
    facts: DayFacts
    results: Results
    follow_ups: tuple[FollowUp, ...]
    round_tables: tuple[RoundTable, ...]
    logo: bytes = b""
    """The picture of the organiser's house."""
    record: EventRecord = field(default_factory=lambda: EventRecord(""))
    """What is told of the day besides figures."""
    hosts: tuple[Host, ...] = ()
    """Who is behind the event."""
    photos: tuple[tuple[str, bytes], ...] = ()
    """Captions and pictures, where a report asks for them."""
    logos: Mapping[str, bytes] = field(default_factory=dict)
    """The logos of the hosts by hash, where a report asks for pictures."""

    @property
    def placed(self) -> tuple[Placed, ...]:
        """Return the consultations of the published timetable."""
        return self.facts.planned or ()


def results_of(looking: Looking, ir_event_id: str, *, on: date, with_photos: bool = False) -> DayResults:
    """Return what an event came to, as it stands on a day; ``with_photos``: for a report that shows them.

    Raises:
        NotFoundError: there is no such event.
        NotAllowedError: the viewer does not run it.
    """
    with looking.ws.ledger.read() as session:
        event = run_event(looking.within(session), ir_event_id)
        day = load_day(looking.ws, session, event)
        facts = _facts(looking.ws, session, day, on)
        table_notes = irday.round_tables(session, looking.ws.name, ir_event_id)
        profile, _ = attendees.event_profile(session, looking.ws.name, ir_event_id)
        record, _ = attendees.event_record(session, looking.ws.name, ir_event_id)
        names = {
            organisation.id: (organisation.name_ko, organisation.name_en)
            for organisation in people.organisations(session, looking.ws.name)
        }
    order = {part.id: number for number, part in enumerate(day.programme.parts)}
    tables = sorted(
        (round_table for round_table, _ in table_notes.values()),
        key=lambda round_table: (order.get(round_table.part_id, len(order)), round_table.part_id),
    )
    organiser = names.get(event.organiser_id, ("", ""))
    logo = house_settings.logo_of(looking, day.event.organiser_id)
    photos = tuple((photo.caption, looking.ws.files.get(photo.sha256)) for photo in record.photos if with_photos)
    return DayResults(
        day,
        *organiser,
        facts,
        results(facts),
        follow_list(facts),
        tuple(tables),
        logo,
        record,
        profile.hosts,
        photos,
        event_profile.logos_of(looking.ws, profile) if with_photos else {},
    )


@transacted
def note_outcome(acting: Acting, ir_event_id: str, outcome: Outcome) -> str:
    """Note what came of a pair's meeting and return the note's id; ``outcome.id`` is empty for a new one.

    Raises:
        NotAllowedError: the viewer does not run the event.
        NotFoundError: one of the two is not at the event, or there is no such note to change.
        InvalidInputError: the amount is none, or belongs to no such outcome.
    """
    event = run_event(acting, ir_event_id)
    _require_pair(acting.ws, acting.session, ir_event_id, outcome)
    _require_sound_amount(outcome)
    if outcome.on < event.held_on:
        raise InvalidInputError(field="date", problem="before_event", value=outcome.on.isoformat())
    kept_outcome = Outcome(
        id=outcome.id or new_id("outcome", ir_event_id, outcome.company, outcome.investor, outcome.kind, acting.at),
        ir_event_id=ir_event_id,
        company=outcome.company,
        investor=outcome.investor,
        kind=outcome.kind,
        on=outcome.on,
        amount=outcome.amount,
        note=written(outcome.note, "note", longest=_LONGEST),
    )
    known = {other_outcome.id for other_outcome in irday.outcomes(acting.session, acting.ws.name, ir_event_id)}
    if outcome.id and outcome.id not in known:
        raise NotFoundError(kind="outcome", id=outcome.id)
    outcome_kept = OutcomeKept(kept_outcome)
    acting.record([outcome_kept], after=len(journal.read_stream(acting.session, acting.ws.name, outcome_kept.stream)))
    return kept_outcome.id


@transacted
def withdraw_outcome(acting: Acting, ir_event_id: str, outcome_id: str) -> None:
    """Take back a note that was entered by mistake; the journal keeps it.

    Raises:
        NotAllowedError: the viewer does not run the event.
        NotFoundError: there is no such note.
    """
    run_event(acting, ir_event_id)
    standing = {outcome.id: outcome for outcome in irday.outcomes(acting.session, acting.ws.name, ir_event_id)}
    if outcome_id not in standing:
        raise NotFoundError(kind="outcome", id=outcome_id)
    gone = OutcomeKept(standing[outcome_id], stands=False)
    acting.record([gone], after=len(journal.read_stream(acting.session, acting.ws.name, gone.stream)))


def _facts(ws: Workspace, session: Session, day: Day, on: date) -> DayFacts:
    planned = None
    if day.plan.published is not None:
        planned = tuple(
            other_placed for other_placed in placed(day.programme, day.plan.published) if not other_placed.is_pitch
        )
    return DayFacts(
        held_on=day.event.held_on,
        today=on,
        participants=(*day.participants, *day.visitors),
        requests=day.requests,
        here=frozenset(who for who, presence in day.presences.items() if presence.is_here) if day.presences else None,
        planned=planned,
        walk_ins=day.walk_ins,
        states={pair: mark.state for pair, mark in day.marks.items() if pair[1]},
        logs=irday.told_consultations(session, ws.name, day.event.id),
        answers=irday.survey_answers(session, ws.name, day.event.id),
        outcomes=irday.outcomes(session, ws.name, day.event.id),
    )


def _require_pair(ws: Workspace, session: Session, ir_event_id: str, outcome: Outcome) -> None:
    """Require that a supplier and somebody of the other side of this event are named.

    Raises:
        NotFoundError: one of them is not there.
    """
    there: dict[str, Participant] = {
        participant.id: participant for participant in irday.participants(session, ws.name, ir_event_id)
    }
    company, investor = there.get(outcome.company), there.get(outcome.investor)
    if company is None or company.kind is not ParticipantKind.SUPPLIER:
        raise NotFoundError(kind="participant", id=outcome.company)
    if investor is None or investor.kind not in INVESTORS:
        raise NotFoundError(kind="participant", id=outcome.investor)


def _require_sound_amount(outcome: Outcome) -> None:
    if outcome.amount is None:
        return
    if outcome.kind not in _MONEY:
        raise InvalidInputError(field="amount", problem="not_here", value=outcome.amount)
    if not 0 < outcome.amount <= _MOST_WON:
        raise InvalidInputError(field="amount", problem="not_positive", value=outcome.amount)
