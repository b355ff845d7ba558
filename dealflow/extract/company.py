"""Whose deck it is: names that the deck itself gives, and its register number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
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
    r"|june|july|august|september|october|november|december|location|industry|revenue|overview|contents|agenda|appendix"
    r"|재무|현황|개요|목차|붙임|첨부|별첨|요약|양식|신청",
    re.IGNORECASE,
)
_MARKED = re.compile(r"^\s*(?:[□■◇◆○●▶▷※☐❏•·]|\d{1,2}[.)]|[Ⅰ-Ⅹ]|[가-하][.)]|\[[^\]]*\])\s*")
"""What a heading begins with, and a name does not."""
_HEADING_OF = re.compile(r"^(?P<heading>[^()（）]+)[(（](?P<name>[^()（）]{2,24})[)）]$")
"""A heading that says in brackets whose it is: 재무 정보(가온비전)."""
_PHRASE = re.compile(
    r"[:?!,…]$|(?<!Inc)(?<!Co)(?<!Ltd)(?<!Corp)\.$|(?:[니시]다|어요|[해세]요|하는|위한|으로|에서)$"
    r"|(?i:\b(?:we|our|your|you|that|every|each|for|into|from|with|to)\b)|^[A-Z][a-z]+(?: [a-z]{3,})+"
)
"""What ends or runs as a sentence, or a piece of one, does."""
_RIVALS = re.compile(r"(?i)competitors?\b|경쟁|비교 ?(?:기업|대상)")
_DOMAIN = re.compile(r"(?i)(?:@|www\.|https?://)(?:www\.)?([a-z0-9][a-z0-9-]+)\.[a-z]{2,}")
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

    Among those without a label, one that the rest of the deck, its addresses or its file name bear out comes first.
    Each name stands once; the register number (사업자등록번호) is on the first suggestion where its check digit holds.
    """
    number, words = _biz_reg_no(deck), _Words.of(deck)
    suggestions: dict[str, Suggestion] = {}
    for suggestion in (*_labelled(deck), *_cover(deck), *_metadata(deck, words), *_file_name(file_name, words)):
        key = plain_name(suggestion.name)
        if key and key not in suggestions:
            suggestions[key] = replace(suggestion, name=_IN_BRACKETS.sub("", suggestion.name))
    filed = plain_name(file_name)
    ranked = sorted(suggestions.values(), key=lambda suggestion: -_borne_out(suggestion, words, filed))
    if ranked and number:
        first = ranked[0]
        ranked[0] = Suggestion(first.name, first.source, first.page, number)
    return tuple(ranked)


@dataclass(frozen=True, slots=True)
class _Words:
    """What a deck prints, as names are compared, page by page; ``printed``: as it stands, ``domains``: of addresses."""

    plain: tuple[str, ...]
    printed: str
    domains: frozenset[str]

    @classmethod
    def of(cls, deck: DeckText) -> _Words:
        texts = [" ".join(word.text for word in page.words) for page in deck.pages]
        printed = "\n".join(texts)
        domains = frozenset(plain_name(found) for found in _DOMAIN.findall(printed))
        return cls(tuple(map(plain_name, texts)), printed, domains)

    def as_printed(self, name: str) -> str:
        """Return as much of a title or file name, from its beginning, as the deck prints, spelt as there; else all."""
        parts = name.split()
        for count in range(len(parts), 0, -1):
            found = re.search(r"\s*".join(map(re.escape, parts[:count])), self.printed, re.IGNORECASE)
            if found and len(plain_name(found.group())) >= _SHORTEST:
                return found.group()
        return name


_SHORTEST: Final = 3
"""Letters that a name must have to be looked for in a deck: two stand in other words."""


