"""Wishes for firms that come with a later sheet: they wait by name, and become wishes once the firm is entered."""

from __future__ import annotations

from dataclasses import replace

from dealflow.actions.platform.workspace import Workspace, record
from dealflow.domain.irday.events import RequestsKept
from dealflow.domain.irday.participants.participants import Participant, Requests, Wish, opposite
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.event import By
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["find_awaited", "with_found"]


def find_awaited(ws: Workspace, session: Session, participant: Participant, doer: By) -> int:
    """Let everybody's wishes that wait for a firm of this name become wishes for it, and return how many did."""
    everybody = {one.id: one for one in irday.participants(session, ws.name, participant.ir_event_id)}
    found = 0
    for asker_id, requests in irday.requests(session, ws.name, participant.ir_event_id).items():
        asker = everybody.get(asker_id)
        if asker is None or not requests.awaited or participant.kind not in opposite(asker.kind):
            continue
        after = with_found(requests, participant)
        if after != requests:
            _, version = irday.find_requests(session, ws.name, asker_id)
            record(ws, session, [RequestsKept(participant.ir_event_id, asker_id, after)], doer, after=version)
            found += len(requests.awaited) - len(after.awaited)
    return found


def with_found(requests: Requests, participant: Participant) -> Requests:
    """Return requests in which what waits for this firm's name, in Korean or English, is a wish or veto for it."""
    names = {plain_name(participant.name_ko), plain_name(participant.name_en)} - {""}
    met = [awaited for awaited in requests.awaited if plain_name(awaited.name) in names]
    vetoed = {participant.id for awaited in met if awaited.is_veto} | {*requests.vetoes}
    ranks = {wish.participant_id: wish.rank for wish in requests.wishes}
    for awaited in met:
        if not awaited.is_veto and participant.id not in vetoed:
            ranks[participant.id] = min(awaited.rank, ranks.get(participant.id, awaited.rank))
    wishes = (Wish(other, rank) for other, rank in ranks.items() if other not in vetoed)
    return replace(
        requests,
        wishes=tuple(sorted(wishes, key=lambda wish: wish.rank)),
        vetoes=(*requests.vetoes, *sorted(vetoed - {*requests.vetoes})),
        awaited=tuple(awaited for awaited in requests.awaited if awaited not in met),
    )
