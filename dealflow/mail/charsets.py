"""Bytes of letters as text, in the character sets that letters in Korea are written in, declared rightly or not."""

from __future__ import annotations

import codecs
from email.errors import HeaderParseError
from email.header import Header, decode_header
from typing import Final

_KOREAN: Final = frozenset(
    {
        "euc-kr",
        "euckr",
        "ks_c_5601-1987",
        "ks_c_5601",
        "ksc5601",
        "ks_c_5601-1989",
        "ksc_5601",
        "korean",
        "cp949",
        "uhc",
    }
)
"""Names under which programs send CP949, which holds all that these hold."""
_SEVEN_BIT_KOREAN: Final = "\x1b$)C"
"""How ISO-2022-KR begins, which old programs write into headers as it is."""
_GUESSES: Final = ("utf-8", "cp949")


def text_of(data: bytes, charset: str | None) -> str:
    """Return bytes as text; what no character set reads becomes a sign of replacement, never an error."""
    name = _codec(charset)
    if name is not None:
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            if name not in {*_GUESSES, "us-ascii", "ascii"}:
                return data.decode(name, "replace")
    for guess in _GUESSES:
        try:
            return data.decode(guess)
        except UnicodeError:
            continue
    return data.decode(name or "utf-8", "replace")


def header_text(raw: object) -> str:
    """Return a header's value as text in one line, its encoded words decoded."""
    value = _unfolded(_bytes_declared_nowhere(raw) if isinstance(raw, Header) else str(raw or ""))
    if _SEVEN_BIT_KOREAN in value:
        value = text_of(value.encode("ascii", "replace"), "iso2022_kr")
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError, LookupError):
        return value
    words = (text_of(part, charset) if isinstance(part, bytes) else _raw_text(part) for part, charset in parts)
    return " ".join("".join(words).split())


def _bytes_declared_nowhere(raw: Header) -> str:
    """Return a header that came as bytes beyond ASCII: the library's own text of it has lost them."""
    return "".join(text_of(part, None) if isinstance(part, bytes) else part for part, _ in decode_header(raw))


def _raw_text(value: str) -> str:
    """Return text that came undeclared: bytes beyond ASCII lie in it as half pairs."""
    if not any("\udc80" <= sign <= "\udcff" for sign in value):
        return value
    return text_of(value.encode("ascii", "surrogateescape") if value.isascii() else _bytes_of(value), None)


def _bytes_of(value: str) -> bytes:
    return value.encode("utf-8", "surrogateescape")


def _unfolded(value: str) -> str:
    return _raw_text(value.replace("\r", "").replace("\n", " "))


def _codec(charset: str | None) -> str | None:
    """Return the name of the decoder for a declared character set; None where there is none that reads text."""
    name = (charset or "").strip().strip("\"'").lower()
    if not name:
        return None
    if name in _KOREAN:
        return "cp949"
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError):
        return None
    return info.name if info._is_text_encoding else None  # noqa: SLF001  # the only way to tell text from hex and zip
