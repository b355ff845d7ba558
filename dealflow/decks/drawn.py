"""What is drawn on a page besides words: how much pictures cover, thin lines, and what lies behind pale words."""

from __future__ import annotations

from ctypes import byref, c_float, c_int, c_uint
from typing import TYPE_CHECKING

from pypdfium2 import raw

from dealflow.decks import pdfium
from dealflow.domain.page import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_OBJECTS = 1500
"""A chart may hold ten thousand strokes; beyond this many objects a page is not looked at further."""
_DEEPEST_FORM = 2
_THIN_PT = 2.5
_LONG_PT = 12.0
_MOST_RULES = 200
_GRID = 24
_PALE = 248
_INVISIBLE_MODES = frozenset((raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP))
_LOOKED_AT = frozenset((raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_SHADING, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_TEXT))
_SCAN_CONFIDENCE = 0.7

_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Affine = tuple[float, float, float, float, float, float]


class Drawing:
    """A page's pictures and shapes; its handles hold only while the page is open."""

    def __init__(self) -> None:
        self.pictures: list[Box] = []
        self.shapes: list[tuple[int, Box]] = []
        self.rules: tuple[Box, ...] = ()
        self.picture_share = 0.0
        self.spaces: dict[int, list[float]] = {}
        self._object = 0
        self._ink = _Ink()

    def confidence(self, text: int, index: int, box: Box) -> float | None:
        """Return how sure the words of a character's text object are, or None if nobody can see them.

        Args:
            text: the handle of the text page.
            index: the character's index.
            box: where the word stands on the displayed page.

        Words without ink over a picture are the text layer of a scan: believed less, but not hidden.
        """
        handle = pdfium.char_object(text, index)
        if handle != self._object:
            self._object = handle
            self._ink.look(handle, text, index)
        if self._ink.invisible:
            return _SCAN_CONFIDENCE if _over(box, self.pictures) else None
        if self._ink.pale and not self._has_backdrop(box):
            return None
        return 1.0

    def prints_space_after(self, box: Box) -> bool:
        """Return whether a text object of nothing but spaces begins at the right end of a word's box.

        PDFium leaves such objects out and makes up a space of its own; office programs write them.
        """
        end = int(box.x1_pt)
        return any(box.y0_pt <= y <= box.y1_pt for x in (end - 1, end, end + 1) for y in self.spaces.get(x, ()))

    def _has_backdrop(self, box: Box) -> bool:
        if _over(box, self.pictures):
            return True
        return any(_over(box, (place,)) and _is_coloured(handle) for handle, place in reversed(self.shapes))


class _Ink:
    """The ink of one text object: none at all, or as pale as paper."""

    def __init__(self) -> None:
        self.invisible = False
        self.pale = False
        self._parts = [c_uint() for _ in range(4)]
        self._outs = [byref(part) for part in self._parts]

    def look(self, handle: int, text: int, index: int) -> None:
        mode = pdfium.render_mode(handle) if handle else raw.FPDF_TEXTRENDERMODE_FILL
        self.invisible = mode in _INVISIBLE_MODES
        self.pale = False
        if mode == raw.FPDF_TEXTRENDERMODE_FILL and pdfium.fill_colour(text, index, *self._outs):
            red, green, blue, alpha = (part.value for part in self._parts)
            self.pale = red > _PALE and green > _PALE and blue > _PALE
            self.invisible = alpha == 0


def look(page_handle: int, view: pdfium.View) -> Drawing:
    """Return what is drawn on an open page, its first 1,500 objects, those inside forms included."""
    drawing = Drawing()
    rules: list[Box] = []
    for kind, handle, box in _boxes(page_handle, view):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            drawing.spaces.setdefault(int(box.x0_pt), []).append(box.y0_pt)
            continue
        if kind == raw.FPDF_PAGEOBJ_IMAGE:
            drawing.pictures.append(box)
            continue
        drawing.shapes.append((handle, box))
        thin = min(box.width_pt, box.height_pt) <= _THIN_PT
        if thin and max(box.width_pt, box.height_pt) >= _LONG_PT and len(rules) < _MOST_RULES:
            rules.append(box)
    drawing.rules = tuple(rules)
    drawing.picture_share = _share(drawing.pictures, view)
    return drawing


