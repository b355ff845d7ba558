"""A regional conference as organisers hold it: set up, imported from both sheets, planned, changed, published.

Four rooms, thirteen parts, 20 suppliers, 9 investors and 3 operators, 6 adopters. Each sheet wishes for firms of the
other, as such sheets do, and has its title, two lines of headings, a bad cell and a sum. Everything is fictional.
"""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from itertools import combinations
from random import Random

import pytest

from dealflow.actions.irday.floor import floor_views, walk_ins
from dealflow.actions.irday.papers import paper_data
from dealflow.actions.irday.participants import participants, roster_import
from dealflow.actions.irday.participants.roster_import import RowKind
from dealflow.actions.irday.programme import day_state, ir_events, programme
from dealflow.actions.irday.programme.day_state import Day
from dealflow.actions.irday.results import results
from dealflow.actions.irday.timetable import calendar_feed, manual_edits, plan_views, plans, replanning
from dealflow.actions.irday.timetable.plan_jobs import PlanningRoom
from dealflow.actions.irday.timetable.replanning import Wanted
from dealflow.actions.platform.context import Acting
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.irday.participants.participants import ParticipantKind, ParticipantState
from dealflow.domain.irday.programme.membership import members_of, parts_of
from dealflow.domain.irday.programme.programme import (
    ConsultationTable,
    Member,
    Part,
    PartKind,
    PartRole,
    Programme,
    Room,
)
from dealflow.domain.irday.timetable.disruptions import Trouble, TroubleKind
from dealflow.domain.irday.timetable.manual_edits import Spot, act_of, spot_of
from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.timetable import Act
from dealflow.domain.people.people import IrEventDetails
from dealflow.domain.values.day_span import Span
from dealflow.domain.values.korean_days import SEOUL
from dealflow.errors import DealflowError
from tests.actions.conftest import Cast

EVENT = "conference"
ON = date(2026, 4, 14)
BEFORE = datetime(2026, 4, 1, 9, tzinfo=SEOUL)
SUPPLIERS = [f"공급{chr(0xAC00 + 28 * place)}로봇(가상)" for place in range(20)]
VCS = [f"투자{chr(0xB098 + 28 * place)}벤처스(가상)" for place in range(9)]
OPERATORS = [f"운영{chr(0xB2E4 + 28 * place)}파트너스(가상)" for place in range(3)]
ADOPTERS = [f"수요{chr(0xB77C + 28 * place)}정밀(가상)" for place in range(6)]


def minute(hour: int, minutes: int = 0) -> int:
    return 60 * hour + minutes


def conference() -> Programme:
    """Return the programme: the operators' round-table lies beside the consultations."""
    rooms = (Room("hall", "대강당"), Room("ir", "IR룸"), Room("talk", "상담장"), Room("round", "간담회장"))
    afternoon = Span(minute(13), minute(17, 10))
    return Programme(
        EVENT,
        rooms=rooms,
        tables=tuple(ConsultationTable(f"t{place}", "talk", str(place)) for place in range(1, 9)),
        parts=(
            Part("reg", PartKind.REGISTRATION, "등록", Span(minute(9), minute(9, 30)), for_all=True),
            Part("open", PartKind.CEREMONY, "개회식", Span(minute(9, 30), minute(10)), room_id="hall", for_all=True),
            Part("award", PartKind.AWARD, "시상", Span(minute(10), minute(10, 30)), room_id="hall", for_all=True),
            Part("talk1", PartKind.TALK, "제조 AI 강연", Span(minute(10, 30), minute(11)), room_id="hall"),
            Part("talk2", PartKind.TALK, "투자 강연", Span(minute(11), minute(11, 30)), room_id="hall"),
            Part("lunch", PartKind.MEAL, "오찬", Span(minute(12), minute(13)), for_all=True),
            Part("ir1", PartKind.PITCHING, "IR 1부", Span(minute(10, 30), minute(12)), room_id="ir", item_min=6,
                 qa_min=3, change_min=1),
            Part("ir2", PartKind.PITCHING, "IR 2부", Span(minute(13), minute(15)), room_id="ir", item_min=6, qa_min=3,
                 change_min=1),
            Part("one", PartKind.CONSULTATION, "1:1 상담", afternoon, room_id="talk", item_min=20, change_min=5),
            Part("ops", PartKind.ROUND_TABLE, "운영사 간담회", Span(minute(15, 30), minute(16, 30)), room_id="round"),
            Part("ax", PartKind.ADOPTER_TABLE, "공급·수요기업 간담회", Span(minute(14), minute(15)), room_id="round"),
            Part("break", PartKind.BREAK, "휴식", Span(minute(17, 10), minute(17, 20))),
            Part("close", PartKind.CEREMONY, "폐회", Span(minute(17, 20), minute(18)), room_id="hall", for_all=True),
        ),
        apart_min=10,
        least_company=3,
    )  # fmt: skip


