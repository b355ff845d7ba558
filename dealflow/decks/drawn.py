"""What is drawn on a page besides words: how much pictures cover, thin lines, and what lies behind pale words."""

from __future__ import annotations

from ctypes import byref, c_float, c_int, c_uint
from enum import Enum
from functools import lru_cache
from itertools import chain, islice
from math import ceil, floor
from struct import Struct
from typing import TYPE_CHECKING

from pypdfium2 import raw

from dealflow.decks import pdfium
from dealflow.domain.claims.page import Box, Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dealflow.domain.claims.page import Word

_MOST_OBJECTS = 1500
"""A chart may hold ten thousand strokes; beyond this many objects a page is not looked at further."""
_DEEPEST_FORM = 2
_LARGE_SHARE = 0.06
_LEAST_PX = (120, 40)
_FEW_WORDS = 3
_CHART_SHARE = 0.2
_WRITTEN_OVER = 0.2
_GROUND_SHARE = 0.9
_MOST_PATCHES = 40
"""Slides with more words over the picture that fills them say themselves what they say: it is decoration. The two
slides under patches of text that were measured had 12 and 15 words over them."""
_MOST_PICTURES = 6
_OUTLINES = 40
_FEW_LIVE = 12
_PRINT_HEIGHT = 0.15
"""Of 439 pages of 31 real documents one has so few words beside so many shapes no higher than a line of print."""
_THIN_PT = 2.5
_LONG_PT = 12.0
_MOST_RULES = 200
_GRID = 24
_PALE = 248
_INVISIBLE_MODES = frozenset((raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP))
_FILL = raw.FPDF_TEXTRENDERMODE_FILL
_TEXT = raw.FPDF_PAGEOBJ_TEXT
_FORM = raw.FPDF_PAGEOBJ_FORM
_IMAGE = raw.FPDF_PAGEOBJ_IMAGE
_SCAN_CONFIDENCE = 0.7

_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_Affine = tuple[float, float, float, float, float, float]
_Sides = tuple[float, float, float, float]
"""Left, bottom, right and top in points of the page's own space."""


class Ink(Enum):
    """What a text object is drawn with."""

    DARK = "dark"
    PALE = "pale"
    """As pale as paper: to be seen only on something coloured."""
    NONE = "none"


class Drawing:
    """A page's pictures and shapes, in points of its own space; handles hold only while the page is open."""

    def __init__(self) -> None:
        self.pictures: list[_Sides] = []
        self.images: list[int] = []
        self.shapes: list[tuple[int, _Sides]] = []
        self.rules: tuple[Box, ...] = ()
        self.picture_share = 0.0
        self.texts: list[tuple[int, _Affine]] = []
        self._spaces: dict[int, list[float]] | None = None

    def share(self, view: pdfium.View) -> float:
        """Return how much of the page anything drawn covers: pictures, shapes, and text that gave no words."""
        texts = (sides for handle, affine in self.texts if (sides := _bounds(handle, affine)) is not None)
        places = chain(self.pictures, (sides for _, sides in self.shapes), texts)
        return _share([view.box(*sides) for sides in places], view)

    @property
    def size(self) -> int:
        """Return how many objects were noted."""
        return len(self.texts) + len(self.pictures) + len(self.shapes)

    def confidence(self, ink: Ink, x: float, y: float) -> float | None:
        """Return how sure a word with its middle at (x, y) is, or None if nobody seems to see it.

        Words without ink over a picture are the text layer of a scan: believed less, but not hidden.
        """
        if ink is Ink.DARK:
            return 1.0
        is_on_picture = any(_holds(sides, x, y) for sides in self.pictures)
        if ink is Ink.NONE:
            return _SCAN_CONFIDENCE if is_on_picture else None
        has_backdrop = is_on_picture or any(
            _holds(sides, x, y) and _is_coloured(handle) for handle, sides in self.shapes
        )
        return 1.0 if has_backdrop else None

    def prints_space_after(self, box: Box, view: pdfium.View) -> bool:
        """Return whether a text object of nothing but spaces begins at the right end of a word's box.

        PDFium leaves such objects out and makes up a space of its own; office programs write them.
        """
        if self._spaces is None:
            self._spaces = self._space_places(view)
        end = int(box.x1_pt)
        return any(box.y0_pt <= y <= box.y1_pt for x in (end - 1, end, end + 1) for y in self._spaces.get(x, ()))

    def _space_places(self, view: pdfium.View) -> dict[int, list[float]]:
        """Return where text objects without extent stand as displayed: heights by whole points across."""
        places: dict[int, list[float]] = {}
        object_bounds, passed = pdfium.object_bounds, pdfium.passed
        for handle, affine in self.texts:
            if object_bounds(passed(handle), *_SIDES_OUTS):
                sides = _sides_told(_SIDES)
                if affine is not _IDENTITY:
                    sides = _moved(affine, sides)
                if sides[2] <= sides[0]:
                    place = view.box(*sides)
                    places.setdefault(int(place.x0_pt), []).append(place.y0_pt)
        return places


