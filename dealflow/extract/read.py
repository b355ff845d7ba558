"""The public door: a deck's words in, its claims out. The same words give the same claims."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import ReviewReason
from dealflow.domain.values.period import told_span
from dealflow.domain.values.quantity import MONEY, Unit
from dealflow.domain.values.register_numbers import may_name_a_person
from dealflow.extract.candidates import candidates_of
from dealflow.extract.deck_day import deck_day
from dealflow.extract.headings import last_unit
from dealflow.extract.labels import catalogue_index
from dealflow.extract.own_name import own_names, without_own_name
from dealflow.extract.scope import PageKind
from dealflow.extract.scope import page_kind as kind_of_page
from dealflow.extract.settle import settle
from dealflow.extract.sheet import Sheet
from dealflow.extract.turned import turn_of, turned_back, upright
from dealflow.extract.unit_scope import deck_money
from dealflow.extract.wording import worded_candidates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from dealflow.domain.claims.claims import Claim, Metric
    from dealflow.domain.claims.page import DeckText, Page
    from dealflow.domain.claims.phrase_rules import Wordings
    from dealflow.extract.candidates import Candidate

EXTRACTOR = "dealflow-extract/6"
"""Name and version of the extractor; claims carry it."""

_FOUNDED = "founded_date"
_A_DOCUMENT = 4
_SPENDING = "use_of_funds"
_OF_A_BUDGET = frozenset({_SPENDING, "other", "expenses", "founded_date", "awards", "certifications"})
_MOST_CELLS = 10
"""More figures of one name in one picture are a grid."""


def read_claims(
    deck: DeckText,
    metrics: Sequence[Metric],
    *,
    wordings: Wordings | None = None,
    read_on: date | None = None,
    failed: set[int] | None = None,
) -> tuple[Claim, ...]:
    """Return the claims of a deck, in page order, each with its evidence.

    Args:
        deck: the words of the deck with their boxes.
        metrics: the catalogue; figures that none of them names come back as ``other``.
        wordings: how facts without a number are told; without them only figures come back.
        read_on: the day that splits past from future years where the deck's cover names none; without either
            such a figure's status stays unknown. Of a page of projections it splits nothing: years that are over
            when an old deck is read were still to come when it was written.
        failed: the numbers of the pages on which this program itself failed are put in, and the other pages are read;
            without it, such a failure is raised.
    """
    index = catalogue_index(metrics)
    turns = {page.number: turn for page in deck.pages if (turn := turn_of(page))}
    sheets = [Sheet(_as_read(page, turns), index) for page in deck.pages if page.words]
    for before, sheet in pairwise(sheets):
        sheet.inherited = last_unit(before)
    without_own_name(sheets)
    has_rivals = any(kind_of_page(sheet) is PageKind.COMPETITION for sheet in sheets)
    own = own_names(deck) if has_rivals else frozenset()
    currency = deck_money(sheets)
    own_day = deck_day(deck)
    candidates: list[Candidate] = []
    for sheet in sheets:
        today = own_day or (None if kind_of_page(sheet) is PageKind.PROJECTIONS else read_on)
        try:
            candidates.extend(_stated_on(sheet, wordings, currency=currency, today=today, own=own))
        except Exception:
            if failed is None:
                raise
            failed.add(sheet.page.number)
    for page in deck.pages:
        if page.number in turns:
            candidates = [_placed(candidate, page, turns[page.number]) for candidate in candidates]
    precise = _most_precise(_without_grids(candidates))
    if len(deck.pages) >= _A_DOCUMENT and _is_of_a_budget({candidate.metric for candidate in precise}):
        precise = [candidate for candidate in precise if candidate.quantity.unit is Unit.TEXT]
    anonymous = [
        candidate for candidate in precise if not may_name_a_person(f"{candidate.evidence.quote} {candidate.label}")
    ]
    return settle(anonymous, sha256=deck.sha256, extractor=EXTRACTOR)


def _stated_on(
    sheet: Sheet, wordings: Wordings | None, *, currency: Unit | None, today: date | None, own: frozenset[str]
) -> list[Candidate]:
    """Return what a page states, in figures and in words."""
    figures = candidates_of(sheet, currency=currency, today=today, own=own)
    if wordings is None:
        return list(figures)
    worded_metrics = frozenset(wording.metric for wording in wordings.facts)
    kept = (candidate for candidate in figures if not _is_left_to_words(candidate, worded_metrics))
    return [*kept, *worded_candidates(sheet, wordings, today=today)]


def _is_of_a_budget(metrics: AbstractSet[str]) -> bool:
    """Say whether all that a document states of a business is how a budget is spent: a project's plan or a study."""
    return _SPENDING in metrics and metrics <= _OF_A_BUDGET


def _as_read(page: Page, turns: Mapping[int, int]) -> Page:
    return upright(page, turns[page.number]) if page.number in turns else page


def _placed(candidate: Candidate, page: Page, turn: int) -> Candidate:
    """Return a candidate with its boxes where they stand on the page, which was turned upright for reading."""
    evidence = candidate.evidence
    if evidence.page != page.number:
        return candidate
    boxes, labels = (
        tuple(turned_back(box, page, turn) for box in boxes) for boxes in (evidence.boxes, evidence.label_boxes)
    )
    return replace(candidate, evidence=replace(evidence, boxes=boxes, label_boxes=labels))


def _without_grids(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without the cells of grids in pictures: a cohort table is looked at, not recorded.

    A row or column of one amount of money a year is no grid.
    """

    def heading(candidate: Candidate) -> tuple[int, str, str] | None:
        if ReviewReason.OCR not in candidate.reasons:
            return None
        named = any(map(str.isalpha, candidate.label))  # a day names nothing: the rows of cohorts bear one
        return candidate.evidence.page, candidate.metric, candidate.label if named else ""

    under = Counter(map(heading, candidates))
    dated = [candidate for candidate in candidates if candidate.quantity.unit in MONEY and candidate.period is not None]
    periods = {head: {candidate.period for candidate in dated if heading(candidate) == head} for head in under}
    return [
        candidate
        for candidate in candidates
        if (head := heading(candidate)) is None or under[head] <= _MOST_CELLS or len(periods[head]) == under[head]
    ]


def _is_left_to_words(candidate: Candidate, worded_metrics: AbstractSet[str]) -> bool:
    """Say whether a day belongs to an event that is told in words: its words say whose it is, and whether planned."""
    return candidate.quantity.unit is Unit.DATE and candidate.metric in worded_metrics and candidate.metric != _FOUNDED


def _most_precise(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates without days that a page tells more precisely (2026 beside 2026-Q4), or tells again."""
    spans = {
        id(candidate): told_span(candidate.quantity.text or "")
        for candidate in candidates
        if candidate.quantity.unit is Unit.DATE
    }

    def is_vaguer(candidate: Candidate, place: int) -> bool:
        span = spans[id(candidate)]
        return span is not None and any(
            (other.metric, other.scope, other.evidence.page)
            == (candidate.metric, candidate.scope, candidate.evidence.page)
            and (inner := spans.get(id(other))) is not None
            and span[0] <= inner[0]
            and inner[1] <= span[1]
            and (inner != span or at > place)
            for at, other in enumerate(candidates)
            if other is not candidate
        )

    return [
        candidate
        for place, candidate in enumerate(candidates)
        if id(candidate) not in spans or not is_vaguer(candidate, place)
    ]
