"""Outlook's own wrapping of a letter (TNEF, winmail.dat): the files in it, which other programs do not show.

What is read of it (MS-OXTNEF): a signature, a key, then attributes one after the other; an attachment begins with
``attAttachRendData``, its bytes, its short title and its MAPI properties, with the long name, follow.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from dealflow.mail.charsets import text_of

_SIGNATURE: Final = b"\x78\x9f\x3e\x22"
_HEAD: Final = struct.Struct("<BII")
_BEGINS_ATTACHMENT: Final = 0x00069002
_TITLE: Final = 0x00018010
_BYTES: Final = 0x0006800F
_PROPERTIES: Final = 0x00069005
_LONG_NAMES: Final = ((b"\x1f\x00\x07\x37", "utf-16-le"), (b"\x1e\x00\x07\x37", None))
"""The property of the long file name, as Unicode and in the sender's own character set."""
_LONGEST_NAME: Final = 1_000
MOST_FILES: Final = 50
_MOST_ATTRIBUTES: Final = 5_000


@dataclass(slots=True)
class WrappedFile:
    """A file inside; its name may be empty."""

    name: str = ""
    data: bytes = b""


def is_wrapped(data: bytes) -> bool:
    """Say whether bytes are such a wrapping."""
    return data.startswith(_SIGNATURE)


def files_in(data: bytes) -> tuple[WrappedFile, ...] | None:
    """Return the files inside; None where the bytes are cut off or no wrapping at all, so that nothing falls away."""
    if not is_wrapped(data):
        return None
    files: list[WrappedFile] = []
    place = len(_SIGNATURE) + 2
    for _ in range(_MOST_ATTRIBUTES):
        if place >= len(data):
            return tuple(file for file in files if file.data)
        if place + _HEAD.size > len(data):
            return None
        _, attribute, length = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        if place + length > len(data):
            return None
        if attribute == _BEGINS_ATTACHMENT:
            if len(files) >= MOST_FILES:
                return None
            files.append(WrappedFile())
        elif files:
            _take(files[-1], attribute, data[place : place + length])
        place += length + 2
    return None


def _take(file: WrappedFile, attribute: int, value: bytes) -> None:
    if attribute == _BYTES:
        file.data = value
    elif attribute == _TITLE and not file.name:
        file.name = text_of(value.split(b"\0")[0], None)
    elif attribute == _PROPERTIES:
        file.name = _long_name(value) or file.name


def _long_name(properties: bytes) -> str:
    for mark, charset in _LONG_NAMES:
        at = properties.find(mark)
        if at < 0 or at + 12 > len(properties):
            continue
        count, length = struct.unpack_from("<II", properties, at + 4)
        if count == 1 and length <= _LONGEST_NAME:
            value = text_of(properties[at + 12 : at + 12 + length], charset)
            return value.partition("\0")[0].strip()
    return ""
