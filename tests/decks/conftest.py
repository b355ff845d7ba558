"""PDFs made by code, for these tests: fictional companies, no file on disk."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Protocol

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Callable

KOREAN = "HYGothic-Medium"


class Draw(Protocol):
    """Draws pages and returns the PDF's bytes."""

    def __call__(self, *pages: Callable[[Canvas], object], size: tuple[float, float] = (960, 540)) -> bytes: ...


@pytest.fixture(scope="session")
def draw() -> Draw:
    pdfmetrics.registerFont(UnicodeCIDFont(KOREAN))

    def drawn(*pages: Callable[[Canvas], object], size: tuple[float, float] = (960, 540)) -> bytes:
        file = io.BytesIO()
        canvas = Canvas(file, pagesize=size, invariant=1)
        for page in pages:
            canvas.setFont("Helvetica", 20)
            page(canvas)
            canvas.showPage()
        canvas.save()
        return file.getvalue()

    return drawn


@pytest.fixture(scope="session")
def slide(draw: Draw) -> bytes:
    """One slide: a number of two sizes at the left, its label below, in Korean and English."""

    def page(canvas: Canvas) -> None:
        canvas.drawString(100, 400, "Gasang Robotics (Fictional)")
        canvas.setFont(KOREAN, 40)
        canvas.drawString(100, 300, "12.4")
        width = canvas.stringWidth("12.4", KOREAN, 40)
        canvas.setFont(KOREAN, 20)
        canvas.drawString(100 + width, 300, "억원")
        canvas.drawString(100, 260, "2024년 매출")

    return draw(page)
