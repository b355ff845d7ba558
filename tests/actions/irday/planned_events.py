"""A small IR day for tests: two companies, firms A and B, an adopter without books; everything fictional."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from dealflow.actions.irday.links import access_links
from dealflow.actions.irday.links.link_access import Address
from dealflow.actions.irday.participants import participants
from dealflow.actions.irday.participants.participants import Attending
from dealflow.actions.irday.programme import ir_events, programme
from dealflow.actions.irday.programme.day_state import Card
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.irday.events import LinkPurpose, PlanOrigin, TimetableDrafted, TimetablePublished
from dealflow.domain.irday.participants.participants import Attendee, Participant, ParticipantKind, ParticipantState
from dealflow.domain.irday.programme.programme import ConsultationTable, Part, PartKind, Programme, Room
from dealflow.domain.irday.timetable.day_agenda import moment_of
from dealflow.domain.irday.timetable.timetable import Meeting, Pitch, Timetable
from dealflow.domain.people.access import Viewer
from dealflow.domain.people.people import IrEventDetails
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.event import By

DAY = "day"
ON = date(2026, 3, 2)
FIRST, SECOND, THIRD = "c840-865", "c870-895", "c900-925"
"""Slots of 25 minutes: 14:00, 14:30 and 15:00."""
SUPPLIERS = ("sup-daon", "sup-mireu")
HOUSES = ("inv-a", "inv-b", "inv-x")
NAMES = {
    "sup-daon": ("다온로보틱스(가상)", "Daon Robotics (Fictional)"),
    "sup-mireu": ("미르에이아이(가상)", "Mireu AI (Fictional)"),
    "inv-a": ("a벤처스(가상)", "a Ventures (Fictional)"),
    "inv-b": ("b벤처스(가상)", "b Ventures (Fictional)"),
    "inv-x": ("엑스수요기업(가상)", "X Adopter (Fictional)"),
}
KINDS = {
    "inv-a": ParticipantKind.VC,
    "inv-b": ParticipantKind.OPERATOR,
    "inv-x": ParticipantKind.ADOPTER,
}
MEETINGS = (
    Meeting("sup-daon", "inv-a", FIRST, "t1", "inv-a"),
    Meeting("sup-daon", "inv-b", SECOND, "t2", "inv-b"),
    Meeting("sup-mireu", "inv-a", SECOND, "t1", "inv-a"),
    Meeting("sup-mireu", "inv-x", FIRST, "t2", "inv-x"),
)
PITCHES = (Pitch("sup-daon", "p780-790", "hall"), Pitch("sup-mireu", "p792-802", "hall"))
PLAN = Timetable(tuple(sorted(MEETINGS)), PITCHES)


def at(minute: int, on: date = ON) -> datetime:
    """A minute of the day on Korean clocks."""
    return moment_of(on, minute)


def programme_of(event: str = DAY) -> Programme:
    """Registration, two pitches on one stage, three rounds at three tables, a round-table."""
    return Programme(
        event,
        rooms=(
            Room("hall", "대회의실", "Main hall"),
            Room("side", "상담실", "Consultation room"),
            Room("small", "소회의실"),
        ),
        tables=tuple(ConsultationTable(f"t{n}", "side", f"A-{n}") for n in (1, 2, 3)),
        parts=(
            Part("reg", PartKind.REGISTRATION, "등록", Span(720, 770), "Registration", for_all=True),
            Part(
                "ir",
                PartKind.PITCHING,
                "IR 피칭",
                Span(780, 804),
                "Pitching",
                "hall",
                item_min=6,
                qa_min=4,
                change_min=2,
            ),
            Part(
                "talks", PartKind.CONSULTATION, "1:1 상담", Span(840, 930), "Talks", "side", item_min=25, change_min=5
            ),
            Part("rt", PartKind.ROUND_TABLE, "운영사 간담회", Span(960, 1020), "Operators' round-table", "small"),
        ),
    )


def participant(one: str, event: str, company: str | None, houses: Sequence[str]) -> Participant:
    """A confirmed participant with one person, whose id is the participant's with -p."""
    is_supplier = one in SUPPLIERS
    organisation = one.removeprefix("inv-")
    return Participant(
        id=f"{event}.{one}" if event != DAY else one,
        ir_event_id=event,
        kind=ParticipantKind.SUPPLIER if is_supplier else KINDS[one],
        state=ParticipantState.CONFIRMED,
        name_ko=NAMES[one][0],
        name_en=NAMES[one][1],
        company_id=company,
        organisation_id=organisation if organisation in houses else None,
        pitches=is_supplier,
    )


def set_up(
    ws: Workspace, organiser: Viewer, company_id: str, *, on: date = ON, event: str = DAY, plan: Timetable | None = PLAN
) -> None:
    """Register the event with programme, participants (daon is ``company_id``) and the published plan."""
    then = at(0, on) - timedelta(days=3)
    ir_events.register_ir_event(
        Acting(ws, organiser, then), IrEventDetails("[모의] IR 데이", "[Mock] IR day", on), ir_event_id=event
    )
    programme.keep_programme(Acting(ws, organiser, then), programme_of(event))
    for one in (*SUPPLIERS, *HOUSES):
        made = participant(one, event, company_id if one == "sup-daon" else None, ("a", "b"))
        seat = Attending(Attendee(f"{one}-p", presents=one in SUPPLIERS), Card(f"{one}-p", f"{one} 담당(가상)"))
        entered(ws, organiser, made, seat, then)
    if plan is not None:
        publish(ws, organiser, plan, then, event=event)


def entered(ws: Workspace, organiser: Viewer, made: Participant, seat: Attending, then: datetime) -> None:
    """Keep a participant under its own id, with one person and the card."""
    whole = replace(made, attendees=(seat.attendee,))
    doer = By(organiser.person_id, then)
    commit(ws, lambda session: participants.put(ws, session, whole, [seat], doer, after=0))


def publish(ws: Workspace, organiser: Viewer, plan: Timetable, then: datetime, *, event: str = DAY) -> None:
    """Draft and publish the first version."""
    made = [TimetableDrafted(event, 1, PlanOrigin.BY_HAND, plan), TimetablePublished(event, 1)]
    commit(ws, lambda session: record(ws, session, made, By(organiser.person_id, then), after=0))


def firm_link(ws: Workspace, organiser: Viewer, participant_id: str, then: datetime, *, event: str = DAY) -> Address:
    """The address of a firm's own page, good for a week."""
    path = access_links.issue(
        Acting(ws, organiser, then),
        event,
        LinkPurpose.FIRM,
        expires_at=then + timedelta(days=7),
        participant_id=participant_id,
    )
    return address(path, LinkPurpose.FIRM)


def event_link(ws: Workspace, organiser: Viewer, purpose: LinkPurpose, then: datetime, *, event: str = DAY) -> Address:
    """The address of the desk or the board, good for a week."""
    path = access_links.issue(Acting(ws, organiser, then), event, purpose, expires_at=then + timedelta(days=7))
    return address(path, purpose)


def address(path: str, purpose: LinkPurpose) -> Address:
    """A path as an address."""
    _, _, link, secret = path.split("/")
    return Address(link, secret, purpose)
