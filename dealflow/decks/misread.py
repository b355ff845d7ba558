"""Letters that Tesseract takes for others where only a figure can stand: S0M+ and A2.6 and US 5 million."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.decks.seen import Seen

_DIGITS: Final = str.maketrans("SOoIlB", "500118")
_FIGURE = re.compile(r"[$~>₩]?[\dSOoIlB][\dSOoIlB.,]*(?:[KkMB]?[+%]+|\.[\dSOo]+)")
"""Only figures end like this: 50M+, 100%, 4.6."""
_LOSS = re.compile(r"[A스△][\dS][\dSO]*(?:,\d{3})*(?:[.]\d+%?|%)|[A스△]\d{1,3}(?:,\d{3})+%?")
_PLAIN_LOSS = re.compile(r"[A스]\d{1,4}")
"""Losses on a page that has some, where they stand alone."""
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
_TRIANGLE = frozenset({"스", "A", "ㅅ", "소", "△"})
_CURRENCY = frozenset({"US", "(US", "[US"})
_WON = re.compile(r"(\d[\d,]*[조억만천백]+)[운윈웬언웜]")
_WON_SIGN = re.compile(r"W\d[\d,.]*(?:[KMB]n?|bn|mn|tn|\+)|W\d{1,3}(?:,\d{3})+")
_YEAR = re.compile(r"20\d\d년?")
_FORECAST = re.compile(r"(20\d\d년?)?\([6£8]\)")
_NUMBER = re.compile(r"-?\d[\d,.]*%?")
_SCALE = re.compile(r"(?:m[il]n|million|bn|billion)[)\]:,.]*")
_NEAR_EM: Final = 0.6
_ROW: Final = 3


def mended(words: Sequence[Seen]) -> list[Seen]:
    """Return the words with figures, the triangle of a loss and the dollar's sign where nothing else fits."""
    mended_words = _with_triangles([word._replace(text=_as_figure(word.text)) for word in words])
    return _with_forecasts(_with_dollars(mended_words))


def _as_figure(text: str) -> str:
    """Return a figure with its digits; anything else as it is."""
    if _WON_SIGN.fullmatch(text):
        return f"₩{text[1:]}"
    if won := _WON.match(text):
        return f"{won[1]}원{text[won.end() :]}"
    if _LOSS.fullmatch(text):
        return "△" + text[1:].translate(_DIGITS)
    if not _FIGURE.fullmatch(text) or text.isalpha():
        return text
    number = text.rstrip("+%")
    scale = number[-1] if text[-1] in "+%" and number[-1] in "KkMB" and len(number) > 1 else ""
    ends = text[len(number) :]
    return (number[: len(number) - len(scale)]).translate(_DIGITS) + scale + ends


def _with_triangles(words: Sequence[Seen]) -> list[Seen]:
    """Return the words with the triangle before a figure, which is read as a letter of its own, put to it."""
    words_so_far: list[Seen] = []
    for word in words:
        last = words_so_far[-1] if words_so_far else None
        if last is not None and last.text in _TRIANGLE and _is_amount_of(word, last) and not _follows(words_so_far):
            words_so_far[-1] = word._replace(text=f"△{word.text}", x0=last.x0)
        else:
            words_so_far.append(word)
    is_sure = any(word.text.startswith("△") for word in words_so_far)
    alone = [
        word
        for word in words_so_far
        if _PLAIN_LOSS.fullmatch(word.text) and not any(_is_beside(word, other) for other in words_so_far)
    ]
    losses = [word for word in alone if is_sure or _is_in_row_of_numbers(word, words_so_far)]
    return [word._replace(text=f"△{word.text[1:]}") if word in losses else word for word in words_so_far]


def _is_in_row_of_numbers(word: Seen, words: Sequence[Seen]) -> bool:
    """Return whether at least two more such words and a number stand level with a word."""
    row = [other.text for other in words if other.y0 < (word.y0 + word.y1) / 2 < other.y1]
    return sum(map(bool, map(_PLAIN_LOSS.fullmatch, row))) >= _ROW and any(map(_NUMBER.fullmatch, row))


def _is_beside(word: Seen, other: Seen) -> bool:
    """Return whether two words follow each other: A3 of a sentence is no cell of a table."""
    gap = max(other.x0 - word.x1, word.x0 - other.x1)
    return word is not other and word.line == other.line and gap < word.y1 - word.y0


def _is_amount_of(word: Seen, mark: Seen) -> bool:
    near = word.x0 - mark.x1 < _NEAR_EM * (word.y1 - word.y0)
    return near and mark.line == word.line and _AMOUNT.fullmatch(word.text) is not None


def _follows(words: Sequence[Seen]) -> bool:
    """Return whether the last word stands right behind another one: then it is that word's own end."""
    if len(words) == 1 or words[-1].text == "△":
        return False
    before, last = words[-2], words[-1]
    return before.line == last.line and last.x0 - before.x1 < _NEAR_EM * (last.y1 - last.y0)


def _with_dollars(words: Sequence[Seen]) -> list[Seen]:
    """Return the words with the sign between US and a scale, which is read as a five or an S, put right: US $ mln."""
    mended_words = list(words)
    for place, (currency, other) in enumerate(pairwise(words)):
        after = words[place + 2].text if place + 2 < len(words) else ""
        if (
            currency.text in _CURRENCY
            and other.text in {"5", "S", "$"}
            and _SCALE.fullmatch(after)
            and currency.line == other.line
        ):
            mended_words[place + 1] = other._replace(text="$")
            mended_words[place + 2] = words[place + 2]._replace(text=after.replace("min", "mln"))
    return mended_words


def _with_forecasts(words: Sequence[Seen]) -> list[Seen]:
    """Return the words with the E in brackets behind a year, which is read as a six: 2026(E)."""
    mended_words = list(words)
    for place, word in enumerate(words):
        follows = place > 0 and words[place - 1].line == word.line and _YEAR.fullmatch(words[place - 1].text)
        if (mark := _FORECAST.fullmatch(word.text)) and (mark[1] or follows):
            mended_words[place] = word._replace(text=f"{mark[1] or ''}(E)")
    return mended_words
