"""Words of a PDF that no viewer shows: in a layer that is off, or under something opaque that is drawn later.

Whether a word shows is not reasoned out (blending, masks, clips), it is tried: the page is drawn with and without the
text objects in question, and a word in whose place no pixel differs is seen by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from ctypes import byref, c_int
from dataclasses import dataclass
from struct import Struct
from typing import Final, NamedTuple

from pypdfium2 import raw

from dealflow.decks import pdfium, render
from dealflow.domain.claims.page import Box, Word

_MOST_OBJECTS: Final = 1500
"""As many as are looked at for pictures and shapes."""
_DEEPEST_FORM: Final = 2
_MOST_TRIED_ALONE: Final = 40
"""So many small drawings take about as long as one page; words beyond stay."""
_INSET_SHARE: Final = 0.15
"""Boxes of words reach into the lines above and below by about this share of their height."""
_LEAST_PT: Final = 4.0
"""What is thinner is a line, and hides no word."""
_SCAN_SHARE: Final = 0.8
"""A picture over so much of the page is a scan, and the words below it are its text layer."""
_SCAN_CONFIDENCE: Final = 0.7
_OPAQUE: Final = 255
_COVERING: Final = frozenset((raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_SHADING))


_SIDES = (pdfium.Side * 4)()
_OUTS = tuple(byref(_SIDES, 4 * side) for side in range(4))
_told = Struct("4f").unpack_from


class _Cover(NamedTuple):
    """Something that may hide words: whether it is a picture, and how much of the page it takes."""

    is_picture: bool
    share: float


@dataclass(slots=True)
class _Walk:
    """What was met on a page so far, in the order in which it is drawn."""

    view: pdfium.View
    words: dict[int, list[int]]
    """The words of each text object, by their places."""
    boxes: Sequence[Box]
    earlier: list[int]
    covered: dict[int, _Cover]
    silent: list[tuple[int, Box]]
    """Text objects without words: PDFium gives the words of equal objects at one place once, those of the first."""
    met: int = 0


def without_unseen(
    words: Sequence[Word], owners: Sequence[int], page_handle: int, view: pdfium.View, *, has_layers: bool
) -> list[Word]:
    """Return the words of an open page that are seen; those below a scanned picture are believed less.

    Words drawn without ink are left as they are: where they stand on something, they are the text layer of a scan.

    Args:
        words: the page's words.
        owners: the text object of each.
        page_handle: the open page; hold the lock.
        view: how it is shown.
        has_layers: whether layers may be off, so that any word may be unseen.
    """
    boxes = [word.box for word in words]
    walk = _walked(boxes, owners, page_handle, view)
    covered = walk.covered
    inked = (at for at, word in enumerate(words) if word.confidence == 1 and not word.hidden)
    suspects = [at for at in inked if has_layers or at in covered]
    objects = {at: {owners[at], *_copies(walk.silent, boxes[at])} for at in suspects}
    unseen = set(_unseen(objects, boxes, page_handle, view)) if suspects else set()
    visible = []
    for at, word in enumerate(words):
        if at not in unseen:
            visible.append(word)
        elif (cover := covered.get(at)) is not None and cover.is_picture and cover.share >= _SCAN_SHARE:
            visible.append(word._replace(confidence=min(word.confidence, _SCAN_CONFIDENCE)))
    return visible


def _copies(silent: Sequence[tuple[int, Box]], box: Box) -> Iterator[int]:
    """Yield the text objects without words over the middle of a word: copies of its own object."""
    x, y = (box.x0_pt + box.x1_pt) / 2, (box.y0_pt + box.y1_pt) / 2
    return (handle for handle, place in silent if place.x0_pt <= x <= place.x1_pt and place.y0_pt <= y <= place.y1_pt)


def _walked(boxes: Sequence[Box], owners: Sequence[int], page_handle: int, view: pdfium.View) -> _Walk:
    """Return what is drawn: over the middle of which words something opaque comes later, and copies of words."""
    of_object: dict[int, list[int]] = {}
    for at, owner in enumerate(owners):
        of_object.setdefault(owner, []).append(at)
    walk = _Walk(view, of_object, boxes, [], {}, [])
    _go(walk, page_handle, pdfium.get_object, pdfium.count_objects(page_handle), None, 0)
    return walk


def _go(walk: _Walk, owner: int, get: Callable[..., int], count: int, matrix: pdfium.Matrix | None, depth: int) -> None:
    """Go through the objects of a page or form in drawing order."""
    owned = pdfium.passed(owner)
    for index in range(min(count, _MOST_OBJECTS - walk.met)):
        handle = get(owned, index)
        kind = pdfium.object_kind(handle)
        walk.met += 1
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            if handle in walk.words:
                walk.earlier.extend(walk.words[handle])
            elif (box := _box(handle, matrix, walk.view)) is not None:
                walk.silent.append((handle, box))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _joined(handle, matrix)
            _go(walk, handle, pdfium.get_form_object, pdfium.count_form_objects(handle), inner, depth + 1)
        elif kind in _COVERING and walk.earlier:
            _cover(walk, handle, kind, matrix)


def _cover(walk: _Walk, handle: int, kind: int, matrix: pdfium.Matrix | None) -> None:
    """Note which of the words drawn before have their middle under an object, if it is one that may hide them."""
    box = _box(handle, matrix, walk.view)
    if box is None:
        return
    x0, y0, x1, y1 = box
    if x1 - x0 < _LEAST_PT or y1 - y0 < _LEAST_PT:
        return
    under = []
    for at in walk.earlier:
        left, top, right, bottom = walk.boxes[at]
        if x0 <= (left + right) / 2 <= x1 and y0 <= (top + bottom) / 2 <= y1:
            under.append(at)
    if under and (kind != raw.FPDF_PAGEOBJ_PATH or _is_opaque(handle)):
        share = box.width_pt * box.height_pt / max(walk.view.width_pt * walk.view.height_pt, 1.0)
        walk.covered.update(dict.fromkeys(under, _Cover(kind == raw.FPDF_PAGEOBJ_IMAGE, share)))


def _is_opaque(path: int) -> bool:
    fill, stroke = c_int(), c_int()
    if not pdfium.path_mode(path, byref(fill), byref(stroke)) or not fill.value:
        return False
    red, green, blue, alpha = (pdfium.Colour() for _ in range(4))
    known = pdfium.path_fill(path, byref(red), byref(green), byref(blue), byref(alpha))
    return not known or alpha.value == _OPAQUE


def _box(handle: int, matrix: pdfium.Matrix | None, view: pdfium.View) -> Box | None:
    """Return where an object stands as displayed."""
    if not pdfium.object_bounds(pdfium.passed(handle), *_OUTS):
        return None
    left, bottom, right, top = _told(_SIDES)
    if matrix is not None:
        corners = [
            (matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f)
            for x in (left, right)
            for y in (bottom, top)
        ]
        across, up = zip(*corners, strict=True)
        left, bottom, right, top = min(across), min(up), max(across), max(up)
    return view.box(left, bottom, right, top)


def _joined(form: int, outer: pdfium.Matrix | None) -> pdfium.Matrix | None:
    """Return the matrix from a form's space to the page's."""
    own = pdfium.Matrix()
    if not pdfium.object_matrix(form, byref(own)):
        return outer
    if outer is None:
        return own
    return pdfium.Matrix(
        own.a * outer.a + own.b * outer.c,
        own.a * outer.b + own.b * outer.d,
        own.c * outer.a + own.d * outer.c,
        own.c * outer.b + own.d * outer.d,
        own.e * outer.a + own.f * outer.c + outer.e,
        own.e * outer.b + own.f * outer.d + outer.f,
    )


def _unseen(objects: dict[int, set[int]], boxes: Sequence[Box], page_handle: int, view: pdfium.View) -> Iterator[int]:
    """Yield the words, told by their text objects, in whose place nothing changes when these are not drawn."""
    whole = Box(0.0, 0.0, view.width_pt, view.height_pt)
    drawn = render.glance(page_handle, view, whole)
    bare = _without(page_handle, view, set().union(*objects.values()), whole)
    changed = [at for at in objects if _differ(drawn, bare, boxes[at])]
    yield from set(objects) - set(changed)
    left_out: set[int] = set()
    for at in _contested(changed, boxes, objects)[:_MOST_TRIED_ALONE]:
        around = render.on_pixels(boxes[at], view)
        alone = _without(page_handle, view, left_out | objects[at], around)
        if not _differ(render.glance(page_handle, view, around), alone, boxes[at]):
            left_out |= objects[at]
            yield at


def _contested(changed: Sequence[int], boxes: Sequence[Box], objects: dict[int, set[int]]) -> list[int]:
    """Return the words that share their place with words of another text object: any of them may be what changed.

    They are tried one by one and those that are unseen stay away, so that of two copies one stays.
    """
    by_height = sorted(changed, key=lambda at: boxes[at].y0_pt)
    contested: set[int] = set()
    for place, at in enumerate(by_height):
        for other in by_height[place + 1 :]:
            if boxes[other].y0_pt >= boxes[at].y1_pt:
                break
            if objects[other] != objects[at] and _overlap(boxes[at], boxes[other]):
                contested |= {at, other}
    return sorted(contested)


def _without(page_handle: int, view: pdfium.View, objects: set[int], region: Box) -> render.Glance:
    for handle in objects:
        pdfium.set_active(handle, 0)
    try:
        return render.glance(page_handle, view, region)
    finally:
        for handle in objects:
            pdfium.set_active(handle, 1)


def _differ(drawn: render.Glance, bare: render.Glance, box: Box) -> bool:
    """Return whether anything differs in the middle of a word; a word too small to tell counts as seen."""
    inset = box.height_pt * _INSET_SHARE
    inner = Box(box.x0_pt, box.y0_pt + inset, box.x1_pt, box.y1_pt - inset)
    before = drawn.rows_in(inner)
    return not before or before != bare.rows_in(inner)


def _overlap(box: Box, other: Box) -> bool:
    """Return whether two words share a good part of their places, as lines over one another do not."""
    wide = min(box.x1_pt, other.x1_pt) - max(box.x0_pt, other.x0_pt)
    high = min(box.y1_pt, other.y1_pt) - max(box.y0_pt, other.y0_pt)
    return wide > 0 and high > 2 * _INSET_SHARE * min(box.height_pt, other.height_pt)
