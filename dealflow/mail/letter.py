"""A message as it is read: who sent it to whom, what it says, what hangs on it, where its links lead.

Whatever the bytes are, a letter comes out: what cannot be read is left out and named in ``problems``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from mimetypes import guess_extension
from typing import Final

from dealflow.mail.charsets import header_text, text_of
from dealflow.mail.html_text import text_of_html
from dealflow.mail.winmail import files_in, is_wrapped

MOST_PARTS: Final = 300
DEEPEST: Final = 12
MOST_ATTACHMENTS: Final = 50
MOST_TEXT: Final = 100_000
MOST_LINKS: Final = 100
MOST_PEOPLE: Final = 100
_MOST_BOUNDARIES: Final = 400
_LONGEST_HEADER: Final = 2_000
_SMALL_PICTURE: Final = 40_000
"""A picture inside a letter that is smaller is a signature's logo, no slide."""
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"'）)\]]+", re.IGNORECASE)
_BARE_ADDRESS: Final = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_BROKEN: Final = (ValueError, LookupError, TypeError, AttributeError, AssertionError)
"""What the standard library's reader of mail raises on what it does not expect."""
_AUTOMATIC_SUBJECT: Final = re.compile(
    r"^\s*(?:automatic reply|auto(?:matic)?[- ]?reply|out of office|undeliver|delivery status|mail delivery"
    r"|returned mail"
    r"|자동\s*(?:회신|응답)|부재\s*중|전송\s*실패|반송)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Person:
    """A name and an address of mail; either may be empty."""

    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file on a letter; its media type is what the sender says, its bytes tell."""

    name: str
    media: str
    data: bytes
    inline: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """What a message says. ``original`` is who wrote it first, where somebody forwarded it."""

    message_id: str = ""
    sender: Person = Person()
    to: tuple[Person, ...] = ()
    subject: str = ""
    sent_at: datetime | None = None
    text: str = ""
    links: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    is_automatic: bool = False
    original: Person | None = None
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """What was gathered of a message so far."""

    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    parts: int = 0
    original: Person | None = None

    def tell(self, problem: str) -> None:
        """Name something that could not be read, once."""
        if problem not in self.problems:
            self.problems.append(problem)


def read_letter(data: bytes) -> Letter:
    """Return what a message says; never an error."""
    reading = _Reading()
    if data.lower().count(b"boundary=") > _MOST_BOUNDARIES:
        reading.tell("too_nested")
        data = data[: max(data.find(b"\n\n"), data.find(b"\r\n\r\n"), 0) + 4]
    try:
        message = message_from_bytes(data, policy=policy.compat32)
    except (*_BROKEN, RecursionError):
        reading.tell("unreadable")
        return Letter(text=text_of(data[:MOST_TEXT], None), problems=tuple(reading.problems))
    letter = _headers(message)
    try:
        _gather(message, reading, 0)
    except (*_BROKEN, RecursionError):
        reading.tell("unreadable")
    text = "\n\n".join(filter(None, reading.texts))
    if len(text) > MOST_TEXT:
        reading.tell("text_cut")
    links = dict.fromkeys([*reading.links, *_ADDRESS.findall(text[:MOST_TEXT])])
    return replace(
        letter,
        text=text[:MOST_TEXT],
        links=tuple(link.rstrip(".,;") for link in links)[:MOST_LINKS],
        attachments=tuple(reading.attachments),
        original=reading.original,
        problems=tuple(reading.problems),
    )


def _headers(message: Message) -> Letter:
    """Return what the head of a message says."""
    sender = next(iter(_people(message, "From")), Person())
    subject = _header(message, "Subject")
    return Letter(
        message_id=_header(message, "Message-ID").strip("<> ")[:_LONGEST_HEADER],
        sender=sender,
        to=(*_people(message, "To"), *_people(message, "Cc"))[:MOST_PEOPLE],
        subject=subject[:300],
        sent_at=_moment(message),
        is_automatic=_is_automatic(message, subject),
    )


def _header(message: Message, name: str) -> str:
    try:
        return header_text(message.get(name, ""))[:_LONGEST_HEADER]
    except _BROKEN:
        return ""


def _people(message: Message, name: str) -> tuple[Person, ...]:
    """Return the people of a header; those without any address are left out."""
    try:
        raw = [header_text(value)[:20_000] for value in message.get_all(name, [])]
        pairs = getaddresses(raw)
    except _BROKEN:
        return ()
    people = (Person(" ".join(shown.split()), address.strip().lower()) for shown, address in pairs)
    known = tuple(person for person in people if "@" in person.address)
    bare = known or tuple(Person("", address.lower()) for line in raw for address in _BARE_ADDRESS.findall(line))
    return bare[:MOST_PEOPLE]


def _moment(message: Message) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(message.get("Date", "")))
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (*_BROKEN, OverflowError):
        return None


def _is_automatic(message: Message, subject: str) -> bool:
    """Say whether a program sent the message by itself: an answer, a report of delivery, a list (RFC 3834)."""
    told = _header(message, "Auto-Submitted").lower()
    precedence = _header(message, "Precedence").lower()
    return (
        (bool(told) and not told.startswith("no"))
        or precedence in {"bulk", "junk", "auto_reply"}
        or bool(_header(message, "X-Autoreply") or _header(message, "X-Autorespond") or _header(message, "X-Loop"))
        or _header(message, "Return-Path").replace(" ", "") == "<>"
        or message.get_content_type() == "multipart/report"
        or _AUTOMATIC_SUBJECT.match(subject) is not None
    )


def _gather(message: Message, reading: _Reading, depth: int) -> None:
    """Take in a message or a part of one, and what lies in it."""
    reading.parts += 1
    if reading.parts > MOST_PARTS or depth > DEEPEST:
        reading.tell("too_nested")
        return
    kind = message.get_content_type()
    if kind == "message/rfc822":
        _gather_forwarded(message, reading, depth)
    elif kind == "multipart/alternative":
        _gather_best(message, reading, depth)
    elif message.is_multipart():
        for part in _inside(message):
            _gather(part, reading, depth + 1)
    else:
        _gather_leaf(message, reading, kind)


def _inside(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message)] if isinstance(payload, list) else []


def _gather_forwarded(message: Message, reading: _Reading, depth: int) -> None:
    """Take in a whole message that hangs on another one, with who wrote it."""
    for inner in _inside(message):
        head = _headers(inner)
        if reading.original is None and head.sender.address:
            reading.original = head.sender
        reading.texts.append(f"— {head.sender.name} <{head.sender.address}> · {head.subject}")
        _gather(inner, reading, depth + 1)


def _gather_best(message: Message, reading: _Reading, depth: int) -> None:
    """Take in the plain one of several forms of the same words, else the last; links of the HTML one as well."""
    forms = _inside(message)
    plain = [form for form in forms if form.get_content_type() == "text/plain"]
    before = len(reading.texts)
    for form in plain[:1]:
        _gather(form, reading, depth + 1)
    said = any(text.strip() for text in reading.texts[before:])
    for form in forms:
        if form in plain[:1]:
            continue
        if said and form.get_content_type() == "text/html":
            reading.links += _html(form)[1]
        elif form.get_content_type() != "text/plain":
            _gather(form, reading, depth + 1)


def _gather_leaf(message: Message, reading: _Reading, kind: str) -> None:
    name = _file_name(message)
    disposition = str(message.get("Content-Disposition", "")).lower()
    if kind == "text/plain" and not name and "attachment" not in disposition:
        reading.texts.append(text_of(_payload(message), message.get_content_charset()).replace("\r\n", "\n").strip())
    elif kind == "text/html" and not name and "attachment" not in disposition:
        text, links = _html(message)
        reading.texts.append(text)
        reading.links += links
    else:
        _attach(message, reading, kind, name)


def _attach(message: Message, reading: _Reading, kind: str, name: str) -> None:
    data = _payload(message)
    inline = "inline" in str(message.get("Content-Disposition", "")).lower() or message.get("Content-ID") is not None
    if not data or (kind.startswith("image/") and inline and len(data) < _SMALL_PICTURE):
        return
    if is_wrapped(data):
        files = files_in(data)
        if files is not None:
            for file in files:
                _hang(reading, Attachment(file.name or "attachment", "application/octet-stream", file.data))
            return
        reading.tell("wrapped_unreadable")
    _hang(reading, Attachment(name or "attachment" + (guess_extension(kind) or ""), kind, data, inline))


def _hang(reading: _Reading, attachment: Attachment) -> None:
    if len(reading.attachments) >= MOST_ATTACHMENTS:
        reading.tell("too_many_attachments")
        return
    reading.attachments.append(attachment)


def _html(message: Message) -> tuple[str, tuple[str, ...]]:
    html = text_of(_payload(message), message.get_content_charset())
    text, links = text_of_html(html[: 20 * MOST_TEXT], most=2 * MOST_TEXT)
    return text, tuple(link for link in links if _ADDRESS.match(link))[:MOST_LINKS]


def _payload(message: Message) -> bytes:
    try:
        payload = message.get_payload(decode=True)
    except _BROKEN:
        payload = None
    return payload if isinstance(payload, bytes) else b""


def _file_name(message: Message) -> str:
    try:
        return header_text(message.get_filename() or "")[:300]
    except _BROKEN:
        return "attachment"
