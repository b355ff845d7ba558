"""The company's own name: amounts that are nothing else (8퍼센트, 29CM), and the column or row that bears it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import Scope
from dealflow.domain.values.company_names import plain_name
from dealflow.extract.company import suggest_company
from dealflow.extract.cues import cues
from dealflow.extract.headings import heading_text
from dealflow.extract.scope import PageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dealflow.domain.claims.page import DeckText
    from dealflow.extract.figure import Figure
    from dealflow.extract.numbers import Found
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_AS_SUBJECT = re.compile(r"(?:는|은|가|의|와|측)(?![가-힣])|['’]s\b")
"""What follows a name, hardly ever a share: 8퍼센트는, 8퍼센트의."""
_OURS = cues("scope")["company"]
_COMPARED = cues("comparables")["title"]
"""Titles of tables of firms that a company is held against; none of their figures is its own."""
_OUR_HEAD = re.compile(
    r"^\W*(?:당사|자사|우리(?: ?회사)?|본사|we|us|ours?|our (?:company|product|solution|approach))\W*(?:\([^()]*\))?$",
    re.IGNORECASE,
)
"""A head that is nothing but a word for ourselves."""
_OFTEN = 5
_PAGES = 2
"""A name is printed at least so often and on so many pages, and a third of the time as a subject or owner."""
_THIRD = 3


def without_own_name(sheets: Sequence[Sheet]) -> None:
    """Take the amounts that are a name out of the cells of a deck."""
    uses: Counter[tuple[object, ...]] = Counter()
    subjects: Counter[tuple[object, ...]] = Counter()
    pages: dict[tuple[object, ...], set[int]] = {}
    for sheet in sheets:
        for spot, amount in _shares(sheet):
            key = _key(amount)
            uses[key] += 1
            pages.setdefault(key, set()).add(sheet.page.number)
            subjects[key] += _AS_SUBJECT.match(spot.cell.text, amount.end) is not None
    names = {
        key
        for key, count in uses.items()
        if count >= _OFTEN and len(pages[key]) >= _PAGES and subjects[key] * _THIRD >= count
    }
    if not names:
        return
    for sheet in sheets:
        for spot in sheet.spots:
            spot.amounts = tuple(amount for amount in spot.amounts if _key(amount) not in names)


def _shares(sheet: Sheet) -> Iterable[tuple[Spot, Found]]:
    return ((spot, amount) for spot in sheet.spots if spot.has_words for amount in spot.amounts if amount.unit_printed)


def _key(amount: Found) -> tuple[object, ...]:
    return amount.quantity.unit, amount.quantity.value, amount.scaled


_SHORTEST = 3
_LONGEST_HEAD = 30


def own_names(deck: DeckText) -> frozenset[str]:
    """Return the comparable forms of the names that a deck gives its company."""
    return frozenset(
        key for suggestion in suggest_company(deck, "") if len(key := plain_name(suggestion.name)) >= _SHORTEST
    )


def scope_of_column(sheet: Sheet, figure: Figure, kind: PageKind, own: frozenset[str]) -> Scope | None:
    """Return whose a value of a table about rivals is, by the name over its column or at the head of its row.

    None where the page is about something else, or the value stands in no table.
    """
    compared = bool(_COMPARED.search(f"{sheet.title}\n{heading_text(sheet, figure.spot)}"))
    if not (compared or kind is PageKind.COMPETITION) or not figure.spot.is_value:
        return None
    heads = _heads(sheet, figure)
    if any(map(_OUR_HEAD.search, heads)):
        return Scope.COMPANY
    if any(map(_OURS.search, heads)):
        return None
    names = [plain_name(text) for text in heads]
    if any(name and any(ours in name for ours in own) for name in names):
        return Scope.COMPANY
    if compared and kind is not PageKind.COMPETITION:
        return Scope.OTHER
    values = [other for other in sheet.beside(figure.spot) if other.is_value or other.has_words]
    rival = len(heads) > 1 and len(values) > 1 and (_is_on_page(sheet, own) or _has_our_head(sheet))
    return Scope.COMPETITOR if rival else None


def _has_our_head(sheet: Sheet) -> bool:
    """Say whether a cell of the page is nothing but a word for ourselves: 당사, Ours, We."""
    return any(_OUR_HEAD.search(spot.cell.text) for spot in sheet.spots if len(spot.cell.text) <= _LONGEST_HEAD)


def _is_on_page(sheet: Sheet, own: frozenset[str]) -> bool:
    """Say whether a short cell of the page bears the company's name: then the other names are its rivals'."""
    short = (plain_name(spot.cell.text) for spot in sheet.spots if len(spot.cell.text) <= _LONGEST_HEAD)
    return any(ours in name for name in short if name for ours in own)


def _heads(sheet: Sheet, figure: Figure) -> list[str]:
    """Return the short cells that head the figure's row and the top of its column."""
    cell = figure.spot.cell
    column = [
        other.cell
        for other in sheet.spots
        if other.has_words and other.cell.y1 <= cell.y0 and other.cell.x0 < cell.x1 and cell.x0 < other.cell.x1
    ]
    row = [other.cell for other in sheet.row_labels(figure.spot)]
    near = [head for head in column if len(head.text) <= _LONGEST_HEAD]
    return [head.text for head in (*row, *near)]
