"""What is looked through, kind by kind: of which events a text follows, and how it is made.

To let one more kind of text be found: a ``Kind`` and a ``Source`` in ``SOURCES`` here, whose texts say whose they are
(``owner_id``: found in that house's books only; where rights hang on something else, a condition in
``queries.search``), its name in ``search.po``, and the way to it in ``reports.home.search_words``. Names of persons
never go into the index, so that a destroyed name is nowhere left: they are looked through where they stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Final

from sqlalchemy import ColumnElement, and_, true
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from dealflow.domain.claims.events import (
    ClaimAdded,
    CompanyAmended,
    CompanyMerged,
    CompanyProfileKept,
    CompanyRegistered,
    CompanyUnmerged,
    CompanyWithdrawn,
    DeckAssigned,
    DeckRead,
    DeckReceived,
)
from dealflow.domain.claims.page import Word
from dealflow.domain.investment.events import ConditionSettled, ItemResolved, ItemTabled, SessionChanged, SessionClosed
from dealflow.domain.notes.events import (
    DocumentDestroyed,
    DocumentKept,
    DocumentWithdrawn,
    NoteDestroyed,
    NoteKept,
    NoteWithdrawn,
)
from dealflow.domain.notes.notes import LONGEST_BODY, excerpt
from dealflow.domain.pipeline.events import (
    EngagementNoted,
    EngagementOpened,
    EngagementTakenBack,
    NextStepSet,
    RoundNamed,
)
from dealflow.domain.values.event import Event, Recorded
from dealflow.domain.values.register_numbers import digits_of
from dealflow.domain.values.search_words import initials
from dealflow.store.ledger import codec, search_index
from dealflow.store.ledger.search_index import Text, chunks
from dealflow.store.ledger.tables.claims import ClaimRow, CompanyProfileRow, CompanyRow, DeckRow
from dealflow.store.ledger.tables.investment import AgendaRow, SessionRow
from dealflow.store.ledger.tables.journal import JournalRow
from dealflow.store.ledger.tables.notes import DocumentName, DocumentRow, NoteRow, NoteWords
from dealflow.store.ledger.tables.pipeline import EngagementRow
from dealflow.store.ledger.tables.search import SearchText


class Kind(StrEnum):
    """What a text is of; hits are grouped by it, in this order."""

    COMPANY = "company"
    PROFILE = "profile"
    """What a house notes of a company for itself."""
    PERSON = "person"
    """Looked through where names stand, never copied."""
    ENGAGEMENT = "engagement"
    DECISION = "decision"
    NOTE = "note"
    MEETING = "meeting"
    """What a house writes about its companies: meetings, calls, notes."""
    FILE = "file"
    """A file on a company or deal, by its name."""
    DECK = "deck"
    CLAIM = "claim"
    SLIDE = "slide"


@dataclass(frozen=True, slots=True)
class Which:
    """Of which records texts are wanted: those whose ``by`` (a column of SearchText) is one of ``ids``, or all."""

    by: str = "record_id"
    ids: Collection[str] | None = None

    def holds(self, **columns: Mapped[str]) -> ColumnElement[bool]:
        """Return the condition on the rows that texts are made of, given which of their columns stands for ``by``."""
        return true() if self.ids is None else columns[self.by].in_(self.ids)


Follows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Where the texts of a kind come from.

    ``follows``: by kind of event, its attributes that tell which texts it changes, each with the column of SearchText
    which that is compared with.
    """

    texts: Callable[[Session, str, Which], Iterable[Text]]
    follows: Mapping[type[Event], Follows]


def follow(session: Session, workspace: str, recorded: Sequence[Recorded]) -> None:
    """Let the index follow what was just recorded, in the same transaction."""
    for kind, source in SOURCES.items():
        changed: dict[str, set[str]] = defaultdict(set)
        for entry in recorded:
            for attribute, by in source.follows.get(type(entry.event), ()):
                changed[by].add(str(attrgetter(attribute)(entry.event)))
        for by, ids in changed.items():
            for some in chunks(sorted(ids)):
                _renew(session, workspace, kind, Which(by, some))


