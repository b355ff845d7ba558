"""What came in: listed with who it may be from, filed at a company, declined, taken back. For its own house alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dealflow.actions.claims import intake
from dealflow.actions.claims.deck_views import DeckRow
from dealflow.actions.companies import companies
from dealflow.actions.notes import documents, notes
from dealflow.actions.notes.documents import DocumentEntry
from dealflow.actions.notes.notes import NewNote
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.remembered import remembered
from dealflow.domain.claims.company import Company, CompanyDetails
from dealflow.domain.inbound.events import InboundDeclined, InboundDestroyed, InboundFiled, InboundReopened
from dealflow.domain.inbound.inbound import InboundState, InboundWords, StandingInbound
from dealflow.domain.inbound.proposals import Clues, Proposal, Signs, host_of, proposals
from dealflow.domain.inbound.slide_links import SlideLink, slide_links
from dealflow.domain.notes.notes import NoteKind, NoteText
from dealflow.domain.people.access import Act, may, require
from dealflow.domain.values.korean_days import korean_day
from dealflow.errors import InvalidInputError, NotFoundError, NothingToUndoError
from dealflow.store.ledger.queries import companies as company_queries
from dealflow.store.ledger.queries import decks as deck_queries
from dealflow.store.ledger.queries import inbound as queries
from dealflow.store.ledger.queries import people, profiles

__all__ = ["InboundView", "decline", "destroy", "file", "inbounds", "reopen"]

_OPEN: Final = frozenset({InboundState.WAITING, InboundState.AUTOMATIC})
_LONGEST_BODY: Final = 48_000
"""A note's text, less what is said above it."""
_SEARCHED: Final = 4_000
"""So much of a letter is searched for names: beyond it stand signatures and older letters."""


@dataclass(frozen=True, slots=True)
class InboundView:
    """An inbound as it is shown; no words once they were destroyed. ``new_name``: what a new company may be called."""

    standing: StandingInbound
    words: InboundWords | None
    decks: tuple[DeckRow, ...]
    proposals: tuple[tuple[Proposal, Company], ...]
    new_name: str
    slides: tuple[SlideLink, ...]
    company: Company | None
    settled_by_name: str


@remembered
def inbounds(looking: Looking, states: Sequence[InboundState]) -> tuple[InboundView, ...]:
    """Return what came to the viewer's house and is in these states, the latest first; a guest sees nothing."""
    if not may(looking.viewer, Act.SEE_PIPELINE):
        return ()
    with looking.ws.ledger.read() as session:
        standing = queries.inbounds(session, looking.ws.name, looking.viewer, states)
        words = queries.letters(session, looking.ws.name, [row.inbound.id for row in standing])
        known = company_queries.companies(session, looking.ws.name, looking.viewer)
        signs = _signs(looking.within(session))
        names = people.names(session, looking.ws.name)
    if not standing:
        return ()
    decks = {deck.id: deck for deck in intake.decks(looking)}
    by_id = {company.id: company for company in known}
    views = []
    for row in standing:
        letter = words.get(row.inbound.id)
        own = tuple(decks[deck_id] for deck_id in row.inbound.deck_ids if deck_id in decks)
        fitting = proposals(_clues(letter, own), known, signs) if row.state in _OPEN else ()
        views.append(
            InboundView(
                standing=row,
                words=letter,
                decks=own,
                proposals=tuple((proposal, by_id[proposal.company_id]) for proposal in fitting),
                new_name=_new_name(letter, own),
                slides=slide_links(letter.links) if letter else (),
                company=by_id.get(row.company_id),
                settled_by_name=names.get(row.settled_by, ""),
            )
        )
    return tuple(views)


def _signs(looking: Looking) -> Signs:
    """Return what the viewer's house knows companies by."""
    session, ws, viewer = looking.session, looking.ws.name, looking.viewer
    profiled = profiles.profiles(session, ws, viewer).values()
    return Signs(
        domains=queries.filed_domains(session, ws, viewer),
        contacts=frozenset(
            (contact.card.email.casefold(), contact.company_id)
            for contact in profiles.contacts(session, ws, viewer)
            if contact.card.email and not contact.is_referrer
        ),
        websites=frozenset((host, noted.company_id) for noted in profiled if (host := host_of(noted.profile.website))),
    )


def _clues(letter: InboundWords | None, decks: Sequence[DeckRow]) -> Clues:
    suggestions = [suggestion for deck in decks for suggestion in deck.suggestions]
    texts = (letter.subject, letter.text[:_SEARCHED], letter.writer.name, *letter.file_names) if letter else ()
    return Clues(
        texts=texts,
        domain=letter.writer.domain if letter else "",
        address=letter.writer.address.casefold() if letter else "",
        deck_companies=tuple(deck.company.id for deck in decks if deck.company is not None),
        deck_names=tuple(suggestion.name for suggestion in suggestions),
        deck_numbers=tuple(suggestion.biz_reg_no for suggestion in suggestions if suggestion.biz_reg_no),
    )


