"""What of a deck may be taken away: the file as it came, or a copy that bears reader and time on every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from dealflow.actions.claims import deck_log, page_images
from dealflow.actions.people import people
from dealflow.actions.platform.context import Looking
from dealflow.decks import page_marks
from dealflow.domain.claims.confidentiality import Confidentiality, ViewWay
from dealflow.domain.claims.deck import Deck
from dealflow.domain.people.access import Act, Role, require
from dealflow.domain.values.korean_days import SEOUL
from dealflow.errors import NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import decks

_DPI: Final = 110


@dataclass(frozen=True, slots=True)
class Taken:
    """A file to be taken away; ``is_marked``: a copy with the reader's name."""

    name: str
    data: bytes
    is_marked: bool


def take(looking: Looking, deck_id: str, *, at: datetime) -> Taken:
    """Return what the viewer may take away of a deck, and keep that they did.

    Its owner, its company and whoever reads a public one get the file as it came, others marked pages.

    Raises:
        NotFoundError: there is none that the viewer may see, or its file was never kept.
        NotAllowedError: it is only to be looked at.
        UnreadableDeckError: a page cannot be drawn.
    """
    require(looking.viewer, Act.SEE_DECKS)
    with looking.ws.ledger.read() as session:
        deck = decks.find_deck(session, looking.ws.name, looking.viewer, deck_id)
    if deck is None:
        raise NotFoundError(kind="deck", id=deck_id)
    if gets_original(looking, deck):
        name, data = page_images.deck_file(looking, deck_id)
        deck_log.saw(looking, deck_id, deck_log.WHOLE, ViewWay.FILE, at=at)
        return Taken(name, data, is_marked=False)
    if not deck.may_download:
        raise NotAllowedError(act=Act.SEE_DECKS.value, role=looking.viewer.role.value)
    data = _marked_copy(looking, deck, at)
    deck_log.saw(looking, deck_id, deck_log.WHOLE, ViewWay.PAGES, at=at)
    return Taken(f"{deck.file_name.rpartition('.')[0] or deck.file_name}.pdf", data, is_marked=True)


def gets_original(looking: Looking, deck: Deck) -> bool:
    """Say whether the viewer gets a deck's file as it came."""
    viewer = looking.viewer
    is_own = deck.owner_id == viewer.organisation_id or viewer.role is Role.COMPANY_GUEST
    return is_own or deck.confidentiality is Confidentiality.PUBLIC


def mark_of(looking: Looking, at: datetime) -> tuple[str, str]:
    """Return the words of a mark: who reads and when, and the same in plain letters for where no font knows Hangul."""
    person = next((known for known in people.people(looking.ws) if known.id == looking.viewer.person_id), None)
    moment = f"{at.astimezone(SEOUL):%Y-%m-%d %H:%M} KST"
    if person is None:
        return (f"{looking.viewer.person_id} · {moment}",) * 2
    plain = f"{person.id} / {person.organisation_en or person.organisation_id} / {moment}"
    return f"{person.organisation_ko} {person.name or person.id} · {moment}", plain.encode("ascii", "replace").decode()


def _marked_copy(looking: Looking, deck: Deck, at: datetime) -> bytes:
    """Return the deck as a PDF of marked pictures.

    Raises:
        NotFoundError: it has no pages (yet).
    """
    numbers = range(1, len(deck.page_sizes_pt) + 1)
    words = mark_of(looking, at)
    pictures = [
        page_marks.marked(page_images.page_picture(looking, deck.id, number, dpi=_DPI), words) for number in numbers
    ]
    if not pictures:
        raise NotFoundError(kind="file", id=deck.id)
    return page_marks.as_pdf(pictures, deck.file_name, dpi=_DPI)
