"""The floor on the day: who is here, how consultations and pitches stand, and who did not come.

Each person's presence and each consultation is a stream of its own, read and written in one transaction: thirty phones
at once lose nothing, and a tap that says what is known already changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from dealflow.actions.irday.consultations import funnel_handoff
from dealflow.actions.irday.links.link_access import Asker, admit
from dealflow.actions.irday.programme.day_state import Day, load_day
from dealflow.actions.platform.context import Acting, transacted
from dealflow.actions.platform.workspace import Workspace, commit, new_id, record, written
from dealflow.domain.irday.events import CheckedIn, LinkPurpose, MeetingMarked, ParticipantKept
from dealflow.domain.irday.floor.floor import CheckIn, MeetingState
from dealflow.domain.irday.participants.participants import Attendee, Participant
from dealflow.domain.irday.registration.registrations import as_participant
from dealflow.domain.irday.timetable.day_agenda import PITCH_MARK, LineKind, placed
from dealflow.domain.irday.timetable.timetable import Act
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import attendees, irday
from dealflow.store.ledger.queries.irday import Card, MeetingMark, Presence
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["SlotClosed", "check_in", "close_slot", "here", "mark", "replace_presenter", "start_slot"]

_DOORS = frozenset({LinkPurpose.DESK, LinkPurpose.FIRM})
_OPEN = frozenset({MeetingState.PLANNED, MeetingState.RUNNING})


@dataclass(frozen=True, slots=True)
class SlotClosed:
    """What the end of a slot made of its consultations, counted; ``unsure``: those of which nothing is known."""

    held: int = 0
    company_absent: int = 0
    investor_absent: int = 0
    unsure: tuple[tuple[str, str], ...] = ()


def check_in(  # who came, where, how
    ws: Workspace,
    asker: Asker,
    ir_event_id: str,
    check: CheckIn,
    *,
    at: datetime,
    source: str = "app",
) -> Presence:
    """Check a person in, or out again, and return how that stands; what stands already is not written again.

    What a phone noted without a connection counts from then on, and gives way to what another door noted later: told
    twice, or late, it changes nothing.

    Raises:
        NotFoundError: nobody of that id comes to the event (or, on a firm's own page, for that firm).
        NotAllowedError, DayLinkError: who asks does not run the event; the address does not open.
    """
    with ws.ledger.read() as session:  # who is expected is looked up before anybody has to wait
        admit(ws, session, asker, ir_event_id, at=at, doors=_DOORS)
        participant = _participant_of(ws, session, ir_event_id, check.attendee_id)

    def work(session: Session) -> Presence:
        who = admit(ws, session, asker, ir_event_id, at=at, doors=_DOORS)
        who.require_own(participant.id)
        stands = irday.find_presence(session, ws.name, check.attendee_id)
        noted = at - timedelta(seconds=check.ago_s)
        if stands is not None and (stands.is_here == check.is_here or stands.since > noted):
            return stands
        if stands is None and not check.is_here:
            return Presence(
                check.attendee_id, participant.id, is_here=False, channel=check.channel, since=at, version=0
            )
        since = noted if check.ago_s else None
        event = CheckedIn(ir_event_id, participant.id, check.attendee_id, check.is_here, check.channel, since)
        records = record(ws, session, [event], who.by(at, source), after=stands.version if stands else 0)
        return Presence(check.attendee_id, participant.id, check.is_here, check.channel, noted, records[-1].seq)

    return commit(ws, work)


@transacted
def mark(  # which consultation, how it stands, as seen
    acting: Acting,
    ir_event_id: str,
    act: Act,
    state: MeetingState,
    *,
    note: str = "",
    seen: int | None = None,
) -> MeetingMark:
    """Mark how a consultation or a pitch stands and return the mark.

    ``seen`` is the version that the screen showed. What stands already is not written again. A consultation that is
    marked as held carries what its investor logged into the investor's own books.

    Raises:
        NotFoundError: the two have no consultation in the published plan, and no mark.
        ChangedMeanwhileError: somebody marked it differently since version ``seen``.
        NotAllowedError: the viewer does not run the event.
    """
    text, company, investor = written(note, "note", longest=500), act.company, act.investor or PITCH_MARK
    who = admit(acting.ws, acting.session, acting.viewer, ir_event_id, at=acting.at)
    stands = irday.find_mark(acting.session, acting.ws.name, ir_event_id, company, investor)
    if stands is None and not _is_placed(acting.ws, acting.session, who.event.id, company, investor):
        raise NotFoundError(kind="meeting", id=f"{company} {investor}")
    if stands is not None and (stands.state, stands.note) == (state, text or stands.note):
        return stands
    version = stands.version if stands else 0
    if seen is not None and seen != version:
        raise ChangedMeanwhileError(stream=f"meeting:{company}:{investor}", expected=seen, found=version)
    event = MeetingMarked(ir_event_id, company, investor, state, text)
    (written_down,) = record(acting.ws, acting.session, [event], who.by(acting.at, acting.source), after=version)
    if state is MeetingState.HELD and investor:
        funnel_handoff.carry_pair(acting, who.event, company, investor)
    return MeetingMark(company, investor, state, text, acting.at, written_down.seq)


@transacted
def close_slot(acting: Acting, ir_event_id: str, slot: str) -> SlotClosed:
    """Settle the consultations of a slot: what ran was held; where one side is checked in, the other did not come.

    Where nobody marked anything and both sides are here, or neither was checked in, nothing is guessed: ``unsure``.

    Raises:
        NotAllowedError: the viewer does not run the event.
        InvalidInputError: nothing was published into a slot of that id.
    """
    who = admit(acting.ws, acting.session, acting.viewer, ir_event_id, at=acting.at)
    day = load_day(acting.ws, acting.session, who.event)
    lines = [other_line for other_line in placed(day.programme, day.plan.published) if other_line.slot == slot]
    if not lines:
        raise InvalidInputError(field="slot", problem="unknown", value=slot)
    slot_closed = SlotClosed()
    for line in (other_line for other_line in lines if other_line.kind is LineKind.MEETING):
        stands = day.state_of(line.company, line.investor)
        if stands not in _OPEN:
            continue
        state = _settled(day, line.company, line.investor, stands)
        if state is None:
            slot_closed = replace(slot_closed, unsure=(*slot_closed.unsure, line.pair))
            continue
        version = day.marks[line.pair].version if line.pair in day.marks else 0
        event = MeetingMarked(ir_event_id, line.company, line.investor, state)
        record(acting.ws, acting.session, [event], who.by(acting.at, acting.source), after=version)
        if state is MeetingState.HELD:
            funnel_handoff.carry_pair(acting, who.event, line.company, line.investor)
        slot_closed = replace(slot_closed, **{state.value: getattr(slot_closed, state.value) + 1})
    return slot_closed


@transacted
def start_slot(acting: Acting, ir_event_id: str, slot: str) -> int:
    """Mark every consultation of a slot that is only planned as running, and return how many.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    who = admit(acting.ws, acting.session, acting.viewer, ir_event_id, at=acting.at)
    day = load_day(acting.ws, acting.session, who.event)
    lines = [other_line for other_line in placed(day.programme, day.plan.published) if other_line.slot == slot]
    planned = [other_line for other_line in lines if day.state_of(*other_line.pair) is MeetingState.PLANNED]
    for line in (other_line for other_line in planned if other_line.kind is LineKind.MEETING):
        version = day.marks[line.pair].version if line.pair in day.marks else 0
        event = MeetingMarked(ir_event_id, line.company, line.investor, MeetingState.RUNNING)
        record(acting.ws, acting.session, [event], who.by(acting.at, acting.source), after=version)
    return len(planned)


@transacted
def replace_presenter(  # whose presenter, who instead
    acting: Acting, participant_id: str, attendee_id: str | None, *, card: Card | None = None
) -> str:
    """Let somebody else of a company present, one of its people or (no ``attendee_id``) a new one; return who.

    The new person's name stands on ``card`` and is kept beside the journal.

    Raises:
        NotFoundError: there is no such participant, or nobody of that id comes for it.
        NotAllowedError: the viewer does not run the event.
        InvalidInputError: a new person has no name.
    """
    name = written(card.name if card else "", "name", longest=80)
    participant = irday.find_participant(acting.session, acting.ws.name, participant_id)
    if participant is None:
        raise NotFoundError(kind="participant", id=participant_id)
    firm, version = participant
    admit(acting.ws, acting.session, acting.viewer, firm.ir_event_id, at=acting.at)
    if attendee_id is not None and attendee_id not in {attendee.id for attendee in firm.attendees}:
        raise NotFoundError(kind="attendee", id=attendee_id)
    if attendee_id is None and not name:
        raise InvalidInputError(field="name", problem="missing")
    who = attendee_id or new_id("attendee", participant_id, name, acting.at)
    people = firm.attendees if attendee_id else (*firm.attendees, Attendee(who))
    changed = tuple(replace(person, presents=person.id == who) for person in people)
    if attendee_id is None and card is not None:
        irday.keep_card(acting.session, acting.ws.name, firm.ir_event_id, replace(card, attendee_id=who, name=name))
    event = ParticipantKept(replace(firm, attendees=changed))
    if changed != firm.attendees:
        acting.record([event], after=version)
    return who


def here(day: Day) -> dict[str, tuple[str, ...]]:
    """Return who is here of each participant, by attendee id; participants of whom nobody is here are left out."""
    present: dict[str, list[str]] = {}
    for presence in day.presences.values():
        if presence.is_here:
            present.setdefault(presence.participant_id, []).append(presence.attendee_id)
    return {firm: tuple(sorted(people)) for firm, people in present.items()}


def _participant_of(ws: Workspace, session: Session, ir_event_id: str, attendee_id: str) -> Participant:
    for firm in irday.participants(session, ws.name, ir_event_id):
        if any(attendee.id == attendee_id for attendee in firm.attendees):
            return firm
    registration = attendees.find_registration(session, ws.name, attendee_id)
    if registration is not None and registration.ir_event_id == ir_event_id:
        visitor = as_participant(registration, "")
        if visitor.is_coming:
            return visitor
    raise NotFoundError(kind="attendee", id=attendee_id)


def _is_placed(ws: Workspace, session: Session, ir_event_id: str, company: str, investor: str) -> bool:
    timetable = irday.plan(session, ws.name, ir_event_id)[0].published
    if timetable is None:
        return False
    if investor == PITCH_MARK:
        return any(pitch.company == company for pitch in timetable.pitches)
    return any((meeting.company, meeting.investor) == (company, investor) for meeting in timetable.meetings)


def _settled(day: Day, company: str, investor: str, stands: MeetingState) -> MeetingState | None:
    """Return what the end of its slot makes of a consultation; None where that is not known."""
    if stands is MeetingState.RUNNING:
        return MeetingState.HELD
    came = here(day)
    if (company in came) == (investor in came):
        return None
    return MeetingState.INVESTOR_ABSENT if company in came else MeetingState.COMPANY_ABSENT
