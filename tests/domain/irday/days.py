"""A small IR day for tests: six suppliers, five investors, two rooms, a plenary, requests on both sides."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from dealflow.domain.irday.participants.participants import (
    Attendee,
    ConflictOfInterest,
    Interest,
    Participant,
    ParticipantKind,
    ParticipantState,
    Requests,
    Wish,
)
from dealflow.domain.irday.programme.programme import ConsultationTable, Part, PartKind, Programme, Room
from dealflow.domain.irday.timetable.planning_problem import Asked
from dealflow.domain.values.day_span import Span

EVENT = "day"
NINE, TEN, NOON, ONE, FIVE = 540, 600, 720, 780, 1020


def programme(**changes: object) -> Programme:
    """Return pitching in one room from ten, plenary at nine and at noon, consultations at three tables from one."""
    usual = Programme(
        EVENT,
        rooms=(Room("hall", "대회의실", "Hall"), Room("room", "상담장", "Consultation room")),
        tables=tuple(ConsultationTable(f"t{n}", "room", f"T{n}") for n in (1, 2, 3)),
        parts=(
            Part("open", PartKind.CEREMONY, "개회", Span(NINE, TEN), "Opening", "hall", for_all=True),
            Part("pitch", PartKind.PITCHING, "피칭", Span(TEN, NOON), "Pitching", "hall", item_min=7, qa_min=5,
                 change_min=3),
            Part("lunch", PartKind.MEAL, "오찬", Span(NOON, ONE), "Lunch", for_all=True),
            Part("talk", PartKind.CONSULTATION, "상담", Span(ONE, FIVE), "Consultations", "room", item_min=25,
                 change_min=5),
        ),
    )  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type]  # a test's shorthand


def firm(name: str, kind: ParticipantKind = ParticipantKind.SUPPLIER, **changes: object) -> Participant:
    """Return a confirmed participant with one person who presents and sits."""
    usual = Participant(
        name, EVENT, kind, ParticipantState.CONFIRMED, f"{name}(가상)", f"{name} (Fictional)",
        attendees=(Attendee(f"{name}-1", presents=True),), pitches=kind is ParticipantKind.SUPPLIER,
    )  # fmt: skip
    return replace(usual, **changes)  # type: ignore[arg-type]  # a test's shorthand


SUPPLIERS = tuple(firm(f"s{n}") for n in range(1, 7))
INVESTORS = tuple(firm(f"v{n}", ParticipantKind.VC) for n in range(1, 6))
EVERYBODY = (*SUPPLIERS, *INVESTORS)
ASKED = Asked(
    requests={
        "s1": Requests((Wish("v1", 1), Wish("v2", 2))),
        "s2": Requests((Wish("v1", 1),), vetoes=("v3",)),
        "v1": Requests((Wish("s1", 1), Wish("s3", 2)), hears=("s4",)),
        "v2": Requests((Wish("s2", 1),), vetoes=("s5",)),
    },
    conflicts=(ConflictOfInterest("s6", "v4", Interest.EXISTING_INVESTOR),),
)


def drawn(seed: int) -> tuple[Programme, tuple[Participant, ...], Asked]:
    """Return a day drawn at random: closures of the clock, people away, wishes and vetoes."""
    random = Random(seed)  # noqa: S311 - a test's day, not a secret

    def away() -> tuple[Span, ...]:
        start = random.randrange(NINE, FIVE - 60, 15)
        return (Span(start, start + random.choice((30, 60, 120))),) if random.random() < 0.4 else ()

    everybody = tuple(
        replace(one, away=away(), apart=one.kind is ParticipantKind.VC and random.random() < 0.3,
                attendees=(*one.attendees, Attendee(f"{one.id}-2")) if random.random() < 0.4 else one.attendees)
        for one in EVERYBODY
    )  # fmt: skip
    names = [one.id for one in SUPPLIERS], [one.id for one in INVESTORS]

    def asks(others: list[str]) -> Requests:
        chosen = random.sample(others, 4)
        wishes = tuple(Wish(other, rank) for rank, other in enumerate(chosen[:3], 1))
        return Requests(wishes, vetoes=tuple(chosen[3:]) if random.random() < 0.3 else ())

    requests = {name: asks(names[1]) for name in names[0]} | {name: asks(names[0]) for name in names[1]}
    return programme(apart_min=random.choice((0, 10, 30))), everybody, Asked(requests)
