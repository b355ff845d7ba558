"""What a deck says in one line of what its company does: a labelled line, a sentence about itself, the cover's claim.

A person takes it over or writes their own. Silence is better than a line that says something else, so that prose, forms
and tables of contents give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from dealflow.domain.claims.page import Page
from dealflow.extract.layout import Cell, Paragraph, cells_of, join_paragraphs

PAGES: Final = 4
"""Who does not say by then what they do says it nowhere in one line."""
_SHORTEST, _LONGEST = 8, 160
"""Letters of a line that says something and can be taken in at a glance."""
_FULLEST_COVER: Final = 60
"""Words; what has more is no cover."""
_LABEL: Final = re.compile(
    r"^\W*(?:사업 ?(?:분야|내용|아이템)|주요 ?(?:사업(?: ?분야)?|제품|서비스)|생산 ?품목|아이템 ?명|아이디어 ?요약"
    r"|한 ?줄 ?소개|what we do|one[- ]?liner|elevator pitch|our business)\s*(?P<mark>[:：|]|$)\s*(?P<text>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_ITSELF: Final = r"당사|저희|우리 ?회사|our (?:company|product|platform)\b"
_WE: Final = re.compile(
    r"^\W*we (?:build|help|make|provide|offer|enable|develop|design|sell)\s.+", re.IGNORECASE | re.DOTALL
)
_KOREAN: Final = re.compile(
    r"(?:는|은)\s.+(?:기업|회사|스타트업|플랫폼|서비스|솔루션|브랜드|장비|시스템)(?:입니다|이다|임)?[.]?$", re.DOTALL
)
_ENGLISH: Final = re.compile(r"[\w.-]*\s+(?:is (?:an?|the)|[a-z]{3,}s)\s.+", re.DOTALL)
_SENTENCE: Final = re.compile(r"(?<=[.!?。])\s+")
_NO_CLAIM: Final = re.compile(
    r"investor|presentation|pitch|\bdecks?\b|confidential|proposal|draft|founder|\bceo\b|location|contents|agenda"
    r"|\bseries\b|\bseed\b|\bround\b|copyright|all rights|대외비|투자 ?제안|제안서|사업 ?계획|소개서|발표 ?자료"
    r"|(?:회사|기업) ?(?:소개|개요)|company (?:introduction|overview|profile)"
    r"|IR ?자료|대표|목차|붙임|별첨|양식|신청서|경진대회|@|www\.|https?:|\d{4}\s?[.년/-]|\d{3}-\d{4}",
    re.IGNORECASE,
)
_FICTIONAL: Final = re.compile(r"\(\s*(?:가상|Fictional)\s*\)", re.IGNORECASE)
_WORDS: Final = 3
"""A line of fewer words is a name or a heading."""
_HEADING: Final = re.compile(r"^\W*(?:\d{1,2}|[IVX]{1,4}|[Ⅰ-Ⅹ]|[가-하])[.)]?\s")


@dataclass(frozen=True, slots=True)
class Introduction:
    """A deck's own words on what its company does, and the page that they stand on."""

    text: str
    page: int


def introduction(pages: Sequence[Page], names: Sequence[str]) -> Introduction | None:
    """Return what a deck says of what its company does; ``names`` are the company's. None where it says it nowhere."""
    first = [(page, _paragraphs(page)) for page in pages if page.number <= PAGES and page.words]
    ways = (
        *((page.number, text) for page, paragraphs in first for text in _labelled(paragraphs)),
        *((page.number, text) for page, paragraphs in first for text in _of_itself(paragraphs, names)),
        *(
            (page.number, text)
            for page, paragraphs in first
            if page.number == 1
            for text in _claim(page, paragraphs, names)
        ),
    )
    return next((Introduction(line, number) for number, text in ways if (line := _line(text))), None)


def _paragraphs(page: Page) -> list[Paragraph]:
    cells = [cell for cell in cells_of(page) if not cell.hidden and cell.text.strip()]
    join_paragraphs(cells)
    paragraphs = {id(cell.paragraph): cell.paragraph for cell in cells if cell.paragraph is not None}
    return list(paragraphs.values())


def _line(text: str) -> str:
    """Return a text as one line; nothing where it is too short or too long to be one."""
    line = " ".join(text.split()).strip(" •·◦○●-–:|")
    return line if sum(letter.isalpha() for letter in line) >= _SHORTEST and len(line) <= _LONGEST else ""


def _labelled(paragraphs: Sequence[Paragraph]) -> Iterator[str]:
    """Yield what stands behind or beside a label such as 사업 분야."""
    cells = [cell for paragraph in paragraphs for cell in paragraph.cells]
    for cell in cells:
        found = _LABEL.match(cell.text)
        if found is None:
            continue
        if found["text"]:
            yield found["text"]
        elif (beside := _beside(cell, cells)) is not None:
            yield beside.paragraph.text if beside.paragraph is not None else beside.text


def _beside(cell: Cell, cells: Sequence[Cell]) -> Cell | None:
    near = [
        other
        for other in cells
        if other.x0 >= cell.x1 and abs(other.middle_y - cell.middle_y) < max(cell.size, other.size)
    ]
    return min(near, key=lambda other: other.x0, default=None)


def _of_itself(paragraphs: Sequence[Paragraph], names: Sequence[str]) -> Iterator[str]:
    """Yield sentences in which the company says what it is or does."""
    known = "|".join(re.escape(short) for name in names if (short := _FICTIONAL.sub("", name).strip()))
    subject = re.compile(rf"^\W*(?:{known + '|' if known else ''}{_ITSELF})(?:\([^)]*\))?", re.IGNORECASE)
    for paragraph in paragraphs:
        for sentence in _SENTENCE.split(" ".join(paragraph.text.split())):
            begin = subject.match(sentence)
            rest = sentence[begin.end() :] if begin is not None else ""
            if _KOREAN.match(rest) or _ENGLISH.match(rest) or _WE.match(sentence):
                yield sentence


def _claim(page: Page, paragraphs: Sequence[Paragraph], names: Sequence[str]) -> Iterator[str]:
    """Yield the lines of a cover that say something, the largest first."""
    if len(page.words) > _FULLEST_COVER:
        return
    for paragraph in sorted(paragraphs, key=lambda paragraph: -paragraph.cells[0].size):
        text = paragraph.text
        if not (_is_a_name(text, names) or _NO_CLAIM.search(text) or _HEADING.match(text)):
            yield text


def _is_a_name(text: str, names: Sequence[str]) -> bool:
    """Say whether a line of a cover is hardly more than the company's name, or a row of persons' names."""
    rest = _FICTIONAL.sub("", text)
    for name in names:
        rest = re.sub(re.escape(_FICTIONAL.sub("", name).strip()), "", rest, flags=re.IGNORECASE)
    words = re.findall(r"[^\W\d_]+", rest)
    if len(words) < _WORDS and not re.search(r"[가-힣]{8}", rest):
        return True
    return "|" in text
