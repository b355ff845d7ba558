"""The files attached to a PDF: of a portfolio they are the documents, its own page is only Acrobat's cover.

To be used in the sandbox: PDFium opens the file.
"""

from __future__ import annotations

import ctypes
import io
import zipfile
from contextlib import suppress
from ctypes import byref
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from dealflow.decks import hazards, pdfium
from dealflow.decks.archive import MEMBER_BYTES, MOST_MEMBERS
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK_AS_LETTERS: Final = "\u00fe\u00ff"
"""The byte order mark of a name that some programs write letter by letter."""
TOTAL_BYTES: Final = 200_000_000
"""What the attached files may have together; they travel out of the sandbox in one piece."""


def as_archive(data: bytes) -> bytes:
    """Return the files attached to a PDF as a ZIP, none of them packed.

    Raises:
        UnreadableDeckError: as ``pdfium.document`` and ``hazards.require_safe_pdf`` do, or ``too_large``.
    """
    hazards.require_safe_pdf(data)
    file, taken = io.BytesIO(), 0
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for number, (name, content) in enumerate(attached(data), start=1):
            taken += len(content)
            if taken > TOTAL_BYTES or number > MOST_MEMBERS:
                raise UnreadableDeckError(reason=RefusalReason.TOO_LARGE, bytes=taken, limit=TOTAL_BYTES)
            archive.writestr(f"{number}/{name}", content)
    return file.getvalue()


def attached(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the names and bytes of the files attached to a PDF; those that are lost or too large without bytes."""
    with pdfium.document(data) as opened, pdfium.LOCK:
        for index in range(min(pdfium.count_attachments(opened), MOST_MEMBERS + 1)):
            handle = pdfium.get_attachment(opened, index)
            if handle:
                yield _name(handle) or f"{index + 1}", _content(handle)


def _name(attachment: int) -> str:
    size = pdfium.attachment_name(attachment, None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    pdfium.attachment_name(attachment, buffer, size)
    written = buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")
    if written.startswith(_MARK_AS_LETTERS):
        with suppress(UnicodeError):
            written = written.removeprefix(_MARK_AS_LETTERS).encode("latin-1").decode("utf-16-be")
    return PurePosixPath(written.replace("\\", "/").replace("\x00", "")).name


def _content(attachment: int) -> bytes:
    size = ctypes.c_ulong()
    if not pdfium.attachment_file(attachment, None, 0, byref(size)) or size.value > MEMBER_BYTES:
        return b""
    buffer = ctypes.create_string_buffer(max(size.value, 1))
    pdfium.attachment_file(attachment, buffer, size.value, byref(size))
    return buffer.raw[: size.value]
