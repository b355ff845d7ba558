"""How the fictional spring day went: planned, published, held, and what came of it since. For its results page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Final

from days import CLERK, SOURCE
from fiction.cast import PAST_EVENT

from dealflow.actions.irday.consultations import consultation_log
from dealflow.actions.irday.consultations.consultation_log import ConsultationEntry
from dealflow.actions.irday.floor import floor, roundtables, walk_ins
from dealflow.actions.irday.programme.day_state import Day, day_of
from dealflow.actions.irday.results import results, surveys
from dealflow.actions.irday.timetable import plans
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.platform.workspace import Workspace, commit, new_id, record
from dealflow.domain.irday.events import ConsultationLogged, PlanOrigin
from dealflow.domain.irday.floor.floor import (
    CheckIn,
    CheckInChannel,
    ConsultationLog,
    InterestLevel,
    MeetingState,
    NextStepKind,
    Outcome,
    OutcomeKind,
    RoundTable,
    RoundTableAction,
    SurveyAnswer,
)
from dealflow.domain.irday.participants.participants import INVESTORS, Participant, ParticipantKind
from dealflow.domain.irday.programme.programme import PartKind
from dealflow.domain.irday.timetable.clashes import clashes
from dealflow.domain.irday.timetable.day_agenda import moment_of
from dealflow.domain.irday.timetable.manual_edits import Spot
from dealflow.domain.irday.timetable.placements import Placed, placed
from dealflow.domain.irday.timetable.timetable import Act, Meeting, Pitch, Problem, Timetable
from dealflow.domain.people.access import Role, Viewer
from dealflow.domain.values.event import By
from dealflow.store.ledger.queries import pipeline
from dealflow.store.ledger.queries.visibility import Session

Step = tuple[datetime, Callable[[datetime], object]]
EOK: Final = 100_000_000
_PLANNED, _PUBLISHED = 13, 9
"""Days before the event."""
_MISSED: Final = {4: MeetingState.COMPANY_ABSENT, 9: MeetingState.INVESTOR_ABSENT, 13: MeetingState.CANCELLED}
"""By place in the timetable: consultations that were not held."""


def acts(ws: Workspace, held_on: date) -> Iterator[Step]:
    """Yield the plan, the day itself, and what came of it; ``held_on`` is the day of the event."""
    chance = Random("spring day")
    yield moment_of(held_on, 10 * 60) - timedelta(days=_PLANNED), partial(_plan, ws)
    yield moment_of(held_on, 15 * 60) - timedelta(days=_PUBLISHED), partial(_publish, ws, 1)
    yield moment_of(held_on, 13 * 60 + 5), partial(_arrive, ws, chance)
    yield moment_of(held_on, 15 * 60 + 50), partial(_walk_in, ws)
    yield moment_of(held_on, 17 * 60 + 16), partial(_hold, ws, chance)
    yield moment_of(held_on, 18 * 60 + 5), partial(_talk, ws)
    yield moment_of(held_on, 18 * 60 + 30), partial(_ask, ws, chance)
    for days, outcome in _outcomes(held_on):
        yield moment_of(held_on + timedelta(days=days + 1), 11 * 60), partial(_come, ws, outcome)


def _day(ws: Workspace) -> Day:
    return day_of(Looking(ws, CLERK), PAST_EVENT)


def _plan(ws: Workspace, when: datetime) -> None:
    """Draft the plan: pitches in order, then the pairs that are wished most, each at the first place that is free."""
    day = _day(ws)
    problem = plans.problem_for(day, {})
    timetable = _pitches(problem)
    for pair in _wished(day, problem):
        found_timetable = next(
            (place for place in _places(problem, timetable, pair) if not clashes(problem, place)), None
        )
        timetable = found_timetable or timetable
    draft = plans.Draft(timetable, PlanOrigin.SOLVED, seed=1)
    plans.keep_draft(Acting(ws, CLERK, when, SOURCE), PAST_EVENT, draft)


def _pitches(problem: Problem) -> Timetable:
    stage = problem.stages[0]
    companies = (pitcher.company for pitcher in problem.pitchers)
    return Timetable(
        pitches=tuple(sorted(Pitch(who, slot, stage.id) for who, slot in zip(companies, stage.slots, strict=False)))
    )


def _wished(day: Day, problem: Problem) -> list[tuple[str, str]]:
    """Return the pairs that may meet, those that both sides want most first."""
    ranks: dict[tuple[str, str], int] = {}
    for pair in problem.pairs:
        for text, other in ((pair.company, pair.investor), (pair.investor, pair.company)):
            requests = day.requests.get(text)
            rank = next((wish.rank for wish in requests.wishes if wish.participant_id == other), 9) if requests else 9
            ranks[pair.company, pair.investor] = ranks.get((pair.company, pair.investor), 0) + rank
    return sorted((pair for pair, rank in ranks.items() if rank < 2 * 9), key=lambda pair: (ranks[pair], pair))


def _places(problem: Problem, now: Timetable, pair: tuple[str, str]) -> Iterator[Timetable]:
    """Give the timetable with the pair at every place, table by table: an investor rather stays at one."""
    company, investor = pair
    seats = [seat.id for firm in problem.firms if firm.id == investor for seat in firm.seats]
    own = {meeting.table for meeting in now.meetings if meeting.investor == investor}
    tables = sorted((table.id for table in problem.tables), key=lambda table: (table not in own, table))
    for table in tables:
        for slot in problem.slots:
            for seat in seats:
                meeting = Meeting(company, investor, slot.id, table, seat)
                yield Timetable(tuple(sorted((*now.meetings, meeting))), now.pitches)


def _publish(ws: Workspace, version: int, when: datetime) -> None:
    plans.publish(Acting(ws, CLERK, when, SOURCE), PAST_EVENT, version)


def _arrive(ws: Workspace, chance: Random, when: datetime) -> None:
    """Check people in; a few stayed away, one firm with everybody."""
    for number, firm in enumerate(_day(ws).participants):
        for person in firm.attendees:
            if number == _AWAY or chance.random() < 0.12:  # noqa: PLR2004  about one in eight
                continue
            channel = chance.choice([CheckInChannel.QR, CheckInChannel.QR, CheckInChannel.NAME])
            moment = when + timedelta(minutes=number)
            floor.check_in(ws, CLERK, PAST_EVENT, CheckIn(person.id, channel), at=moment, source=SOURCE)


_AWAY: Final = 1
"""The place of the firm, in the order of participants, of which nobody came."""


def _walk_in(ws: Workspace, when: datetime) -> None:
    """Bring two together who asked for it at the door, at the first free place."""
    day = _day(ws)
    there = {(meeting.company, meeting.investor) for meeting in day.plan.latest.meetings}
    problem = plans.problem_for(day, {})
    for pair in problem.pairs:
        if (pair.company, pair.investor) in there:
            continue
        for place in _places(problem, day.plan.latest, (pair.company, pair.investor)):
            new = next(meeting for meeting in place.meetings if meeting not in day.plan.latest.meetings)
            if new.slot < "c975" or clashes(problem, place):  # what is past already
                continue
            spot = Spot(new.slot, new.table, new.seat)
            walk_ins.walk_in(Acting(ws, CLERK, when, SOURCE), PAST_EVENT, Act(pair.company, pair.investor), spot)
            return


def _hold(ws: Workspace, chance: Random, when: datetime) -> None:
    """Mark how each consultation went, and let the investors log those that were held."""
    day = _day(ws)
    firms = {participant.id: participant for participant in day.participants}
    meetings = [other_placed for other_placed in placed(day.programme, day.plan.latest) if not other_placed.is_pitch]
    for number, meeting in enumerate(meetings):
        company, investor = meeting.act.company, meeting.act.investor or ""
        state = _MISSED.get(number, MeetingState.HELD)
        moment = moment_of(day.event.held_on, meeting.span.end_min)
        floor.mark(Acting(ws, CLERK, max(moment, when), SOURCE), PAST_EVENT, Act(company, investor), state)
        if state is MeetingState.HELD and chance.random() < 0.8:  # noqa: PLR2004  most write down what was said
            log = _said(chance, day.event.held_on, meeting, firms[investor], firms[company])
            if (log.owner_id, firms[company].company_id) in _CARRIED:
                _consult(ws, log, when)
            else:
                _log(ws, replace(log, engagement_id=_engagement(ws, log.owner_id, firms[company].company_id)), when)


_WORDS: Final = (
    ("재무제표, 주주명부", "대표가 기술을 직접 설명. 고객사 한 곳에 매출이 몰려 있음"),
    ("시험성적서", "양산 라인 한 곳에서 검증을 마쳤다고 함. 단가가 관건"),
    ("IR 자료 최신본", "밸류에이션 기대가 높음. 다음 라운드에 다시 보기로"),
    ("고객사 확인 전화", "현장 데이터 접근 방식이 인상적. 인력 계획은 불분명"),
    ("", "우리 포트폴리오와 공동 실증 가능성"),
    ("제품 시연", ""),
)
"""What the fictional investors ask for and keep to themselves."""
_STEPS: Final = {
    NextStepKind.MATERIALS: "요청 자료 받아 검토",
    NextStepKind.MEETING: "사무실에서 후속 미팅",
    NextStepKind.SITE_VISIT: "공장 방문",
}


def _said(
    chance: Random, held_on: date, other_placed: Placed, investor: Participant, company: Participant
) -> ConsultationLog:
    """Return what an investor noted of a consultation."""
    interest = chance.choice(list(InterestLevel))
    low = chance.choice([None, 2, 3, 5, 10]) if interest is not InterestLevel.LOW else None
    step = chance.choice(list(NextStepKind)[:4]) if interest is not InterestLevel.LOW else NextStepKind.NONE
    requests, note = Random(f"words {company.id} {investor.id}").choice(_WORDS)
    return ConsultationLog(
        id=new_id("consultation", PAST_EVENT, company.id, investor.id),
        ir_event_id=PAST_EVENT,
        owner_id=investor.organisation_id or "",
        company=company.id,
        investor=investor.id,
        typed_at=moment_of(held_on, other_placed.span.end_min + 2),
        interest=interest,
        intention_low=None if low is None else low * EOK,
        intention_high=None if low is None else low * 2 * EOK,
        requests=requests,
        note=note,
        next_step=step,
        next_step_text=_STEPS.get(step, ""),
        next_due=None if step is NextStepKind.NONE else held_on + timedelta(days=chance.choice([5, 7, 12, 21])),
        is_told=chance.random() < 0.85,  # noqa: PLR2004  some keep it to themselves
    )


_CARRIED: Final = (("vc-gana", "gaonvision"), ("vc-nakdong", "haemaru"), ("vc-mangol", "nuriyeji"))
"""Investor and company whose consultation went on into the investor's funnel; the others left it at a log."""


