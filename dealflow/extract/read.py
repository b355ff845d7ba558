"""The public door: a deck's words in, its claims out. The same words give the same claims."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING

from dealflow.domain.facts import ReviewReason
from dealflow.domain.period import PeriodKind
from dealflow.domain.quantity import MONEY, Unit
from dealflow.extract.candidates import candidates_of
from dealflow.extract.labels import catalogue_index
from dealflow.extract.layout import cells_of
from dealflow.extract.numbers import find_quantities
from dealflow.extract.periods import find_periods
from dealflow.extract.settle import settle
from dealflow.extract.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from dealflow.domain.facts import Claim, Metric
    from dealflow.domain.page import DeckText
    from dealflow.extract.candidates import Candidate

EXTRACTOR = "dealflow-extract/1"
"""Name and version of the extractor; claims carry it."""

_COVER_WORDS = 60
"""A first page with more words, or with money or shares, is no cover; its dates are not the deck's."""
_FIGURES = MONEY | {Unit.PERCENT}
_MOST_CELLS = 10
"""More figures of one name in one picture are a grid."""


def read_claims(deck: DeckText, metrics: Sequence[Metric], *, read_on: date | None = None) -> tuple[Claim, ...]:
    """Return the claims of a deck, in page order, each with its evidence.

    Args:
        deck: the words of the deck with their boxes.
        metrics: the catalogue; figures that none of them names come back as ``other``.
        read_on: the day that splits past from future years where the deck's cover names none; without either
            such a figure's status stays unknown.
    """
    index = catalogue_index(metrics)
    sheets = [Sheet(page, index) for page in deck.pages if page.words]
    currency = _currency(sheets)
    today = deck_date(deck) or read_on
    candidates = chain.from_iterable(candidates_of(sheet, currency=currency, today=today) for sheet in sheets)
    return settle(_without_grids(list(candidates)), sha256=deck.sha256, extractor=EXTRACTOR)


def _without_grids(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without the cells of grids in pictures: a cohort table is looked at, not recorded."""

    def heading(one: Candidate) -> tuple[int, str, str] | None:
        return (one.evidence.page, one.metric, one.label) if ReviewReason.OCR in one.reasons else None

    under = Counter(map(heading, candidates))
    return [one for one in candidates if heading(one) is None or under[heading(one)] <= _MOST_CELLS]


def deck_date(deck: DeckText) -> date | None:
    """Return the last day of the month that the cover names (Oct. 2024, 2025.06.27); nothing where it names none."""
    if not deck.pages or len(deck.pages[0].words) > _COVER_WORDS:
        return None
    cells = cells_of(deck.pages[0])
    if any(found.quantity.unit in _FIGURES for cell in cells for found in find_quantities(cell.text)):
        return None
    for cell in cells:
        for dated in find_periods(cell.text):
            if dated.period.kind in {PeriodKind.MONTH, PeriodKind.AS_OF} and dated.period.end is not None:
                return dated.period.end
    return None


def _currency(sheets: Sequence[Sheet]) -> Unit | None:
    """Return the money that the deck prints most; nothing where it prints none."""
    printed = Counter(
        found.quantity.unit
        for sheet in sheets
        for spot in sheet.spots
        for found in spot.amounts
        if found.quantity.unit in MONEY
    )
    return printed.most_common(1)[0][0] if printed else None
