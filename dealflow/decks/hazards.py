"""What makes a file refused before it is read: bytes packed beyond all measure, and programs inside it.

A reader's limits on time and memory hold behind this: what is encrypted, or packed in rarer ways, is not looked into.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Iterator

PICTURE_BYTES: Final = 256_000_000
"""A page scanned in colour at 600 dpi has 105 million."""
STREAM_BYTES: Final = 64_000_000
"""Anything but a picture; the largest fonts have some 20 million."""
FILE_BYTES: Final = 1_000_000_000
_MOST_TIMES: Final = 8
_LOOKED_INTO_FROM: Final = 4096
_GLANCE_BYTES: Final = 256
_GLANCE_EVERY: Final = 1 << 14
_PIECE_BYTES: Final = 1 << 14
_STEP_BYTES: Final = 1 << 20
_HEAD_BYTES: Final = 1500
_STREAM = re.compile(rb"stream\r?\n")
_DEFLATE = re.compile(rb"/Fl(?:ateDecode)?\b")
_ACTION = re.compile(rb"/S\s*/((?:J|#4[aA])[A-Za-z0-9#]{2,40})")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PART_RATIO: Final = 200
"""A PDF rarely shrinks at all; a thousand zero bytes shrink to one."""
_PART_RATIO_FROM: Final = 10_000_000


def require_safe_pdf(data: bytes) -> None:
    """Let a PDF pass if its streams unpack to a sane size and it holds no JavaScript.

    Raises:
        UnreadableDeckError: ``decompression_bomb`` or ``javascript``.
    """
    _require_no_javascript(data)
    unpacked = 0
    for match in _STREAM.finditer(data):
        start = match.end()
        if not _is_deflated(data[start : start + 2]):
            continue
        head = data[max(start - _HEAD_BYTES, 0) : start]
        head = head[head.rfind(b"obj") :]
        end = data.find(b"endstream", start)
        packed = memoryview(data)[start : end if end > 0 else len(data)]
        limit = PICTURE_BYTES if b"/Width" in head else STREAM_BYTES
        if b"/ObjStm" in head:
            _require_no_javascript(b"".join(_pieces(packed, 1, limit)))
        elif (times := len(_DEFLATE.findall(head))) > 1 or _is_dense(packed):
            unpacked += sum(map(len, _pieces(packed, times, limit)))
        if unpacked > FILE_BYTES:
            raise UnreadableDeckError(reason=RefusalReason.DECOMPRESSION_BOMB, limit=FILE_BYTES)


def object_streams(data: bytes) -> Iterator[bytes]:
    """Yield what each object stream of a PDF unpacks to, as far as it is sound and no bomb."""
    for match in _STREAM.finditer(data):
        start = match.end()
        head = data[max(start - _HEAD_BYTES, 0) : start]
        if b"/ObjStm" not in head[head.rfind(b"obj") :] or not _is_deflated(data[start : start + 2]):
            continue
        end = data.find(b"endstream", start)
        packed = memoryview(data)[start : end if end > 0 else len(data)]
        with suppress(UnreadableDeckError):
            yield b"".join(_pieces(packed, 1, STREAM_BYTES))


def require_safe_archive(data: bytes) -> None:
    """Let an office file pass if its parts unpack to a sane size; what is no archive passes too.

    Raises:
        UnreadableDeckError: ``decompression_bomb``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return
    if sum(part.file_size for part in parts) > FILE_BYTES or any(map(is_packed_like_a_bomb, parts)):
        raise UnreadableDeckError(reason=RefusalReason.DECOMPRESSION_BOMB, limit=FILE_BYTES)


def is_packed_like_a_bomb(part: zipfile.ZipInfo) -> bool:
    """Return whether a part of an archive says that it is large and was packed smaller than documents can be."""
    return part.file_size > _PART_RATIO_FROM and part.file_size > _PART_RATIO * max(part.compress_size, 1)


def _require_no_javascript(written: bytes) -> None:
    """Refuse objects with an action of JavaScript in them, whichever event would start it."""
    for match in _ACTION.finditer(written):
        if _ESCAPED.sub(lambda code: bytes([int(code.group(1), 16)]), match.group(1)) == b"JavaScript":
            raise UnreadableDeckError(reason=RefusalReason.JAVASCRIPT)


def _is_deflated(start: bytes) -> bool:
    return len(start) == 2 and start[0] & 0x0F == zlib.DEFLATED and int.from_bytes(start) % 31 == 0  # noqa: PLR2004 -- RFC 1950


def _is_dense(packed: memoryview) -> bool:
    """Return whether any part of a stream shrinks again, as only what unpacks to hundreds of times its size does."""
    if len(packed) < _LOOKED_INTO_FROM:
        return False
    glances = (packed[at : at + _GLANCE_BYTES] for at in range(0, len(packed), _GLANCE_EVERY))
    return any(len(zlib.compress(glance, 1)) * 2 < len(glance) for glance in glances)


def _pieces(packed: memoryview, times: int, limit: int) -> Iterator[bytes]:
    """Yield what a stream unpacks to, and unpacks to again if it is packed several times, as far as it is sound.

    Raises:
        UnreadableDeckError: ``decompression_bomb``, at any of the unpackings.
    """
    if times > _MOST_TIMES:
        raise UnreadableDeckError(reason=RefusalReason.DECOMPRESSION_BOMB, limit=limit)
    pieces: Iterator[bytes] = (bytes(packed[at : at + _PIECE_BYTES]) for at in range(0, len(packed), _PIECE_BYTES))
    for _ in range(max(times, 1)):
        pieces = _unpacked(pieces, limit)
    return pieces


def _unpacked(packed: Iterator[bytes], limit: int) -> Iterator[bytes]:
    inflate, size = zlib.decompressobj(), 0
    for packet in packed:
        piece = packet
        while piece and not inflate.eof:
            try:
                inflated = inflate.decompress(piece, _STEP_BYTES)
            except zlib.error:
                return
            piece = inflate.unconsumed_tail
            size += len(inflated)
            if size > limit:
                raise UnreadableDeckError(reason=RefusalReason.DECOMPRESSION_BOMB, limit=limit)
            yield inflated