def _consult(ws: Workspace, log: ConsultationLog, when: datetime) -> None:
    """Log a consultation as people do, which opens its engagement."""
    viewer = Viewer(f"{log.owner_id}-1", log.owner_id, Role.ANALYST)
    typed_log = consultation_log.Said(
        log.interest,
        log.intention_low,
        log.intention_high,
        log.requests,
        log.next_step,
        log.next_step_text,
        log.next_due,
        log.note,
        log.is_told,
    )
    typed = consultation_log.Typed(log.id, log.typed_at)
    consultation_log.log(
        ws, viewer, ConsultationEntry(PAST_EVENT, log.company, log.investor, typed_log, typed), at=when, source=SOURCE
    )


def _log(ws: Workspace, log: ConsultationLog, when: datetime) -> None:
    def work(session: Session) -> None:
        record(ws, session, [ConsultationLogged(log)], By(f"{log.owner_id}-1", when, SOURCE), after=0)

    commit(ws, work)


def _engagement(ws: Workspace, owner: str, company_id: str | None) -> str:
    """Return the owner's engagement with a company, where its books have one already."""
    viewer = Viewer(f"{owner}-1", owner, Role.ANALYST)
    with ws.ledger.read() as session:
        engagements = pipeline.engagements(session, ws.name, viewer)
    return next((engagement.id for engagement in engagements if engagement.company_id == company_id), "")


