"""PowerPoint files and pictures go the whole way: received, read in the sandbox, drawn beside their figures."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw, ImageFont
from pptx import Presentation
from pptx.util import Pt

from dealflow.actions.claims import intake, reading_queue, review, sandboxed_reading
from dealflow.actions.platform.context import Acting, Looking
from dealflow.decks import ocr
from dealflow.decks.sandbox import Limits
from dealflow.domain.claims.claims import Origin
from dealflow.domain.claims.deck import DeckState
from tests.actions.conftest import AT, Cast

if TYPE_CHECKING:
    from dealflow.actions.platform.workspace import Workspace

LATER = AT + timedelta(minutes=1)
tesseract = pytest.mark.skipif(
    not ocr.is_available() and os.environ.get("CI") != "true", reason="needs tesserocr and tesseract-ocr-kor"
)


def slides() -> bytes:
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(960), Pt(540)
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    slide.shapes.add_textbox(Pt(100), Pt(100), Pt(600), Pt(60)).text_frame.text = "2024년 매출 153억원 달성"
    slide.notes_slide.notes_text_frame.text = "임직원 42명"
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


def picture() -> bytes:
    drawn = Image.new("RGB", (1600, 900), "white")
    pen = ImageDraw.Draw(drawn)
    for number, line in enumerate(("Gasang Robotics (Fictional)", "Revenue 2024: $4.5M", "Employees: 38")):
        pen.text((150, 150 + 180 * number), line, "black", ImageFont.load_default(70))
    file = io.BytesIO()
    drawn.save(file, "PNG")
    return file.getvalue()


def figures(ws: Workspace, cast: Cast, deck_id: str) -> dict[str, int]:
    return {one.metric: int(one.quantity.value or 0) for one in review.claims(Looking(ws, cast.anna), deck_id)}


@pytest.mark.slow
def test_a_powerpoint_file_is_read_and_drawn(ws: Workspace, cast: Cast) -> None:
    deck_id = intake.receive(Acting(ws, cast.anna, AT), file_name="a.pptx", data=slides()).deck_id
    assert reading_queue.read_one(ws, deck_id, at=LATER) is DeckState.READ
    assert figures(ws, cast, deck_id) == {"revenue": 15_300_000_000, "employees_total": 42}
    width, height = intake.deck(Looking(ws, cast.anna), deck_id).page_sizes_pt[0]
    drawn = Image.open(io.BytesIO(intake.page_picture(Looking(ws, cast.anna), deck_id, 1, dpi=72)))
    assert drawn.size == (round(width), round(height))


@tesseract
def test_a_zip_of_pictures_becomes_a_deck_of_each(ws: Workspace, cast: Cast) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("1.png", picture())
        archive.writestr("2.png", b"\x89PNG\r\n\x1a\n and no more")
    first, second = intake.receive_all(Acting(ws, cast.anna, AT), file_name="a.zip", data=file.getvalue())
    assert reading_queue.read_one(ws, first.deck_id, at=LATER) is DeckState.READ
    assert figures(ws, cast, first.deck_id)["revenue"] == 4_500_000
    assert {one.claim.origin for one in review.claims(Looking(ws, cast.anna), first.deck_id)} == {Origin.OCR}
    assert reading_queue.read_one(ws, second.deck_id, at=LATER) is DeckState.REFUSED
    assert intake.deck(Looking(ws, cast.anna), second.deck_id).refusal == "damaged"


def test_limits_grow_with_the_pictures_to_read() -> None:
    usual = Limits()
    assert sandboxed_reading.limits_for(0) == usual
    some, many = sandboxed_reading.limits_for(3), sandboxed_reading.limits_for(60)
    assert usual.cpu_s < some.cpu_s < many.cpu_s <= 400
    assert usual.wall_s < some.wall_s < many.wall_s
    assert usual.memory_mb < some.memory_mb == many.memory_mb <= 1536
