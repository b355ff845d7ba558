"""Office files made by code, and changed part by part where the libraries cannot make what PowerPoint makes."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.util import Pt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from dealflow.domain.claims.page import Page

A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def deck() -> Any:
    """Return a presentation of 960 x 540 points without slides."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = Pt(960), Pt(540)
    return presentation


def blank(presentation: Any) -> Any:
    """Return a new slide without placeholders."""
    return presentation.slides.add_slide(presentation.slide_layouts[6])


def saved(document: Any) -> bytes:
    """Return the bytes of a presentation or document."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def slides_of(*texts: str) -> bytes:
    """Return a deck with one text box a slide."""
    presentation = deck()
    for text in texts:
        blank(presentation).shapes.add_textbox(Pt(100), Pt(100), Pt(500), Pt(50)).text_frame.text = text
    return saved(presentation)


def changed(data: bytes, change: Callable[[str, bytes], bytes], added: Mapping[str, bytes] | None = None) -> bytes:
    """Return the file with every part changed, and parts added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
        for part, content in (added or {}).items():
            new.writestr(part, content)
    return file.getvalue()


def with_shapes(data: bytes, shapes: str, relations: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return a deck whose first slide has further shapes, relations and parts, all as XML."""

    def change(part: str, content: bytes) -> bytes:
        if part == "ppt/slides/slide1.xml":
            return content.replace(b"</p:spTree>", shapes.encode() + b"</p:spTree>")
        if part == "ppt/slides/_rels/slide1.xml.rels":
            return content.replace(b"</Relationships>", relations.encode() + b"</Relationships>")
        return content

    return changed(data, change, parts)


def box(text: str, top: int = 100, run: str = "", own: str = "") -> str:
    """Return a text box as XML: ``run`` are attributes of its letters, ``own`` of the shape's name."""
    return (
        f'<p:sp {P} {A}><p:nvSpPr><p:cNvPr id="{top}" name="box" {own}/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
        f'<p:spPr><a:xfrm><a:off x="1270000" y="{top * 12700}"/><a:ext cx="6350000" cy="635000"/></a:xfrm></p:spPr>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr {run}/><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )


def frame(inner: str, uri: str) -> str:
    """Return a graphic frame of 500 x 300 points at (100, 200)."""
    return (
        f'<p:graphicFrame {P} {A} {R}><p:nvGraphicFramePr><p:cNvPr id="99" name="frame"/><p:cNvGraphicFramePr/>'
        '<p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="1270000" y="2540000"/>'
        '<a:ext cx="6350000" cy="3810000"/></p:xfrm>'
        f'<a:graphic><a:graphicData uri="{uri}">{inner}</a:graphicData></a:graphic></p:graphicFrame>'
    )


def strict(data: bytes) -> bytes:
    """Return an office file with the namespaces of Strict Open XML."""
    usual = re.compile(rb"http://schemas\.openxmlformats\.org/(?!package)(\w+)/2006/(\w+)")
    return changed(
        data,
        lambda part, content: (
            usual.sub(rb"http://purl.oclc.org/ooxml/\1/\2", content) if part.endswith(("xml", "rels")) else content
        ),
    )


def texts(page: Page) -> list[str]:
    """Return a page's words."""
    return [word.text for word in page.words]


def lines_of(page: Page) -> list[str]:
    """Return a page's words joined where they stand on one line, from the top, from the left."""
    rows: dict[int, list[Any]] = {}
    for word in page.words:
        rows.setdefault(round((word.box.y0_pt + word.box.y1_pt) / 2), []).append(word)
    ordered: Iterable[tuple[int, list[Any]]] = sorted(rows.items())
    return [" ".join(word.text for word in sorted(row, key=lambda word: word.box.x0_pt)) for _, row in ordered]