def _talk(ws: Workspace, when: datetime) -> None:
    """Keep what was said at the operators' round-table."""
    day = _day(ws)
    part = next(other_part for other_part in day.programme.parts if other_part.kind is PartKind.ROUND_TABLE)
    operators = tuple(
        participant.id for participant in day.participants if participant.kind is ParticipantKind.OPERATOR
    )

    def later(days: int) -> date:
        return day.event.held_on + timedelta(days=days)

    round_table = RoundTable(
        part.id,
        PAST_EVENT,
        agenda=("제조AI 실증 지원 방안", "추천 절차와 일정"),
        present=operators,
        difficulties=("실증에 쓸 양산 라인을 빌리기 어려움", "데이터 반출 승인에 두 달 넘게 걸림"),
        suggestions=("수요기업 실증 라인 공동 활용 바우처", "데이터 안심구역의 지역 거점 설치"),
        actions=(
            RoundTableAction("실증 라인 보유 기업 목록 공유", operators[0], due=later(21),
                             done_on=later(18)),
            RoundTableAction("데이터 반출 표준 계약서 초안 회람", operators[-1], due=later(45)),
        ),
    )  # fmt: skip
    roundtables.keep(Acting(ws, CLERK, when, SOURCE), round_table, seen=0)


def _ask(ws: Workspace, chance: Random, when: datetime) -> None:
    """Take in the survey on paper: not everybody answers, and not every question."""
    comments = {
        ParticipantKind.SUPPLIER: "상담 시간이 15분이라 시연까지 보여 주기에는 짧았습니다.",
        ParticipantKind.VC: "사전에 덱과 검증된 수치를 받아 본 점이 좋았습니다.",
    }
    for number, firm in enumerate(_day(ws).participants):
        asked = firm.kind is ParticipantKind.SUPPLIER or firm.kind in INVESTORS
        if not asked or chance.random() < 0.25:  # noqa: PLR2004  a quarter does not answer
            continue
        survey_answer = SurveyAnswer(
            firm.id,
            PAST_EVENT,
            overall=chance.choice([3, 4, 4, 5, 5]),
            matching=chance.choice([None, 3, 4, 4, 5]),
            venue=chance.choice([3, 4, 5]),
            again=chance.choice([4, 5, 5]),
            comment=comments.pop(firm.kind, ""),
        )
        surveys.answer(ws, CLERK, survey_answer, at=when + timedelta(minutes=number), source=SOURCE)


