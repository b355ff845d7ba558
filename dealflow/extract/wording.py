"""Facts told in words: a label and its value, a phrase, an event with its day, a register number.

A wrong fact in words is as bad as a wrong number: what a page about others, a career, a product's screen or a table of
many companies says gives nothing. How facts are told is data (``catalogue/wording.toml``).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import Evidence
from dealflow.domain.claims.phrase_rules import Way
from dealflow.domain.values import register_numbers
from dealflow.domain.values.quantity import Quantity, Unit
from dealflow.extract.clauses import Clause, clauses_of, heading_over, period_near
from dealflow.extract.days import days_of
from dealflow.extract.pairs import Pair, pairs_of
from dealflow.extract.scope import page_kind
from dealflow.extract.worded_facts import Told, candidate_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from dealflow.domain.claims.page import Box
    from dealflow.domain.claims.phrase_rules import Wording, Wordings
    from dealflow.extract.candidates import Candidate
    from dealflow.extract.sheet import Sheet
    from dealflow.extract.spots import Spot

_LONGEST = 90
"""Longer values are sentences."""
_EDGES = " \t,.;:·-–—~●▪■◆▶✓✔※*'\"‘’“”"
_LEADING_DATE = re.compile(
    r"^[\s●▪■◆▶✓✔※*·-]*\(?['’‘]?(?:(?:19|20)\d\d|\d\d(?=[.년]))(?:\s?[.\-/년]\s?\d{1,2}(?!\d))?(?:\s?[.\-/월]\s?\d{0,2})?[년월일]?\)?[.:]?\s+"
)
_LONGEST_CLAUSE = 240
_SHARED = 0.5
_ITEMS = re.compile(r"\s*[,/·;]\s*|\s{2,}")
_AHEAD = re.compile(r"\s?(?:\([^()]{0,12}\)\s?)?[:：.|]?\s*")


def worded_candidates(sheet: Sheet, wordings: Wordings, *, today: date | None) -> Iterator[Candidate]:
    """Give the facts that a page tells in words, each once."""
    kind = page_kind(sheet).value
    pairs = pairs_of(sheet, wordings.profile)
    lines = [(spot, clause) for spot in sheet.spots if spot.has_words for clause in clauses_of(spot.cell.text)]
    seen: list[Candidate] = []
    for wording in wordings.facts:
        if kind in wording.skip:
            continue
        for fact in _found(sheet, wording, pairs, lines):
            candidate = candidate_of(sheet, fact, wordings, today)
            if candidate is not None and not any(_is_again(candidate, other) for other in seen):
                seen.append(candidate)
                yield candidate


def _is_again(candidate: Candidate, other: Candidate) -> bool:
    """Say whether the same fact was told before, or a longer value of it was read off the same words."""
    if candidate.metric != other.metric:
        return False
    longer = (candidate.quantity.text or "") in (other.quantity.text or "")
    return candidate.quantity == other.quantity or (
        longer and any(_overlap(box, there) for box in candidate.evidence.boxes for there in other.evidence.boxes)
    )


def _overlap(box: Box, other: Box) -> bool:
    across = min(box.x1_pt, other.x1_pt) - max(box.x0_pt, other.x0_pt)
    down = min(box.y1_pt, other.y1_pt) - max(box.y0_pt, other.y0_pt)
    return across > _SHARED * min(box.width_pt, other.width_pt) and down > _SHARED * min(box.height_pt, other.height_pt)


def _found(sheet: Sheet, wording: Wording, pairs: list[Pair], lines: list[tuple[Spot, Clause]]) -> Iterator[Told]:
    if wording.way in {Way.PAIR, Way.NUMBER}:
        for pair in pairs:
            if wording.words.fullmatch(pair.label) and (pair.stacked or not wording.stacked):
                yield from _beside(sheet, wording, pair)
    for spot, clause in lines if wording.way is not Way.PAIR else ():
        if not _fits(sheet, wording, spot, clause):
            continue
        if wording.way is Way.NUMBER:
            yield from _numbers(sheet, wording, spot, clause)
        elif wording.way is Way.DAY:
            yield from days_of(sheet, wording, spot, clause, pairs)
        else:
            yield from _phrases(sheet, wording, spot, clause)


def _fits(sheet: Sheet, wording: Wording, spot: Spot, clause: Clause) -> bool:
    """Say whether a clause may tell the wording's fact: something of it, what it needs, nothing that it avoids."""
    if len(clause.text) > _LONGEST_CLAUSE or not wording.words.search(clause.text):
        return False
    if wording.avoid is not None and wording.avoid.search(spot.cell.text):
        return False
    if wording.needs is None or wording.needs.search(spot.cell.text):
        return True
    return bool(wording.needs.search(f"{heading_over(sheet, spot)} {sheet.title}"))


