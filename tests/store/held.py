"""Acts of random histories on IR days: programmes, participants, requests, plans, and what happens on the floor.

Values are drawn whole, of every kind that the vocabulary knows; they need not make a sound day.
"""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from dealflow.domain.irday import events as held
from dealflow.domain.irday.contacts.events import ContactsHandedOver
from dealflow.domain.irday.contacts.provision import ContactScope, HandedContact, Handover
from dealflow.domain.irday.floor import floor
from dealflow.domain.irday.participants import participants
from dealflow.domain.irday.programme import programme
from dealflow.domain.irday.timetable import timetable
from dealflow.domain.people.consents import ContactItem
from tests.store.drawn import FIRMS, World, days, texts

DAY = "day"
_ids = st.sampled_from(["pa_one", "pa_two", "pa_three"])
_people = st.sampled_from(["at_one", "at_two"])
_spans = st.builds(timetable.Span, st.integers(0, 1440), st.integers(0, 1440))
_many_spans = st.lists(_spans, max_size=2).map(tuple)
_won = st.none() | st.integers(0, 10**13)
_few = st.none() | st.integers(0, 20)
_notes = st.lists(texts, max_size=2).map(tuple)
_rooms = st.builds(programme.Room, st.sampled_from(["r1", "r2"]), texts, texts, _few)
_tables = st.builds(programme.ConsultationTable, st.sampled_from(["t1", "t2"]), st.just("r1"), texts)
_parts = st.builds(
    programme.Part,
    id=st.sampled_from(["p1", "p2"]),
    kind=st.sampled_from(programme.PartKind),
    title_ko=texts,
    span=_spans,
    for_all=st.booleans(),
    item_min=st.integers(0, 30),
    note=texts,
)
programmes = st.builds(
    programme.Programme,
    ir_event_id=st.just(DAY),
    rooms=st.lists(_rooms, max_size=2).map(tuple),
    tables=st.lists(_tables, max_size=2).map(tuple),
    parts=st.lists(_parts, max_size=2).map(tuple),
    closures=st.lists(st.builds(programme.Closure, st.just("r1"), _spans, texts), max_size=1).map(tuple),
    aims=st.permutations(list(programme.Aim)).map(tuple),
    most_company=_few,
)
_mandates = st.builds(participants.Mandate, sectors=_notes, rounds=_notes, ticket_low=_won, ticket_high=_won)
comers = st.builds(
    participants.Participant,
    id=_ids,
    ir_event_id=st.just(DAY),
    kind=st.sampled_from(participants.ParticipantKind),
    state=st.sampled_from(participants.ParticipantState),
    name_ko=texts,
    name_en=texts,
    company_id=st.none() | st.just("c1"),
    organisation_id=st.none() | st.sampled_from(FIRMS),
    attendees=st.lists(
        st.builds(participants.Attendee, _people, st.booleans(), st.booleans(), _many_spans), max_size=2
    ).map(tuple),
    away=_many_spans,
    consents=st.lists(st.sampled_from(participants.Consent), unique=True).map(lambda found: tuple(sorted(found))),
    mandate=_mandates,
    note=texts,
)
_requests = st.builds(
    participants.Requests,
    wishes=st.lists(st.builds(participants.Wish, _ids, st.integers(1, 3)), max_size=2).map(tuple),
    vetoes=st.lists(_ids, max_size=1).map(tuple),
    hears=st.lists(_ids, max_size=2).map(tuple),
)
_conflicts = st.builds(participants.ConflictOfInterest, _ids, _ids, st.sampled_from(participants.Interest), texts)
_meetings = st.builds(timetable.Meeting, _ids, _ids, texts, texts, texts)
_pitches = st.builds(timetable.Pitch, _ids, texts, texts)
timetables = st.builds(
    timetable.Timetable,
    meetings=st.lists(_meetings, max_size=3).map(lambda found: tuple(sorted(found))),
    pitches=st.lists(_pitches, max_size=2).map(lambda found: tuple(sorted(found))),
)
_pins = st.tuples(st.builds(timetable.Act, _ids, st.none() | _ids), st.builds(timetable.Pin, texts, st.none() | texts))
_actions = st.builds(floor.RoundTableAction, texts, _ids, texts, st.none() | days, st.none() | days)


def _keep_programme(draw: st.DrawFn, world: World) -> None:
    world.tell(held.ProgrammeKept(DAY, draw(programmes)))


def _keep_template(draw: st.DrawFn, world: World) -> None:
    name = draw(st.sampled_from(["template-1", "template-2"]))
    world.tell(
        held.ProgrammeTemplateKept(
            name, "o", draw(texts), draw(texts), draw(programmes), is_dropped=draw(st.booleans())
        )
    )