def sheet(*lines: list[str]) -> bytes:
    """Return lines as organisers' spreadsheets give them: a CSV in the Korean code page."""
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode("cp949")


def suppliers_sheet(chance: Random) -> bytes:
    """Return the suppliers' sheet, wishing for investors that nobody has entered yet."""
    rows = []
    for place, name in enumerate(SUPPLIERS, 1):
        wishes = chance.sample([*VCS, *OPERATORS, *ADOPTERS], 3)
        founded = "언젠가" if place == 7 else "2021-03"
        rows.append([str(place), name, f"김{place}(가상)", "시리즈A", founded, f"s{place}@example.invalid", *wishes])
    heads = ["연번", "기업명", "대표자", "투자단계", "설립일", "담당자", "상담희망", "", ""]
    return sheet(
        ["참가기업 신청 현황", *[""] * 8], heads, ["", "", "", "", "", "이메일", "1지망", "2지망", "3지망"], *rows,
        ["합계", "20개사", *[""] * 7],
    )  # fmt: skip


def investors_sheet(chance: Random) -> bytes:
    """Return the investors' sheet, with the adopters, wishing for suppliers."""
    kinds = {
        **dict.fromkeys(VCS, "투자사"),
        **dict.fromkeys(OPERATORS, "운영사"),
        **dict.fromkeys(ADOPTERS, "수요기업"),
    }
    rows = [
        [
            kind,
            f"주식회사 {name}",
            f"박{place}(가상)",
            f"v{place}@example.invalid",
            ", ".join(chance.sample(SUPPLIERS, 4)),
        ]
        for place, (name, kind) in enumerate(kinds.items(), 1)
    ]
    return sheet(["구분", "기관명", "참석자", "이메일", "희망기업"], *rows, ["소계", f"{len(rows)}곳", "", "", ""])


def brought_in(acting: Acting, name: str, data: bytes, usual: ParticipantKind) -> list[roster_import.PlannedRow]:
    """Keep a sheet and return its rows."""
    rows = roster_import.preview(acting, EVENT, roster_import.read_roster(name, data), usual)
    assert {row.kind for row in rows} == {RowKind.NEW}
    roster_import.keep_rows(acting, EVENT, rows, state=ParticipantState.CONFIRMED)
    return list(rows)


def double_bookings(day: Day) -> list[str]:
    """Return whoever the published day has in two places at once: at tables, on stages, in parts of the programme."""
    assert day.plan.published is not None
    busy: dict[str, list[tuple[Span, str]]] = {}
    for meeting in day.plan.published.meetings:
        for firm in (meeting.company, meeting.investor):
            busy.setdefault(firm, []).append((span_of(meeting.slot), meeting.table))
        busy.setdefault(f"table {meeting.table}", []).append((span_of(meeting.slot), meeting.company))
    for pitch in day.plan.published.pitches:
        busy.setdefault(pitch.company, []).append((span_of(pitch.slot), pitch.stage))
        busy.setdefault(f"stage {pitch.stage}", []).append((span_of(pitch.slot), pitch.company))
    for participant in day.participants:
        for part in parts_of(day.programme, participant):
            busy.setdefault(participant.id, []).append((part.span, part.id))
    return [
        f"{who}: {first[1]} and {second[1]}"
        for who, things in busy.items()
        for first, second in combinations(things, 2)
        if first[0].overlaps(second[0])
    ]


