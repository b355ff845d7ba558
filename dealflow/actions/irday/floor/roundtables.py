"""Round-tables (간담회): agenda, who came, difficulties, suggestions for policy, and what was promised until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from dealflow.actions.irday.links.access_links import opened
from dealflow.actions.irday.links.link_access import Address
from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace, commit, record, written
from dealflow.domain.irday.events import LinkPurpose, RoundTableKept, TopicsKept
from dealflow.domain.irday.floor.floor import RoundTable, RoundTableAction, Topics
from dealflow.domain.irday.participants.participants import Participant
from dealflow.domain.irday.programme.membership import parts_of
from dealflow.domain.irday.programme.programme import Part, PartKind
from dealflow.domain.values.event import By
from dealflow.errors import ChangedMeanwhileError, InvalidInputError, NotFoundError
from dealflow.store.ledger.queries import attendees, irday
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["KINDS", "FollowUp", "follow_ups", "hand_in", "keep", "round_tables", "settle", "tables_of", "topics_of"]

KINDS: Final = frozenset({PartKind.ROUND_TABLE, PartKind.ADOPTER_TABLE})
LONGEST: Final = 1_000
_MOST_TOPICS: Final = 10


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Something that was promised, with the round-table and its place there; ``days_left`` is None without a date."""

    part: Part
    place: int
    action: RoundTableAction
    days_left: int | None


def round_tables(looking: Looking, ir_event_id: str) -> tuple[tuple[Part, RoundTable, int], ...]:
    """Return the round-tables of the programme with what was kept of them and its version, in the order of time.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        programme, _ = irday.programme(session, looking.ws.name, ir_event_id)
        tables = irday.round_tables(session, looking.ws.name, ir_event_id)
    parts = sorted((part for part in programme.parts if part.kind in KINDS), key=lambda part: (part.span, part.id))
    return tuple((part, *tables.get(part.id, (RoundTable(part.id, ir_event_id), 0))) for part in parts)


@transacted
def keep(acting: Acting, round_table: RoundTable, *, seen: int) -> RoundTable:
    """Keep what was said at a round-table, whole, and return it as kept. ``seen``: the version that the screen showed.

    Raises:
        ChangedMeanwhileError: somebody changed it since.
        NotFoundError: the programme has no such round-table, or somebody who came is no participant.
        NotAllowedError: the viewer does not run the event.
    """
    cleaned = _cleaned(round_table)
    run_event(acting, cleaned.ir_event_id)
    _require_round_table(acting.ws, acting.session, cleaned)
    before, version = irday.round_tables(acting.session, acting.ws.name, cleaned.ir_event_id).get(
        cleaned.part_id, (None, 0)
    )
    if before == cleaned:
        return cleaned
    if seen != version:
        raise ChangedMeanwhileError(stream=RoundTableKept(cleaned).stream, expected=seen, found=version)
    acting.record([RoundTableKept(cleaned)], after=version)
    return cleaned


def topics_of(looking: Looking, ir_event_id: str) -> tuple[Topics, ...]:
    """Return what members of the round-tables handed in to be spoken about, for who runs the event.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run it; there is none.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        return tuple(topics for topics, _ in attendees.topics(session, looking.ws.name, ir_event_id) if topics.lines)


def tables_of(ws: Workspace, session: Session, firm: Participant) -> tuple[tuple[Part, tuple[str, ...]], ...]:
    """Return the round-tables at which a firm sits, each with what it handed in, in the order of time."""
    programme, _ = irday.programme(session, ws.name, firm.ir_event_id)
    own = {
        topics.part_id: topics.lines
        for topics, _ in attendees.topics(session, ws.name, firm.ir_event_id)
        if topics.participant_id == firm.id
    }
    return tuple((part, own.get(part.id, ())) for part in parts_of(programme, firm) if part.kind in KINDS)


