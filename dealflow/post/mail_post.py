"""Letters by SMTP: one connection for many, and for each letter whether it went, did not go, or may have gone."""

from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from pathlib import PurePath
from typing import Final

from dealflow.errors import PostError

_TIMEOUT_S: Final = 30.0
_PERMANENT: Final = 500
_TAKEN: Final = (250, 251)


@dataclass(frozen=True, slots=True)
class PostOffice:
    """Who carries letters; ``security`` is starttls (the usual), tls or none (a server on this machine).

    ``sender`` is an address, or a name with its address; ``trusted``: a file of certificates besides the machine's own.
    """

    host: str
    port: int
    user: str
    password: str
    sender: str
    security: str = "starttls"
    trusted: str = ""

    def __repr__(self) -> str:
        """Return the office without its password, for logs."""
        return f"PostOffice({self.user}@{self.host}:{self.port})"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a letter; ``kind`` is its media type. A picture is shown in the page: its text is base64."""

    name: str
    kind: str
    text: str

    @property
    def is_picture(self) -> bool:
        """Say whether it is shown in the page, which names it as ``cid:`` and its name."""
        return self.kind.startswith("image/")


@dataclass(frozen=True, slots=True)
class Content:
    """What a letter says: its subject, as plain text and as a page, with files."""

    subject: str
    text: str
    page: str = ""
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A letter with whom it goes to; the same ``id`` makes the same Message-ID, however often it is tried."""

    id: str
    to: str
    content: Content
    language: str
    at: datetime


class Counter:
    """An open connection at which letters are handed in."""

    def __init__(self, client: smtplib.SMTP, office: PostOffice) -> None:
        self._client = client
        self._office = office

    def hand_in(self, letter: Outgoing) -> None:
        """Hand one letter in.

        Raises:
            PostError: it did not go (``problem`` refused: never will; later: not now), or may have gone (unsure).
        """
        sender = parseaddr(self._office.sender)[1]
        data = message_of(letter, self._office.sender).as_bytes(policy=policy.SMTP)
        try:
            self._client.rset()
            for answer in (self._client.mail(sender), self._client.rcpt(letter.to)):
                _require_taken(answer, self._office.host)
        except (smtplib.SMTPException, OSError) as error:
            raise PostError(problem="later", host=self._office.host) from error
        try:
            answer = self._client.data(data)
        except smtplib.SMTPDataError as error:  # refused before the first line
            raise _refused(error.smtp_code, self._office.host) from error
        except (smtplib.SMTPException, OSError) as error:
            raise PostError(problem="unsure", host=self._office.host) from error
        _require_taken(answer, self._office.host)


@contextmanager
def counter(office: PostOffice) -> Iterator[Counter]:
    """Open a connection at which letters are handed in.

    Raises:
        PostError: nobody answers, the certificate is not trusted, or the log-in is refused.
    """
    client = _connected(office)
    try:
        client.ehlo_or_helo_if_needed()
        if office.user:
            client.login(office.user, office.password)
        yield Counter(client, office)
    except smtplib.SMTPAuthenticationError as error:
        raise PostError(problem="login", host=office.host) from error
    except smtplib.SMTPException as error:
        raise PostError(problem="later", host=office.host) from error
    finally:
        with suppress(smtplib.SMTPException, OSError):
            client.quit()


def message_of(letter: Outgoing, sender: str) -> EmailMessage:
    """Return a letter as it goes over the wire: plain text, the page beside it, files."""
    name, address = parseaddr(sender)
    message = EmailMessage()
    message["Subject"] = " ".join(letter.content.subject.split())
    message["From"] = formataddr((name, address))
    message["To"] = letter.to
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.id}@{address.partition('@')[2] or 'dealflow'}>"
    message["Content-Language"] = letter.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.content.text, cte="base64")
    if letter.content.page:
        message.add_alternative(letter.content.page, subtype="html", cte="base64")
        _show(message, [file for file in letter.content.files if file.is_picture])
    for file in letter.content.files:
        if not file.is_picture:
            _attach(message, file)
    return message


def _show(message: EmailMessage, pictures: Sequence[Attachment]) -> None:
    """Put pictures beside the page that shows them."""
    page = message.get_body(("html",))
    if page is None:
        return
    for picture in pictures:
        data, (_, _, kind) = base64.b64decode(picture.text), picture.kind.partition("/")
        page.add_related(data, "image", kind, cid=f"<{picture.name}>", disposition="inline", filename=picture.name)


def _attach(message: EmailMessage, file: Attachment) -> None:
    main, _, sub = file.kind.partition("/")
    message.add_attachment(
        file.text.encode(), maintype=main, subtype=sub, filename=PurePath(file.name).name, params={"charset": "utf-8"}
    )


def _connected(office: PostOffice) -> smtplib.SMTP:
    """Return a connection, safe where the office is to be spoken to safely.

    Raises:
        PostError: nobody answers, or not safely.
    """
    try:
        if office.security == "tls":
            return smtplib.SMTP_SSL(office.host, office.port, timeout=_TIMEOUT_S, context=_trust(office))
        client = smtplib.SMTP(office.host, office.port, timeout=_TIMEOUT_S)
    except ssl.SSLError as error:
        raise PostError(problem="tls", host=office.host) from error
    except (smtplib.SMTPException, OSError) as error:
        raise PostError(problem="unreachable", host=office.host) from error
    try:
        if office.security == "starttls":
            client.starttls(context=_trust(office))
    except (ssl.SSLError, smtplib.SMTPNotSupportedError) as error:
        client.close()
        raise PostError(problem="tls", host=office.host) from error
    except (smtplib.SMTPException, OSError) as error:
        client.close()
        raise PostError(problem="unreachable", host=office.host) from error
    return client


def _trust(office: PostOffice) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if office.trusted:
        context.load_verify_locations(office.trusted)
    return context


def _require_taken(answer: Sequence[object], host: str) -> None:
    code = int(str(answer[0]))
    if code not in _TAKEN:
        raise _refused(code, host)


def _refused(code: int, host: str) -> PostError:
    return PostError(problem="refused" if code >= _PERMANENT else "later", host=host)