def _borne_out(suggestion: Suggestion, words: _Words, filed: str) -> int:
    """Return how much speaks for a name: its label first of all, then where else it stands."""
    if suggestion.source == "label":
        return 9
    key = plain_name(suggestion.name)
    if len(key) < _SHORTEST:
        return 0
    pages = sum(key in page for page in words.plain)
    in_address = any(key in domain or (len(domain) >= _SHORTEST and domain in key) for domain in words.domains)
    return 2 * in_address + (key in filed) + min(pages, 3) - (suggestion.source == "cover" and pages > 0)


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
            if _is_rivals(cell, cells):
                continue
            if name and len(name) <= 40 and _reads_as_name(name):  # noqa: PLR2004 - longer texts are sentences
                for part in re.split(r"\s[/|]\s", name):
                    yield Suggestion(part.strip(), "label", page.number)


def _right_of(cell: Cell, cells: list[Cell]) -> str:
    beside = [other for other in cells if other.x0 >= cell.x1 and abs(other.middle_y - cell.middle_y) < 0.5 * cell.size]
    return min(beside, key=lambda other: other.x0).text.strip(" :：") if beside else ""


_ROWS_OVER: Final = 6
"""How far over a row of firms its heads may stand, in sizes of its letters: cells of tables have room above."""


def _is_rivals(label: Cell, cells: list[Cell]) -> bool:
    """Say whether a label heads a row of other firms: what stands above its values calls them competitors."""
    return any(
        other.y1 <= label.y0 and label.y0 - other.y1 < _ROWS_OVER * label.size and _RIVALS.search(other.text)
        for other in cells
    )


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
        text = _lines_of(cell, cells)
        headed = _HEADING_OF.match(_MARKED.sub("", text))
        if headed and _NOT_A_NAME.search(headed["heading"]):
            yield Suggestion(headed["name"].strip(), "cover", page.number)
        is_short = len(text) <= _LONGEST_NAME and len(text.split()) <= _MOST_WORDS
        spoken = _MARKED.match(text) or _PHRASE.search(text) or _NOT_A_NAME.search(text)
        if is_short and not spoken and _reads_as_name(text):
            yield Suggestion(text, "cover", page.number)


def _lines_of(cell: Cell, cells: list[Cell]) -> str:
    """Return the words of a cell with the lines of its size right over and under it: a phrase is set in several."""
    lines = [cell]
    for other in sorted(cells, key=lambda line: abs(line.middle_y - cell.middle_y)):
        alike = abs(other.size - cell.size) < 0.1 * cell.size and any(
            abs(other.middle_y - line.middle_y) < 1.7 * cell.size and other.x0 < line.x1 and line.x0 < other.x1
            for line in lines
        )
        if alike and other not in lines:
            lines.append(other)
    return " ".join(line.text.strip() for line in sorted(lines, key=lambda line: line.middle_y))


def _reads_as_name(text: str) -> bool:
    """Say whether a text has the letters of a name: two at least, none from a font's private area."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 1 and not any(unicodedata.category(letter) == "Co" for letter in text)


def _metadata(deck: DeckText, words: _Words) -> Iterator[Suggestion]:
    if deck.title and not _TOOL_TITLE.search(deck.title):
        cleaned = words.as_printed(_cleaned(deck.title))
        if cleaned and len(cleaned) <= 40:  # noqa: PLR2004 - longer titles are sentences or hashes
            yield Suggestion(cleaned, "metadata")


def _file_name(file_name: str, words: _Words) -> Iterator[Suggestion]:
    cleaned = words.as_printed(_cleaned(PurePath(file_name).stem))
    if cleaned:
        yield Suggestion(cleaned, "file_name")


def _cleaned(name: str) -> str:
    text = unicodedata.normalize("NFC", name)
    text = re.sub(r"[_\-+]+", " ", text)
    text = re.sub(r"\b(?:19|20)\d{2}(?:[.\-]?\d{2}){0,2}\b|\b\d{6,8}\b", " ", text)
    return " ".join(_FILE_NOISE.sub(" ", text).split())
