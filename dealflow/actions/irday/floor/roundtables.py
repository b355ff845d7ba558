"""Round-tables (간담회): agenda, who came, difficulties, suggestions for policy, and what was promised until when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.workspace import Workspace, written
from dealflow.domain.irday.events import RoundTableKept
from dealflow.domain.irday.floor.floor import RoundTable, RoundTableAction
from dealflow.domain.irday.programme.programme import Part, PartKind
from dealflow.errors import ChangedMeanwhileError, NotFoundError
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["KINDS", "FollowUp", "follow_ups", "keep", "round_tables", "settle"]

KINDS: Final = frozenset({PartKind.ROUND_TABLE, PartKind.ADOPTER_TABLE})
LONGEST: Final = 1_000


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
        kept = irday.round_tables(session, looking.ws.name, ir_event_id)
    parts = sorted((part for part in programme.parts if part.kind in KINDS), key=lambda part: (part.span, part.id))
    return tuple((part, *kept.get(part.id, (RoundTable(part.id, ir_event_id), 0))) for part in parts)


@transacted
def keep(acting: Acting, given: RoundTable, *, seen: int) -> RoundTable:
    """Keep what was said at a round-table, whole, and return it as kept. ``seen``: the version that the screen showed.

    Raises:
        ChangedMeanwhileError: somebody changed it since.
        NotFoundError: the programme has no such round-table, or somebody who came is no participant.
        NotAllowedError: the viewer does not run the event.
    """
    kept = _cleaned(given)
    run_event(acting, kept.ir_event_id)
    _check(acting.ws, acting.session, kept)
    before, version = irday.round_tables(acting.session, acting.ws.name, kept.ir_event_id).get(kept.part_id, (None, 0))
    if before == kept:
        return kept
    if seen != version:
        raise ChangedMeanwhileError(stream=RoundTableKept(kept).stream, expected=seen, found=version)
    acting.record([RoundTableKept(kept)], after=version)
    return kept


@transacted
def settle(acting: Acting, ir_event_id: str, part_id: str, place: int, *, done_on: date | None) -> None:
    """Say that a promise was kept on a day, or (None) that it is open again.

    Raises:
        NotFoundError: there is no such promise.
        NotAllowedError: the viewer does not run the event.
    """
    run_event(acting, ir_event_id)
    found = irday.round_tables(acting.session, acting.ws.name, ir_event_id).get(part_id)
    if found is None or not 0 <= place < len(found[0].actions):
        raise NotFoundError(kind="round_table", id=part_id)
    table, version = found
    actions = tuple(
        replace(each, done_on=done_on) if number == place else each for number, each in enumerate(table.actions)
    )
    if actions != table.actions:
        changed = RoundTableKept(replace(table, actions=actions))
        acting.record([changed], after=version)


def follow_ups(
    found: Iterable[tuple[Part, RoundTable, int]], *, on: date, open_only: bool = True
) -> dict[str, tuple[FollowUp, ...]]:
    """Return what was promised by organisation (participant id; empty: the organiser's), the most urgent first."""
    by_firm: dict[str, list[FollowUp]] = {}
    for part, table, _ in found:
        for place, action in enumerate(table.actions):
            if open_only and action.done_on is not None:
                continue
            left = None if action.due is None else (action.due - on).days
            by_firm.setdefault(action.participant_id, []).append(FollowUp(part, place, action, left))
    return {firm: tuple(sorted(things, key=_urgency)) for firm, things in sorted(by_firm.items())}


def _urgency(given: FollowUp) -> tuple[bool, date, str]:
    return (given.action.due is None, given.action.due or date.max, given.action.text)


def _check(ws: Workspace, session: Session, kept: RoundTable) -> None:
    programme, _ = irday.programme(session, ws.name, kept.ir_event_id)
    if not any(part.id == kept.part_id and part.kind in KINDS for part in programme.parts):
        raise NotFoundError(kind="round_table", id=kept.part_id)
    there = {one.id for one in irday.participants(session, ws.name, kept.ir_event_id)}
    strangers = ({*kept.present, *(each.participant_id for each in kept.actions)} - {""}) - there
    if strangers:
        raise NotFoundError(kind="participant", id=min(strangers))


def _cleaned(given: RoundTable) -> RoundTable:
    actions = (
        replace(
            each,
            text=written(each.text, "action", longest=LONGEST),
            owner=written(each.owner, "owner", longest=100),
        )
        for each in given.actions
    )
    return replace(
        given,
        agenda=_lines(given.agenda, "agenda"),
        present=tuple(dict.fromkeys(given.present)),
        difficulties=_lines(given.difficulties, "difficulties"),
        suggestions=_lines(given.suggestions, "suggestions"),
        actions=tuple(each for each in actions if each.text),
    )


def _lines(given: Iterable[str], field: str) -> tuple[str, ...]:
    return tuple(kept for kept in (written(each, field, longest=LONGEST) for each in given) if kept)
