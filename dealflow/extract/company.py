"""Whose deck it is: names that the deck itself gives, and its register number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from dealflow.domain.claims.deck import Suggestion
from dealflow.domain.values.company_names import plain_name
from dealflow.domain.values.register_numbers import biz_reg_no_valid
from dealflow.extract.layout import Cell, cells_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dealflow.domain.claims.page import DeckText

_LONGEST_NAME: Final = 24
_MOST_WORDS: Final = 3
"""What is longer beside the largest words of a cover is a claim, not a name."""
_BIZ_REG_NO = re.compile(r"(?<!\d)(\d{3})\s?[-–]\s?(\d{2})\s?[-–]\s?(\d{5})(?!\d)")
_LABEL = re.compile(
    r"^\s*(?:(?:회사명|기업명|상호명?|법인명|업체명|기업 ?이름)\s*(?:[:：|]\s*|\s+|$)"
    r"|(?:Company name|Legal name|Company)\s*(?:[:：]\s*|$))"
    r"(?P<name>.*)$",
    re.IGNORECASE,
)
_LEGAL_NAME = re.compile(
    r"(?:㈜|\(주\)|주식회사)\s?[가-힣A-Za-z0-9&.\- ]{1,24}(?:\((?:가상|Fictional)\))?"
    r"|[가-힣A-Za-z0-9&.\-]{2,24}\s?(?:㈜|\(주\)|주식회사)"
    r"|[A-Z][\w&.\- ]{1,30}?,?\s(?:Inc|Co\.?,? ?Ltd|Corp|Ltd|LLC)\b\.?"
)
_NOT_A_NAME = re.compile(
    r"investor|relations?|presentation|pitch|deck|company|confidential|대외비|투자|제안|소개|자료|사업계획|회사|발표|심사"
    r"|기업|IR|series|seed|round|problem|solution|next stage|draft|CEO|founder|대표|january|february|march|april|may\b"
    r"|june|july|august|september|october|november|december",
    re.IGNORECASE,
)
_TOOL_TITLE = re.compile(r"(?i)powerpoint|프레젠테이션|presentation|untitled|제목 ?없음|slide|\.key|keynote|canva")
_FILE_NOISE = re.compile(
    r"(?i)\b(?:IR|pitch|deck|presentation|final|최종|투자|유치|회사|소개서?|자료|사업계획서?|제안서?|발표|심사)\b"
    r"|\b(?:v?\d+(?:\.\d+)*|series|seed|round|[abc]|ppt|pdf|copy|사본|draft|ver|kor|eng|ko|en)\b"
    r"|IR자료|회사소개서?|사업계획서|투자제안서|발표심사자료|발표자료|소개자료|발표|자료"
)


_IN_BRACKETS = re.compile(r"(?<=[(（])\s+|\s+(?=[)）])|\s+(?=[(（]\s)")
"""Blanks that a page's setting leaves around the words of a bracket: 다온로보틱스 ( 가상 )."""


def suggest_company(deck: DeckText, file_name: str) -> tuple[Suggestion, ...]:
    """Return the company names that the deck gives, best first: 회사명, the cover, its metadata, the file name.

    Each name stands once; the register number (사업자등록번호) is on the first suggestion where its check digit holds.
    """
    number = _biz_reg_no(deck)
    suggestions: dict[str, Suggestion] = {}
    for suggestion in (*_labelled(deck), *_cover(deck), *_metadata(deck), *_file_name(file_name)):
        key = plain_name(suggestion.name)
        if key and key not in suggestions:
            suggestions[key] = replace(suggestion, name=_IN_BRACKETS.sub("", suggestion.name))
    ranked = list(suggestions.values())
    if ranked and number:
        first = ranked[0]
        ranked[0] = Suggestion(first.name, first.source, first.page, number)
    return tuple(ranked)


def _biz_reg_no(deck: DeckText) -> str | None:
    for page in deck.pages:
        for match in _BIZ_REG_NO.finditer(" ".join(word.text for word in page.words)):
            number = "-".join(match.groups())
            if biz_reg_no_valid(number):
                return number
    return None


def _labelled(deck: DeckText) -> Iterator[Suggestion]:
    for page in deck.pages[:6]:
        cells = cells_of(page)
        for cell in cells:
            match = _LABEL.match(cell.text)
            if match is None:
                continue
            name = match["name"].strip() or _right_of(cell, cells)
            if name and len(name) <= 40 and _reads_as_name(name):  # noqa: PLR2004 - longer texts are sentences
                for part in re.split(r"\s[/|]\s", name):
                    yield Suggestion(part.strip(), "label", page.number)


def _right_of(cell: Cell, cells: list[Cell]) -> str:
    beside = [other for other in cells if other.x0 >= cell.x1 and abs(other.middle_y - cell.middle_y) < 0.5 * cell.size]
    return min(beside, key=lambda other: other.x0).text.strip(" :：") if beside else ""


def _cover(deck: DeckText) -> Iterator[Suggestion]:
    if not deck.pages:
        return
    page = deck.pages[0]
    cells = sorted(cells_of(page), key=lambda cell: -cell.size)
    for cell in cells:
        legal = _LEGAL_NAME.search(cell.text)
        if legal:
            yield Suggestion(legal.group().strip(), "cover", page.number)
    for cell in cells[:3]:
        text = cell.text.strip()
        is_short = len(text) <= _LONGEST_NAME and len(text.split()) <= _MOST_WORDS
        if is_short and not _NOT_A_NAME.search(text) and _reads_as_name(text):
            yield Suggestion(text, "cover", page.number)


def _reads_as_name(text: str) -> bool:
    """Say whether a text has the letters of a name: two at least, none from a font's private area."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 1 and not any(unicodedata.category(letter) == "Co" for letter in text)


def _metadata(deck: DeckText) -> Iterator[Suggestion]:
    if deck.title and not _TOOL_TITLE.search(deck.title):
        cleaned = _cleaned(deck.title)
        if cleaned and len(cleaned) <= 40:  # noqa: PLR2004 - longer titles are sentences or hashes
            yield Suggestion(cleaned, "metadata")


def _file_name(file_name: str) -> Iterator[Suggestion]:
    cleaned = _cleaned(PurePath(file_name).stem)
    if cleaned:
        yield Suggestion(cleaned, "file_name")


def _cleaned(name: str) -> str:
    text = unicodedata.normalize("NFC", name)
    text = re.sub(r"[_\-+]+", " ", text)
    text = re.sub(r"\b(?:19|20)\d{2}(?:[.\-]?\d{2}){0,2}\b|\b\d{6,8}\b", " ", text)
    return " ".join(_FILE_NOISE.sub(" ", text).split())