def set_up(acting: Acting) -> None:
    """Register the event with its programme."""
    details = IrEventDetails("[모의] 지역 AI 컨퍼런스", "[Mock] Regional AI conference", ON, "예시 컨벤션센터")
    ir_events.register_ir_event(acting, details, ir_event_id=EVENT)
    programme.keep_programme(acting, conference())


@pytest.mark.slow
def test_a_conference_is_set_up_imported_planned_changed_and_published_without_a_double_booking(
    ws: Workspace, cast: Cast
) -> None:
    acting, chance = Acting(ws, cast.organiser, BEFORE), Random(14)  # noqa: S311 - a test's day, not a secret
    set_up(acting)
    suppliers = brought_in(acting, "공급.csv", suppliers_sheet(chance), ParticipantKind.SUPPLIER)
    assert [len(row.awaited) for row in suppliers] == [3] * 20
    assert [set(row.problems) for row in suppliers if row.problems] == [{"founded"}]
    brought_in(acting, "투자.csv", investors_sheet(chance), ParticipantKind.VC)
    day = day_state.day_of(acting, EVENT)
    assert {kind: sum(one.kind is kind for one in day.participants) for kind in ParticipantKind if kind.value in
            {"supplier", "vc", "operator", "adopter"}} == {
        ParticipantKind.SUPPLIER: 20, ParticipantKind.OPERATOR: 3, ParticipantKind.VC: 9, ParticipantKind.ADOPTER: 6,
    }  # fmt: skip
    assert not any(requests.awaited for requests in day.requests.values())
    assert {len(day.requests[row.participant.id].wishes) for row in suppliers} == {3}
    _choose_members(acting, [row.participant.id for row in suppliers])
    _planned(acting)
    day = day_state.day_of(acting, EVENT)
    assert double_bookings(day) == []
    operators = {one.id for one in day.participants if one.kind is ParticipantKind.OPERATOR}
    ops = next(part for part in day.programme.parts if part.id == "ops")
    assert {member.participant_id for member in members_of(ops, day.participants)} == operators
    _changed_by_hand(acting, chance)
    _changed_on_the_day(acting)
    _says_the_same_everywhere(acting)


def _choose_members(acting: Acting, suppliers: list[str]) -> None:
    """Let two suppliers sit at the adopters' table, another speak, and leave the operators' table to the usual."""
    kept, version = programme.programme_of(acting, EVENT)
    day = day_state.day_of(acting, EVENT)
    adopters = [Member(one.id) for one in day.participants if one.kind is ParticipantKind.ADOPTER]
    chosen = {
        "ax": (*adopters, Member(suppliers[0]), Member(suppliers[1])),
        "talk1": (Member(suppliers[2], PartRole.SPEAKER),),
    }
    parts = tuple(replace(part, members=chosen.get(part.id, part.members)) for part in kept.parts)
    programme.keep_programme(acting, replace(kept, parts=parts), seen=version)


def _planned(acting: Acting) -> None:
    """Have the day planned, and publish that."""
    room = PlanningRoom(acting.ws, lambda: BEFORE)
    room.start(acting.viewer, EVENT, seconds=4, seed=1, afresh=True)
    while not room.wait(EVENT, 30):
        pass
    making = room.making(acting.viewer, EVENT)
    assert making is not None
    assert (making.version, making.error) == (1, None)
    plans.publish(acting, EVENT, 1)


def _changed_by_hand(acting: Acting, chance: Random) -> None:
    """Move consultations about as at the grid; what is refused changes nothing, what is kept is sound."""
    for _ in range(40):
        day = day_state.day_of(acting, EVENT)
        meeting, other = chance.sample(day.plan.latest.meetings, 2)
        spot = Spot(other.slot, chance.choice(day.programme.tables).id)
        with suppress(DealflowError):
            if chance.random() < 0.5:
                manual_edits.move(acting, EVENT, act_of(meeting), spot)
            else:
                manual_edits.swap(acting, EVENT, act_of(meeting), act_of(other))
    before = day_state.day_of(acting, EVENT).plan
    # However full a plan came out in the seconds that it had: two who sit at the same time can exchange their tables.
    neighbours = next(pair for pair in combinations(before.latest.meetings, 2) if pair[0].slot == pair[1].slot)
    assert manual_edits.swap(acting, EVENT, *map(act_of, neighbours)) == before.number + 1
    view = plan_views.plan_view(acting, EVENT, at=acting.at)
    assert (view.clashes, view.keeps_back) == ((), ())
    plans.publish(acting, EVENT, view.number)
    assert double_bookings(day_state.day_of(acting, EVENT)) == []


