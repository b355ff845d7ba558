"""What an IR day came to: participation, consultations, wishes met, intentions, follow-ups, satisfaction, money raised.

Definitions follow the field's (participants who came are not those registered, consultations are those held,
intentions bind nobody and are never money raised). What nobody recorded is not zero: it is ``Missing``, with why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from dealflow.domain.irday.floor.floor import (
    NOT_HELD,
    Agreement,
    ConsultationLog,
    MeetingState,
    NextStepKind,
    OutcomeKind,
)
from dealflow.domain.irday.participants.participants import INVESTING, INVESTORS, Participant, ParticipantKind
from dealflow.domain.irday.results.measures import (
    Benchmark,
    Count,
    DayFacts,
    FollowUps,
    Held,
    Intention,
    Marks,
    Missing,
    Raised,
    Ratio,
    Results,
    Satisfaction,
    Share,
    Tally,
    Turnout,
)
from dealflow.domain.irday.timetable.placements import Placed
from dealflow.domain.values.korean_days import korean_day, months_after

FOLLOW_UP_DAYS: Final = 14
LAGS: Final = (3, 6, 12)
"""Months after which money raised is counted."""
QUESTIONS: Final = ("overall", "matching", "venue", "again")
_TOP: Final = 4
"""Marks of 4 and 5 are the top two boxes."""
_MEETINGS: Final = frozenset({NextStepKind.MEETING, NextStepKind.SITE_VISIT})
_SETTLED: Final = NOT_HELD | {MeetingState.HELD}
_FOLLOWED: Final = frozenset({OutcomeKind.FOLLOW_UP_MEETING, OutcomeKind.DUE_DILIGENCE})


def results(facts: DayFacts, *, days: int = FOLLOW_UP_DAYS) -> Results:
    """Return what a day came to; ``days``: within how many a follow-up counts."""
    logs = counted_logs(facts)
    return Results(
        turnout=turnout(facts),
        consultations=consultations(facts),
        matched=matched(facts),
        interest=Counter(log.interest for log in logs if log.interest is not None),
        intention=intention(_of_investors(facts, logs)),
        follow_ups=follow_ups(facts, days),
        satisfaction=satisfaction(facts),
        outcomes=Counter(outcome.kind for outcome in facts.outcomes),
        agreements=agreements(facts),
        raised=tuple(raised(facts, months) for months in LAGS),
        benchmarks=benchmarks(facts),
        by_hour=_tallies(facts, lambda placed: f"{placed.span.start_min // 60 % 24:02d}"),
        by_table=_tallies(facts, lambda placed: placed.place),
    )


def turnout(facts: DayFacts) -> tuple[Turnout, ...]:
    """Return who came, by kind of participant; kinds that nobody is of are left out."""
    turnouts = []
    for kind in ParticipantKind:
        ours = [participant for participant in facts.participants if participant.kind is kind]
        came: Count = Missing.NOT_RECORDED
        people: Count = Missing.NOT_RECORDED
        if facts.here is not None:
            came = sum(came_of(our, facts) for our in ours)
            people = sum(attendee.id in facts.here for our in ours for attendee in our.attendees)
        if ours:
            turnouts.append(Turnout(kind, len(ours), sum(our.is_coming for our in ours), came, people))
    return tuple(turnouts)


def came_of(participant: Participant, facts: DayFacts) -> bool:
    """Say whether somebody of a participant was checked in."""
    return facts.here is not None and any(attendee.id in facts.here for attendee in participant.attendees)


def consultations(facts: DayFacts) -> Held:
    """Return how many consultations were planned and held; missed and cancelled ones are not held."""
    planned, held, states = planned_pairs(facts), held_pairs(facts), facts.marks
    counted = Counter(states.values())
    settled = {pair for pair, state in states.items() if state in NOT_HELD} | held
    unmarked = len(planned - settled)
    of_planned: Ratio = Missing.NOT_PUBLISHED if facts.planned is None else Missing.NOTHING_ASKED
    if planned:
        of_planned = Share(len(held & planned), len(planned)) if states else Missing.NOT_RECORDED
    return Held(
        planned=Missing.NOT_PUBLISHED if facts.planned is None else len(planned),
        held=len(held) if states else Missing.NOT_RECORDED,
        walk_ins=len(held - planned) if states else Missing.NOT_RECORDED,
        company_absent=counted[MeetingState.COMPANY_ABSENT],
        investor_absent=counted[MeetingState.INVESTOR_ABSENT],
        cancelled=counted[MeetingState.CANCELLED],
        unmarked=unmarked,
        of_planned=of_planned,
    )


def planned_pairs(facts: DayFacts) -> frozenset[tuple[str, str]]:
    """Return the consultations that were planned, walk-ins apart.

    What was missed or called off was planned, though a later plan has it no more.
    """
    published = {_pair(placed) for placed in facts.planned or ()}
    missed = {pair for pair, state in facts.marks.items() if state in NOT_HELD}
    return frozenset((published | missed) - facts.walk_ins) if facts.planned is not None else frozenset()


def held_pairs(facts: DayFacts) -> frozenset[tuple[str, str]]:
    """Return the consultations that were held, walk-ins among them."""
    return frozenset(pair for pair, state in facts.marks.items() if state is MeetingState.HELD)


def counted_logs(facts: DayFacts) -> tuple[ConsultationLog, ...]:
    """Return the last log of each consultation that was held: what is typed before that counts nothing yet."""
    held = held_pairs(facts)
    return tuple(log for log in latest(facts.logs) if (log.company, log.investor) in held)


def requested(facts: DayFacts) -> frozenset[tuple[str, str]]:
    """Return the pairs that either side asked for."""
    kinds = {participant.id: participant.kind for participant in facts.participants}
    pairs = set()
    for asker, request in (facts.requests or {}).items():
        for wish in request.wishes:
            ends = (asker, wish.participant_id)
            company, investor = ends if kinds.get(asker) is ParticipantKind.SUPPLIER else ends[::-1]
            if kinds.get(company) is ParticipantKind.SUPPLIER and kinds.get(investor) in INVESTORS:
                pairs.add((company, investor))
    return frozenset(pairs)


def matched(facts: DayFacts) -> Ratio:
    """Return how many of the pairs that were asked for stand in the published timetable."""
    pairs = requested(facts)
    if facts.planned is None:
        return Missing.NOT_PUBLISHED
    if not pairs:
        return Missing.NOTHING_ASKED
    return Share(len(pairs & {_pair(placed) for placed in facts.planned}), len(pairs))


def latest(logs: Iterable[ConsultationLog]) -> tuple[ConsultationLog, ...]:
    """Return the last log of each pair, so that no consultation counts twice."""
    found_logs: dict[tuple[str, str], ConsultationLog] = {}
    for log in sorted(logs, key=lambda consultation_log: (consultation_log.typed_at, consultation_log.id)):
        found_logs[log.company, log.investor] = log
    return tuple(found_logs[pair] for pair in sorted(found_logs))


def intention(logs: Iterable[ConsultationLog]) -> Intention:
    """Return what investors said that they might put in, each pair once."""
    said_logs = [log for log in logs if log.intention_low is not None or log.intention_high is not None]
    lows = [said_log.intention_low for said_log in said_logs if said_log.intention_low is not None]
    highs = [said_log.intention_high for said_log in said_logs if said_log.intention_high is not None]
    return Intention(
        declared=len(said_logs),
        investors=len({said_log.investor for said_log in said_logs}),
        low=sum(lows) if lows else Missing.NOBODY_TOLD,
        high=sum(highs) if highs else Missing.NOBODY_TOLD,
        without_low=len(said_logs) - len(lows),
        without_high=len(said_logs) - len(highs),
    )


def agreements(facts: DayFacts) -> dict[Agreement, int]:
    """Return how many pairs put something on paper, by kind: told in a log, or entered as what came of the day."""
    told = {(agreed, log.company, log.investor) for log in counted_logs(facts) for agreed in log.agreed}
    came = {
        (Agreement(outcome.kind.value), outcome.company, outcome.investor)
        for outcome in facts.outcomes
        if outcome.kind.value in set(Agreement)
    }
    counted = Counter(kind for kind, _, _ in told | came)
    return {agreement: counted[agreement] for agreement in Agreement if counted[agreement]}


def follow_ups(facts: DayFacts, days: int = FOLLOW_UP_DAYS) -> FollowUps:
    """Return the meetings that were agreed for, or held within, ``days`` days of the event."""
    until = facts.held_on + timedelta(days=days)
    agreed = [log for log in counted_logs(facts) if log.next_step in _MEETINGS]
    scheduled = {
        (log.company, log.investor)
        for log in agreed
        if log.next_due is not None and facts.held_on <= log.next_due <= until
    }
    met = _outcome_pairs(facts, frozenset({OutcomeKind.FOLLOW_UP_MEETING}), until)
    nobody = not facts.logs and not facts.outcomes
    return FollowUps(
        days=days,
        scheduled=len(scheduled) if facts.logs else Missing.NOBODY_TOLD,
        held=len(met) if facts.outcomes else Missing.NOBODY_TOLD,
        either=Missing.NOBODY_TOLD if nobody else len(scheduled | met),
        undated=sum(log.next_due is None for log in agreed),
    )


def satisfaction(facts: DayFacts) -> tuple[Satisfaction, ...]:
    """Return the survey by side of the table: companies, investors, and adopters where there are any."""
    sides = {
        "company": frozenset({ParticipantKind.SUPPLIER}),
        "investor": INVESTING,
    }
    if any(participant.kind is ParticipantKind.ADOPTER for participant in facts.participants):
        sides["adopter"] = frozenset({ParticipantKind.ADOPTER})
    return tuple(_satisfaction(facts, side, kinds) for side, kinds in sides.items())


def raised(facts: DayFacts, months: int) -> Raised:
    """Return what companies were paid within ``months`` months of the event, as told; intentions are no part of it."""
    until = months_after(facts.held_on, months)
    paid = [
        outcome
        for outcome in facts.outcomes
        if outcome.kind is OutcomeKind.INVESTED and facts.held_on <= outcome.on <= until
    ]
    stated = [outcome.amount for outcome in paid if outcome.amount is not None]
    won: Count = Missing.NOBODY_TOLD if not facts.outcomes or (paid and not stated) else sum(stated)
    return Raised(
        months, until, facts.today > until, won, len({outcome.company for outcome in paid}), len(paid) - len(stated)
    )


def benchmarks(facts: DayFacts) -> tuple[Benchmark, ...]:
    """Return the shares beside the lines that a demo-day agency recommends."""
    investors = [participant for participant in facts.participants if participant.kind in INVESTING]
    teams = len(facts.companies)
    early = facts.held_on + timedelta(days=3)
    pairs = {
        (log.company, log.investor)
        for log in counted_logs(facts)
        if log.next_step in _MEETINGS and korean_day(log.typed_at) <= early
    }
    within = {days: facts.held_on + timedelta(days=days) for days in (7, 14)}
    met = _outcome_pairs(facts, frozenset({OutcomeKind.FOLLOW_UP_MEETING}), within[7])
    further = {company for company, _ in _outcome_pairs(facts, _FOLLOWED, within[14])}
    came = _share(sum(came_of(investor, facts) for investor in investors), len(investors))
    return (
        Benchmark(
            "attendance", Fraction(7, 10), _when_over(facts, Missing.NOT_RECORDED if facts.here is None else came)
        ),
        Benchmark("requests", Fraction(2), _if_recorded(facts.logs, _share(len(pairs), teams))),
        Benchmark("held", Fraction(1, 2), _if_recorded(facts.outcomes, _share(len(pairs & met), len(pairs)))),
        Benchmark(
            "further",
            Fraction(3, 10),
            _if_recorded(facts.outcomes, _share(len(further & {company.id for company in facts.companies}), teams)),
        ),
    )


def _when_over(facts: DayFacts, ratio: Ratio) -> Ratio:
    """Return who came once the day is over, or all of its consultations are settled: until then people still come."""
    unmarked = planned_pairs(facts) - {pair for pair, state in facts.marks.items() if state in _SETTLED}
    return Missing.NOT_OVER if facts.today <= facts.held_on and unmarked else ratio


def _of_investors(facts: DayFacts, logs: Iterable[ConsultationLog]) -> tuple[ConsultationLog, ...]:
    """Return the logs of those who might invest: what an adopter would spend is no investment."""
    adopters = {participant.id for participant in facts.participants if participant.kind is ParticipantKind.ADOPTER}
    return tuple(log for log in logs if log.investor not in adopters)


def _satisfaction(facts: DayFacts, side: str, kinds: frozenset[ParticipantKind]) -> Satisfaction:
    ours = [participant for participant in facts.participants if participant.kind in kinds]
    texts = {our.id for our in ours if (our.is_coming if facts.here is None else came_of(our, facts))}
    answers = [answer for answer in facts.answers if answer.participant_id in {our.id for our in ours}]
    answered = {answer.participant_id for answer in answers}
    marks = []
    for question in QUESTIONS:
        grades = [mark for answer in answers if (mark := getattr(answer, question)) is not None]
        mean = Fraction(sum(grades), len(grades)) if grades else Missing.NOBODY_TOLD
        top = Share(sum(mark >= _TOP for mark in grades), len(grades)) if grades else Missing.NOBODY_TOLD
        marks.append(Marks(question, len(grades), mean, top))
    return Satisfaction(side, _share(len(answered), len(texts | answered)), tuple(marks))


def _tallies(facts: DayFacts, key: Callable[[Placed], str]) -> tuple[Tally, ...]:
    """Return planned and held consultations by ``key``, in the order in which the timetable first has it."""
    planned: Counter[str] = Counter()
    held: Counter[str] = Counter()
    pairs = planned_pairs(facts)
    for placed in (placed for placed in facts.planned or () if _pair(placed) in pairs):
        planned[key(placed)] += 1
        held[key(placed)] += facts.marks.get(_pair(placed)) is MeetingState.HELD
    return tuple(Tally(name, planned[name], held[name]) for name in planned)


def _outcome_pairs(facts: DayFacts, kinds: frozenset[OutcomeKind], until: date) -> set[tuple[str, str]]:
    return {
        (outcome.company, outcome.investor)
        for outcome in facts.outcomes
        if outcome.kind in kinds and facts.held_on <= outcome.on <= until
    }


def _pair(placed: Placed) -> tuple[str, str]:
    return placed.act.company, placed.act.investor or ""


def _share(part: int, whole: int) -> Ratio:
    return Share(part, whole) if whole else Missing.NOTHING_ASKED


def _if_recorded(sources: tuple[object, ...], ratio: Ratio) -> Ratio:
    return ratio if sources else Missing.NOBODY_TOLD
