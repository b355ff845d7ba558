"""From an event of a committee to the rows that tell it. What people wrote stays outside."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from dealflow.domain.investment import events as decided
from dealflow.domain.values.event import Recorded

Row: TypeAlias = dict[str, object]
"""A row by column names; a column that is not named is null. Words of an enumeration are texts."""

NO_ROWS: Final[Mapping[str, list[Row]]] = MappingProxyType({})


def decision_rows(recorded: Recorded, event: decided.InvestmentEvent, when: Row) -> Mapping[str, list[Row]]:
    """Return the rows that a decision adds, by table: sessions, items, votes and results; empty for all else."""
    match event:
        case decided.SessionConvened():
            return {"log.session": [when | _convened(event)]}
        case decided.SessionChanged():
            return {"log.session": [when | {"session_id": event.session_id, "held_at": event.held_at}]}
        case decided.ItemTabled():
            return {"log.item": [when | _tabled(event)]}
        case decided.VoteCast() | decided.VoterRecused():
            return {"log.vote": [when | _vote(event)]}
        case decided.ItemResolved():
            return {"log.resolution": [when | {"source": recorded.source} | _resolved(event)]}
        case _:
            return NO_ROWS


def _convened(event: decided.SessionConvened) -> Row:
    return {
        "session_id": event.session_id,
        "owner_id": event.owner_id,
        "session_kind": event.session_kind,
        "held_at": event.held_at,
    }


def _tabled(event: decided.ItemTabled) -> Row:
    item = event.item
    return {
        "session_id": event.session_id,
        "item_id": item.id,
        "engagement_id": item.engagement_id,
        "company_id": item.company_id,
        "fund_id": item.fund_id,
        "terms_version": item.terms_version,
        "voters": len(set(item.voters)),
        "pass_rule": item.rule.pass_rule,
    }


def _vote(event: decided.VoteCast | decided.VoterRecused) -> Row:
    row: Row = {"session_id": event.session_id, "item_id": event.item_id, "voter_id": event.voter_id}
    if isinstance(event, decided.VoterRecused):
        return row | {"recused": True}
    return row | {"ballot": event.ballot, "channel": event.channel, "recused": False}


def _resolved(event: decided.ItemResolved) -> Row:
    ended, counted = event.resolution, event.resolution.tally
    row: Row = {
        "session_id": event.session_id,
        "item_id": event.item_id,
        "result": ended.result,
        "conditions": len(ended.conditions),
        "relied": len(ended.relied),
    }
    if counted is None:
        return row
    return row | {
        "eligible": counted.eligible,
        "attending": counted.attending,
        "in_favour": counted.in_favour,
        "against": counted.against,
        "abstained": counted.abstained,
        "aside": counted.recused,
        "quorate": counted.quorate,
        "carried": counted.carried,
    }