_SIDES = (c_float * 4)()
_SIDES_OUTS = tuple(byref(_SIDES, 4 * part) for part in range(4))
_sides_told = Struct("4f").unpack_from
_COLOUR = (c_uint * 4)()
_COLOUR_OUTS = tuple(byref(_COLOUR, 4 * part) for part in range(4))
_colour_told = Struct("4I").unpack_from


def ink_of(text: object, index: int, handle: int) -> Ink:
    """Return the ink of a character's text object, ``text`` being passed(text page); hold the lock."""
    mode = pdfium.render_mode(handle) if handle else _FILL
    if mode in _INVISIBLE_MODES:
        return Ink.NONE
    if mode != _FILL or not pdfium.fill_colour(text, index, *_COLOUR_OUTS):
        return Ink.DARK
    return _ink_by_colour(_colour_told(_COLOUR))


@lru_cache(maxsize=1024)
def _ink_by_colour(colour: tuple[int, int, int, int]) -> Ink:
    red, green, blue, alpha = colour
    if alpha == 0:
        return Ink.NONE
    return Ink.PALE if min(red, green, blue) > _PALE else Ink.DARK


def look(page_handle: int, view: pdfium.View) -> Drawing:
    """Return what is drawn on an open page, its first 1,500 objects, those inside forms included."""
    drawing = Drawing()
    _note(drawing, page_handle, pdfium.get_object, pdfium.count_objects(page_handle), _IDENTITY)
    thin = (sides for _, sides in drawing.shapes if _is_rule(sides))
    drawing.rules = tuple(view.box(*sides) for sides in islice(thin, _MOST_RULES))
    drawing.picture_share = _share([view.box(*sides) for sides in drawing.pictures], view)
    return drawing


def telling_pictures(drawing: Drawing, view: pdfium.View, words: Sequence[Word]) -> tuple[Picture, ...]:
    """Return the larger pictures of an open page that its words cover little of, each once."""
    pictures: list[Picture] = []
    for sides, handle in zip(drawing.pictures, drawing.images, strict=True):
        box = _on_page(view.box(*sides), view)
        is_large = box.width_pt * box.height_pt >= _LARGE_SHARE * view.width_pt * view.height_pt
        if is_large and box.width_pt > 0 and _is_fine(handle) and not any(_same(box, other) for other, _ in pictures):
            inside = [word.box for word in words if _is_in(word.box, box)]
            if len(inside) <= _FEW_WORDS or _is_chart_under(inside, box, view):
                pictures.append(Picture(box, _mark(handle)))
    return tuple(pictures[:_MOST_PICTURES])


def outlined_page(drawing: Drawing, view: pdfium.View, words: Sequence[Word], page: int) -> tuple[Picture, ...]:
    """Return a whole page as a picture where few words stand beside many small shapes: its print is set as outlines."""
    small = sum(
        not _is_rule(sides) and sides[3] - sides[1] < _PRINT_HEIGHT * view.height_pt for _, sides in drawing.shapes
    )
    is_outlined = small >= _OUTLINES and sum(not word.hidden for word in words) <= _FEW_LIVE
    return (Picture(Box(0.0, 0.0, view.width_pt, view.height_pt), f"outlines {page}"),) if is_outlined else ()


def _is_chart_under(words: Sequence[Box], box: Box, view: pdfium.View) -> bool:
    """Return whether a picture with words over it may say something itself: it is large and covered little.

    One that is the whole page's ground says something only where few words lie over it.
    """
    area, whole = box.width_pt * box.height_pt, view.width_pt * view.height_pt
    written = sum(word.width_pt * word.height_pt for word in words)
    is_ground = area > _GROUND_SHARE * whole and len(words) > _MOST_PATCHES
    return area >= _CHART_SHARE * whole and written <= _WRITTEN_OVER * area and not is_ground


