"""An IR day in a test's workspace: two companies, two investors, a published timetable, and what happened there.

The organiser is ``o``; firm ``a`` (investor ``inv-a``) and firm ``b`` (``inv-b``) have books of their own.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from dealflow.actions.platform.workspace import Workspace, commit, record
from dealflow.domain.irday import events as held
from dealflow.domain.irday.floor import floor
from dealflow.domain.irday.participants import participants as who
from dealflow.domain.irday.programme.programme import ConsultationTable, Part, PartKind, Programme, Room
from dealflow.domain.irday.timetable.timetable import Meeting, Pitch, Timetable
from dealflow.domain.people.events import IrEventRegistered
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.event import By, Event
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.irday import Card

EVENT = "event-x"
HELD_ON = date(2026, 3, 12)
DRAFTED = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
DURING = datetime(2026, 3, 12, 6, 0, tzinfo=UTC)
AFTER = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)

PROGRAMME = Programme(
    EVENT,
    rooms=(Room("r-main", "컨벤션홀 3층", "Convention hall", 200), Room("r-talk", "상담실", "Consultation room", 40)),
    tables=(ConsultationTable("t1", "r-talk", "1"), ConsultationTable("t2", "r-talk", "2")),
    parts=(
        Part("p-open", PartKind.CEREMONY, "개회식", Span(780, 800), "Opening", "r-main", for_all=True),
        Part("p-ir", PartKind.PITCHING, "IR 피칭", Span(800, 860), "IR pitching", "r-main", item_min=5, qa_min=5),
        Part("p-11", PartKind.CONSULTATION, "1:1 투자상담", Span(870, 990), "Consultations", "r-talk", item_min=20,
             change_min=10),
        Part("p-rt", PartKind.ROUND_TABLE, "운영사 간담회", Span(1000, 1060), "Round-table", "r-main"),
    ),
)  # fmt: skip


def firm(
    name: str, kind: who.ParticipantKind, ko: str, en: str, *attendees: who.Attendee, **given: object
) -> who.Participant:
    """Return a confirmed participant."""
    return who.Participant(
        name, EVENT, kind, who.ParticipantState.CONFIRMED, ko, en, attendees=attendees, **given  # type: ignore[arg-type]  # a test's shorthand
    )  # fmt: skip


def firms(company_id: str) -> tuple[who.Participant, ...]:
    """Return who takes part; ``company_id`` is the record of the first company."""
    return (
        firm(
            "co-1", who.ParticipantKind.SUPPLIER, "다온로보틱스(가상)", "Daon Robotics (fictional)",
            who.Attendee("at-daon", presents=True), company_id=company_id, pitches=True,
            consents=(who.Consent.PERSONAL_DATA, who.Consent.THIRD_PARTY),
        ),
        firm("co-2", who.ParticipantKind.SUPPLIER, "한빛툴링(가상)", "Hanbit Tooling (fictional)",
             who.Attendee("at-hanbit", presents=True), pitches=True),
        firm("inv-a", who.ParticipantKind.VC, "a벤처스(가상)", "a (Fictional)", who.Attendee("at-anna"),
             who.Attendee("at-adam"), organisation_id="a",
             mandate=who.Mandate(("제조 AI",), ("Pre-A",), ("동남권",), 500_000_000, 2_000_000_000)),
        firm("inv-b", who.ParticipantKind.OPERATOR, "b벤처스(가상)", "b (Fictional)", who.Attendee("at-bora"),
             organisation_id="b"),
        firm("guest", who.ParticipantKind.GUEST, "경상남도(가상)", "", who.Attendee("at-guest", sits=False)),
    )  # fmt: skip


FIRST = Timetable(
    meetings=(
        Meeting("co-1", "inv-a", "c870-890", "t1", "inv-a"),
        Meeting("co-1", "inv-b", "c900-920", "t2", "inv-b"),
        Meeting("co-2", "inv-a", "c900-920", "t1", "inv-a"),
    ),
    pitches=(Pitch("co-1", "p800-810", "r-main"), Pitch("co-2", "p810-820", "r-main")),
)
SECOND = Timetable(
    meetings=(Meeting("co-1", "inv-a", "c930-950", "t2", "inv-a"), Meeting("co-2", "inv-a", "c900-920", "t1", "inv-a")),
    pitches=FIRST.pitches,
)
"""One consultation moved in time and to another table, one fell away, one stayed."""
NAMES = {"at-daon": "가온대(가상)", "at-hanbit": "한누리(가상)", "at-anna": "나심사(가상)", "at-adam": "도파트(가상)"}


def tell(ws: Workspace, *events: Event, at: datetime = DRAFTED, actor: str = "olli") -> None:
    """Let events happen, each after what its stream holds already."""

    def work(session: journal.Session) -> None:
        for each in events:
            after = len(journal.read_stream(session, ws.name, each.stream))
            record(ws, session, [each], By(actor, at), after=after)

    commit(ws, work)


def draft(ws: Workspace, timetable: Timetable, version: int, **given: object) -> None:
    """Draft a version and publish it."""
    at = DRAFTED + timedelta(hours=version)
    origin = given.get("origin", held.PlanOrigin.SOLVED)
    made = held.TimetableDrafted(EVENT, version, origin, timetable, base=version - 1)  # type: ignore[arg-type]  # a test's shorthand
    tell(ws, made, held.TimetablePublished(EVENT, version), at=at)


def planned_day(ws: Workspace, company_id: str) -> None:
    """Let a day be planned and published."""
    tell(
        ws,
        IrEventRegistered(
            EVENT, "o", "동남권 IR 데이(가상)", "South-east IR day (fictional)", HELD_ON, "창원컨벤션센터"
        ),
        held.ProgrammeKept(EVENT, PROGRAMME),
        *(held.ParticipantKept(one) for one in firms(company_id)),
        held.RequestsKept(EVENT, "co-1", who.Requests((who.Wish("inv-a", 1), who.Wish("inv-b", 2)))),
        held.RequestsKept(EVENT, "inv-b", who.Requests((who.Wish("co-2", 1),))),
    )

    def cards(session: journal.Session) -> None:
        for attendee_id, name in NAMES.items():
            irday.keep_card(session, ws.name, EVENT, Card(attendee_id, name, "대표", "010-0000-0000", "x@y.kr"))

    commit(ws, cards)
    draft(ws, FIRST, 1)


def held_day(ws: Workspace, company_id: str) -> None:
    """Let a day be planned and held: one consultation done, one missed, a round-table, a survey, an outcome."""
    planned_day(ws, company_id)
    log = floor.ConsultationLog(
        "log-1", EVENT, "a", "co-1", "inv-a", DURING, floor.InterestLevel.HIGH, 300_000_000, 500_000_000,
        requests="재무제표 비공개 요청", next_step=floor.NextStepKind.MEETING, next_due=HELD_ON + timedelta(days=7),
        note="심사역만 보는 메모",
    )  # fmt: skip
    tell(
        ws,
        held.CheckedIn(EVENT, "co-1", "at-daon", is_here=True, channel=floor.CheckInChannel.QR),
        held.CheckedIn(EVENT, "inv-a", "at-anna", is_here=True, channel=floor.CheckInChannel.NAME),
        held.MeetingMarked(EVENT, "co-1", "inv-a", floor.MeetingState.HELD),
        held.MeetingMarked(EVENT, "co-2", "inv-a", floor.MeetingState.COMPANY_ABSENT),
        held.MeetingMarked(EVENT, "co-1", "", floor.MeetingState.HELD),
        held.ConsultationLogged(log),
        held.RoundTableKept(
            floor.RoundTable(
                "p-rt", EVENT, ("실증 지원",), ("inv-b",), ("실증 장비가 부족함",), ("공동 실증센터 개방",),
                (floor.RoundTableAction("장비 목록 공유", "inv-b", due=HELD_ON + timedelta(days=14)),),
            )
        ),
        at=DURING,
    )  # fmt: skip
    tell(
        ws,
        held.SurveyAnswered(floor.SurveyAnswer("co-1", EVENT, 5, 4, 4, 5)),
        held.OutcomeKept(
            floor.Outcome("out-1", EVENT, "co-1", "inv-a", floor.OutcomeKind.INVESTED, date(2026, 5, 20), 300_000_000)
        ),
        at=AFTER,
    )
