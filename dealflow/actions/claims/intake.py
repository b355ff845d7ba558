"""Intake: deck files come in, are listed with their state and versions, and get their company from a person."""

from __future__ import annotations

import hashlib
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final, NamedTuple

from dealflow.actions.claims.company_matching import CompanyMatch, matches
from dealflow.actions.claims.deck_views import CompanyName, DeckFilter, DeckRow, deck, decks
from dealflow.actions.claims.page_images import deck_file, page_picture
from dealflow.actions.platform.context import Acting, Looking, transacted
from dealflow.actions.platform.house_room import keep_file
from dealflow.actions.platform.workspace import new_id, written
from dealflow.decks import sandbox
from dealflow.decks.archive import members
from dealflow.decks.portfolio import TOTAL_BYTES
from dealflow.decks.sandbox import Limits
from dealflow.decks.sniff import Kind, kind_of
from dealflow.decks.traits import traits_of
from dealflow.domain.claims.company import CompanyDetails
from dealflow.domain.claims.deck import Deck, DeckState, Submission
from dealflow.domain.claims.events import CompanyRegistered, DeckAssigned, DeckReceived, DeckRefused, DeckRequeued
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.domain.people.access import Act, Audience, Role, Viewer, may_keep_deck, require
from dealflow.errors import InvalidInputError, NotAllowedError, NotFoundError, UnreadableDeckError
from dealflow.store.ledger.queries import companies, people
from dealflow.store.ledger.queries import decks as deck_queries

__all__ = [
    "CompanyDetails",
    "CompanyMatch",
    "CompanyName",
    "DeckFilter",
    "DeckRow",
    "Received",
    "Submission",
    "Unpacked",
    "confirm_company",
    "deck",
    "deck_file",
    "decks",
    "expand",
    "file_name_of",
    "matches",
    "page_picture",
    "receive",
    "receive_all",
    "requeue",
    "unpack",
]

PORTFOLIO_WORKER: Final = "dealflow.actions.claims.portfolio_worker"
_MEGABYTE = 1_000_000
_LONGEST_NAME = 200
_OWN_COPY: Final = Submission()


@dataclass(frozen=True, slots=True)
class Received:
    """A file that came in; ``duplicate``: the same content was here already and is the deck named here."""

    deck_id: str
    file_name: str
    duplicate: bool


class Unpacked(NamedTuple):
    """A file, or a member of a ZIP; a member that could not be taken out has its reason and no bytes."""

    file_name: str
    data: bytes
    refused: RefusalReason | None = None


def unpack(file_name: str, data: bytes) -> tuple[Unpacked, ...]:
    """Return the file itself, or the members of a ZIP or PDF portfolio, refused ones too; archives inside stay packed.

    Raises:
        UnreadableDeckError: the ZIP is damaged, or too large or too many when unpacked.
    """
    archive = data if kind_of(data) is Kind.ZIP else _portfolio(data)
    if archive is None:
        return (Unpacked(file_name, data),)
    return tuple(Unpacked(member.name, member.data, member.refused) for member in members(archive))


