"""A mailbox by IMAP: what is new since last time, without changing anything there."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from dealflow.errors import MailboxError

_TIMEOUT_S: Final = 60.0
_SIZE: Final = re.compile(rb"RFC822\.SIZE (\d+)")
_UID: Final = re.compile(rb"^\d+$")


@dataclass(frozen=True, slots=True)
class MailboxAddress:
    """Where a mailbox is and who opens it; ``security`` is tls (the usual), starttls or none (a local server)."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    security: str = "tls"

    def __repr__(self) -> str:
        """Return the address without its password, for logs."""
        return f"MailboxAddress({self.user}@{self.host}:{self.port}/{self.folder})"


@dataclass(frozen=True, slots=True)
class Place:
    """How far a mailbox was read: the number of its numbering, and the last message in it."""

    validity: int = 0
    uid: int = 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message: where it stands, its bytes, and whether only its head was fetched because it is too large."""

    place: Place
    data: bytes
    is_cut: bool


def new_messages(address: MailboxAddress, since: Place, most_bytes: int) -> Iterator[Fetched]:
    """Yield the messages after a place, oldest first; of one that is too large the head only.

    The folder is opened to be read alone and messages are peeked at: nothing is marked as read, moved or deleted.
    Where the mailbox has begun to count anew, everything in it is yielded.

    Raises:
        MailboxError: it does not answer (``unreachable``), refuses the password (``refused``), has no such folder
            (``folder``), or says something that no server says (``confused``).
    """
    with _opened(address) as server:
        validity = _select(server, address.folder)
        first = since.uid + 1 if since.validity == validity else 1
        for uid in _uids(server, first):
            message = _fetch(server, uid, most_bytes)
            if message is not None:
                yield Fetched(Place(validity, uid), *message)


@contextmanager
def _opened(address: MailboxAddress) -> Iterator[imaplib.IMAP4]:
    """Open the mailbox, and leave it whatever happens."""
    try:
        server = _connected(address)
    except (OSError, imaplib.IMAP4.error) as error:
        raise MailboxError(problem="unreachable", host=address.host) from error
    try:
        try:
            server.login(address.user, address.password)
        except imaplib.IMAP4.error as error:
            raise MailboxError(problem="refused", host=address.host) from error
        yield server
    except (OSError, imaplib.IMAP4.abort) as error:
        raise MailboxError(problem="unreachable", host=address.host) from error
    except imaplib.IMAP4.error as error:
        raise MailboxError(problem="confused", host=address.host) from error
    finally:
        with suppress(OSError, imaplib.IMAP4.error):
            server.logout()


def _connected(address: MailboxAddress) -> imaplib.IMAP4:
    if address.security == "tls":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(address.host, address.port, ssl_context=context, timeout=_TIMEOUT_S)
    server = imaplib.IMAP4(address.host, address.port, timeout=_TIMEOUT_S)
    if address.security == "starttls":
        server.starttls(ssl.create_default_context())
    return server


def _select(server: imaplib.IMAP4, folder: str) -> int:
    """Open a folder to be read alone, and return the number of its numbering."""
    quoted = '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
    state, _ = server.select(quoted, readonly=True)
    if state != "OK":
        raise MailboxError(problem="folder", host=folder)
    _, validity = server.response("UIDVALIDITY")
    numbers = [part for part in validity if isinstance(part, bytes) and part.isdigit()]
    return int(numbers[-1]) if numbers else 0


def _uids(server: imaplib.IMAP4, first: int) -> list[int]:
    """Return the numbers of the messages from ``first`` on; ``n:*`` names the last one even where it is before n."""
    _, lines = server.uid("SEARCH", f"UID {first}:*")
    numbers = b" ".join(line for line in lines if isinstance(line, bytes)).split()
    return sorted(number for number in (int(part) for part in numbers if _UID.match(part)) if number >= first)


def _fetch(server: imaplib.IMAP4, uid: int, most_bytes: int) -> tuple[bytes, bool] | None:
    """Return a message's bytes, or those of its head; None where it is gone meanwhile."""
    _, told = server.uid("FETCH", str(uid), "(RFC822.SIZE)")
    size = next((int(found[1]) for line in told if (found := _SIZE.search(_line(line)))), 0)
    is_cut = size > most_bytes
    _, parts = server.uid("FETCH", str(uid), "(BODY.PEEK[HEADER])" if is_cut else "(BODY.PEEK[])")
    data = next((part[1] for part in parts if isinstance(part, tuple)), None)
    return None if data is None else (bytes(data), is_cut)


def _line(line: object) -> bytes:
    return line if isinstance(line, bytes) else line[0] if isinstance(line, tuple) else b""