def _keep_participant(draw: st.DrawFn, world: World) -> None:
    world.tell(held.ParticipantKept(draw(comers)))


def _ask(draw: st.DrawFn, world: World) -> None:
    world.tell(held.RequestsKept(DAY, draw(_ids), draw(_requests)))


def _conflict(draw: st.DrawFn, world: World) -> None:
    found = {(each.company, each.investor): each for each in draw(st.lists(_conflicts, max_size=3))}
    world.tell(held.ConflictsKept(DAY, tuple(found.values())))


def _versions(world: World) -> int:
    past = world.streams[f"timetable:{DAY}"]
    return sum(isinstance(each.event, held.TimetableDrafted) for each in past)


def _draft(draw: st.DrawFn, world: World) -> None:
    base, origin = _versions(world), draw(st.sampled_from(held.PlanOrigin))
    seed = draw(st.none() | st.integers(0, 9))
    world.tell(held.TimetableDrafted(DAY, base + 1, origin, draw(timetables), base, seed, draw(texts)))


def _publish(draw: st.DrawFn, world: World) -> None:
    if made := _versions(world):
        world.tell(held.TimetablePublished(DAY, draw(st.integers(1, made)), draw(texts)))


def _pin(draw: st.DrawFn, world: World) -> None:
    world.tell(held.PinsKept(DAY, tuple(draw(st.lists(_pins, max_size=2)))))


def _issue(draw: st.DrawFn, world: World) -> None:
    purpose = draw(st.sampled_from(held.LinkPurpose))
    world.tell(held.DayLinkIssued(f"l-{purpose}", DAY, purpose, draw(_ids), draw(texts), world.now))


def _check_in(draw: st.DrawFn, world: World) -> None:
    channel = draw(st.sampled_from(floor.CheckInChannel))
    world.tell(held.CheckedIn(DAY, draw(_ids), draw(_people), draw(st.booleans()), channel))


def _mark(draw: st.DrawFn, world: World) -> None:
    world.tell(held.MeetingMarked(DAY, draw(_ids), draw(_ids), draw(st.sampled_from(floor.MeetingState)), draw(texts)))


def _log(draw: st.DrawFn, world: World) -> None:
    logs = st.builds(
        floor.ConsultationLog,
        id=st.sampled_from(["k1", "k2"]),
        ir_event_id=st.just(DAY),
        owner_id=st.sampled_from(FIRMS),
        company=_ids,
        investor=_ids,
        typed_at=st.just(world.now),
        interest=st.none() | st.sampled_from(floor.InterestLevel),
        intention_low=_won,
        intention_high=_won,
        requests=texts,
        next_step=st.sampled_from(floor.NextStepKind),
        next_due=st.none() | days,
        note=texts,
        is_told=st.booleans(),
    )
    world.tell(held.ConsultationLogged(draw(logs)))


def _sit_round(draw: st.DrawFn, world: World) -> None:
    actions = tuple(draw(st.lists(_actions, max_size=2)))
    said = floor.RoundTable(
        "p1", DAY, draw(_notes), draw(st.lists(_ids).map(tuple)), draw(_notes), draw(_notes), actions
    )
    world.tell(held.RoundTableKept(said))


def _answer(draw: st.DrawFn, world: World) -> None:
    marks = st.none() | st.integers(1, 5)
    world.tell(held.SurveyAnswered(floor.SurveyAnswer(draw(_ids), DAY, draw(marks), draw(marks), comment=draw(texts))))


def _come_out(draw: st.DrawFn, world: World) -> None:
    kind, name = draw(st.sampled_from(floor.OutcomeKind)), draw(st.sampled_from(["o1", "o2"]))
    outcome = floor.Outcome(name, DAY, draw(_ids), draw(_ids), kind, draw(days), draw(_won), draw(texts))
    world.tell(held.OutcomeKept(outcome, draw(st.booleans())))


def _hand_over(draw: st.DrawFn, world: World) -> None:
    person = HandedContact(draw(_ids), draw(_ids), ("k1",), draw(st.sets(st.sampled_from(ContactItem)).map(tuple)))
    scope, recipient = draw(st.sampled_from(ContactScope)), draw(_ids)
    handover = Handover(f"h{len(world.steps)}", draw(_ids), DAY, recipient, draw(texts), scope, (person,))
    world.tell(ContactsHandedOver(handover))


DAYS: tuple[Callable[[st.DrawFn, World], None], ...] = (
    *(_keep_programme, _keep_template, _keep_participant, _ask, _conflict, _draft, _draft, _publish, _pin),
    *(_hand_over, _issue, _check_in, _mark, _log, _sit_round, _answer, _come_out),
)
"""Every act on an IR day, as often as it is to be drawn."""
