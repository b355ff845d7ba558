"""Lines of text parted by commas, semicolons or tabs, in the encodings and with the habits of Excel."""

from __future__ import annotations

import codecs
import csv
import io
from collections import Counter
from typing import Final

from dealflow.errors import InvalidInputError

_SIGNS: Final = "\t;,"
"""The first of equals: tabs hardly stand in texts, semicolons seldom, commas often."""
_LOOKED_AT: Final = 50
_HEAD: Final = 4_096
"""Bytes from the beginning that tell an encoding."""
_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def lines_of(file_name: str, data: bytes) -> list[list[str]]:
    """Return the cells of each line.

    A first line ``sep=;`` is an order to Excel and no line of the table; so that cells keep the numbers of their lines
    it comes back empty.

    Raises:
        InvalidInputError: ``no_table``; ``unclosed_quote``: a quotation mark at ``place`` (a line) is never closed.
    """
    text = decoded(file_name, data)
    first, end, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == len("sep=;"):
        return [[], *_parted(file_name, rest, first.strip()[-1], after=1)] if end else [[]]
    return _parted(file_name, text, _delimiter(text), after=0)


def decoded(file_name: str, data: bytes, stated: str = "") -> str:
    """Return the text of a file that says its encoding by a mark or in its words (``stated``), or is UTF-8 or cp949.

    Raises:
        InvalidInputError: ``no_table``: it is none of them.
    """
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "") or _without_mark(data)
    korean = "cp949" if stated.lower() in {"euc-kr", "ks_c_5601-1987", "ksc5601"} else stated  # cp949 holds more
    for encoding in (marked,) if marked else (korean or "utf-8", "utf-8", "cp949"):
        try:
            return data.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    raise InvalidInputError(field="file", problem="no_table", value=file_name)


def _without_mark(data: bytes) -> str:
    """Return the order of bytes of UTF-16 without its mark, nothing for any other text: that holds no NUL.

    In the wrong order commas and ends of lines are letters that nobody writes.
    """
    if b"\0" not in data[:_HEAD] or len(data) % 2:
        return ""
    heads = {order: data[:_HEAD].decode(order, "replace") for order in ("utf-16-le", "utf-16-be")}
    return max(heads, key=lambda order: sum(letter < "\x7f" or "가" <= letter <= "힣" for letter in heads[order]))


def _parted(file_name: str, text: str, delimiter: str, *, after: int) -> list[list[str]]:
    """Return the cells; an open quotation mark swallows what follows, so that one is told and nothing is taken."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    lines: list[list[str]] = []
    begun = 1
    try:
        for line in reader:
            lines += [line, *([] for _ in range(begun, reader.line_num))]  # a cell over several lines counts them all
            begun = reader.line_num + 1
    except csv.Error as error:
        place = str(begun + after)
        raise InvalidInputError(field="file", problem="unclosed_quote", value=file_name, place=place) from error
    return lines


def _delimiter(text: str) -> str:
    """Return the sign that parts most of the first lines into the same number of cells, and then into most cells."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]

    def rank(sign: str) -> tuple[int, int]:
        counts = Counter(_count(line, sign) for line in lines)
        most, alike = max(counts.items(), key=lambda item: (item[0] > 0, item[1], item[0]), default=(0, 0))
        return (alike, most) if most else (0, 0)

    return max(_SIGNS, key=rank)


def _count(line: str, sign: str) -> int:
    """Return how often a sign stands outside quotation marks."""
    return sum(part.count(sign) for part in line.split('"')[::2])
