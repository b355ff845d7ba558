"""From an event of an IR day to the rows that tell it. What people wrote and who they are stays outside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from dealflow.domain.irday import events as held
from dealflow.domain.values.event import Recorded
from dealflow.store.warehouse.rows_decision import NO_ROWS, Row

_SLOT: Final = re.compile(r"[cp](\d{1,5})-(\d{1,5})")


def day_rows(recorded: Recorded, event: held.DayEvent, when: Row) -> Mapping[str, list[Row]]:
    """Return the rows that an IR day's event adds, by table; empty for all that the warehouse does not keep."""
    match event:
        case held.ParticipantKept():
            return {"log.participant": [when | _participant(event)]}
        case held.TimetableDrafted():
            return {
                "log.placement": [
                    _placement(recorded, event, number) for number in range(len(event.timetable.meetings))
                ]
            }
        case held.TimetablePublished():
            return {"log.publication": [when | {"ir_event_id": event.ir_event_id, "version": event.version}]}
        case held.MeetingMarked() if event.investor:
            return {"log.meeting_mark": [when | _mark(event)]}
        case held.ConsultationLogged():
            return {"log.consultation": [when | _consultation(event)]}
        case _:
            return NO_ROWS


def _participant(event: held.ParticipantKept) -> Row:
    participant = event.participant
    return {
        "participant_id": participant.id,
        "ir_event_id": participant.ir_event_id,
        "kind": participant.kind,
        "state": participant.state,
        "company_id": participant.company_id,
        "organisation_id": participant.organisation_id,
    }


def _placement(recorded: Recorded, event: held.TimetableDrafted, number: int) -> Row:
    """Return one consultation of a version; its minutes are missing where its slot is none."""
    meeting = event.timetable.meetings[number]
    match = _SLOT.fullmatch(meeting.slot)
    return {
        "position": recorded.position,
        "ir_event_id": event.ir_event_id,
        "version": event.version,
        "company": meeting.company,
        "investor": meeting.investor,
        "table_id": meeting.table,
        "start_min": None if match is None else int(match[1]),
        "end_min": None if match is None else int(match[2]),
    }


def _mark(event: held.MeetingMarked) -> Row:
    return {
        "ir_event_id": event.ir_event_id,
        "company": event.company,
        "investor": event.investor,
        "state": event.state,
    }


def _consultation(event: held.ConsultationLogged) -> Row:
    log = event.log
    return {
        "consultation_id": log.id,
        "ir_event_id": log.ir_event_id,
        "owner_id": log.owner_id,
        "company": log.company,
        "investor": log.investor,
        "typed_at": log.typed_at,
        "interest": log.interest,
        "intention_low": log.intention_low,
        "intention_high": log.intention_high,
        "next_step": log.next_step,
        "next_due": log.next_due,
        "is_told": log.is_told,
        "engagement_id": log.engagement_id or None,
    }
