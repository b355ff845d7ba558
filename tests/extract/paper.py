"""Real PDFs of fictional companies, made by code: a title, lines of text, tables; and what is read off them."""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from dealflow.catalogue.metrics import load_metrics
from dealflow.decks.read import read_deck
from dealflow.extract import read_claims

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dealflow.domain.claims.claims import Claim

FONT = "HYGothic-Medium"
WIDTH, HEIGHT = 960, 540
TODAY = date(2026, 11, 23)
_METRICS = load_metrics()

Line = str | tuple[str, ...]
"""A line of text, or a row of a table: its label and its cells."""


def paper(*pages: tuple[str, Sequence[Line]]) -> bytes:
    """Return the bytes of a PDF with a title and some lines a page; rows of a table stand in columns."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(WIDTH, HEIGHT), invariant=1)
    for title, lines in pages:
        canvas.setFont(FONT, 28)
        canvas.drawString(48, HEIGHT - 60, title)
        canvas.setFont(FONT, 16)
        for number, line in enumerate(lines):
            y = HEIGHT - 130 - 52 * number
            if isinstance(line, str):
                canvas.drawString(60, y, line)
                continue
            canvas.drawString(60, y, line[0])
            for column, cell in enumerate(line[1:]):
                canvas.drawRightString(420 + 160 * column, y, cell)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def claims_on(*pages: tuple[str, Sequence[Line]]) -> tuple[Claim, ...]:
    """Return what is read off a PDF of such pages."""
    return read_claims(read_deck(paper(*pages), "paper.pdf"), _METRICS, read_on=TODAY)


def claims_of(*lines: Line, title: str = "주요 성과") -> tuple[Claim, ...]:
    """Return what is read off a PDF of one page."""
    return claims_on((title, lines))


def only(*lines: Line, title: str = "주요 성과") -> Claim:
    """Return the one claim of a page."""
    (claim,) = claims_of(*lines, title=title)
    return claim


def named(metric: str, *lines: Line, title: str = "주요 성과") -> Claim:
    """Return the one claim of a page that a metric names."""
    (claim,) = (claim for claim in claims_of(*lines, title=title) if claim.metric == metric)
    return claim
