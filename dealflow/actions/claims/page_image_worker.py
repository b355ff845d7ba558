"""Draw one page of a deck as JPEG on stdout. Run in the sandbox: ``picture_worker PAGE DPI [SLIDES]``.

On stdin stands the file; before it, if ``SLIDES`` is above 0, so many bytes of PDF that show the same slides.
"""

from __future__ import annotations

import sys

from dealflow.actions.claims.worker_io import answer
from dealflow.decks import images, render, sniff
from dealflow.errors import InvalidInputError


def picture(data: bytes, page: int, dpi: int, slides: int = 0) -> bytes:
    """Return a page (1-based) of a PDF, a PowerPoint file or a picture as a JPEG.

    Raises:
        InvalidInputError: there is no such page.
        UnreadableDeckError: it cannot be drawn.
    """
    pdf, file = data[:slides], data[slides:]
    kind = sniff.kind_of(file)
    if kind is sniff.Kind.PPTX:
        from dealflow.decks.slides import slide_picture

        return render.jpeg(slide_picture(file, page, dpi, pdf or None))
    if kind is sniff.Kind.DOCX:
        from dealflow.decks import docx, papers

        return render.jpeg(papers.page_image(docx.laid_out(file), page, dpi))
    if kind in images.KINDS:
        if page != 1:
            raise InvalidInputError(field="page", problem="no_such_page")
        return render.jpeg(images.page_image(file, dpi))
    return render.page_picture(file, page, dpi)


def main(arguments: list[str]) -> int:
    """Return the exit code: 0 with the picture on stdout, 3 with the reason on stderr."""
    page, dpi, *slides = (int(argument) for argument in arguments)
    return answer(lambda data: picture(data, page, dpi, *slides))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
