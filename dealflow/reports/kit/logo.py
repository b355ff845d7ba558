"""A house's mark on what it writes: inside an HTML file, on a DOCX."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Final

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.shared import Emu

from dealflow.decks.sniff import kind_of

if TYPE_CHECKING:
    from docx.document import Document

_WIDE_CM: Final = 4.5
_HIGH_CM: Final = 1.1
_EMU_A_CM: Final = 360_000


def address(logo: bytes) -> str:
    """Return the picture as an address that holds it; no bytes: nothing."""
    return f"data:image/{kind_of(logo).value};base64,{base64.b64encode(logo).decode()}" if logo else ""


def put_on(document: Document, *logos: bytes) -> None:
    """Write the pictures on a line of their own at the end of a document, as large as fits; no bytes: nothing.

    A picture that the library cannot read is left out: a paper without its mark is a paper.
    """
    there = [logo for logo in dict.fromkeys(logos) if logo]
    if not there:
        return
    paragraph = document.add_paragraph()
    for logo in there:
        run = paragraph.add_run()
        try:
            picture = run.add_picture(io.BytesIO(logo))
        except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError):
            continue
        factor = min(_WIDE_CM * _EMU_A_CM / picture.width, _HIGH_CM * _EMU_A_CM / picture.height)
        picture.width, picture.height = Emu(int(picture.width * factor)), Emu(int(picture.height * factor))
        paragraph.add_run("   ")