def _new_name(letter: InboundWords | None, decks: Sequence[DeckRow]) -> str:
    """Return what a new company may be called: as its deck says, else as its file is called."""
    suggested = next((suggestion.name for deck in decks for suggestion in deck.suggestions), "")
    return suggested or (letter.writer.domain.partition(".")[0] if letter else "")


@transacted
def file(
    acting: Acting,
    inbound_id: str,
    *,
    company_id: str = "",
    new: CompanyDetails | None = None,
    engagement_id: str = "",
) -> str:
    """Put an inbound to a company, a known or a new one, and return the company's id.

    It becomes a note there; decks that are nobody's yet become the company's, other files stand among its files.

    Raises:
        NotAllowedError, NotFoundError: the role may not; nothing of that id came to the house, or there is no company.
        InvalidInputError: neither or both of ``company_id`` and ``new`` are given, or the name is missing.
    """
    now = _open(acting, inbound_id)
    if bool(company_id) == (new is not None):
        raise InvalidInputError(field="company", problem="missing" if new is None else "both")
    company = companies.register_company(acting, new) if new is not None else company_id
    words = queries.letters(acting.session, acting.ws.name, [inbound_id]).get(inbound_id, InboundWords())
    for deck_id in now.inbound.deck_ids:
        deck = deck_queries.find_deck(acting.session, acting.ws.name, acting.viewer, deck_id)
        if deck is not None and deck.company_id is None:
            intake.confirm_company(acting, deck_id, company_id=company)
    note_id = notes.write(acting, _note(acting, now, words, company, engagement_id))
    names = dict(words.files)
    entry = DocumentEntry(company, engagement_id=engagement_id, note_id=note_id)
    for kept_file in now.inbound.files:
        name = names.get(kept_file.sha256, f"file-{kept_file.sha256[:8]}")
        documents.put(acting, name, acting.ws.files.get(kept_file.sha256), entry)
    acting.record([InboundFiled(inbound_id, company, note_id)], after=now.version)
    return company


def _note(acting: Acting, now: StandingInbound, words: InboundWords, company_id: str, engagement_id: str) -> NewNote:
    """Return the letter as a note: who wrote it, when, and what."""
    sent = words.sent_at if words.sent_at is not None and words.sent_at <= acting.at else now.received_at
    contacts = [party.name or party.address for party in (words.writer, *words.to) if party.name or party.address]
    return NewNote(
        company_id=company_id,
        engagement_id=engagement_id,
        day=korean_day(sent),
        kind=NoteKind.MAIL,
        text=NoteText(
            title=words.subject[:200] or words.writer.address,
            body=words.text[:_LONGEST_BODY],
            contacts=tuple(dict.fromkeys(name[:200] for name in contacts))[:50],
        ),
    )


@transacted
def decline(acting: Acting, inbound_id: str, reason: str) -> None:
    """Turn an inbound down, with a reason of ``ws.reasons``; what is written to its sender is a person's to send.

    Raises:
        NotAllowedError, NotFoundError: the role may not; nothing of that id came to the house.
        InvalidInputError: the reason is unknown.
    """
    now = _open(acting, inbound_id)
    if reason not in {known.id for known in acting.ws.reasons}:
        raise InvalidInputError(field="reason", problem="unknown", value=reason)
    acting.record([InboundDeclined(inbound_id, reason)], after=now.version)


@transacted
def reopen(acting: Acting, inbound_id: str) -> None:
    """Take back what became of an inbound: it waits again, and its note is withdrawn; its decks stay where they are.

    Raises:
        NotAllowedError, NotFoundError: the role may not; nothing of that id came to the house.
        NothingToUndoError: it waits already.
    """
    now = _own(acting, inbound_id)
    if now.state is InboundState.WAITING:
        raise NothingToUndoError(stream=f"inbound:{inbound_id}")
    if now.note_id:
        notes.withdraw(acting, now.note_id)
    acting.record([InboundReopened(inbound_id)], after=now.version)


@transacted
def destroy(acting: Acting, inbound_id: str) -> None:
    """Destroy what a letter says and who wrote it, for good, and the note that was made of it; decks and files stay.

    The journal says that something came, and still verifies.

    Raises:
        NotAllowedError, NotFoundError: the role may not; nothing of that id came to the house.
    """
    now = _own(acting, inbound_id)
    if now.note_id:
        notes.destroy(acting, now.note_id)
    acting.record([InboundDestroyed(inbound_id)], after=now.version)
    queries.destroy_letter(acting.session, acting.ws.name, inbound_id)


def _own(acting: Acting, inbound_id: str) -> StandingInbound:
    require(acting.viewer, Act.EDIT_PIPELINE)
    now = queries.find_inbound(acting.session, acting.ws.name, acting.viewer, inbound_id)
    if now is None:
        raise NotFoundError(kind="inbound", id=inbound_id)
    return now


def _open(acting: Acting, inbound_id: str) -> StandingInbound:
    """Return an inbound on which nobody decided yet."""
    now = _own(acting, inbound_id)
    if now.state not in _OPEN:
        raise InvalidInputError(field="inbound", problem="settled", value=inbound_id)
    return now
