"""An inbound: what came to a house and waits for somebody's word. Its own words stand beside the journal."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

FREE_MAIL: Final = frozenset(
    {
        *(
            "gmail.com",
            "googlemail.com",
            "naver.com",
            "daum.net",
            "hanmail.net",
            "kakao.com",
            "nate.com",
            "outlook.com",
        ),
        *("hotmail.com", "live.com", "msn.com", "yahoo.com", "yahoo.co.kr", "icloud.com", "me.com", "proton.me"),
        *("protonmail.com", "korea.com", "dreamwiz.com", "empas.com", "paran.com", "lycos.co.kr", "qq.com", "163.com"),
    }
)
"""Where anybody may have an address: such a domain says nothing of a company."""


class Channel(StrEnum):
    """By which way something came."""

    MAILBOX = "mailbox"
    FOLDER = "folder"
    UPLOAD = "upload"


class InboundState(StrEnum):
    """What became of it."""

    WAITING = "waiting"
    AUTOMATIC = "automatic"
    """A program's own message (an absence, a report of delivery, a list): kept aside."""
    FILED = "filed"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file on a letter that is no deck, stored by content."""

    sha256: str
    size_bytes: int
    media: str


@dataclass(frozen=True, slots=True)
class Inbound:
    """What came, as the journal knows it: hashes, decks and files, no words. ``problems``: what was unreadable."""

    id: str
    owner_id: str
    channel: Channel
    content_hash: str
    message_hash: str
    """Of the Message-ID; empty where there is none."""
    size_bytes: int
    deck_ids: tuple[str, ...] = ()
    files: tuple[KeptFile, ...] = ()
    is_automatic: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
    """A name and an address of mail; either may be empty."""

    name: str = ""
    address: str = ""

    @property
    def domain(self) -> str:
        """Return the domain of the address if it can be a company's own; else nothing."""
        domain = self.address.rpartition("@")[2].lower()
        return "" if domain in FREE_MAIL else domain


@dataclass(frozen=True, slots=True)
class InboundWords:
    """The words of an inbound: who wrote (first, where it was forwarded), to whom, what, when, and what hung on it."""

    sender: Party = Party()
    original: Party | None = None
    to: tuple[Party, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    text: str = ""
    links: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    """What hung on it: the hash of its bytes, and its name."""

    @property
    def writer(self) -> Party:
        """Return who wrote it first."""
        return self.original or self.sender

    @property
    def file_names(self) -> tuple[str, ...]:
        """Return the names of what hung on it."""
        return tuple(name for _, name in self.files)


@dataclass(frozen=True, slots=True)
class StandingInbound:
    """An inbound as it stands, with what became of it, by whom and when."""

    inbound: Inbound
    state: InboundState
    company_id: str
    note_id: str
    reason: str
    settled_by: str
    settled_at: datetime | None
    received_at: datetime
    version: int


def content_hash(words: InboundWords, attachments: tuple[str, ...]) -> str:
    """Return what is equal for two copies of one letter, by whatever way each came: its words and its files' hashes."""
    parts = (words.sender.address, words.subject, " ".join(words.text.split()), *sorted(attachments))
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def is_same(known: Inbound, new: Inbound) -> bool:
    """Say whether a letter is one that is known: the same content, or its Message-ID with nothing more hanging on it.

    A Message-ID alone proves nothing: whoever sends chooses it, and a letter with another deck must not get lost.
    """
    if known.content_hash == new.content_hash:
        return True
    brings_more = set(new.deck_ids) - set(known.deck_ids) or set(new.files) - set(known.files)
    return bool(new.message_hash) and known.message_hash == new.message_hash and not brings_more
