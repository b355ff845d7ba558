"""The words that prove a figure: its clause, its printed label, its quote and the boxes around them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dealflow.domain.claims.claims import Evidence
from dealflow.extract.cues import cues

if TYPE_CHECKING:
    from dealflow.domain.claims.page import Box
    from dealflow.extract.figure import Figure

_CUES = cues("figure")
_DIGIT = re.compile(r"\d")
_LABEL_AHEAD = 24
"""A label this many letters before its amount stands in the quote with it."""
_LABEL_AFTER = 12


def clause_of(figure: Figure) -> str:
    """Return the words of the amount's own line up to the next break."""
    text, amount = figure.spot.cell.text, figure.amount
    start = max((text.rfind(sign, 0, amount.start) for sign in (". ", "·", ";", ", ", "•")), default=-1) + 1
    stops = [place for place in (text.find(sign, amount.end) for sign in (". ", "·", ";", ", ", "•")) if place >= 0]
    return text[start : min(stops, default=len(text))].strip()


def paragraph_of(figure: Figure) -> str:
    """Return the words of the amount's paragraph."""
    paragraph = figure.spot.cell.paragraph
    return paragraph.text if paragraph is not None and not figure.spot.is_value else figure.spot.cell.text


def label_of(figure: Figure) -> str:
    """Return the printed label; of a label in the amount's own line or paragraph also the direction (감소)."""
    own = figure.label_spot is figure.spot or bool(figure.label_text)
    if figure.metric is None or not figure.metric.needs or not own:
        return figure.label
    cell, paragraph = figure.spot.cell, figure.spot.cell.paragraph
    behind = cell.text[figure.amount.end :]
    if not behind.strip() and paragraph is not None:
        behind = paragraph.text[paragraph.offset_of(cell) + figure.amount.end :]
    after = _CUES["direction"].match(" ".join(behind.split()) if behind[:1].strip() else f" {behind.strip()}")
    return f"{figure.label} {after.group().strip()}" if after else figure.label


def evidence_of(page: int, figure: Figure) -> Evidence:
    """Return the page, the boxes of the amount and of its label, and the words: the amount with a label right by it."""
    cell = figure.spot.cell
    start, end = figure.amount.start, figure.amount.end
    if figure.label_spot is figure.spot and not figure.spot.is_value:
        first, last = figure.label_span
        if 0 <= start - last <= _LABEL_AHEAD and figure.metric is not None and not _DIGIT.search(cell.text[last:start]):
            start = first
        elif 0 <= first - end <= _LABEL_AFTER and figure.metric is not None and not _DIGIT.search(cell.text[end:first]):
            end = last
    after = _CUES["direction"].match(cell.text, end)
    if after:
        end = after.end()
    label_boxes: tuple[Box, ...] = ()
    if figure.label_spot is not None:
        label_boxes = figure.label_spot.cell.boxes_of(*figure.label_span)
    quote = cell.text[start:end]
    lead = len(quote) - len(quote.lstrip())
    return Evidence(page, cell.boxes_of(start + lead, end), label_boxes, quote.strip())