def _beside(sheet: Sheet, wording: Wording, pair: Pair) -> Iterator[Told]:
    """Give the values that stand beside a label."""
    if wording.avoid is not None and wording.avoid.search(f"{pair.label} {pair.value}"):
        return
    for start, end, text, fails in _values(wording, pair.value):
        evidence = Evidence(sheet.page.number, pair.boxes_of(start, end), pair.label_boxes, pair.value[start:end])
        quantity = Quantity(Unit.TEXT, text=_closed_up(text))
        clause = f"{pair.label} {pair.value}"
        yield Told(wording, quantity, evidence, pair.value_spots[0], clause, pair.label, check_fails=fails)


def _closed_up(text: str) -> str:
    """Return words without the spaces that kerning leaves in brackets."""
    return re.sub(r"\s+(?=[)\]])|(?<=[(\[])\s+", "", " ".join(text.split()))


def _values(wording: Wording, text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Give each value in the words beside a label: where it stands, how it is kept, whether its check digit fails."""
    if wording.way is Way.NUMBER:
        number = _number(wording.metric, text)
        if number is not None:
            yield number
    elif wording.terms:
        for term in wording.terms:
            match = term.words.search(text)
            if match:
                yield match.start(), match.end(), term.name, False
    elif wording.is_list:
        items = [item.strip(_EDGES) for item in _ITEMS.split(text)]
        named_items = [item for item in items if wording.value is None or wording.value.search(item)]
        if named_items:
            yield 0, len(text), ", ".join(named_items), False
    elif wording.value is None or wording.value.search(text):
        yield 0, len(text), text, False


def _number(metric: str, text: str) -> tuple[int, int, str, bool] | None:
    if metric == "corp_reg_no":
        number = register_numbers.corp_reg_no(text)
        return (*number, False) if number else None
    number = register_numbers.biz_reg_no(text)
    return (*number, not register_numbers.biz_reg_no_valid(number[2])) if number else None


def _numbers(sheet: Sheet, wording: Wording, spot: Spot, clause: Clause) -> Iterator[Told]:
    """Give the register numbers that stand right after their label in one line."""
    text = spot.cell.text
    for label in wording.words.finditer(text, clause.start, clause.start + len(clause.text)):
        ahead = _AHEAD.match(text, label.end())
        number = _number(wording.metric, text[label.end() :])
        if number is None or ahead is None or label.end() + number[0] > ahead.end():
            continue
        start, end = label.end() + number[0], label.end() + number[1]
        boxes, label_boxes = spot.cell.boxes_of(start, end), spot.cell.boxes_of(*label.span())
        evidence = Evidence(sheet.page.number, boxes, label_boxes, text[start:end])
        quantity = Quantity(Unit.TEXT, text=number[2])
        words = text[label.start() : end]
        yield Told(wording, quantity, evidence, spot, words, label.group().strip(), check_fails=number[3])


def _phrases(sheet: Sheet, wording: Wording, spot: Spot, clause: Clause) -> Iterator[Told]:
    """Give the facts that a clause tells by its own words."""
    for start, end, name in _matches(wording, clause):
        words = spot.cell.text[start:end]
        first = start + len(words) - len(words.lstrip(_EDGES))
        words = words.strip(_EDGES)
        if not words or len(words) > _LONGEST:
            continue
        evidence = Evidence(sheet.page.number, spot.cell.boxes_of(first, first + len(words)), (), words)
        quantity = Quantity(Unit.TEXT, text=name or _closed_up(words))
        yield Told(wording, quantity, evidence, spot, clause.text, dated=period_near(sheet, spot, clause))


def _matches(wording: Wording, clause: Clause) -> Iterator[tuple[int, int, str]]:
    """Give what a clause holds of the wording: where it stands in the line, and its name where it has one."""
    if wording.terms:
        for term in wording.terms:
            for match in term.words.finditer(clause.text):
                yield clause.start + match.start(), clause.start + match.end(), term.name
        return
    date = _LEADING_DATE.match(clause.text)
    for match in wording.words.finditer(clause.text, date.end() if date else 0):
        named = next((name for name, value in match.groupdict().items() if value), None)
        start, end = match.span(named) if named else match.span()
        yield clause.start + start, clause.start + end, ""