def renew_all(session: Session, workspace: str, kind: Kind) -> int:
    """Make the texts of a kind anew, and return how many there are. Those of slides come from files, not from here."""
    search_index.take_out(session, col(SearchText.workspace) == workspace, col(SearchText.kind) == kind)
    return search_index.put(session, workspace, SOURCES[kind].texts(session, workspace, Which()))


def put_slides(session: Session, workspace: str, deck_id: str, pages: Sequence[Sequence[Word]]) -> None:
    """Put the words of a deck's pages in place of those of an earlier reading.

    Page 0, without words, says that the deck's words are known, also where it has none.
    """
    search_index.take_out_records(session, workspace, Kind.SLIDE, {deck_id})
    search_index.put(
        session,
        workspace,
        (
            Text(
                kind=Kind.SLIDE,
                record_id=deck_id,
                part=number,
                title="",
                body=" ".join(word.text for word in words),
                deck_id=deck_id,
                page_words=words,
            )
            for number, words in enumerate(((), *pages))
            if words or not number
        ),
    )


def _renew(session: Session, workspace: str, kind: Kind, which: Which) -> None:
    search_index.take_out(
        session,
        col(SearchText.workspace) == workspace,
        col(SearchText.kind) == kind,
        which.holds(**{which.by: getattr(SearchText, which.by)}),
    )
    search_index.put(session, workspace, SOURCES[kind].texts(session, workspace, which))


def _companies(session: Session, workspace: str, which: Which) -> Iterator[Text]:
    """Yield the companies by their own names, also those that were merged into others: whoever asks is led on."""
    query = select(CompanyRow).where(CompanyRow.workspace == workspace, which.holds(company_id=col(CompanyRow.id)))
    for row in session.exec(query):
        rest = (
            row.name_en,
            row.biz_reg_no or "",
            digits_of(row.biz_reg_no or ""),
            row.sector,
            row.region,
            initials(row.name),
        )
        yield Text(
            kind=Kind.COMPANY,
            record_id=row.id,
            title=row.name,
            body=" · ".join(filter(None, rest)),
            company_id=row.id,
        )


def _profiles(session: Session, workspace: str, which: Which) -> Iterator[Text]:
    query = select(CompanyProfileRow).where(
        CompanyProfileRow.workspace == workspace, which.holds(company_id=col(CompanyProfileRow.company_id))
    )
    for row in session.exec(query):
        profile = row.profile
        yield Text(
            kind=Kind.PROFILE,
            record_id=f"{row.company_id}:{row.owner_id}",
            title="",
            body=" · ".join(filter(None, (profile.about, profile.website, *profile.tags, profile.round_label))),
            owner_id=row.owner_id,
            company_id=row.company_id,
            place=row.company_id,
        )


def _decks(session: Session, workspace: str, which: Which) -> Iterator[Text]:
    query = select(DeckRow).where(DeckRow.workspace == workspace, which.holds(record_id=col(DeckRow.id)))
    for row in session.exec(query):
        yield Text(kind=Kind.DECK, record_id=row.id, title=row.file_name, body=row.round_label, deck_id=row.id)


def _claims(session: Session, workspace: str, which: Which) -> Iterator[Text]:
    query = select(ClaimRow).where(
        ClaimRow.workspace == workspace,
        col(ClaimRow.superseded).is_(False),
        which.holds(deck_id=col(ClaimRow.deck_id)),
    )
    for row in session.exec(query):
        claim = row.claim
        body = " · ".join(filter(None, (claim.evidence[0].quote, claim.subject or "")))
        yield Text(kind=Kind.CLAIM, record_id=row.id, title=claim.label, body=body, deck_id=row.deck_id, part=row.page)


