"""Letters for tests, made by our own code: fictional senders, every character set, nesting and fault."""

from __future__ import annotations

from email.message import EmailMessage

SENDER = "김가상 <ceo@gaonvision.example>"


def plain(text: str, *, subject: str = "IR 자료 송부", sender: str = SENDER, **headers: str) -> EmailMessage:
    """A plain letter."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = "ir@house.example"
    message["Subject"] = subject
    message["Date"] = "Mon, 02 Mar 2026 09:30:00 +0900"
    message["Message-ID"] = headers.pop("message_id", "<1@gaonvision.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def with_file(message: EmailMessage, name: str, data: bytes, media: str = "application/pdf") -> EmailMessage:
    """The letter with a file on it."""
    kind, _, form = media.partition("/")
    message.add_attachment(data, maintype=kind, subtype=form, filename=name)
    return message


def in_charset(text: str, charset: str, declared: str | None = None) -> bytes:
    """A letter whose subject and text are bytes of a character set, declared as another one or not at all."""
    kind = f"Content-Type: text/plain; charset={declared}\r\n" if declared else ""
    head = f"From: ceo@gaonvision.example\r\nTo: ir@house.example\r\nMIME-Version: 1.0\r\n{kind}"
    head += "Content-Transfer-Encoding: 8bit\r\n"
    return head.encode() + b"Subject: " + text.encode(charset) + b"\r\n\r\n" + text.encode(charset)


def nested(depth: int) -> bytes:
    """Letters in letters in letters."""
    opened = "".join(f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n' for number in range(depth))
    closed = "".join(f"\n--b{number}--" for number in reversed(range(depth)))
    return f"Subject: deep\n{opened}Content-Type: text/plain\n\ninnermost{closed}\n".encode()


def forwarded(inner: EmailMessage, *, by: str = "심사역 <analyst@house.example>") -> EmailMessage:
    """A letter that hands another one on as its attachment."""
    outer = plain("확인 부탁드립니다", subject="Fwd: IR", sender=by, message_id="<2@house.example>")
    outer.add_attachment(inner)
    return outer


CALENDAR = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//EN
BEGIN:VEVENT
UID:1@gaonvision.example
SUMMARY:IR \xeb\xaf\xb8\xed\x8c\x85
DTSTART;TZID=Asia/Seoul:20260302T140000
LOCATION:\xeb\xb6\x80\xec\x82\xb0
ORGANIZER;CN=\xea\xb9\x80\xea\xb0\x80\xec\x83\x81:mailto:ceo@gaonvision.example
ATTENDEE;CN=Ann Fictional:mailto:ann@house.example
DESCRIPTION:\xeb\x85\xbc\xec\x9d\x98\xed\x95\xa0 \xec\xa0\x90
END:VEVENT
END:VCALENDAR
"""