def _mark(image: int) -> str:
    """Return what tells a picture from others: its size in pixels and how many bytes it is kept in."""
    wide, high = c_uint(), c_uint()
    pdfium.image_pixels(image, byref(wide), byref(high))
    return f"{wide.value}x{high.value}:{pdfium.image_bytes(image, None, 0)}"


def _on_page(box: Box, view: pdfium.View) -> Box:
    return Box(max(box.x0_pt, 0.0), max(box.y0_pt, 0.0), min(box.x1_pt, view.width_pt), min(box.y1_pt, view.height_pt))


def _is_fine(image: int) -> bool:
    """Return whether a picture has the pixels to show letters."""
    wide, high = c_uint(), c_uint()
    known = pdfium.image_pixels(image, byref(wide), byref(high))
    return bool(known) and wide.value >= _LEAST_PX[0] and high.value >= _LEAST_PX[1]


def _same(box: Box, other: Box) -> bool:
    wide = min(box.x1_pt, other.x1_pt) - max(box.x0_pt, other.x0_pt)
    high = min(box.y1_pt, other.y1_pt) - max(box.y0_pt, other.y0_pt)
    return wide > 0 and high > 0 and wide * high > box.width_pt * box.height_pt / 2


def _is_in(inner: Box, box: Box) -> bool:
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _note(drawing: Drawing, owner: int, get: Callable[..., int], count: int, affine: _Affine, depth: int = 0) -> None:
    """Note the objects of a page or of a form, forms opened two deep. Written for speed: every page pays for it."""
    object_kind, note_text, owned = pdfium.object_kind, drawing.texts.append, pdfium.passed(owner)
    for index in range(min(count, _MOST_OBJECTS - drawing.size)):
        handle = get(owned, index)
        kind = object_kind(handle)
        if kind == _TEXT:
            note_text((handle, affine))
        elif kind == _FORM:
            if depth < _DEEPEST_FORM:
                inner, size = _inner_matrix(handle, affine), pdfium.count_form_objects(handle)
                _note(drawing, handle, pdfium.get_form_object, size, inner, depth + 1)
        elif (sides := _bounds(handle, affine)) is None:
            continue
        elif kind == _IMAGE:
            drawing.pictures.append(sides)
            drawing.images.append(handle)
        else:
            drawing.shapes.append((handle, sides))


def _bounds(handle: int, affine: _Affine) -> _Sides | None:
    if not pdfium.object_bounds(pdfium.passed(handle), *_SIDES_OUTS):
        return None
    sides = _sides_told(_SIDES)
    return sides if affine is _IDENTITY else _moved(affine, sides)


def _is_rule(sides: _Sides) -> bool:
    wide, high = sides[2] - sides[0], sides[3] - sides[1]
    return (high <= _THIN_PT and wide >= _LONG_PT) or (wide <= _THIN_PT and high >= _LONG_PT)


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


def _moved(affine: _Affine, sides: tuple[float, ...]) -> _Sides:
    a, b, c, d, e, f = affine
    left, bottom, right, top = sides
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _holds(sides: _Sides, x: float, y: float) -> bool:
    return sides[0] <= x <= sides[2] and sides[1] <= y <= sides[3]


def _is_coloured(handle: int) -> bool:
    fill, stroke = c_int(), c_int()
    if pdfium.path_mode(handle, byref(fill), byref(stroke)) and not fill.value:
        return False
    if not pdfium.path_fill(handle, *_COLOUR_OUTS):
        return True
    red, green, blue, alpha = _colour_told(_COLOUR)
    return bool(alpha > 0 and min(red, green, blue) <= _PALE)


def _share(pictures: list[Box], view: pdfium.View) -> float:
    """Return how much of the page the pictures cover, counted on a grid of 24 by 24 places."""
    if not pictures or not view.width_pt or not view.height_pt:
        return 0.0
    rows = [0] * _GRID
    for box in pictures:
        first, after = _span(box.x0_pt, box.x1_pt, view.width_pt)
        mask = (1 << after) - (1 << first)
        for row in range(*_span(box.y0_pt, box.y1_pt, view.height_pt)):
            rows[row] |= mask
    return round(sum(row.bit_count() for row in rows) / _GRID**2, 3)


def _span(start: float, end: float, whole: float) -> tuple[int, int]:
    """Return the first grid line in a stretch and the one after its last, lines standing in the cells' middles."""
    first = min(max(ceil(start / whole * _GRID - 0.5), 0), _GRID)
    return first, max(min(floor(end / whole * _GRID - 0.5) + 1, _GRID), first)
