"""Golden claims: what a careful reader takes from a deck, known by construction and checked against its text layer.

One JSON line a printed figure. ``value`` is absolute; ``quote`` is the printed line (or cell) with the figure's own
words in ``printed``. A distractor stands on the page but is not the company's figure.
"""

from __future__ import annotations

import json
import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import pypdfium2

from fiction.slides import Deck, Figure, figures, printed

DIGITS = re.compile(r"\d[\d,.]*")


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def line(figure: Figure, quote: str, page: int) -> dict[str, object]:
    """Return one golden claim as plain values, in the order that people read."""
    said = figure.said
    return {
        "page": page,
        "metric": figure.metric,
        "value": _number(said.value),
        "value_min": _number(said.value_min),
        "value_max": _number(said.value_max),
        "unit": said.unit,
        "printed": said.text,
        "scope": figure.scope,
        "status": figure.status,
        "period": figure.period,
        "aggregation": figure.aggregation,
        "subject": figure.subject,
        "bound": said.bound,
        "approx": said.approx,
        "tier": figure.tier,
        "distractor": figure.distractor is not None,
        "why": figure.distractor,
        "quote": quote,
    }


def golden(deck: Deck) -> list[dict[str, object]]:
    """Return the golden claims of a deck in reading order."""
    return [
        line(figure, printed(words), page)
        for page, slide in enumerate(deck.slides, 1)
        for figure, words in figures(slide)
    ]


def squeezed(words: str) -> str:
    """Return words without any white space, in one Unicode form: line breaks and kerning do not count."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", words))


def page_texts(path: Path) -> list[str]:
    """Return the text layer of every page, squeezed."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [squeezed(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def missing(claims: list[dict[str, object]], path: Path) -> list[str]:
    """Return the printed numbers of golden claims that do not stand in their page's text layer."""
    texts = page_texts(path)
    return [
        f"{path.name} p.{claim['page']}: {claim['printed']}"
        for claim in claims
        for number in DIGITS.findall(str(claim["printed"]))
        if squeezed(number) not in texts[int(str(claim["page"])) - 1]
    ]


def write(claims: list[dict[str, object]], path: Path) -> None:
    """Write golden claims, one a line."""
    path.write_text("".join(json.dumps(claim, ensure_ascii=False) + "\n" for claim in claims), encoding="utf-8")