def _boxes(page_handle: int, view: pdfium.View) -> Iterator[tuple[int, int, Box]]:
    """Yield pictures, shapes, and text objects without any extent: those hold nothing but spaces."""
    sides = [c_float() for _ in range(4)]
    one, two, three, four = sides
    outs = [byref(side) for side in sides]
    for kind, handle, affine in _objects(page_handle):
        if pdfium.object_bounds(handle, *outs):
            left, bottom, right, top = one.value, two.value, three.value, four.value
            if kind == raw.FPDF_PAGEOBJ_TEXT and right > left:
                continue
            if affine is not _IDENTITY:
                left, bottom, right, top = _moved(affine, left, bottom, right, top)
            yield kind, handle, view.box(left, bottom, right, top)


def _objects(page_handle: int) -> Iterator[tuple[int, int, _Affine]]:
    """Yield kind, handle and matrix of every text object, picture and shape, forms opened two deep."""
    left = _MOST_OBJECTS
    count = pdfium.count_objects(page_handle)
    waiting = [(pdfium.get_object(page_handle, index), _IDENTITY, 0) for index in range(min(count, left) - 1, -1, -1)]
    object_kind = pdfium.object_kind
    while waiting and left > 0:
        handle, affine, depth = waiting.pop()
        left -= 1
        kind = object_kind(handle)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _inner_matrix(handle, affine)
            size = min(pdfium.count_form_objects(handle), left)
            waiting.extend(
                (pdfium.get_form_object(handle, index), inner, depth + 1) for index in range(size - 1, -1, -1)
            )
        elif kind in _LOOKED_AT:
            yield kind, handle, affine


def _inner_matrix(handle: int, outer: _Affine) -> _Affine:
    matrix = pdfium.Matrix()
    if not pdfium.object_matrix(handle, byref(matrix)):
        return outer
    a, b, c, d, e, f = outer
    return (
        matrix.a * a + matrix.b * c,
        matrix.a * b + matrix.b * d,
        matrix.c * a + matrix.d * c,
        matrix.c * b + matrix.d * d,
        matrix.e * a + matrix.f * c + e,
        matrix.e * b + matrix.f * d + f,
    )


def _moved(affine: _Affine, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = affine
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _over(box: Box, places: tuple[Box, ...] | list[Box]) -> bool:
    x, y = (box.x0_pt + box.x1_pt) / 2, (box.y0_pt + box.y1_pt) / 2
    return any(place.x0_pt <= x <= place.x1_pt and place.y0_pt <= y <= place.y1_pt for place in places)


def _is_coloured(handle: int) -> bool:
    fill, stroke = c_int(), c_int()
    if pdfium.path_mode(handle, byref(fill), byref(stroke)) and not fill.value:
        return False
    red, green, blue, alpha = (c_uint() for _ in range(4))
    if not pdfium.path_fill(handle, byref(red), byref(green), byref(blue), byref(alpha)):
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) <= _PALE


def _share(pictures: list[Box], view: pdfium.View) -> float:
    """Return how much of the page the pictures cover, counted on a grid of 24 by 24 points of the page."""
    if not pictures or not view.width_pt or not view.height_pt:
        return 0.0
    across = [(column + 0.5) * view.width_pt / _GRID for column in range(_GRID)]
    down = [(row + 0.5) * view.height_pt / _GRID for row in range(_GRID)]
    covered = {
        (column, row)
        for box in pictures
        for column, x in enumerate(across)
        if box.x0_pt <= x <= box.x1_pt
        for row, y in enumerate(down)
        if box.y0_pt <= y <= box.y1_pt
    }
    return round(len(covered) / _GRID**2, 3)
