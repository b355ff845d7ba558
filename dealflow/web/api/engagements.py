"""Engagements: the house's pipeline, now and as of a day; one with its history; opened, moved by the same gates."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from pydantic import BaseModel, Field

from dealflow.actions.api.answers import Answered
from dealflow.actions.people.api_tokens import TokenScope
from dealflow.actions.pipeline import engagement_views, engagements
from dealflow.actions.pipeline.engagement_views import EngagementFilter, EngagementRow
from dealflow.actions.platform.context import Acting, Looking
from dealflow.actions.record import pipeline_as_of
from dealflow.domain.people.access import Act, require
from dealflow.domain.pipeline.funnel import NewEngagement, Status
from dealflow.store.ledger.queries import pages, pipeline
from dealflow.store.ledger.queries.pages import Cut, EngagementWish
from dealflow.web.api.operations import Call, Id, OneOf, Operation, Page, PageOf, Takes, Text, next_of


class BlockedOut(BaseModel):
    """The nearest stage that is closed, and the gates that keep it so."""

    stage: str
    missing: list[str]


class EngagementOut(BaseModel):
    """An engagement in your house's books. `moves`: the stages that follow; `version`: give it back when you move."""

    id: str
    company_id: str
    company: str
    company_en: str
    investor_id: str
    track: str
    round_label: str
    stage: str
    status: Status
    opened_at: datetime
    stage_since: datetime
    last_event_at: datetime
    days_in_stage: int
    is_stale: bool
    assignee_id: str | None
    next_step: str
    next_due: date | None
    tags: list[str]
    version: int
    moves: list[str]
    blocked: BlockedOut | None


class HistoryOut(BaseModel):
    """One thing that happened; `kind` is the event's, `fields` say more."""

    seq: int
    at: datetime
    by: str
    kind: str
    fields: dict[str, str]


class EngagementRecordOut(EngagementOut):
    """An engagement with its history, the latest first."""

    history: list[HistoryOut]


class EngagementsWanted(PageOf):
    """Which engagements, and as of which day."""

    track: Id | None = None
    stage: Id | None = None
    status: Status | None = None
    company_id: Id | None = None
    as_of: date | None = Field(None, description="As they stood at the end of that Korean day; none may be moved.")


class EngagementNew(Takes):
    """An engagement that is to be opened; without a stage it starts at the track's first."""

    company_id: Id
    investor_id: Id
    track: Id
    round_label: Text = ""
    stage: Id | None = None
    assignee_id: Id | None = None
    event_id: Id | None = None


class Move(Takes):
    """Where to move an engagement; `version`: how it stood when that was decided."""

    stage: Id
    note: Text = ""
    version: int | None = None


def list_engagements(call: Call, params: EngagementsWanted) -> Page[EngagementOut]:
    """List the engagements of your house's books, in the order of their ids."""
    require(call.viewer, Act.SEE_PIPELINE)
    if params.track is not None:
        call.ws.track(params.track)
    if params.as_of is not None:
        return _as_of(call, params, params.as_of)
    wish = EngagementWish(params.track, params.stage, params.status, params.company_id)
    with call.ws.ledger.read() as session:
        records = pages.engagements(session, call.ws.name, call.viewer, wish, Cut(params.after, params.limit + 1))
        inside = call.looking.within(session)
        rows = engagement_views.standing_rows(inside, records[: params.limit], on=call.today)
    following = next_of(records, params.limit, lambda place: records[place].id)
    return Page[EngagementOut](items=[_out(row) for row in rows], next=following)


def _as_of(call: Call, params: EngagementsWanted, day: date) -> Page[EngagementOut]:
    filters = EngagementFilter(
        track=params.track, stage=params.stage, status=params.status, company_id=params.company_id
    )
    rows = pipeline_as_of.engagements(call.looking, filters, day=day, today=call.today)
    rest = sorted(
        (row for row in rows if row.engagement.id > params.after), key=lambda other_row: other_row.engagement.id
    )
    following = next_of(rest, params.limit, lambda place: rest[place].engagement.id)
    return Page[EngagementOut](items=[_out(row) for row in rest[: params.limit]], next=following)


def get_engagement(call: Call, _params: OneOf) -> EngagementRecordOut:
    """Return one engagement with its history."""
    record = engagement_views.engagement(call.looking, call.path["engagement_id"], on=call.today)
    history = [
        HistoryOut(seq=line.seq, at=line.ts, by=line.actor_name, kind=line.kind, fields=dict(line.parameters))
        for line in record.history
    ]
    return EngagementRecordOut(**_out(record.row).model_dump(), history=history)


def open_engagement(call: Call, params: EngagementNew) -> Answered:
    """Open an engagement in your house's books."""
    new = NewEngagement(
        company_id=params.company_id,
        investor_id=params.investor_id,
        track=params.track,
        round_label=params.round_label,
        stage=params.stage,
        assignee_id=params.assignee_id,
        ir_event_id=params.event_id,
    )

    def act(acting: Acting) -> EngagementOut:
        return _standing(acting, engagements.open_engagement(acting, new), call.today)

    return call.once(act, status=201)


def move_engagement(call: Call, params: Move) -> Answered:
    """Move an engagement to a stage, through the same gates as on the board.

    A closed gate is told as `gate_closed` with what is `missing`; another's move since `version` as 409.
    """

    def act(acting: Acting) -> EngagementOut:
        engagement_id = call.path["engagement_id"]
        engagements.move(acting, engagement_id, params.stage, seen=params.version, note=params.note)
        return _standing(acting, engagement_id, call.today)

    return call.once(act)


def _standing(looking: Looking, engagement_id: str, on: date) -> EngagementOut:
    now = pipeline.own_engagement(looking.session, looking.ws.name, looking.viewer, engagement_id)
    return _out(engagement_views.standing_rows(looking, [now], on=on)[0])


def _out(row: EngagementRow) -> EngagementOut:
    now, hurdle = row.engagement, row.hurdle
    return EngagementOut(
        id=now.id,
        company_id=now.company_id,
        company=row.company_name,
        company_en=row.company_name_en,
        investor_id=now.investor_id,
        track=now.track,
        round_label=now.round_label,
        stage=now.stage,
        status=now.status,
        opened_at=now.opened_at,
        stage_since=now.stage_since,
        last_event_at=now.last_event_at,
        days_in_stage=row.days_in_stage,
        is_stale=row.stale,
        assignee_id=now.assignee_id,
        next_step=now.next_step,
        next_due=now.next_due,
        tags=list(now.tags),
        version=now.version,
        moves=list(row.moves),
        blocked=None
        if hurdle is None
        else BlockedOut(stage=hurdle.stage, missing=[missing.gate for missing in hurdle.missing]),
    )


OPERATIONS: Final = (
    Operation("GET", "/engagements", TokenScope.READ, EngagementsWanted, Page[EngagementOut], list_engagements),
    Operation("POST", "/engagements", TokenScope.WRITE, EngagementNew, EngagementOut, open_engagement, 201),
    Operation("GET", "/engagements/{engagement_id}", TokenScope.READ, OneOf, EngagementRecordOut, get_engagement),
    Operation("POST", "/engagements/{engagement_id}/move", TokenScope.MOVE, Move, EngagementOut, move_engagement),
)