def _outcomes(held_on: date) -> Iterator[tuple[int, tuple[int, OutcomeKind, int | None, date]]]:
    """Give what came of the day: after how many days, of which consultation (by place), with how much money."""
    for days, place, kind, amount in (
        (5, 0, OutcomeKind.FOLLOW_UP_MEETING, None),
        (6, 3, OutcomeKind.FOLLOW_UP_MEETING, None),
        (9, 1, OutcomeKind.FOLLOW_UP_MEETING, None),
        (13, 6, OutcomeKind.FOLLOW_UP_MEETING, None),
        (34, 0, OutcomeKind.DUE_DILIGENCE, None),
        (58, 0, OutcomeKind.TERM_SHEET, 10 * EOK),
        (86, 0, OutcomeKind.INVESTED, 10 * EOK),
        (74, 3, OutcomeKind.CONTRACT, EOK * 6 // 10),
        (90, 6, OutcomeKind.NOTHING, None),
        (97, 2, OutcomeKind.FOLLOW_UP_MEETING, None),
    ):
        yield days, (place, kind, amount, held_on + timedelta(days=days))


def _come(ws: Workspace, given: tuple[int, OutcomeKind, int | None, date], when: datetime) -> None:
    place, kind, amount, on = given
    held = [pair for pair, mark in sorted(_day(ws).marks.items()) if mark.state is MeetingState.HELD and pair[1]]
    company, investor = held[place]
    outcome = Outcome("", PAST_EVENT, company, investor, kind, on, amount)
    results.note_outcome(Acting(ws, CLERK, when, SOURCE), PAST_EVENT, outcome)
