"""An IR day as a problem to be planned: its programme, who comes, what they ask for, and what is pinned.

Firms are named by participant id, tables and stages by the programme's table and room ids. An investor's seat bears the
participant's id, or each sitting person's where they take a table each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from dealflow.domain.irday.participants.participants import (
    INVESTORS,
    Attendee,
    ConflictOfInterest,
    Participant,
    ParticipantKind,
    Requests,
)
from dealflow.domain.irday.programme.membership import engaged_twice, engagements, takes
from dealflow.domain.irday.programme.programme import PLACED, Aim, PartKind, Programme, grid, slots_of, taken
from dealflow.domain.irday.timetable.objective_weights import hearing_points, levels, meeting_points, rank_of, weights
from dealflow.domain.irday.timetable.timetable import (
    Act,
    Engaged,
    Firm,
    Pair,
    Pin,
    Pitcher,
    Problem,
    Seat,
    Side,
    Slot,
    Stage,
    Table,
    Want,
)
from dealflow.domain.values.day_span import Span

_DAY_MIN = 24 * 60
_NOTHING = Requests()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the plan. ``fits``: points 0 to 10 by company and investor. ``dropped``: called off for good."""

    requests: Mapping[str, Requests] = field(default_factory=dict)
    conflicts: tuple[ConflictOfInterest, ...] = ()
    pins: tuple[tuple[Act, Pin], ...] = ()
    fits: Mapping[tuple[str, str], int] = field(default_factory=dict)
    dropped: frozenset[tuple[str, str]] = frozenset()


def problem_of(programme: Programme, participants: Iterable[Participant], application: Asked) -> Problem:
    """Return the problem. Only confirmed participants are planned for; pins of what is gone or unknown are left out."""
    whole = span_of_day(programme)
    slots, pitch_slots = open_slots(programme, PartKind.CONSULTATION), open_slots(programme, PartKind.PITCHING)
    coming = [participant for participant in participants if participant.is_coming]
    busy = _Busy(programme, coming)
    companies = [participant for participant in coming if participant.kind is ParticipantKind.SUPPLIER]
    investors = [participant for participant in coming if participant.kind in INVESTORS]
    tables, stages = _tables(programme, whole), _stages(programme, pitch_slots)
    pins = _standing(application.pins, slots, tables)
    level = levels(programme.aims)
    hours = {company.id: _only(company, _sitting(company), slots, busy) for company in companies}
    pairs = tuple(
        Pair(
            company.id,
            investor.id,
            _points(level, application, company.id, investor.id),
            slots=hours[company.id],
            pin=pins.get(Act(company.id, investor.id)),
        )
        for company in companies
        for investor in investors
        if may_meet(application, company.id, investor.id)
    )
    pitching = [company for company in companies if company.pitches] if pitch_slots else []
    return Problem(
        slots=slots,
        pitch_slots=pitch_slots,
        firms=(
            *(_company(programme, company, busy) for company in companies),
            *(_investor(programme, investor, busy) for investor in investors),
        ),
        tables=tables,
        stages=stages,
        pairs=pairs,
        pitchers=tuple(
            _pitcher(participant, busy, pitch_slots, stages, dict(application.pins)) for participant in pitching
        ),
        wants=tuple(_wants(pitching, investors, application)),
        taken=tuple(span for span in taken(programme) if span not in _of_placed(programme)),
        apart_min=programme.apart_min,
        weights=weights(programme.aims),
        engaged_twice=engaged_twice(programme, coming),
    )


def span_of_day(programme: Programme) -> Span:
    """Return from when until when the event lasts: from its first part to its last."""
    starts = [part.span.start_min for part in programme.parts]
    ends = [part.span.end_min for part in programme.parts]
    return Span(min(starts, default=0), max(ends, default=programme.days * _DAY_MIN))


def open_slots(programme: Programme, kind: PartKind) -> tuple[Slot, ...]:
    """Return the slots of that kind that everybody may use; a part for all takes the other kind's away beside it."""
    others = [part.span for part in programme.parts if part.kind in PLACED - {kind} and part.for_all]
    return tuple(slot for slot in grid(programme, kind) if not any(slot.span.overlaps(other) for other in others))