def _engagements(session: Session, workspace: str, which: Which) -> Iterator[Text]:
    query = select(EngagementRow).where(
        EngagementRow.workspace == workspace,
        which.holds(record_id=col(EngagementRow.id), company_id=col(EngagementRow.company_id)),
    )
    rows = session.exec(query).all()
    names = _company_names(session, workspace, {row.company_id for row in rows})
    for row in rows:
        yield Text(
            kind=Kind.ENGAGEMENT,
            record_id=row.id,
            title=names.get(row.company_id, ""),
            body=" · ".join(filter(None, (row.round_label, row.next_step, row.source))),
            owner_id=row.owner_id,
            company_id=row.company_id,
        )


def _decisions(session: Session, workspace: str, which: Which) -> Iterator[Text]:
    tabled = select(AgendaRow.session_id).where(
        AgendaRow.workspace == workspace,
        which.holds(place=col(AgendaRow.session_id), company_id=col(AgendaRow.company_id)),
    )
    query = select(SessionRow).where(SessionRow.workspace == workspace, col(SessionRow.id).in_(tabled))
    rows = session.exec(query).all()
    names = _company_names(session, workspace, {item.company_id for row in rows for item in row.session.items})
    for row in rows:
        for item in row.session.items:
            if which.by == "company_id" and item.company_id not in (which.ids or ()):
                continue
            resolution = item.resolution
            conditions = () if resolution is None else tuple(condition.text for condition in resolution.conditions)
            said = () if resolution is None else (resolution.note, *conditions)
            yield Text(
                kind=Kind.DECISION,
                record_id=item.id,
                title=" · ".join(filter(None, (row.session.title, names.get(item.company_id, "")))),
                body=" · ".join(filter(None, said)),
                owner_id=row.owner_id,
                company_id=item.company_id,
                place=row.id,
            )


def _notes(session: Session, workspace: str, which: Which) -> Iterator[Text]:
    query = select(JournalRow.kind, JournalRow.stream, JournalRow.seq, JournalRow.payload).where(
        JournalRow.workspace == workspace, JournalRow.kind == EngagementNoted.kind
    )
    deals = select(EngagementRow.id, EngagementRow.owner_id, EngagementRow.company_id).where(
        EngagementRow.workspace == workspace, which.holds(place=col(EngagementRow.id))
    )
    if which.ids is not None:
        query = query.where(col(JournalRow.stream).in_([f"engagement:{name}" for name in which.ids]))
    whose = {deal_id: (owner_id, company_id) for deal_id, owner_id, company_id in session.exec(deals)}
    for kind, stream, seq, payload in session.exec(query.order_by(col(JournalRow.position))):
        engagement_id = stream.removeprefix("engagement:")
        event = codec.decode(kind, payload)
        if engagement_id not in whose or not isinstance(event, EngagementNoted):
            continue
        owner_id, company_id = whose[engagement_id]
        yield Text(
            kind=Kind.NOTE,
            record_id=f"{engagement_id}:{seq}",
            title="",
            body=event.note,
            owner_id=owner_id,
            company_id=company_id,
            place=engagement_id,
        )


def _meetings(session: Session, workspace: str, which: Which) -> Iterator[Text]:
    """Yield the words of standing notes; they stand beside the journal and leave the index when they are destroyed."""
    words = and_(
        col(NoteWords.workspace) == col(NoteRow.workspace),
        col(NoteWords.note_id) == col(NoteRow.id),
        col(NoteWords.version) == col(NoteRow.text_version),
    )
    query = (
        select(NoteRow, NoteWords)
        .join(NoteWords, words)
        .where(
            NoteRow.workspace == workspace,
            col(NoteRow.is_withdrawn).is_(False),
            col(NoteRow.is_destroyed).is_(False),
            which.holds(record_id=col(NoteRow.id), company_id=col(NoteRow.company_id)),
        )
    )
    for row, kept in session.exec(query):
        yield Text(
            kind=Kind.MEETING,
            record_id=row.id,
            title=kept.text.title,
            body=" · ".join(filter(None, (excerpt(kept.text, LONGEST_BODY), kept.text.next_step))),
            owner_id=row.owner_id,
            company_id=row.company_id,
            place=row.company_id,
        )


