"""The pipeline as it is shown: rows, board, matrix, and the record of one engagement with its history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime

from dealflow.actions.investment import deal_scores
from dealflow.actions.pipeline import stage_gates
from dealflow.actions.pipeline.stage_gates import Hurdle
from dealflow.actions.platform.context import Looking
from dealflow.actions.platform.remembered import remembered
from dealflow.actions.platform.workspace import Workspace
from dealflow.domain.claims.company import Company
from dealflow.domain.investment.deal_scoring import Opinion
from dealflow.domain.people.access import Act, may, require
from dealflow.domain.people.people import Organisation
from dealflow.domain.pipeline import undo
from dealflow.domain.pipeline.engagement_state import since_opened
from dealflow.domain.pipeline.funnel import Engagement, Stage, Status, Track, days_in_stage, is_stale
from dealflow.domain.pipeline.stage_intervals import happened_at
from dealflow.domain.values.event import Event
from dealflow.domain.values.quantity import Quantity
from dealflow.errors import NotFoundError
from dealflow.store.ledger import journal
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import people as people_queries
from dealflow.store.ledger.queries import pipeline

_TOLD_ELSEWHERE = frozenset({"engagement_id", "owner_id", "company_id", "investor_id", "track", "old", "old_tags"})


@dataclass(frozen=True, slots=True)
class EngagementFilter:
    """Which engagements are wanted; what is not given does not narrow. ``text`` is looked for in names and steps."""

    track: str | None = None
    investor_id: str | None = None
    company_id: str | None = None
    stage: str | None = None
    status: Status | None = None
    text: str = ""
    assignee_id: str | None = None
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class EngagementRow:
    """An engagement with the names that stand beside it. ``moves``: the stages that follow from its present one.

    ``hurdle``: the nearest of them that is closed, and what is missing; None where the way is open.
    """

    engagement: Engagement
    company_name: str
    company_name_en: str
    investor_ko: str
    investor_en: str
    assignee_name: str
    days_in_stage: int
    stale: bool
    moves: tuple[str, ...] = ()
    hurdle: Hurdle | None = None
    biz_reg_no: str = ""
    opinion: Opinion | None = None
    """What the house thinks of it outside a committee, as far as the viewer may see; None where nobody scored."""


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One stage of the board with its cards, the longest quiet first."""

    stage: Stage
    cards: tuple[EngagementRow, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Companies by investors; a cell holds the engagement that was touched last."""

    companies: tuple[Company, ...]
    investors: tuple[Organisation, ...]
    cells: dict[tuple[str, str], EngagementRow]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened; ``kind`` is the event's kind, ``parameters`` fill its words."""

    seq: int
    ts: datetime
    actor_name: str
    kind: str
    parameters: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class EngagementRecord:
    """One engagement with everything that is known of it, newest history first."""

    row: EngagementRow
    track: Track
    moves: tuple[Stage, ...]
    history: tuple[HistoryLine, ...]
    can_undo: bool


@dataclass(frozen=True, slots=True)
class _Names:
    """Everybody's names by their ids."""

    companies: Mapping[str, Company]
    organisations: Mapping[str, Organisation]
    people: Mapping[str, str]


@remembered
def engagements(looking: Looking, filters: EngagementFilter | None = None, *, on: date) -> tuple[EngagementRow, ...]:
    """Return the engagements of the viewer's books, the longest quiet first; days are counted to ``on``."""
    require(looking.viewer, Act.SEE_PIPELINE)
    filters = filters or EngagementFilter()
    with looking.ws.ledger.read() as session:
        engagements = pipeline.engagements(session, looking.ws.name, looking.viewer, filters.track)
        names = _names(looking.within(session))
        rows = [
            row
            for row in (_row(looking.ws, engagement, names, on) for engagement in engagements)
            if _is_wanted(row, filters)
        ]
        closed = stage_gates.hurdles(looking.within(session), [row.engagement for row in rows], on)
    opinions = deal_scores.opinions(looking)
    return tuple(
        replace(row, hurdle=closed.get(row.engagement.id), opinion=opinions.get(row.engagement.id)) for row in rows
    )


def rows_of(  # whose names, which engagements, what of them is wanted, as of which day
    looking: Looking, engagements: Iterable[Engagement], filters: EngagementFilter, *, on: date
) -> tuple[EngagementRow, ...]:
    """Return the wanted ones of engagements as they once stood, with the names of today; none may be moved."""
    names = _names(looking)
    rows = (replace(_row(looking.ws, engagement, names, on), moves=()) for engagement in engagements)
    return tuple(row for row in rows if _is_wanted(row, filters))


def standing_rows(looking: Looking, engagements: Sequence[Engagement], *, on: date) -> tuple[EngagementRow, ...]:
    """Return engagements of the viewer's books as they stand, with names, moves and what closes the way.

    Within the transaction that is open, so that an act can answer with what it did.
    """
    names = _names(looking, {engagement.company_id for engagement in engagements})
    closed = stage_gates.hurdles(looking, engagements, on)
    return tuple(
        replace(_row(looking.ws, engagement, names, on), hurdle=closed.get(engagement.id)) for engagement in engagements
    )


def columns_of(track: Track, rows: Iterable[EngagementRow]) -> tuple[BoardColumn, ...]:
    """Return the stages of a track with those of the rows that stand there."""
    cards: dict[str, list[EngagementRow]] = {stage.id: [] for stage in track.stages}
    for row in rows:
        cards[row.engagement.stage].append(row)
    return tuple(BoardColumn(stage, tuple(cards[stage.id])) for stage in track.stages)


def board(looking: Looking, filters: EngagementFilter, *, on: date) -> tuple[BoardColumn, ...]:
    """Return the stages of the wanted track (the first one unless told) with their cards."""
    track = looking.ws.track(filters.track or looking.ws.tracks[0].id)
    return columns_of(track, engagements(looking, _in_track(filters, track.id), on=on))


def matrix(looking: Looking, filters: EngagementFilter, *, on: date) -> Matrix:
    """Return the companies and investors of the wanted engagements, with a cell for each pair that is engaged."""
    return matrix_of(looking, engagements(looking, filters, on=on))


def matrix_of(looking: Looking, rows: Collection[EngagementRow]) -> Matrix:
    """Return the companies and investors of these engagements of the viewer's books, a cell for each pair."""
    with looking.ws.ledger.read() as session:
        names = _names(looking.within(session))
    cells = {(row.engagement.company_id, row.engagement.investor_id): row for row in rows}
    return Matrix(
        companies=tuple(company for company in names.companies.values() if any(key[0] == company.id for key in cells)),
        investors=tuple(
            organisation
            for organisation in names.organisations.values()
            if any(key[1] == organisation.id for key in cells)
        ),
        cells=cells,
    )


@remembered
def engagement(looking: Looking, engagement_id: str, *, on: date) -> EngagementRecord:
    """Return one engagement of the viewer's books with its history and the moves that are open to it.

    Raises:
        NotFoundError: it is not in the viewer's books.
    """
    require(looking.viewer, Act.SEE_PIPELINE)
    with looking.ws.ledger.read() as session:
        engagement = pipeline.find_engagement(session, looking.ws.name, looking.viewer, engagement_id)
        if engagement is None:
            raise NotFoundError(kind="engagement", id=engagement_id)
        names = _names(looking.within(session))
        past = since_opened(journal.read_stream(session, looking.ws.name, f"engagement:{engagement_id}"))
        closed = stage_gates.hurdles(looking.within(session), [engagement], on)
    track = looking.ws.track(engagement.track)
    row = replace(_row(looking.ws, engagement, names, on), hurdle=closed.get(engagement.id))
    lines = (
        HistoryLine(
            recorded.seq,
            happened_at(recorded),
            names.people.get(recorded.actor, ""),
            recorded.event.kind,
            event_fields(recorded.event, names.people),
        )
        for recorded in past
    )
    return EngagementRecord(
        row=row,
        track=track,
        moves=tuple(track.stage(stage) for stage in row.moves),
        history=tuple(reversed(tuple(lines))),
        can_undo=may(looking.viewer, Act.EDIT_PIPELINE) and undo.can_take_back(past, looking.viewer.person_id),
    )


def event_fields(event: Event, people: Mapping[str, str]) -> dict[str, str]:
    """Return an event's plain fields as text, with people's names beside their ids (``assignee_name``)."""
    event_values = {
        field.name: getattr(event, field.name) for field in fields(event) if field.name not in _TOLD_ELSEWHERE
    }
    inner = [value for value in event_values.values() if is_dataclass(value) and not isinstance(value, type)]
    event_values |= {field.name: getattr(value, field.name) for value in inner for field in fields(value)}
    plain = {name: _plain(value) for name, value in event_values.items()}
    names = {
        f"{name.removesuffix('_id')}_name": people.get(str(value), "")
        for name, value in event_values.items()
        if name.endswith("assignee_id")
    }
    return plain | names


def _plain(value: object) -> str:
    """Return a field's value as text: days in ISO form, amounts with their unit, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, Quantity):
        return f"{value.value} {value.unit.value}"
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _names(looking: Looking, company_ids: Collection[str] | None = None) -> _Names:
    """Return everybody's names, of these companies or of all."""
    session, name, viewer = looking.session, looking.ws.name, looking.viewer
    companies = (
        company_queries.companies(session, name, viewer)
        if company_ids is None
        else company_queries.among(session, name, viewer, company_ids)
    )
    return _Names(
        companies={company.id: company for company in companies},
        organisations={
            organisation.id: organisation
            for organisation in people_queries.organisations(looking.session, looking.ws.name)
        },
        people=people_queries.names(looking.session, looking.ws.name),
    )


def _row(ws: Workspace, engagement: Engagement, names: _Names, on: date) -> EngagementRow:
    track = ws.track(engagement.track)
    company = names.companies.get(engagement.company_id)
    investor = names.organisations.get(engagement.investor_id)
    is_open = engagement.status is Status.ACTIVE
    return EngagementRow(
        engagement=engagement,
        company_name=company.name if company else "",
        company_name_en=company.name_en if company else "",
        investor_ko=investor.name_ko if investor else "",
        investor_en=investor.name_en if investor else "",
        assignee_name=names.people.get(engagement.assignee_id or "", ""),
        days_in_stage=days_in_stage(engagement, on),
        stale=is_stale(engagement, track, on, ws.calendar),
        moves=tuple(stage.id for stage in track.next_from(engagement.stage)) if is_open else (),
        biz_reg_no=(company.biz_reg_no or "") if company else "",
    )


def _is_wanted(row: EngagementRow, filters: EngagementFilter) -> bool:
    engagement = row.engagement
    conditions = (
        (filters.track, engagement.track),
        (filters.investor_id, engagement.investor_id),
        (filters.company_id, engagement.company_id),
        (filters.stage, engagement.stage),
        (filters.status, engagement.status),
        (filters.assignee_id, engagement.assignee_id),
    )
    words = (row.company_name, row.company_name_en, row.investor_ko, row.investor_en, engagement.next_step)
    return (
        all(want is None or want == have for want, have in conditions)
        and (filters.tag is None or filters.tag in engagement.tags)
        and filters.text.casefold() in " ".join(words).casefold()
    )


def _in_track(filters: EngagementFilter, track_id: str) -> EngagementFilter:
    return replace(filters, track=track_id)
