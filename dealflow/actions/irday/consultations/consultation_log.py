"""The consultation log: what an investor notes at the table, private to its own books but for what it tells.

The browser gives each log its id and says when it was typed. Delivering it twice changes nothing, what was typed
earlier never takes the place of what was typed later, and nobody writes over a colleague whose words were not seen.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from dealflow.actions.irday.consultations import funnel_handoff
from dealflow.actions.irday.links.link_access import Address, Asker, admit
from dealflow.actions.irday.programme.day_state import event_of
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace, commit, new_id, record, written
from dealflow.domain.irday.events import ConsultationLogged, LinkPurpose, MeetingMarked
from dealflow.domain.irday.floor.floor import (
    NOT_HELD,
    Agreement,
    ConsultationLog,
    InterestLevel,
    MeetingState,
    NextStepKind,
)
from dealflow.domain.irday.participants.participants import INVESTORS, Participant, ParticipantKind
from dealflow.domain.irday.timetable.day_agenda import minute_of
from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.timetable import Timetable
from dealflow.domain.people.access import Act, Role, Viewer, may, require
from dealflow.domain.people.people import IrEvent
from dealflow.domain.values.event import By
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.irday import Consultation
from dealflow.store.ledger.queries.visibility import Session

__all__ = [
    "Consultation",
    "ConsultationEntry",
    "Kept",
    "Logged",
    "Said",
    "Typed",
    "adopt",
    "log",
    "log_id",
    "of_engagement",
    "own",
]

LONGEST: Final = 4_000
HIGHEST: Final = 10**14
"""Won: a hundred trillion, beyond any investment that is meant."""
_MARKABLE: Final = frozenset({MeetingState.PLANNED, MeetingState.RUNNING})


class Kept(StrEnum):
    """What became of a delivered log."""

    KEPT = "kept"
    SAME = "same"
    """It was delivered before: nothing changed."""
    OLDER = "older"
    """Something that was typed later stands already, and stays."""
    OTHER = "other"
    """A colleague wrote something that the sender had not seen; it stays until the sender has."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was typed into the form; money in whole won."""

    interest: InterestLevel | None = None
    intention_low: int | None = None
    intention_high: int | None = None
    requests: str = ""
    next_step: NextStepKind = NextStepKind.NONE
    next_step_text: str = ""
    next_due: date | None = None
    note: str = ""
    is_told: bool = True
    agreed: tuple[Agreement, ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """Under which id a log was typed, and when; ``knows``: the moments of the versions seen or sent by the sender.

    Without ``knows`` what is typed later takes the place of what was typed earlier, whoever typed it.
    """

    log_id: str
    at: datetime
    knows: frozenset[datetime] | None = None


@dataclass(frozen=True, slots=True)
class ConsultationEntry:
    """A log as it is delivered: of which consultation, what was typed, and when."""

    ir_event_id: str
    company: str
    investor: str
    said: Said
    typed: Typed


@dataclass(frozen=True, slots=True)
class Logged:
    """What became of a delivery, and the log as it now stands."""

    outcome: Kept
    consultation: Consultation


def log_id(ir_event_id: str, company: str, investor: str) -> str:
    """Return the id that a page offers for the log of a consultation: the same on every phone of the firm."""
    return new_id("consultation", ir_event_id, company, investor)


def log(ws: Workspace, asker: Asker, entry: ConsultationEntry, *, at: datetime, source: str = "app") -> Logged:
    """Keep a log and return what became of it.

    A log says that the consultation took place: unless the organiser said otherwise, or its time is still to come, it
    counts as held, and becomes an engagement in the investor's own books. A clock that goes ahead counts as the moment
    of arrival.

    Raises:
        NotFoundError: there is no such event, participant or engagement, or the log is another firm's.
        NotAllowedError, DayLinkError: who asks may not write for the investor; the address does not open.
        InvalidInputError: the two are no company and investor of the event, an amount is out of bounds, a text is too
            long.
    """
    checked, typed = _checked(entry.said), entry.typed

    def work(session: Session) -> Logged:
        event, firm, actor = _writer(ws, session, asker, entry.ir_event_id, entry.investor, at)
        _require_supplier(ws, session, entry.ir_event_id, entry.company)
        before = irday.find_consultation(session, ws.name, typed.log_id)
        log = _log_of(checked, typed.log_id, firm, entry.company, min(typed.at, at))
        if before is not None:
            log = replace(log, owner_id=before.log.owner_id, engagement_id=before.log.engagement_id)
            outcome = _against(before.log, log, typed.knows)
            if outcome is not Kept.KEPT:
                return Logged(outcome, before)
        doer = By(actor, at, source)
        if _was_held(ws, session, event, log, doer):
            carried = before.log if before and before.log.engagement_id else None
            log = replace(log, engagement_id=funnel_handoff.carry(ws, session, event, log, carried, doer))
        version = before.version if before else 0
        (recorded,) = record(ws, session, [ConsultationLogged(log)], doer, after=version)
        return Logged(Kept.KEPT, Consultation(log, at, recorded.seq))

    return commit(ws, work)


def own(looking: Looking, ir_event_id: str | None = None) -> tuple[Consultation, ...]:
    """Return the logs in the viewer's own books, of one event or all, the latest first."""
    if looking.viewer.role is Role.COMPANY_GUEST or not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    with looking.ws.ledger.read() as session:
        return irday.own_consultations(session, looking.ws.name, looking.viewer.organisation_id, ir_event_id)


def of_firm(ws: Workspace, session: Session, firm: Participant) -> tuple[Consultation, ...]:
    """Return the logs of a firm at its event, for its own page."""
    owners = {firm.organisation_id or firm.id, firm.id}
    consultations = [
        own_consultation
        for owner in sorted(owners)
        for own_consultation in irday.own_consultations(session, ws.name, owner)
    ]
    return tuple(
        consultation
        for consultation in consultations
        if (consultation.log.ir_event_id, consultation.log.investor) == (firm.ir_event_id, firm.id)
    )


def of_engagement(looking: Looking, engagement_id: str) -> tuple[Consultation, ...]:
    """Return the logs that are evidence for an engagement of the viewer's own books, the latest first."""
    return tuple(consultation for consultation in own(looking) if consultation.log.engagement_id == engagement_id)


def waiting(looking: Looking) -> tuple[Consultation, ...]:
    """Return logs that the viewer's firm wrote by link before the organiser had connected it with its books."""
    if not _keeps_books(looking.viewer):
        return ()
    with looking.ws.ledger.read() as session:
        mine = irday.participations(session, looking.ws.name, looking.viewer)
        return tuple(
            own_consultation
            for firm in mine
            for own_consultation in irday.own_consultations(session, looking.ws.name, firm.id)
            if firm.id
        )


@transacted
def adopt(acting: Acting) -> int:
    """Take the logs that wait for the viewer's books into them, with their engagements, and return how many.

    Raises:
        NotAllowedError: the viewer keeps no books.
    """
    require(acting.viewer, Act.EDIT_PIPELINE)
    doer, count = By(acting.viewer.person_id, acting.at, acting.source), 0
    for firm in irday.participations(acting.session, acting.ws.name, acting.viewer):
        for own_consultation in irday.own_consultations(acting.session, acting.ws.name, firm.id):
            event = event_of(acting.ws, acting.session, firm.ir_event_id)
            moved = replace(own_consultation.log, owner_id=acting.viewer.organisation_id)
            if _was_held(acting.ws, acting.session, event, moved, doer):
                moved = replace(
                    moved, engagement_id=funnel_handoff.carry(acting.ws, acting.session, event, moved, None, doer)
                )
            record(acting.ws, acting.session, [ConsultationLogged(moved)], doer, after=own_consultation.version)
            count += 1
    return count


def _keeps_books(viewer: Viewer) -> bool:
    return viewer.role is not Role.COMPANY_GUEST and may(viewer, Act.EDIT_PIPELINE)


def _writer(
    ws: Workspace, session: Session, asker: Asker, ir_event_id: str, investor: str, at: datetime
) -> tuple[IrEvent, Participant, str]:
    """Return the event, the investor, and who writes for it."""
    if isinstance(asker, Address):
        who = admit(ws, session, asker, ir_event_id, at=at, doors=frozenset({LinkPurpose.FIRM}))
        who.require_own(investor)
        event, actor = who.event, who.actor
    else:
        require(asker, Act.EDIT_PIPELINE)
        event, actor = event_of(ws, session, ir_event_id), asker.person_id
    participant = irday.find_participant(session, ws.name, investor)
    if participant is None or participant[0].ir_event_id != ir_event_id:
        raise NotFoundError(kind="participant", id=investor)
    firm = participant[0]
    if firm.kind not in INVESTORS:
        raise InvalidInputError(field="investor", problem="unknown", value=investor)
    if isinstance(asker, Viewer) and (
        asker.role is Role.COMPANY_GUEST or firm.organisation_id != asker.organisation_id
    ):
        raise NotAllowedError(act="log_consultation", role=asker.role.value)
    return event, firm, actor


def _require_supplier(ws: Workspace, session: Session, ir_event_id: str, company: str) -> None:
    participant = irday.find_participant(session, ws.name, company)
    if (
        participant is None
        or participant[0].ir_event_id != ir_event_id
        or participant[0].kind is not ParticipantKind.SUPPLIER
    ):
        raise InvalidInputError(field="company", problem="unknown", value=company)


def _checked(typed_log: Said) -> Said:
    """Return what was said as it is kept."""
    low, high = typed_log.intention_low, typed_log.intention_high
    for amount in (low, high):
        if amount is not None and not 0 <= amount <= HIGHEST:
            raise InvalidInputError(field="intention", problem="out_of_range", value=amount)
    if low is not None and high is not None and low > high:
        low, high = high, low
    return replace(
        typed_log,
        intention_low=low,
        intention_high=high,
        requests=written(typed_log.requests, "requests", longest=LONGEST),
        next_step_text=written(typed_log.next_step_text, "step", longest=500),
        note=written(typed_log.note, "note", longest=LONGEST),
    )


def _log_of(typed_log: Said, log_id: str, firm: Participant, company: str, typed_at: datetime) -> ConsultationLog:
    return ConsultationLog(
        id=log_id,
        ir_event_id=firm.ir_event_id,
        owner_id=firm.organisation_id or firm.id,
        company=company,
        investor=firm.id,
        typed_at=typed_at,
        interest=typed_log.interest,
        intention_low=typed_log.intention_low,
        intention_high=typed_log.intention_high,
        requests=typed_log.requests,
        next_step=typed_log.next_step,
        next_step_text=typed_log.next_step_text,
        next_due=typed_log.next_due,
        note=typed_log.note,
        is_told=typed_log.is_told,
        agreed=tuple(agreement for agreement in Agreement if agreement in typed_log.agreed),
    )


def _against(before: ConsultationLog, log: ConsultationLog, knows: Collection[datetime] | None) -> Kept:
    """Return what becomes of a delivery where a log of that id stands already.

    Raises:
        NotFoundError: it is the log of another consultation.
    """
    if (before.ir_event_id, before.company, before.investor) != (log.ir_event_id, log.company, log.investor):
        raise NotFoundError(kind="consultation", id=log.id)
    if replace(before, typed_at=log.typed_at) == log:
        return Kept.SAME
    if log.typed_at <= before.typed_at:
        return Kept.OLDER
    return Kept.OTHER if knows is not None and before.typed_at not in knows else Kept.KEPT


def _was_held(ws: Workspace, session: Session, event: IrEvent, log: ConsultationLog, doer: By) -> bool:
    """Say whether the consultation took place; a log says so where the organiser said nothing else, and marks it.

    What is typed before its time has come (a preparation) says nothing yet.
    """
    pair = (log.company, log.investor)
    stands = irday.find_mark(session, ws.name, event.id, *pair)
    state = stands.state if stands else MeetingState.PLANNED
    if state is MeetingState.PLANNED and _is_to_come(ws, session, event, pair, doer.at):
        return False
    if state in _MARKABLE:
        held = MeetingMarked(event.id, *pair, MeetingState.HELD)
        record(ws, session, [held], doer, after=stands.version if stands else 0)
    return state not in NOT_HELD


def _is_to_come(ws: Workspace, session: Session, event: IrEvent, pair: tuple[str, str], at: datetime) -> bool:
    """Say whether the plan places the consultation at a time that is still to come."""
    published = irday.plan(session, ws.name, event.id)[0].published or Timetable()
    slots = [meeting.slot for meeting in published.meetings if (meeting.company, meeting.investor) == pair]
    now = minute_of(event.held_on, at)
    return any(span_of(slot).start_min > now for slot in slots)