def _files(session: Session, workspace: str, which: Which) -> Iterator[Text]:
    name = and_(
        col(DocumentName.workspace) == col(DocumentRow.workspace), col(DocumentName.document_id) == col(DocumentRow.id)
    )
    query = (
        select(DocumentRow, DocumentName.file_name)
        .join(DocumentName, name)
        .where(
            DocumentRow.workspace == workspace,
            col(DocumentRow.is_withdrawn).is_(False),
            col(DocumentRow.is_destroyed).is_(False),
            which.holds(record_id=col(DocumentRow.id), company_id=col(DocumentRow.company_id)),
        )
    )
    for row, file_name in session.exec(query):
        yield Text(
            kind=Kind.FILE,
            record_id=row.id,
            title=file_name,
            owner_id=row.owner_id,
            company_id=row.company_id,
            place=row.company_id,
        )


_ENGAGEMENTS: Final[tuple[type[Event], ...]] = (EngagementOpened, EngagementTakenBack, RoundNamed, NextStepSet)
_SESSIONS: Final[tuple[type[Event], ...]] = (SessionChanged, ItemTabled, ItemResolved, ConditionSettled, SessionClosed)


def _company_names(session: Session, workspace: str, ids: Collection[str]) -> dict[str, str]:
    rows: list[tuple[str, str, str]] = []
    for some in chunks(sorted(ids)):
        query = select(CompanyRow.id, CompanyRow.name, CompanyRow.name_en)
        rows += session.exec(query.where(CompanyRow.workspace == workspace, col(CompanyRow.id).in_(some))).all()
    return {company_id: " ".join(filter(None, (name, name_en))) for company_id, name, name_en in rows}


_OWN: Final = "record_id"
_COMPANY: Final = (("company_id", "company_id"),)
_MERGES: Final[dict[type[Event], Follows]] = {
    CompanyMerged: (("company_id", "company_id"), ("into_id", "company_id")),
    CompanyUnmerged: (("company_id", "company_id"), ("from_id", "company_id")),
}
_RENAMED: Final[dict[type[Event], Follows]] = {CompanyAmended: _COMPANY} | _MERGES


def _after(*events: type[Event], of: str, by: str = _OWN) -> dict[type[Event], Follows]:
    """Return that texts follow these events, whose attribute ``of`` tells which texts."""
    return dict.fromkeys(events, ((of, by),))


SOURCES: Final[Mapping[Kind, Source]] = {
    Kind.COMPANY: Source(
        _companies,
        _after(CompanyRegistered, CompanyAmended, CompanyWithdrawn, of="company_id", by="company_id") | _MERGES,
    ),
    Kind.PROFILE: Source(_profiles, _after(CompanyProfileKept, of="company_id", by="company_id")),
    Kind.DECK: Source(_decks, _after(DeckReceived, DeckAssigned, of="deck_id")),
    Kind.CLAIM: Source(_claims, _after(DeckRead, ClaimAdded, of="deck_id", by="deck_id")),
    Kind.ENGAGEMENT: Source(_engagements, _after(*_ENGAGEMENTS, of="engagement_id") | _RENAMED),
    Kind.DECISION: Source(_decisions, _after(*_SESSIONS, of="session_id", by="place") | _RENAMED),
    Kind.NOTE: Source(_notes, _after(EngagementNoted, EngagementTakenBack, of="engagement_id", by="place")),
    Kind.MEETING: Source(_meetings, _after(NoteKept, NoteWithdrawn, NoteDestroyed, of="note_id") | _MERGES),
    Kind.FILE: Source(
        _files,
        _after(DocumentWithdrawn, DocumentDestroyed, of="document_id")
        | _after(DocumentKept, of="document.id")
        | _MERGES,
    ),
}
