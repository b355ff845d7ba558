"""The files inside a ZIP, with limits against bombs and with Korean names as they were typed."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from dealflow.decks.hazards import is_packed_like_a_bomb
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_MEMBERS = 500
MEMBER_BYTES = 100_000_000
TOTAL_BYTES = 1_000_000_000
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_UNSEEN = frozenset(("__MACOSX", ".DS_Store", "Thumbs.db"))


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name, and its bytes or the reason why they were not taken out."""

    name: str
    data: bytes
    refused: RefusalReason | None = None


def members(data: bytes) -> Iterator[Member]:
    """Yield the files of a ZIP in its order, one in memory at a time; folders and systems' litter are left out.

    A member under a password, too large, or packed like a bomb comes back with the reason and no bytes, so that the
    rest goes on. Archives inside the archive are members like any other: they are not opened.

    Raises:
        UnreadableDeckError: ``damaged`` for no ZIP, ``too_large`` for more than 500 members or 1 GB unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED) from error
    with archive:
        entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
        if len(entries) > MOST_MEMBERS:
            raise UnreadableDeckError(reason=RefusalReason.TOO_LARGE, files=len(entries), limit=MOST_MEMBERS)
        taken = 0
        for entry in entries:
            member = _taken_out(archive, entry)
            taken += len(member.data)
            if taken > TOTAL_BYTES:
                raise UnreadableDeckError(reason=RefusalReason.TOO_LARGE, bytes=taken, limit=TOTAL_BYTES)
            yield member


def typed_name(entry: zipfile.ZipInfo) -> str:
    """Return a member's name as it was typed: Windows in Korea writes CP949 without saying so."""
    if entry.flag_bits & _UTF8_NAME:
        return entry.filename
    try:
        written = entry.filename.encode("cp437")
    except UnicodeEncodeError:
        return entry.filename
    for encoding in ("utf-8", "cp949"):
        try:
            return written.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    return not entry.is_dir() and not _UNSEEN.intersection(PurePosixPath(entry.filename).parts)


def _taken_out(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Member:
    name = PurePosixPath(typed_name(entry).replace("\\", "/")).name
    if entry.flag_bits & _ENCRYPTED:
        return Member(name, b"", RefusalReason.ENCRYPTED)
    if is_packed_like_a_bomb(entry):
        return Member(name, b"", RefusalReason.DECOMPRESSION_BOMB)
    if entry.file_size > MEMBER_BYTES:
        return Member(name, b"", RefusalReason.TOO_LARGE)
    try:
        with archive.open(entry) as file:
            content = file.read(MEMBER_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError):
        return Member(name, b"", RefusalReason.DAMAGED)
    if len(content) > MEMBER_BYTES:
        return Member(name, b"", RefusalReason.TOO_LARGE)
    return Member(name, content)
