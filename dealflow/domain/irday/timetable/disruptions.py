"""What upsets a published plan on the day, and the day after it: who is away, what is closed, what runs late."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from dealflow.domain.irday.participants.participants import Participant, ParticipantState
from dealflow.domain.irday.programme.programme import Closure, PartKind, Programme
from dealflow.domain.irday.timetable.overruns import Late, run_late, with_later_slots
from dealflow.domain.irday.timetable.placements import span_of
from dealflow.domain.irday.timetable.planning_problem import joined, span_of_day
from dealflow.domain.irday.timetable.timetable import Timetable
from dealflow.domain.values.day_span import Span


class TroubleKind(StrEnum):
    """What happened."""

    LATE = "late"
    """A firm comes at ``until_min``."""
    LEAVES = "leaves"
    """A firm leaves at ``from_min``."""
    NO_SHOW = "no_show"
    """A firm does not come (any more)."""
    CLOSED = "closed"
    """A room or table cannot be used from ``from_min`` until ``until_min``."""
    OVERRUN = "overrun"
    """Parts of a kind run ``minutes`` late from ``from_min`` on."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that happened; what does not apply stays empty."""

    kind: TroubleKind
    firm: str = ""
    place: str = ""
    part_kind: PartKind = PartKind.CONSULTATION
    from_min: int = 0
    until_min: int | None = None
    minutes: int = 0
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Upset:
    """A day after its troubles: programme, participants, and the published plan in the slots that are now."""

    programme: Programme
    participants: tuple[Participant, ...]
    timetable: Timetable


def upset(
    programme: Programme,
    participants: Iterable[Participant],
    timetable: Timetable,
    troubles: Iterable[Trouble],
    *,
    now_min: int,
) -> Upset:
    """Return the day after these troubles, as seen at ``now_min``."""
    day = Upset(programme, tuple(participants), timetable)
    for trouble in troubles:
        day = _after(day, trouble, now_min)
    return day


def still_counted(participants: Iterable[Participant], timetable: Timetable, now_min: int) -> tuple[Participant, ...]:
    """Return the participants, those who withdrew though they took part before ``now_min`` confirmed and away since.

    So that what they did stays in the plan.
    """
    begun = begun_by(timetable, now_min)
    return tuple(
        _away(replace(participant, state=ParticipantState.CONFIRMED), Span(now_min, _END))
        if not participant.is_coming and participant.id in begun
        else participant
        for participant in participants
    )


def begun_by(timetable: Timetable, now_min: int) -> frozenset[str]:
    """Return the firms that took part in something before ``now_min``."""
    meetings = (meeting for meeting in timetable.meetings if span_of(meeting.slot).start_min < now_min)
    pitches = (pitch for pitch in timetable.pitches if span_of(pitch.slot).start_min < now_min)
    return frozenset(
        (
            *(firm for meeting in meetings for firm in (meeting.company, meeting.investor)),
            *(pitch.company for pitch in pitches),
        )
    )


_END = 7 * 24 * 60


def _after(day: Upset, trouble: Trouble, now_min: int) -> Upset:
    whole = span_of_day(day.programme)
    match trouble.kind:
        case TroubleKind.LATE:
            until = whole.end_min if trouble.until_min is None else trouble.until_min
            return _without(day, trouble.firm, Span(min(now_min, whole.start_min), until))
        case TroubleKind.LEAVES:
            return _without(day, trouble.firm, Span(trouble.from_min, max(whole.end_min, trouble.from_min + 1)))
        case TroubleKind.NO_SHOW:
            return _without(day, trouble.firm, Span(now_min, max(whole.end_min, now_min + 1)))
        case TroubleKind.CLOSED:
            until = whole.end_min if trouble.until_min is None else trouble.until_min
            closure = Closure(trouble.place, Span(trouble.from_min, until))
            return replace(day, programme=replace(day.programme, closures=(*day.programme.closures, closure)))
        case TroubleKind.OVERRUN:
            late = Late(trouble.part_kind, trouble.from_min, trouble.minutes, is_cut=trouble.is_cut)
            return replace(
                day,
                programme=run_late(day.programme, late),
                timetable=with_later_slots(day.timetable, day.programme, late),
            )


def _without(day: Upset, firm: str, away: Span) -> Upset:
    return replace(
        day,
        participants=tuple(
            _away(participant, away) if participant.id == firm else participant for participant in day.participants
        ),
    )


def _away(participant: Participant, away: Span) -> Participant:
    return (
        participant if away.start_min >= away.end_min else replace(participant, away=joined((*participant.away, away)))
    )