def may_meet(application: Asked, company: str, investor: str) -> bool:
    """Say whether the two may be brought together: no veto of either, no conflict of interest, not called off."""
    if (company, investor) in application.dropped:
        return False
    if any(conflict.company == company and conflict.investor == investor for conflict in application.conflicts):
        return False
    of_company, of_investor = application.requests.get(company, _NOTHING), application.requests.get(investor, _NOTHING)
    return investor not in of_company.vetoes and company not in of_investor.vetoes


def without(whole: Span, away: Iterable[Span]) -> tuple[Span, ...]:
    """Return what is left of a span when others are taken out of it, in order of time."""
    left: list[Span] = []
    since = whole.start_min
    for span in sorted(away):
        if span.start_min > since:
            left.append(Span(since, min(span.start_min, whole.end_min)))
        since = max(since, span.end_min)
    if since < whole.end_min:
        left.append(Span(since, whole.end_min))
    return tuple(span for span in left if span.start_min < span.end_min)


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans in order of time, those that touch made one."""
    found_spans: list[Span] = []
    for span in sorted(spans):
        if found_spans and span.start_min <= found_spans[-1].end_min:
            found_spans[-1] = Span(found_spans[-1].start_min, max(found_spans[-1].end_min, span.end_min))
        else:
            found_spans.append(span)
    return tuple(found_spans)


class _Busy:
    """When people are there, and which parts of the programme take them."""

    def __init__(self, programme: Programme, participants: Iterable[Participant]) -> None:
        self.whole = span_of_day(programme)
        self._engagements = {participant.id: engagements(programme, participant) for participant in participants}

    def seat(self, seat_id: str, participant: Participant, people: Iterable[Attendee]) -> Seat:
        """Return a seat of these people: free while one of them is, or the firm itself where nobody is named."""
        people = tuple(people)
        taken = (
            Engaged(engagement.part.id, engagement.span)
            for engagement in self._engagements[participant.id]
            if not people or any(takes(engagement.member, person.id) for person in people)
        )
        return Seat(seat_id, self.there(participant, people), tuple(taken))

    def there(self, participant: Participant, people: Iterable[Attendee]) -> tuple[Span, ...]:
        """Return when at least one of the people is there; the firm's own times where nobody is named."""
        people = tuple(people)
        if not people:
            return without(self.whole, (*participant.away, *self._taken(participant, None)))
        return joined(
            span
            for person in people
            for span in without(self.whole, (*participant.away, *person.away, *self._taken(participant, person)))
        )

    def _taken(self, participant: Participant, person: Attendee | None) -> Iterable[Span]:
        """Return when parts of the programme take a person, or a firm of which nobody is named."""
        for engagement in self._engagements[participant.id]:
            if person is None or takes(engagement.member, person.id):
                yield engagement.span


def _sitting(participant: Participant) -> tuple[Attendee, ...]:
    return tuple(person for person in participant.attendees if person.sits)


def _presenting(participant: Participant) -> tuple[Attendee, ...]:
    """Return who presents: who is marked so, or whoever is there."""
    return tuple(person for person in participant.attendees if person.presents) or participant.attendees


def _company(programme: Programme, participant: Participant, busy: _Busy) -> Firm:
    acting = (person for person in participant.attendees if person.sits or person.presents)
    least = programme.least_company if participant.least is None else participant.least
    most = programme.most_company if participant.most is None else participant.most
    return Firm(
        participant.id,
        Side.COMPANY,
        (busy.seat(participant.id, participant, acting),),
        _within(least, most),
        most,
    )


def _investor(programme: Programme, participant: Participant, busy: _Busy) -> Firm:
    sitting = _sitting(participant)
    seats: tuple[Seat, ...] = (busy.seat(participant.id, participant, sitting),)
    if participant.apart and sitting:
        seats = tuple(busy.seat(person.id, participant, (person,)) for person in sitting)
    least = programme.least_investor if participant.least is None else participant.least
    most = programme.most_investor if participant.most is None else participant.most
    return Firm(participant.id, Side.INVESTOR, seats, _within(least, most), most)