def _changed_on_the_day(acting: Acting) -> None:
    """Cancel a firm, close a table, plan the rest early for later, and bring two together at the door."""
    now = datetime(2026, 4, 14, 11, 14, tzinfo=SEOUL)
    floor_of = replace(acting, at=now)
    day = day_state.day_of(floor_of, EVENT)
    assert day.plan.published is not None
    gone = day.plan.published.meetings[0].company
    participants.set_state(floor_of, [gone], ParticipantState.WITHDRAWN)
    missing = next(one.investor for one in day.plan.published.meetings if one.company != gone)
    troubles = (
        Trouble(TroubleKind.NO_SHOW, missing),
        Trouble(TroubleKind.CLOSED, place="t1", from_min=minute(15), until_min=minute(17, 10)),
    )
    order = Wanted(troubles, now_min=minute(13, 30), at_min=minute(11, 14), seconds=3.0)
    replanning.keep(floor_of, replanning.proposed(floor_of, EVENT, order), publishes=True)
    day = day_state.day_of(floor_of, EVENT)
    view = plan_views.plan_view(floor_of, EVENT, at=now)
    assert (view.clashes, view.is_published) == ((), True)
    assert day.plan.published is not None
    assert not [
        one for one in day.plan.published.meetings if missing in (one.company, one.investor) or one.company == gone
    ]
    assert double_bookings(day) == []
    pair, spot = _somebody_at_the_door(day, now)
    walk_ins.walk_in(floor_of, EVENT, Act(*pair), spot)
    assert double_bookings(day_state.day_of(floor_of, EVENT)) == []


def _somebody_at_the_door(day: Day, now: datetime) -> tuple[tuple[str, str], Spot]:
    """Return two firms that could still meet, and where."""
    companies = [one.id for one in day.participants if one.kind is ParticipantKind.SUPPLIER and one.is_coming]
    investors = [one.id for one in day.participants if one.kind is ParticipantKind.VC and one.is_coming]
    return next(
        ((company, investor), places.spots[0])
        for company in companies
        for investor in investors
        if (places := walk_ins.places_for(day, company, investor, at=now)).spots
    )


def _says_the_same_everywhere(acting: Acting) -> None:
    """Compare papers, calendars, the floor and the results with the published plan."""
    now = replace(acting, at=datetime(2026, 4, 14, 18, tzinfo=SEOUL))
    day = day_state.day_of(now, EVENT)
    assert day.plan.published is not None
    stands = {(act_of(thing), spot_of(thing).slot) for thing in day.plan.published.meetings}
    papers = paper_data.papers(now, EVENT)
    assert {(placed.act, placed.slot) for placed in papers.meetings} == stands
    told = {
        (entry.key.firms, entry.told.span)
        for firm_day in calendar_feed.firm_days(now, EVENT)
        for entry in firm_day.entries
        if not entry.is_cancelled and not entry.key.part and not entry.key.is_pitch
    }
    assert told == {((act.company, act.investor), span_of(slot)) for act, slot in stands}
    in_parts = {
        (entry.key.part, firm_day.firm.id)
        for firm_day in calendar_feed.firm_days(now, EVENT)
        for entry in firm_day.entries
        if entry.key.part and not entry.is_cancelled
    }
    assert in_parts == {
        (part.id, one.id) for one in day.participants if one.is_coming for part in parts_of(day.programme, one)
    }
    assert {(part.id, firm.id) for firm in papers.firms for part in papers.parts_of(firm)} <= in_parts
    counts, came_to = floor_views.counts(day, at=now.at), results.results_of(now, EVENT, on=ON).results.consultations
    assert counts.planned == came_to.planned == len(stands) - 1, "a walk-in is not planned"
    assert (counts.unmarked, came_to.unmarked) == (len(stands), len(stands) - 1)
