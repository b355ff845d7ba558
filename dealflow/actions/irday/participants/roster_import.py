"""Application sheets brought in: each row as it would be kept, with what is new, changes or is wrong; then all at once.

A cell that is empty says nothing: what is known stays. Nobody is left out of a firm's people by a sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dealflow.actions.irday.participants.meeting_requests import put_requests
from dealflow.actions.irday.participants.participants import put, require_participant, with_company
from dealflow.actions.irday.participants.roster_rows import Draft, PlannedRow, RowKind
from dealflow.actions.irday.participants.roster_sheet import Roster, read_roster
from dealflow.actions.irday.programme.day_state import load_day, run_event
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.domain.irday.participants.participants import Participant, ParticipantKind, ParticipantState
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.register_numbers import digits_of
from dealflow.errors import InvalidInputError

__all__ = ["PlannedRow", "Roster", "RowKind", "keep_rows", "preview", "read_roster"]


def preview(looking: Looking, ir_event_id: str, roster: Roster, usual: ParticipantKind) -> tuple[PlannedRow, ...]:
    """Return what each row would do as the event stands; nothing is written. ``usual``: the kind where none is said.

    Raises:
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    with looking.ws.ledger.read() as session:
        day = load_day(looking.ws, session, run_event(looking.within(session), ir_event_id))
        versions = {
            participant.id: require_participant(looking.ws, session, participant.id)[1]
            for participant in day.participants
        }
    drafts = [Draft(row, roster.columns, usual, day, versions) for row in roster.rows]
    names: dict[str, list[Participant]] = {}
    for participant in [*day.participants, *(draft.participant for draft in drafts)]:
        for name in {plain_name(participant.name_ko), plain_name(participant.name_en)} - {""}:
            if all(participant.id != other.id for other in names.setdefault(name, [])):
                names[name].append(participant)
    planned, seen = [], set[str]()
    for draft in drafts:
        marks = {draft.participant.id, digits_of(draft.participant.profile.biz_reg_no)} - {""}
        if marks & seen:
            draft.wrong("name_ko", "repeated")
        seen |= marks
        planned.append(draft.planned(names))
    return tuple(planned)


@transacted
def keep_rows(acting: Acting, ir_event_id: str, rows: Sequence[PlannedRow], *, state: ParticipantState) -> int:
    """Keep all rows in one act, and return how many participants are new or changed; none, if any is wrong.

    ``state`` is that of new participants and of those who were only invited; whoever is confirmed stays so.

    Raises:
        InvalidInputError: a row is wrong.
        ChangedMeanwhileError: a participant changed since the preview.
        NotAllowedError, NotFoundError: the viewer does not run the event; there is none.
    """
    for row in rows:
        if row.kind is RowKind.WRONG:
            raise InvalidInputError(field="row", problem="unreadable", value=row.row.number)
    doer = acting.by
    moved = [planned_row for planned_row in rows if planned_row.kind is not RowKind.SAME]
    run_event(acting, ir_event_id)
    for planned_row in moved:
        participant = planned_row.participant
        if participant.state is not ParticipantState.CONFIRMED:
            participant = replace(participant, state=state)
        if participant.is_coming:
            participant = with_company(acting, participant, doer)
        put(acting.ws, acting.session, participant, planned_row.people, doer, after=planned_row.seen)
    for planned_row in moved:
        if planned_row.requests is not None:
            put_requests(acting.ws, acting.session, planned_row.participant.id, planned_row.requests, doer)
    return len(moved)
