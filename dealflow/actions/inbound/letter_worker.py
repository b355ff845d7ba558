"""Read a message or a calendar file: its bytes on stdin, what it says as JSON on stdout. Run in the sandbox."""

from __future__ import annotations

import base64
import json
import sys
from dataclasses import asdict

from dealflow.actions.claims.worker_io import answer
from dealflow.mail.calendar_entry import read_calendar
from dealflow.mail.forwarded import first_writer
from dealflow.mail.letter import read_letter

CALENDAR = "calendar"


def letter(data: bytes) -> bytes:
    """Return a message as JSON; files as base64, moments as text."""
    message = read_letter(data)
    first = message.original or first_writer(message.subject, message.text)
    told = asdict(message)
    told["original"] = None if first is None else asdict(first)
    told["sent_at"] = message.sent_at.isoformat() if message.sent_at else None
    for attachment in told["attachments"]:
        attachment["data"] = base64.b64encode(attachment["data"]).decode()
    return json.dumps(told).encode()


def calendar(data: bytes) -> bytes:
    """Return the meetings of a calendar file as JSON."""
    entries = [asdict(entry) for entry in read_calendar(data)]
    return json.dumps(entries, default=str).encode()


def main(arguments: list[str]) -> int:
    """Return the exit code: 0 with what it says on stdout, 3 with the reason on stderr."""
    return answer(calendar if CALENDAR in arguments else letter)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
