"""Words of a line with Hangul that are none, looked at once more alone: figures, codes and names in Latin letters.

With two languages in one line Tesseract makes 510 of STO, 828 of B2B, 3000 of 3,000, 12718 of 12개월 and SMES of
words in Hangul. PP-OCRv6 knows none, but a word that it is shown alone it reads right. What it reads counts where both
saw the same digits, or where it is sure of letters; where it knows none, Tesseract looks again with its Korean data
alone. A unit that was read as one more digit is read anew as Hangul, and a number whose unit stays unknown is not
given, since it would be another amount. Measured: docs/extraction.md.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from dealflow.decks import hangul
from dealflow.decks.seen import SURE_ENOUGH, Seen, is_hangul

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.Image import Image

    from dealflow.decks.ppocr import Letter, Line

_PAD_EM: Final = 0.12
_SURE: Final = 0.85
"""Of a letter at a word's edge: less is a piece of the Hangul beside it."""
_LETTERS_SURE: Final = 0.9
_DIGITS_SURE: Final = 0.95
_UNIT_SURE: Final = 0.5
_HANGUL_SURE: Final = 0.6
_UNSURE: Final = 0.3
_WIDE_EM: Final = 0.25
"""A syllable or a digit is wider than this share of its line's frame, a bracket or a stroke is not."""
_NEAR_EM: Final = 0.6
_FEWEST_LETTERS: Final = 2
_UNIT_LETTER: Final = re.compile(r"\d[mMkKBx]$")
_UNIT: Final = re.compile(r"\d([가-힣]{1,3})\W*$")
_NUMBER: Final = re.compile(r"\d[\d.,]*\d|\d")
_WELL_FORMED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+){0,2}")
_EDGE: Final = "\"'|`·.,:;_ "


class _Alone(NamedTuple):
    """What PP-OCRv6 reads in one word that it is shown alone: all letters, and those within its unsure edges."""

    every: tuple[Letter, ...]
    sure: tuple[Letter, ...]


def looked_again(lines: Sequence[Sequence[Seen]], places: Sequence[Line], coloured: Image) -> list[list[Seen]]:
    """Return lines with Hangul with their figures and Latin words as they are read alone.

    Args:
        lines: the words of each line.
        places: where the lines stand in the picture.
        coloured: the picture in RGB.
    """
    from dealflow.decks.ppocr import read_lines

    doubted = [
        (number, place)
        for number, line in enumerate(lines)
        for place, word in enumerate(line)
        if any(map(str.isalnum, word.text)) and not any(map(is_hangul, word.text))
    ]
    frames = [_frame(lines[number][place], places[number], coloured.width) for number, place in doubted]
    alone = {
        where: _Alone(reading.letters, _within(reading.letters))
        for where, reading in zip(doubted, read_lines(coloured, frames), strict=True)
    }
    grey = coloured.convert("L")
    settled = [
        [
            after
            for place, word in enumerate(line)
            for after in (
                _settled(word, alone[number, place], places[number], grey) if (number, place) in alone else (word,)
            )
        ]
        for number, line in enumerate(lines)
    ]
    return [_with_units(line, place, grey) for line, place in zip(settled, places, strict=True)]


def _frame(word: Seen, line: Line, most: int) -> Line:
    pad = _PAD_EM * (line.y1 - line.y0)
    return line._replace(x0=max(round(word.x0 - pad), 0), x1=min(round(word.x1 + pad), most))


