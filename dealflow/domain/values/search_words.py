"""How texts are looked through: by any part of a word, in any case, whatever the spacing; Hangul by its initials too.

Korean has no fixed spacing and its particles hang on the words, so that words are no unit to look for: pairs of signs
are. Every text is narrowed by the pairs of its letters and digits, and what is left is looked through as it stands.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

SHORTEST: Final = 2
"""Signs without which there is nothing to look for: one syllable stands on every slide."""
_LONGEST: Final = 100
_MOST_WORDS: Final = 8
_AROUND: Final = 44
_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_SYLLABLES: Final = range(0xAC00, 0xD7A4)
_AN_INITIAL: Final = 588
"""How many syllables begin with the same initial."""
_BUT_JAMO: Final = re.compile("[^\u3131-\u318e]+")
"""Lone letters of Hangul stay as they are typed: made compatible, they would be parts of syllables."""
_ONLY_INITIALS: Final = re.compile(f"[{_INITIALS}]+")


class Piece(NamedTuple):
    """A part of a text, and whether it is what was looked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: every word must stand in the text, squeezed as texts are."""

    words: tuple[str, ...]

    @property
    def is_too_short(self) -> bool:
        """Say whether there is something to look for, but too little of it."""
        return bool(self.words) and max(len(word) for word in self.words) < SHORTEST

    @property
    def grams(self) -> frozenset[str]:
        """Return the pairs that stand in every text which holds the words."""
        return frozenset[str]().union(*(grams(word) for word in self.words))


def query_of(text: str) -> Query:
    """Return what a person looks for; what goes on beyond a hundred signs or eight words is left away."""
    return Query(tuple(dict.fromkeys(squeezed(word) for word in plain(text)[:_LONGEST].split()))[:_MOST_WORDS])


def plain(text: str) -> str:
    """Return the text as it is kept to be looked through: compatibility signs made usual ones, single spaces."""
    usual = _BUT_JAMO.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    return " ".join("".join(map(_readable, usual)).split())


def squeezed(text: str) -> str:
    """Return the text in lower case and without spaces."""
    return "".join(plain(text).lower().split())


def grams(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring letters and digits, over gaps as well."""
    return frozenset(first + second for first, second in pairwise(squeezed(text)) if (first + second).isalnum())


def initials(text: str) -> str:
    """Return the initials of the Hangul syllables, nothing else: 가온비전 is ㄱㅇㅂㅈ."""
    return "".join(
        _INITIALS[(ord(sign) - _SYLLABLES.start) // _AN_INITIAL]
        for sign in unicodedata.normalize("NFC", text)
        if ord(sign) in _SYLLABLES
    )


def is_initials(word: str) -> bool:
    """Say whether a word of a query is written in initials alone."""
    return _ONLY_INITIALS.fullmatch(word) is not None


def holds(text: str, query: Query) -> bool:
    """Say whether every word of the query stands in the text, or its initials do."""
    whole = squeezed(text)
    return all(word in whole or (is_initials(word) and word in squeezed(initials(text))) for word in query.words)


def snippet(text: str, query: Query, *, around: int = _AROUND) -> tuple[Piece, ...]:
    """Return the first place where a word of the query stands, with some text on both sides, the words marked."""
    shown = plain(text)
    spans = _spans(shown, query.words)
    begin = max(0, spans[0][0] - around) if spans else 0
    end = min(len(shown), begin + 3 * around)
    pieces: list[Piece] = [Piece("…", is_hit=False)] if begin else []
    at = begin
    for first, last in spans:
        if first < at or last > end:
            continue
        pieces += [Piece(shown[at:first], is_hit=False), Piece(shown[first:last], is_hit=True)]
        at = last
    pieces += [Piece(shown[at:end], is_hit=False), Piece("…" if end < len(shown) else "", is_hit=False)]
    return tuple(piece for piece in pieces if piece.text)


def places(texts: Sequence[str], query: Query) -> tuple[int, ...]:
    """Return which of a page's words, in their order, what was looked for stands in, also across their borders."""
    owners: list[int] = []
    for number, text in enumerate(texts):
        owners += [number] * len(squeezed(text))
    whole = "".join(squeezed(text) for text in texts)
    hit: set[int] = set()
    for word in query.words:
        at = whole.find(word)
        while at >= 0:
            hit.update(owners[at : at + len(word)])
            at = whole.find(word, at + 1)
    return tuple(sorted(hit))


def _spans(shown: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Return where words stand in a text, from its first sign on; spaces in between do not count."""
    signs = [(sign, place) for place, letter in enumerate(shown) for sign in letter.lower() if not sign.isspace()]
    whole = "".join(sign for sign, _ in signs)
    spans = []
    for word in words:
        at = whole.find(word)
        while at >= 0:
            spans.append((signs[at][1], signs[at + len(word) - 1][1] + 1))
            at = whole.find(word, at + len(word))
    return sorted(spans)


def _readable(sign: str) -> str:
    """Return the sign, or a space for what no database keeps."""
    return " " if sign == "\0" or unicodedata.category(sign) in {"Cc", "Cs"} else sign