def _portfolio(data: bytes) -> bytes | None:
    """Return the files of a PDF portfolio as a ZIP; None for any other file, and where they cannot be taken out."""
    if kind_of(data) is not Kind.PDF or not traits_of(data).is_portfolio:
        return None
    with suppress(UnreadableDeckError):
        archive = sandbox.run(PORTFOLIO_WORKER, data, limits=Limits(answer_mb=TOTAL_BYTES // _MEGABYTE + 1))
        return archive if next(iter(members(archive)), None) is not None else None
    return None


def expand(file_name: str, data: bytes) -> tuple[tuple[str, bytes], ...]:
    """Return the names and bytes of what can be taken out of the file: itself, or the members of a ZIP.

    Raises:
        UnreadableDeckError: the ZIP is damaged, or too large or too many when unpacked.
    """
    return tuple(
        (unpacked.file_name, unpacked.data) for unpacked in unpack(file_name, data) if unpacked.refused is None
    )


def receive_all(
    acting: Acting, *, file_name: str, data: bytes, submission: Submission = _OWN_COPY
) -> tuple[Received, ...]:
    """Take a file or every member of a ZIP in, and return what became of each; refused members are listed too.

    Raises:
        UnreadableDeckError: the ZIP is damaged, or too large or too many when unpacked.
        NotAllowedError, NotFoundError, InvalidInputError: as ``receive``.
    """
    return tuple(
        receive(
            acting,
            file_name=unpacked.file_name,
            data=unpacked.data,
            submission=submission,
            refused=unpacked.refused,
        )
        for unpacked in unpack(file_name, data)
    )


def receive(  # whose, which file, for whom
    acting: Acting,
    *,
    file_name: str,
    data: bytes,
    submission: Submission = _OWN_COPY,
    refused: RefusalReason | None = None,
) -> Received:
    """Take a deck file in: kept by its content hash, listed, waiting to be read.

    The same content is one deck for one owner and audience; another organisation's copy is neither touched nor
    betrayed; a company given for content that has none yet is confirmed. A file for a company and round that have
    decks is their next version. A file that is too large, or that could not be taken out of its archive
    (``refused``), is listed with its reason and not kept.

    Raises:
        NotAllowedError: the viewer's role may not bring decks.
        NotFoundError: the viewer knows of no such company, or there is no such IR event.
        InvalidInputError: the company's guest has no company, or the house's room for files is used up.
    """
    require(acting.viewer, Act.BRING_DECKS)
    company = _company_of_guest(acting.viewer) if acting.viewer.role is Role.COMPANY_GUEST else submission.company_id
    limit = acting.ws.settings.max_upload_mb * _MEGABYTE
    reason = refused or (RefusalReason.TOO_LARGE if len(data) > limit else None)
    name = file_name_of(file_name)
    content = hashlib.sha256(data).hexdigest()
    label = written(submission.round_label, "round_label")
    deck_id = _deck_id(acting, content if refused is None else f"{content}/{name}", submission.audience)
    if reason is None:
        keep_file(acting, data)
    event = DeckReceived(
        deck_id=deck_id,
        sha256=content,
        file_name=name,
        size_bytes=len(data),
        owner_id=acting.viewer.organisation_id,
        audience=submission.audience,
        company_id=company,
        round_label=label,
        ir_event_id=submission.ir_event_id,
    )
    return _listed(acting, event, reason)


@transacted
def _listed(acting: Acting, event: DeckReceived, reason: RefusalReason | None) -> Received:
    """List a deck that came in as the next version of its company and round, or find that it is known."""
    known = deck_queries.deck_to_read(acting.session, acting.ws.name, event.deck_id)
    _require_known_targets(acting, event.company_id, event.ir_event_id)
    if known is not None and known.refusal == RefusalReason.RETENTION:
        acting.record([DeckRequeued(event.deck_id)], after=known.seq)  # destroyed when its time was over, and here anew
        return Received(event.deck_id, known.file_name, duplicate=False)
    if known is not None:
        if event.company_id is not None and known.company_id is None:
            _assign(acting, known, event.company_id, event.round_label, audience=None)
        return Received(event.deck_id, known.file_name, duplicate=True)
    whose = (event.owner_id, event.audience)
    version = _next_version(acting, event.company_id, event.round_label, whose, event.deck_id)
    refused = () if reason is None else (DeckRefused(event.deck_id, reason.value),)
    acting.record([replace(event, version=version), *refused], after=0)
    return Received(event.deck_id, event.file_name, duplicate=False)


@transacted
def confirm_company(  # who, which deck, whose it is
    acting: Acting,
    deck_id: str,
    *,
    company_id: str | None = None,
    new: CompanyDetails | None = None,
    round_label: str = "",
    audience: Audience | None = None,
) -> str:
    """Say whose deck it is, a known company's or a new one's, and return the company's id.

    The deck becomes the next version of that company and round. A company that is new through a private deck stays
    the organisation's own find; through an event deck everyone may know of it. ``audience``: who may see the deck from
    then on; None: as before.

    Raises:
        NotAllowedError: the deck is not the viewer's to assign.
        NotFoundError: the viewer knows of no such deck or company.
        InvalidInputError: neither or both of ``company_id`` and ``new`` are given, or the name is missing.
    """
    if (company_id is None) == (new is None):
        raise InvalidInputError(field="company", problem="missing" if new is None else "both")
    label = written(round_label, "round_label")
    now = _own(acting, deck_id, Act.EDIT_COMPANIES)
    company = company_id
    if new is not None:
        registered = _registered(new, now, acting.at)
        acting.record([registered], after=0)
        company = registered.company_id
    _require_known_targets(acting, company, None)
    seen_by = audience or now.audience
    if company is None or (company, label, seen_by) == (now.company_id, now.round_label, now.audience):
        return company or ""
    _assign(acting, now, company, label, audience=audience)
    return company


@transacted
def requeue(acting: Acting, deck_id: str) -> None:
    """Ask for a deck to be read again; one that waits already simply goes on waiting.

    Raises:
        NotAllowedError: the deck is not the viewer's.
        NotFoundError: the viewer knows of no such deck.
        InvalidInputError: its file was never kept (too large, or locked in an archive).
    """
    deck = _own(acting, deck_id, Act.BRING_DECKS)
    if deck.state is DeckState.QUEUED:
        return
    if not acting.ws.files.has(deck.sha256):
        raise InvalidInputError(field="deck", problem="not_kept", value=deck_id)
    acting.record([DeckRequeued(deck_id)], after=deck.seq)


def _own(looking: Looking, deck_id: str, act: Act) -> Deck:
    """Return the deck as it stands, if the viewer may do ``act`` to it."""
    now = deck_queries.find_deck(looking.session, looking.ws.name, looking.viewer, deck_id)
    if now is None:
        raise NotFoundError(kind="deck", id=deck_id)
    if not may_keep_deck(looking.viewer, act, owner_id=now.owner_id, audience=now.audience, company_id=now.company_id):
        raise NotAllowedError(act=act.value, role=looking.viewer.role.value)
    return now


def _company_of_guest(viewer: Viewer) -> str:
    if viewer.company_id is None:
        raise InvalidInputError(field="company", problem="missing")
    return viewer.company_id


def _deck_id(looking: Looking, content: str, audience: Audience) -> str:
    """Return the deck's id: the same for the same content, owner and audience (and company, for guests)."""
    return new_id(
        "deck", looking.ws.name, looking.viewer.organisation_id, looking.viewer.company_id, audience.value, content
    )


def file_name_of(file_name: str) -> str:
    """Return the last part of a file's name as people read it; it is never used as a path."""
    last = PureWindowsPath(PurePosixPath(unicodedata.normalize("NFC", file_name)).name).name
    text = "".join(sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Cn"}).strip()
    stem, dot, ending = text.rpartition(".")
    if len(text) > _LONGEST_NAME and dot:
        text = f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
    return text[:_LONGEST_NAME] or "deck"


def _require_known_targets(looking: Looking, company_id: str | None, ir_event_id: str | None) -> None:
    """Require that the company and the IR event, where given, are known to the viewer."""
    known = company_id is None or looking.viewer.company_id == company_id
    if not known and companies.find_company(looking.session, looking.ws.name, looking.viewer, company_id or "") is None:
        raise NotFoundError(kind="company", id=company_id)
    if ir_event_id is not None and ir_event_id not in {
        ir_event.id for ir_event in people.ir_events(looking.session, looking.ws.name)
    }:
        raise NotFoundError(kind="ir_event", id=ir_event_id)


def _assign(acting: Acting, now: Deck, company_id: str, label: str, *, audience: Audience | None) -> None:
    """Make the deck the next version of that company and round, for those who see it or for another audience."""
    version = _next_version(acting, company_id, label, (now.owner_id, audience or now.audience), now.id)
    acting.record([DeckAssigned(now.id, company_id, label, version, audience)], after=now.seq)


def _next_version(
    looking: Looking, company_id: str | None, label: str, seen_by: tuple[str, Audience], deck_id: str
) -> int:
    """Return the next number among the other decks of the company's round, 1 where there are none."""
    if company_id is None:
        return 1
    numbers = deck_queries.versions(looking.session, looking.ws.name, company_id, label, seen_by)
    return max((number for other, number in numbers.items() if other != deck_id), default=0) + 1


def _registered(new: CompanyDetails, of: Deck, at: datetime) -> CompanyRegistered:
    """Return the event that makes a deck's company known to whom the deck is known."""
    name = written(new.name, "name", required=True)
    return CompanyRegistered(
        company_id=new_id("company", of.id, name, at),
        name=name,
        name_en=written(new.name_en, "name_en"),
        biz_reg_no=written(new.biz_reg_no or "", "biz_reg_no") or None,
        region=written(new.region, "region"),
        sector=written(new.sector, "sector"),
        owner_id=of.owner_id if of.audience is Audience.ORGANISATION else "",
    )
