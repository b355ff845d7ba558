"""The satisfaction survey: each participant answers once, and may answer again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from dealflow.actions.irday.links.link_access import Asker, admit
from dealflow.actions.platform.workspace import Workspace, commit, record, written
from dealflow.domain.irday.events import LinkPurpose, SurveyAnswered
from dealflow.domain.irday.floor.floor import SurveyAnswer
from dealflow.errors import InvalidInputError, NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import irday
from dealflow.store.ledger.queries.visibility import Session

__all__ = ["HIGHEST", "QUESTIONS", "answer", "answer_of"]

QUESTIONS: Final = ("overall", "matching", "venue", "again")
HIGHEST: Final = 5


def answer(
    ws: Workspace, asker: Asker, survey_answer: SurveyAnswer, *, at: datetime, source: str = "app"
) -> SurveyAnswer:
    """Keep a participant's answer and return it as kept; a later one takes the place of an earlier.

    A firm answers on its own page; the organiser may enter what came on paper.

    Raises:
        InvalidInputError: a mark is outside 1 to 5, the comment is too long, or nothing was answered.
        NotFoundError: there is no such participant, or the page is another firm's.
        NotAllowedError, DayLinkError: the viewer does not run the event; the address does not open.
    """
    marks = [getattr(survey_answer, name) for name in QUESTIONS]
    if any(mark is not None and not 1 <= mark <= HIGHEST for mark in marks):
        raise InvalidInputError(field="survey", problem="out_of_range")
    cleaned = replace(survey_answer, comment=written(survey_answer.comment, "comment", longest=4_000))
    if not cleaned.comment and all(mark is None for mark in marks):
        raise InvalidInputError(field="survey", problem="missing")

    def work(session: Session) -> SurveyAnswer:
        who = admit(ws, session, asker, cleaned.ir_event_id, at=at, doors=frozenset({LinkPurpose.FIRM}))
        who.require_own(cleaned.participant_id)
        participant = irday.find_participant(session, ws.name, cleaned.participant_id)
        if participant is None or participant[0].ir_event_id != cleaned.ir_event_id:
            raise NotFoundError(kind="participant", id=cleaned.participant_id)
        event = SurveyAnswered(cleaned)
        past = journal.read_stream(session, ws.name, event.stream)
        if not past or past[-1].event != event:
            record(ws, session, [event], who.by(at, source), after=past[-1].seq if past else 0)
        return cleaned

    return commit(ws, work)


def answer_of(ws: Workspace, session: Session, ir_event_id: str, participant_id: str) -> SurveyAnswer | None:
    """Return what a participant answered. For actions that have checked who asks."""
    for survey_answer in irday.survey_answers(session, ws.name, ir_event_id):
        if survey_answer.participant_id == participant_id:
            return survey_answer
    return None