def _within(least: int, most: int | None) -> int:
    """Return the least that can be promised: never more than the most."""
    return least if most is None else min(least, most)


def _tables(programme: Programme, whole: Span) -> tuple[Table, ...]:
    """Return the tables, each closed whenever no consultation slot of its room runs, and while it is closed by hand."""
    day = Span(min(0, whole.start_min), max(programme.days * _DAY_MIN, whole.end_min))
    running: dict[str, list[Span]] = {}
    for part in programme.parts:
        if part.kind is PartKind.CONSULTATION:
            running.setdefault(part.room_id, []).extend(slot.span for slot in slots_of(part))
    return tuple(
        Table(table.id, joined((*without(day, running[table.room_id]), *_closed(programme, table.id, table.room_id))))
        for table in programme.tables
        if table.room_id in running
    )


def _stages(programme: Programme, slots: tuple[Slot, ...]) -> tuple[Stage, ...]:
    """Return the rooms in which is pitched, with the slots in which they are open."""
    known = {slot.id: slot for slot in slots}
    running: dict[str, list[str]] = {}
    for part in programme.parts:
        if part.kind is PartKind.PITCHING:
            closed = _closed(programme, part.room_id)
            running.setdefault(part.room_id, []).extend(
                slot.id
                for slot in slots_of(part)
                if slot.id in known and not any(slot.span.overlaps(span) for span in closed)
            )
    return tuple(Stage(room, tuple(dict.fromkeys(texts))) for room, texts in running.items())


def _closed(programme: Programme, *places: str) -> tuple[Span, ...]:
    return tuple(closure.span for closure in programme.closures if closure.place_id in places)


def _standing(pins: Iterable[tuple[Act, Pin]], slots: tuple[Slot, ...], tables: tuple[Table, ...]) -> dict[Act, Pin]:
    """Return the pins whose slot and table are still there."""
    known, places = {slot.id for slot in slots}, {None, *(table.id for table in tables)}
    return {act: pin for act, pin in pins if pin.slot in known and pin.place in places}


def _points(level: dict[Aim, int], application: Asked, company: str, investor: str) -> int:
    of_company, of_investor = application.requests.get(company, _NOTHING), application.requests.get(investor, _NOTHING)
    ranks = (rank_of(of_company, investor), rank_of(of_investor, company))
    return meeting_points(
        level, [rank for rank in ranks if rank is not None], application.fits.get((company, investor))
    )


def _pitcher(
    participant: Participant,
    busy: _Busy,
    slots: tuple[Slot, ...],
    stages: tuple[Stage, ...],
    pins: Mapping[Act, Pin],
) -> Pitcher:
    pin = pins.get(Act(participant.id))
    stands = pin is not None and any(
        pin.slot in stage.slots for stage in stages if pin.place is None or pin.place == stage.id
    )
    return Pitcher(participant.id, _only(participant, _presenting(participant), slots, busy), pin if stands else None)


def _only(
    participant: Participant, people: tuple[Attendee, ...], slots: tuple[Slot, ...], busy: _Busy
) -> tuple[str, ...] | None:
    """Return the slots in which the right people of a company are there; None where they are whenever it is."""
    acting = [person for person in participant.attendees if person.sits or person.presents]
    free = busy.there(participant, people)
    if free == busy.there(participant, acting):
        return None
    return tuple(slot.id for slot in slots if any(span.covers(slot.span) for span in free))


def _wants(pitching: Iterable[Participant], investors: Iterable[Participant], application: Asked) -> Iterable[Want]:
    pitching = tuple(pitching)
    for investor in investors:
        of_investor = application.requests.get(investor.id, _NOTHING)
        for company in pitching:
            points = hearing_points(of_investor, company.id)
            if points:
                yield Want(company.id, investor.id, points)


def _of_placed(programme: Programme) -> set[Span]:
    """Return the spans of parts for all in which firms are placed: they are no plenary."""
    return {part.span for part in programme.parts if part.kind in PLACED and part.for_all}
