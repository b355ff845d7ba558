"""What of a deck may be taken away: the file as it came, or a copy that bears reader and time on every page.

Marked pages are pictures: a mark that stands in a picture is not taken out by deleting a layer.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from dealflow.actions.claims import deck_log, page_images
from dealflow.actions.people import people
from dealflow.actions.platform.context import Looking
from dealflow.domain.claims.confidentiality import Confidentiality, ViewWay
from dealflow.domain.claims.deck import Deck
from dealflow.domain.people.access import Act, Role, require
from dealflow.domain.values.korean_days import SEOUL
from dealflow.errors import NotAllowedError, NotFoundError
from dealflow.store.ledger.queries import decks

_DPI: Final = 110
_JPEG_QUALITY: Final = 82
_ANSWERS_S: Final = 5
_STRENGTH: Final = 46
"""Of 255: to be read on white and on black, and to leave the slide legible."""
_TURNED: Final = 30
_OF_WIDTH: Final = 34
"""A letter is so many times smaller than the page is wide."""
_GAP: Final = (1.35, 6.0)


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


def marked(picture: bytes, words: tuple[str, str]) -> bytes:
    """Return a page's picture (JPEG) with words drawn across it, again and again."""
    page = Image.open(io.BytesIO(picture)).convert("RGB")
    size = max(11, page.width // _OF_WIDTH)
    file = korean_font()
    font = ImageFont.truetype(file, size) if file else ImageFont.load_default(size)
    text = words[0] if file else words[1]
    side = int((page.width**2 + page.height**2) ** 0.5)
    layer = Image.new("L", (side, side), 0)
    pen = ImageDraw.Draw(layer)
    step_x, step_y = max(1, int(pen.textlength(text, font=font) * _GAP[0])), max(1, int(size * _GAP[1]))
    for row, y in enumerate(range(0, side, step_y)):
        for x in range(-(row % 2) * step_x // 2, side, step_x):
            pen.text((x, y), text, fill=255, font=font)
    layer = layer.rotate(_TURNED)
    left, top = (side - page.width) // 2, (side - page.height) // 2
    mask = layer.crop((left, top, left + page.width, top + page.height)).point(lambda value: value * _STRENGTH // 255)
    page.paste(Image.new("RGB", page.size, (96, 96, 96)), mask=mask)
    out = io.BytesIO()
    page.save(out, "JPEG", quality=_JPEG_QUALITY)
    return out.getvalue()


def _marked_copy(looking: Looking, deck: Deck, at: datetime) -> bytes:
    """Return the deck as a PDF of marked pictures.

    Raises:
        NotFoundError: it has no pages (yet).
    """
    numbers = range(1, len(deck.page_sizes_pt) + 1)
    words = mark_of(looking, at)
    pages = [
        Image.open(io.BytesIO(marked(page_images.page_picture(looking, deck.id, number, dpi=_DPI), words)))
        for number in numbers
    ]
    if not pages:
        raise NotFoundError(kind="file", id=deck.id)
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=pages[1:], resolution=_DPI, title=deck.file_name)
    return out.getvalue()


@cache
def korean_font() -> str:
    """Return the file of a font of this machine that knows Hangul, or nothing."""
    program = shutil.which("fc-match")
    if program is None:
        return ""
    command = [program, "--format", "%{file}\n%{lang}", "sans:lang=ko"]
    try:
        listing = subprocess.run(command, capture_output=True, check=True, timeout=_ANSWERS_S, text=True)  # noqa: S603  # the system's own
    except (OSError, subprocess.SubprocessError):
        return ""
    file, _, languages = listing.stdout.partition("\n")
    return file if "ko" in languages.split("|") else ""
