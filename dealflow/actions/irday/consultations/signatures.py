"""A side of a consultation signs that it took place: a name, and by hand on the phone where one wishes.

Name and picture stand beside the journal and go with the person's card; the journal says that a side signed.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from dealflow.actions.irday.links.access_links import opened
from dealflow.actions.irday.links.link_access import Address
from dealflow.actions.irday.programme.day_state import run_event
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.workspace import Workspace, commit, record, written
from dealflow.decks.sniff import Kind, kind_of
from dealflow.domain.irday.events import ConsultationSigned, LinkPurpose
from dealflow.domain.irday.floor.floor import NOT_HELD
from dealflow.domain.irday.participants.participants import Participant, ParticipantKind
from dealflow.domain.irday.timetable.day_agenda import minute_of, placed
from dealflow.domain.values.event import By
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import attendees, irday
from dealflow.store.ledger.queries.attendees import Signature
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["Signature", "Signing", "own_signatures", "sign", "signatures_of"]

DRAWN: Final = "data:image/png;base64,"
_LARGEST: Final = 45_000
"""Bytes of a drawn signature: some strokes on a small sheet."""
_WIDEST: Final = 1_200


@dataclass(frozen=True, slots=True)
class Signing:
    """What somebody signs: with whom one sat, who of one's own signs, the name as typed, what was drawn (or empty)."""

    other: str
    attendee_id: str
    name: str
    drawn: str = ""


def sign(ws: Workspace, asker: Address, signing: Signing, *, at: datetime) -> None:
    """Keep a side's signature; a later one takes the place of an earlier.

    Raises:
        DayLinkError: the address does not open, or is no firm's.
        NotFoundError: the two had no consultation that has begun, or nobody of that id comes for the firm.
        InvalidInputError: there is no name, or what was drawn is no small picture.
    """
    name, picture = written(signing.name, "name", longest=80, required=True), _picture(signing.drawn)

    def work(session: Session) -> None:
        found = opened(ws, session, asker.link, asker.secret, at=at, purpose=LinkPurpose.FIRM)
        firm = found.participant
        if firm is None or signing.attendee_id not in {attendee.id for attendee in firm.attendees}:
            raise NotFoundError(kind="attendee", id=signing.attendee_id)
        by_investor = firm.kind is not ParticipantKind.SUPPLIER
        pair = (signing.other, firm.id) if by_investor else (firm.id, signing.other)
        if pair not in _begun(ws, session, firm, minute_of(found.event.held_on, at)):
            raise NotFoundError(kind="meeting", id=" ".join(pair))
        signature = Signature(*pair, by_investor, signing.attendee_id, name, picture, at)
        standing = own_signatures(ws, session, firm).get(pair)
        if standing is not None and replace(standing, signed_at=at) == signature:  # a phone that sends it once more
            return
        signed = ConsultationSigned(found.event.id, *pair, by_investor, bool(picture))
        version = len(journal.read_stream(session, ws.name, signed.stream))
        record(ws, session, [signed], By(found.actor, at, "link"), after=version)
        attendees.keep_signature(session, ws.name, found.event.id, signature)

    commit(ws, work)


def own_signatures(ws: Workspace, session: Session, firm: Participant) -> Mapping[tuple[str, str], Signature]:
    """Return what a firm signed itself, by consultation; what the other side signed is the other's."""
    by_investor = firm.kind is not ParticipantKind.SUPPLIER
    return {
        (signature.company, signature.investor): signature
        for signature in attendees.signatures(session, ws.name, firm.ir_event_id)
        if signature.by_investor is by_investor and firm.id in {signature.company, signature.investor}
    }


def signatures_of(looking: Looking, ir_event_id: str) -> tuple[Signature, ...]:
    """Return all signatures of an event, for who runs it.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run it; there is none.
    """
    with looking.ws.ledger.read() as session:
        run_event(looking.within(session), ir_event_id)
        return attendees.signatures(session, looking.ws.name, ir_event_id)


def _begun(ws: Workspace, session: Session, firm: Participant, minute: int) -> set[tuple[str, str]]:
    """Return a firm's consultations that have begun and were not called off, walk-ins that were marked among them."""
    programme, _ = irday.programme(session, ws.name, firm.ir_event_id)
    plan, _ = irday.plan(session, ws.name, firm.ir_event_id)
    marks = irday.meeting_marks(session, ws.name, firm.ir_event_id)
    planned = {line.pair for line in placed(programme, plan.published) if line.span.start_min <= minute}
    off = {pair for pair, mark in marks.items() if mark.state in NOT_HELD}
    marked = {pair for pair in marks if pair[1]}
    return {pair for pair in (planned | marked) - off if firm.id in pair}


def _picture(drawn: str) -> str:
    """Return what was drawn as it is kept: a PNG in base64; empty where nothing was."""
    if not drawn:
        return ""
    try:
        data = base64.b64decode(drawn.removeprefix(DRAWN), validate=True)
    except (binascii.Error, ValueError) as error:
        raise InvalidInputError(field="signature", problem="no_picture") from error
    size = [int.from_bytes(data[place : place + 4]) for place in (16, 20)]
    is_small = len(data) <= _LARGEST and all(0 < side <= _WIDEST for side in size)
    if not drawn.startswith(DRAWN) or kind_of(data) is not Kind.PNG or not is_small:
        raise InvalidInputError(field="signature", problem="no_picture")
    return base64.b64encode(data).decode()
