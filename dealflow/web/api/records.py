"""What is read only: who asks, the register of decisions, notes, what holds words, and what changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Final

from pydantic import BaseModel, Field

from dealflow.actions.api import changes
from dealflow.actions.api.changes import Record
from dealflow.actions.home import search as search_action
from dealflow.actions.home.search import Kind
from dealflow.actions.notes import note_views
from dealflow.actions.notes.note_views import NoteView
from dealflow.actions.people.api_tokens import TokenScope
from dealflow.actions.record import decision_register
from dealflow.actions.record.decision_register import DecisionKind, DecisionLine, RegisterFilter
from dealflow.domain.notes.notes import NoteAudience, NoteKind
from dealflow.domain.people.access import Act, Role, require
from dealflow.errors import InvalidInputError
from dealflow.store.ledger.queries import pages
from dealflow.store.ledger.queries.pages import Cut, NoteWish
from dealflow.web.api.operations import Call, Id, OneOf, Operation, Page, PageOf, Takes, Text, next_of

_LATEST: Final = 2**62
Position = Annotated[int, Field(ge=0, le=_LATEST)]


class Myself(BaseModel):
    """Who acts by this token, and what it may do."""

    person_id: str
    organisation_id: str
    role: Role
    token: str
    scopes: list[TokenScope]
    ends_at: datetime


class DecisionOut(BaseModel):
    """One decision of your house. `position`: its place in the journal; `stands`: nothing later took its place."""

    position: int
    kind: DecisionKind
    result: str
    decided_at: datetime
    decided_by: str
    engagement_id: str
    company_id: str
    company: str
    stands: bool
    session_id: str | None
    fund_id: str | None
    amount_won: int | None
    conditions: int
    conditions_open: int
    reason: str
    note: str


class DecisionsWanted(PageOf):
    """Which decisions; days are Korean and included."""

    since: date | None = None
    until: date | None = None
    kind: DecisionKind | None = None
    company_id: Id | None = None


class NoteOut(BaseModel):
    """A note of your house; its words are null once they were destroyed."""

    id: str
    kind: NoteKind
    company_id: str
    engagement_id: str
    day: date
    audience: NoteAudience
    author: str
    title: str | None
    body: str | None
    next_step: str | None
    version: int
    written_at: datetime
    changed_at: datetime


class NotesWanted(PageOf):
    """Which notes."""

    company_id: Id | None = None
    engagement_id: Id | None = None


class HitOut(BaseModel):
    """A record or slide that holds the words, with what stands around them."""

    kind: Kind
    id: str
    title: str
    text: str
    company_id: str | None
    deck_id: str | None
    page: int | None


class Hits(BaseModel):
    """What holds every word; `has_more`: the kinds of which there is more."""

    hits: list[HitOut]
    has_more: list[Kind]


class SearchWanted(Takes):
    """What to look for."""

    q: Text
    limit: int = Field(10, ge=1, le=50, description="How many of each kind at most.")


class ChangeOut(BaseModel):
    """Something happened to a record: read it anew. 404 then: it is gone."""

    position: int
    at: datetime
    record: Record
    id: str
    kind: str


class ChangesOut(BaseModel):
    """What changed, oldest first. `position`: ask from there next time, at once if there is more."""

    changes: list[ChangeOut]
    position: int
    has_more: bool


class ChangesWanted(Takes):
    """From where on."""

    since: Position = Field(0, description="The `position` of the answer before.")
    limit: int = Field(200, ge=1, le=1_000)
    record: Record | None = None


def get_myself(call: Call, _params: OneOf) -> Myself:
    """Return who acts by this token."""
    viewer, token = call.viewer, call.opened.token
    return Myself(
        person_id=viewer.person_id,
        organisation_id=viewer.organisation_id,
        role=viewer.role,
        token=token.name,
        scopes=list(token.scopes),
        ends_at=token.ends_at,
    )


def list_decisions(call: Call, params: DecisionsWanted) -> Page[DecisionOut]:
    """List the decisions of your house, the latest first."""
    filters = RegisterFilter(since=params.since, until=params.until, kind=params.kind, company_id=params.company_id)
    before = _before(params.after)
    lines = [line for line in decision_register.register(call.looking, filters).lines if line.position < before]
    following = next_of(lines, params.limit, lambda place: str(lines[place].position))
    return Page[DecisionOut](items=[_decision(line) for line in lines[: params.limit]], next=following)


def list_notes(call: Call, params: NotesWanted) -> Page[NoteOut]:
    """List the notes of your house that you may read, in the order of their ids."""
    require(call.viewer, Act.SEE_PIPELINE)
    wish, cut = NoteWish(params.company_id, params.engagement_id), Cut(params.after, params.limit + 1)
    with call.ws.ledger.read() as session:
        notes = pages.notes(session, call.ws.name, call.viewer, wish, cut)
        views = note_views.views_of(call.looking.within(session), notes[: params.limit])
    following = next_of(notes, params.limit, lambda place: notes[place].id)
    return Page[NoteOut](items=[_note(view) for view in views], next=following)


def get_note(call: Call, _params: OneOf) -> NoteOut:
    """Return one note."""
    return _note(note_views.read_note(call.looking, call.path["note_id"]))


def search(call: Call, params: SearchWanted) -> Hits:
    """Look for words in everything that you may see; a hit holds all of them."""
    results = search_action.search(call.looking, params.q, most=params.limit)
    hits = [
        HitOut(
            kind=hit.kind,
            id=hit.found.record_id,
            title=(hit.company[0] if hit.company else "") or hit.file_name or hit.found.title,
            text="".join(piece.text for piece in hit.pieces),
            company_id=hit.found.company_id,
            deck_id=hit.found.deck_id,
            page=hit.found.page or None,
        )
        for group in results.groups
        for hit in group.hits
    ]
    return Hits(hits=hits, has_more=[group.kind for group in results.groups if group.has_more])


def list_changes(call: Call, params: ChangesWanted) -> ChangesOut:
    """Tell what changed since a position of the journal, as far as you may see it: ids and kinds, no content."""
    wanted = () if params.record is None else (params.record,)
    answer = changes.changes(call.looking, params.since, most=params.limit, records=wanted)
    items = [
        ChangeOut(position=change.position, at=change.at, record=change.record, id=change.id, kind=change.kind)
        for change in answer.changes
    ]
    return ChangesOut(changes=items, position=answer.position, has_more=answer.has_more)


def _before(after: str) -> int:
    """Return the position before which a page of decisions begins.

    Raises:
        InvalidInputError: the cursor is none of decisions.
    """
    if not after:
        return _LATEST
    if not (after.isascii() and after.isdecimal() and len(after) < 19):  # noqa: PLR2004  # digits of the largest position
        raise InvalidInputError(field="cursor", problem="no_cursor")
    return int(after)


def _decision(line: DecisionLine) -> DecisionOut:
    return DecisionOut(
        position=line.position,
        kind=line.kind,
        result=line.result,
        decided_at=line.decided_at,
        decided_by=line.decided_by,
        engagement_id=line.engagement_id,
        company_id=line.company_id,
        company=line.company_name,
        stands=line.stands,
        session_id=line.session.id if line.session else None,
        fund_id=line.fund_id or None,
        amount_won=line.amount_won,
        conditions=line.conditions,
        conditions_open=line.conditions_open,
        reason=line.reason,
        note=line.note,
    )


def _note(view: NoteView) -> NoteOut:
    note, text = view.note, view.text
    return NoteOut(
        id=note.id,
        kind=note.kind,
        company_id=note.company_id,
        engagement_id=note.engagement_id,
        day=note.day,
        audience=note.audience,
        author=view.author_name,
        title=None if text is None else text.title,
        body=None if text is None else text.body,
        next_step=None if text is None else text.next_step,
        version=note.version,
        written_at=note.written_at,
        changed_at=note.changed_at,
    )


OPERATIONS: Final = (
    Operation("GET", "/me", TokenScope.READ, OneOf, Myself, get_myself),
    Operation("GET", "/decisions", TokenScope.READ, DecisionsWanted, Page[DecisionOut], list_decisions),
    Operation("GET", "/notes", TokenScope.READ, NotesWanted, Page[NoteOut], list_notes),
    Operation("GET", "/notes/{note_id}", TokenScope.READ, OneOf, NoteOut, get_note),
    Operation("GET", "/search", TokenScope.READ, SearchWanted, Hits, search),
    Operation("GET", "/changes", TokenScope.READ, ChangesWanted, ChangesOut, list_changes),
)
