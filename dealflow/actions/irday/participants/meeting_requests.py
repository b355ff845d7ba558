"""What the two sides ask for: whom to meet, whom not, whose pitches to hear; and conflicts of interest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from dealflow.actions.irday.links.access_links import Opened
from dealflow.actions.irday.participants.participants import require_participant
from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace, commit, record, written
from dealflow.domain.irday.events import ConflictsKept, RequestsKept
from dealflow.domain.irday.participants.participants import (
    INVESTORS,
    ConflictOfInterest,
    Participant,
    ParticipantKind,
    Requests,
    Wish,
)
from dealflow.domain.values.event import By
from dealflow.errors import InvalidInputError, NotAllowedError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["checked", "keep_conflicts", "keep_own_requests", "keep_requests", "requests_of", "wished"]

MOST_WISHES: Final = 30
_HEARERS: Final = INVESTORS | {ParticipantKind.JUDGE}


def wished(ids: Iterable[str]) -> tuple[Wish, ...]:
    """Return wishes ranked in the order of the ids, empty and repeated ones left out."""
    return tuple(Wish(text, rank) for rank, text in enumerate(dict.fromkeys(id_ for id_ in ids if id_), 1))


def requests_of(looking: Looking, participant_id: str) -> tuple[Requests, int]:
    """Return what a participant asks for with its version.

    Raises:
        NotFoundError, NotAllowedError: there is no such participant; the viewer does not run its event.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), require_participant(looking.ws, session, participant_id)[0].ir_event_id)
        return irday.find_requests(session, looking.ws.name, participant_id)


@transacted
def keep_requests(acting: Acting, participant_id: str, requests: Requests, *, seen: int | None = None) -> None:
    """Keep what a participant asks for, whole. ``seen`` is the version that the screen showed.

    Raises:
        InvalidInputError: somebody is wished for and vetoed, unknown, or on the same side.
        ChangedMeanwhileError: it was changed since.
        NotFoundError, NotAllowedError: there is no such participant; the viewer does not run its event.
    """
    run_event(acting, require_participant(acting.ws, acting.session, participant_id)[0].ir_event_id)
    put_requests(acting.ws, acting.session, participant_id, requests, acting.by, seen=seen)


def keep_own_requests(
    ws: Workspace, opened: Opened, requests: Requests, *, at: datetime, seen: int | None = None
) -> None:
    """Keep what a firm asks for on its own page, opened by its address.

    Raises:
        InvalidInputError: somebody is wished for and vetoed, unknown, or on the same side.
        ChangedMeanwhileError: it was changed since.
        NotAllowedError: the address is no firm's.
    """
    if opened.participant is None:
        raise NotAllowedError(act="run_event", role="link")
    own = opened.participant.id
    doer = By(opened.actor, at, "link")
    commit(ws, lambda session: put_requests(ws, session, own, requests, doer, seen=seen))


def put_requests(
    ws: Workspace, session: Session, participant_id: str, requests: Requests, doer: By, *, seen: int | None = None
) -> None:
    """Append what a participant asks for, inside a transaction of the caller's; the same once more is no event."""
    participant, _ = require_participant(ws, session, participant_id)
    there = irday.participants(session, ws.name, participant.ir_event_id)
    kept_requests = checked(requests, participant, there)
    before, version = irday.find_requests(session, ws.name, participant_id)
    if not kept_requests.awaited:  # no form asks for names that are not there yet: they wait on
        kept_requests = replace(kept_requests, awaited=before.awaited)
    if kept_requests != before:
        event = RequestsKept(participant.ir_event_id, participant_id, kept_requests)
        record(ws, session, [event], doer, after=version if seen is None else seen)


def checked(requests: Requests, participant: Participant, there: Sequence[Participant]) -> Requests:
    """Return requests as they are kept: by rank, each firm once, all of them of the other side.

    Raises:
        InvalidInputError: somebody is wished for and vetoed, unknown, on the same side, or there are too many.
    """
    sides: Mapping[str, bool] = {
        other_participant.id: other_participant.kind is ParticipantKind.SUPPLIER
        for other_participant in there
        if other_participant.kind is ParticipantKind.SUPPLIER or other_participant.kind in INVESTORS
    }
    is_company = participant.kind is ParticipantKind.SUPPLIER
    best: dict[str, int] = {}
    for wish in sorted(requests.wishes, key=lambda wish: wish.rank):
        best.setdefault(wish.participant_id, max(1, wish.rank))
    if len(best) > MOST_WISHES:
        raise InvalidInputError(field="wishes", problem="too_many", limit=MOST_WISHES)
    for other in (*best, *requests.vetoes):
        if sides.get(other, is_company) is is_company:
            raise InvalidInputError(field="wishes", problem="other_side", value=other)
    if set(best) & set(requests.vetoes):
        raise InvalidInputError(field="wishes", problem="wished_and_vetoed")
    hears = tuple(other for other in dict.fromkeys(requests.hears) if sides.get(other) and participant.kind in _HEARERS)
    return Requests(
        tuple(Wish(other, rank) for other, rank in best.items()),
        tuple(dict.fromkeys(requests.vetoes)),
        hears,
        tuple(dict.fromkeys(requests.awaited)),
    )


@transacted
def keep_conflicts(acting: Acting, ir_event_id: str, conflicts: Sequence[ConflictOfInterest]) -> None:
    """Keep every conflict of interest of an event, in the place of those kept before.

    Raises:
        InvalidInputError: one names the same pair twice, or no company and investor of the event.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    run_event(acting, ir_event_id)
    kinds = {person.id: person.kind for person in irday.participants(acting.session, acting.ws.name, ir_event_id)}
    pairs = sorted(
        (_conflict(conflict, kinds) for conflict in conflicts), key=lambda pair: (pair.company, pair.investor)
    )
    if len({(pair.company, pair.investor) for pair in pairs}) < len(pairs):
        raise InvalidInputError(field="conflict", problem="repeated")
    if tuple(pairs) == irday.conflicts(acting.session, acting.ws.name, ir_event_id):
        return
    event = ConflictsKept(ir_event_id, tuple(pairs))
    acting.record([event], after=len(journal.read_stream(acting.session, acting.ws.name, event.stream)))


def _conflict(conflict_of_interest: ConflictOfInterest, there: Mapping[str, ParticipantKind]) -> ConflictOfInterest:
    if (
        there.get(conflict_of_interest.company) is not ParticipantKind.SUPPLIER
        or there.get(conflict_of_interest.investor) not in INVESTORS
    ):
        raise InvalidInputError(field="conflict", problem="other_side")
    return replace(conflict_of_interest, note=written(conflict_of_interest.note, "note"))
