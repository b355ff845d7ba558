"""Who takes part in which part of the day, and is taken while it lasts: members, speakers, judges, guests.

Where nobody chose, an operators' round-table is held by every confirmed operator, and a supplier-adopter table by every
confirmed adopter; its suppliers are chosen. Parts for all take everybody anyway and have no members to be taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from dealflow.domain.irday.participants.participants import Participant, ParticipantKind
from dealflow.domain.irday.programme.programme import PLACED, Member, Part, PartKind, Programme
from dealflow.domain.values.day_span import Span

USUAL: Final = {
    PartKind.ROUND_TABLE: ParticipantKind.OPERATOR,
    PartKind.ADOPTER_TABLE: ParticipantKind.ADOPTER,
}
"""Who takes part in a kind of part where nobody chose its members."""


@dataclass(frozen=True, slots=True)
class Engagement:
    """A part in which a participant takes part. ``span``: its time with the changeover before and after it."""

    part: Part
    member: Member
    span: Span


def has_members(part: Part) -> bool:
    """Say whether a part is held by members; firms are placed into the others, or everybody is there."""
    return part.kind not in PLACED and not part.for_all


def membership(part: Part, participant: Participant) -> Member | None:
    """Return as what a participant takes part in a part; None: it does not, or does not come at all."""
    if not participant.is_coming or not has_members(part):
        return None
    if part.members is not None:
        return next((member for member in part.members if member.participant_id == participant.id), None)
    return Member(participant.id) if USUAL.get(part.kind) is participant.kind else None


def members_of(part: Part, participants: Iterable[Participant]) -> tuple[Member, ...]:
    """Return who takes part in a part, in the order of the participants."""
    memberships = (membership(part, participant) for participant in participants)
    return tuple(member for member in memberships if member is not None)


def engagements(programme: Programme, participant: Participant) -> tuple[Engagement, ...]:
    """Return the parts in which a participant takes part, in the order of time."""
    pause = changeover_min(programme)
    memberships = ((part, membership(part, participant)) for part in programme.parts)
    taken = (
        Engagement(part, member, Span(part.span.start_min - pause, part.span.end_min + pause))
        for part, member in memberships
        if member is not None
    )
    return tuple(sorted(taken, key=lambda engagement: (engagement.span, engagement.part.id)))


def parts_of(programme: Programme, participant: Participant) -> tuple[Part, ...]:
    """Return the parts in which a participant takes part by membership or with everybody, in the order of time."""
    own = [engagement.part for engagement in engagements(programme, participant)]
    everybody = [part for part in programme.parts if part.for_all and part.kind not in PLACED]
    return tuple(sorted([*own, *everybody], key=lambda part: (part.span, part.id)))


def engaged_twice(programme: Programme, participants: Iterable[Participant]) -> tuple[tuple[str, str, str], ...]:
    """Return who takes part in two parts at once: participant id and both part ids, in the order of participants.

    A part for all counts as well. People of one firm who take part in different parts are in no two places.
    """
    everybody = [part for part in programme.parts if part.for_all and part.kind not in PLACED]
    clashes = []
    for participant in participants:
        own = engagements(programme, participant)
        for first, second in combinations(own, 2):
            if first.part.span.overlaps(second.part.span) and _share(first.member, second.member):
                clashes.append((participant.id, first.part.id, second.part.id))
        for engagement in own:
            clashes += [
                (participant.id, part.id, engagement.part.id)
                for part in everybody
                if part.span.overlaps(engagement.part.span)
            ]
    return tuple(clashes)


def _share(first: Member, second: Member) -> bool:
    """Say whether somebody is taken by both memberships of a firm."""
    return not first.people or not second.people or bool({*first.people} & {*second.people})


def takes(member: Member, attendee_id: str) -> bool:
    """Say whether a person is taken by a membership of the person's firm."""
    return not member.people or attendee_id in member.people


def changeover_min(programme: Programme) -> int:
    """Return the minutes that people need from one place to the next: the shortest pause that the programme plans."""
    pauses = (part.change_min for part in programme.parts if part.kind in PLACED and part.change_min > 0)
    return min(pauses, default=0)