def _within(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """Return letters without those at either end that are unsure or no Latin print."""
    kept = list(letters)
    for end in (-1, 0):
        while kept and (kept[end].sure < _SURE or not kept[end].text.isascii() or kept[end].text == " "):
            kept.pop(end)
    return tuple(kept)


def _settled(word: Seen, alone: _Alone, line: Line, grey: Image) -> Iterator[Seen]:
    """Yield a word as both readings together have it, with the unit that one of them took for a digit."""
    told, seen = _digits(_text(alone.sure)), _digits(word.text)
    if not alone.sure:
        yield from _as_hangul(word, line, grey)
    elif _is_latin(alone.sure):
        yield word._replace(text=_text(alone.sure), confidence=_mean(alone.sure))
    elif seen and _digits(_text(alone.every)) == seen:
        yield from _agreed(word, alone.every, line, grey)
    elif told and told == seen:
        yield from _agreed(word, alone.sure, line, grey)
    elif seen and told.startswith(seen):
        yield _agreed_text(word, _first(alone.sure, len(seen)))
    elif told and seen.startswith(told):
        yield from _with_unit(word, alone.sure, line, grey)
    elif told and len(told) == len(seen) and min(letter.sure for letter in alone.sure) >= _DIGITS_SURE:
        yield _agreed_text(word, alone.sure)
    else:
        yield word


def _as_hangul(word: Seen, line: Line, grey: Image) -> Sequence[Seen]:
    """Return a word of which PP-OCRv6 knows no letter as Tesseract reads it with its Korean data alone."""
    words = hangul.read_piece(grey, _frame(word, line, grey.width), word.line)
    is_sure = bool(words) and all(other.confidence >= _HANGUL_SURE for other in words)
    return words if is_sure and any(map(is_hangul, words[0].text)) else (word,)


def _agreed(word: Seen, letters: Sequence[Letter], line: Line, grey: Image) -> Iterator[Seen]:
    """Yield a word whose digits both readings have; what Tesseract has behind them in letters may be its unit."""
    if word.text[-1].isalpha():
        yield from _with_unit(word, letters, line, grey)
    else:
        yield _agreed_text(word, letters)


def _agreed_text(word: Seen, letters: Sequence[Letter]) -> Seen:
    """Return a word with the signs between its digits as PP-OCRv6 sees them, if that makes numbers."""
    text = _text(letters)
    text = _lead(word.text, text) + text[: max(place for place, letter in enumerate(text) if letter.isdigit()) + 1]
    text += _tail(word.text)
    if not all(map(_WELL_FORMED.fullmatch, _NUMBER.findall(text))):
        return word
    digits = [letter.sure for letter in letters if letter.text.isdigit()]
    return word._replace(text=text, confidence=max(word.confidence, sum(digits) / len(digits)))


def _lead(text: str, told: str) -> str:
    """Return what stands before a word's first digit where the other reading has nothing: a loss keeps its sign."""
    return "" if told and not told[0].isdigit() else re.split(r"\d", text)[0]


def _tail(text: str) -> str:
    """Return what stands behind the last digit of a word."""
    return re.split(r"\d", text)[-1]


def _with_unit(word: Seen, letters: Sequence[Letter], line: Line, grey: Image) -> Iterator[Seen]:
    """Yield a number, and what stands behind it in its word as Hangul; the number unsurely if that is not known."""
    end = _end(letters)
    high = line.y1 - line.y0
    text = _lead(word.text, _text(letters)) + _text(letters).strip(_EDGE)
    if word.x1 - end < _WIDE_EM * high:
        yield word._replace(text=text, confidence=max(word.confidence, _mean(letters)))
        return
    rest = line._replace(x0=round(end), x1=min(round(word.x1 + _PAD_EM * high), grey.width))
    alone = hangul.read_piece(grey, rest, word.line)
    if alone and alone[0].confidence >= _UNIT_SURE and is_hangul(alone[0].text[0]):
        yield word._replace(text=text, x1=round(end), confidence=_mean(letters))
        yield from alone
    else:
        yield from _off_the_whole(word, text, round(end), line, grey)


def _off_the_whole(word: Seen, text: str, end: int, line: Line, grey: Image) -> Iterator[Seen]:
    """Yield a number and its unit as Tesseract reads the whole word with its Korean data alone.

    It decides between the digits of both readings; where it has others, or no unit, the number is unsure.
    """
    whole = hangul.read_piece(grey, _frame(word, line, grey.width), word.line)
    read, sure = "".join(other.text for other in whole), min((other.confidence for other in whole), default=0.0)
    unit = _UNIT.search(read)
    if sure < _UNIT_SURE or _digits(read) not in {_digits(word.text), _digits(text)} or not (unit or word.text == read):
        yield word._replace(text=text, x1=end, confidence=_UNSURE)
        return
    told = text if _digits(read) == _digits(text) else word.text
    yield word._replace(text=told, x1=end, confidence=sure)
    if unit:
        yield word._replace(text=unit[1], x0=end, confidence=sure)


def _end(letters: Sequence[Letter]) -> float:
    """Return where the last of some letters ends, in pixels, as far as their distances tell."""
    if len(letters) < len("12"):
        return letters[-1].x
    pitch = (letters[-1].x - letters[0].x) / (len(letters) - 1)
    return letters[-1].x + pitch / 2


def _with_units(words: Sequence[Seen], line: Line, grey: Image) -> list[Seen]:
    """Return a line's words; what stands right behind a number and was hardly read is read anew, or doubts the number.

    8~10억 without the last syllable is another amount.
    """
    told: list[Seen] = []
    for word in words:
        before = told[-1] if told else None
        high = line.y1 - line.y0
        if (
            before is None
            or word.confidence >= SURE_ENOUGH
            or not before.text[-1].isdigit()
            or not word.text[0].isalnum()
            or word.x0 - before.x1 > _NEAR_EM * high
            or word.x1 - word.x0 < _WIDE_EM * high
        ):
            told.append(word)
            continue
        again = hangul.read_piece(grey, _frame(word, line, grey.width), word.line)
        if again and again[0].confidence >= _UNIT_SURE and is_hangul(again[0].text[0]):
            told.extend(again)
        else:
            told[-1] = before._replace(confidence=_UNSURE)
    return told


def _first(letters: Sequence[Letter], digits: int) -> tuple[Letter, ...]:
    """Return letters up to the last of so many digits."""
    places = [place for place, letter in enumerate(letters) if letter.text.isdigit()]
    return tuple(letters[: places[digits - 1] + 1])


def _is_latin(letters: Sequence[Letter]) -> bool:
    """Say whether letters are surely a word in Latin letters, or a number with a unit of one."""
    text = _text(letters)
    count = sum(letter.isalpha() for letter in text)
    return (count >= _FEWEST_LETTERS or bool(_UNIT_LETTER.search(text))) and _mean(letters) >= _LETTERS_SURE


def _text(letters: Sequence[Letter]) -> str:
    return "".join(letter.text for letter in letters if letter.text != " ")


def _mean(letters: Sequence[Letter]) -> float:
    return sum(letter.sure for letter in letters) / max(len(letters), 1)


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())