def hand_in(ws: Workspace, asker: Address, part_id: str, lines: Sequence[str], *, at: datetime) -> None:
    """Keep what a firm would have spoken about at a round-table of its own; what stood before is replaced.

    Raises:
        DayLinkError: the address does not open, or is no firm's.
        NotFoundError: the firm sits at no such round-table.
        InvalidInputError: too many lines, or one is too long.
    """
    cleaned = _lines(lines, "difficulties")
    if len(cleaned) > _MOST_TOPICS:
        raise InvalidInputError(field="difficulties", problem="too_many", limit=_MOST_TOPICS)

    def work(session: Session) -> None:
        found = opened(ws, session, asker.link, asker.secret, at=at, purpose=LinkPurpose.FIRM)
        firm = found.participant
        if firm is None or part_id not in {part.id for part, _ in tables_of(ws, session, firm)}:
            raise NotFoundError(kind="round_table", id=part_id)
        topics = Topics(found.event.id, part_id, firm.id, cleaned)
        standing = {
            (known.part_id, known.participant_id): (known, version)
            for known, version in attendees.topics(session, ws.name, found.event.id)
        }
        before, version = standing.get((part_id, firm.id), (None, 0))
        if before != topics:
            record(ws, session, [TopicsKept(topics)], By(found.actor, at, "link"), after=version)

    commit(ws, work)


@transacted
def settle(acting: Acting, ir_event_id: str, part_id: str, place: int, *, done_on: date | None) -> None:
    """Say that a promise was kept on a day, or (None) that it is open again.

    Raises:
        NotFoundError: there is no such promise.
        NotAllowedError: the viewer does not run the event.
    """
    run_event(acting, ir_event_id)
    pair = irday.round_tables(acting.session, acting.ws.name, ir_event_id).get(part_id)
    if pair is None or not 0 <= place < len(pair[0].actions):
        raise NotFoundError(kind="round_table", id=part_id)
    table, version = pair
    actions = tuple(
        replace(action, done_on=done_on) if number == place else action for number, action in enumerate(table.actions)
    )
    if actions != table.actions:
        changed = RoundTableKept(replace(table, actions=actions))
        acting.record([changed], after=version)


def follow_ups(
    tables: Iterable[tuple[Part, RoundTable, int]], *, on: date, open_only: bool = True
) -> dict[str, tuple[FollowUp, ...]]:
    """Return what was promised by organisation (participant id; empty: the organiser's), the most urgent first."""
    by_firm: dict[str, list[FollowUp]] = {}
    for part, table, _ in tables:
        for place, action in enumerate(table.actions):
            if open_only and action.done_on is not None:
                continue
            left = None if action.due is None else (action.due - on).days
            by_firm.setdefault(action.participant_id, []).append(FollowUp(part, place, action, left))
    return {firm: tuple(sorted(things, key=_urgency)) for firm, things in sorted(by_firm.items())}


def _urgency(follow_up: FollowUp) -> tuple[bool, date, str]:
    return (follow_up.action.due is None, follow_up.action.due or date.max, follow_up.action.text)


def _require_round_table(ws: Workspace, session: Session, round_table: RoundTable) -> None:
    programme, _ = irday.programme(session, ws.name, round_table.ir_event_id)
    if not any(part.id == round_table.part_id and part.kind in KINDS for part in programme.parts):
        raise NotFoundError(kind="round_table", id=round_table.part_id)
    there = {participant.id for participant in irday.participants(session, ws.name, round_table.ir_event_id)}
    strangers = ({*round_table.present, *(action.participant_id for action in round_table.actions)} - {""}) - there
    if strangers:
        raise NotFoundError(kind="participant", id=min(strangers))


def _cleaned(round_table: RoundTable) -> RoundTable:
    actions = (
        replace(
            action,
            text=written(action.text, "action", longest=LONGEST),
            owner=written(action.owner, "owner", longest=100),
        )
        for action in round_table.actions
    )
    return replace(
        round_table,
        agenda=_lines(round_table.agenda, "agenda"),
        present=tuple(dict.fromkeys(round_table.present)),
        difficulties=_lines(round_table.difficulties, "difficulties"),
        suggestions=_lines(round_table.suggestions, "suggestions"),
        actions=tuple(action for action in actions if action.text),
    )


def _lines(texts: Iterable[str], field: str) -> tuple[str, ...]:
    return tuple(text for text in (written(text, field, longest=LONGEST) for text in texts) if text)
