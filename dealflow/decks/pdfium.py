"""The door to PDFium: its functions with plain integer handles, the one lock round them, documents and pages.

PDFium is not thread-safe (without a lock 132 to 192 of 240 threaded reads failed and up to 8 were silently wrong), so
whoever calls one of these functions holds ``LOCK``. Handles are integers, because that halves the cost of a call.
"""

from __future__ import annotations

import ctypes
import threading
from contextlib import contextmanager
from ctypes import CFUNCTYPE, PYFUNCTYPE, byref, c_char_p, c_float, c_int, c_size_t, c_uint, c_ulong, c_void_p, cast
from typing import TYPE_CHECKING, Any, NamedTuple

from pypdfium2 import raw
from pypdfium2.version import PDFIUM_INFO

from dealflow.domain.claims.page import Box
from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LOCK = threading.RLock()
BUILD = str(PDFIUM_INFO.build)


def _call(function: Any, returned: Any, *taken: Any) -> Callable[..., int]:  # noqa: ANN401 -- ctypes' own types
    return CFUNCTYPE(returned, *taken)(cast(function, c_void_p).value or 0)


def _swift(function: Any, returned: Any = c_int, *taken: Any) -> Callable[..., int]:  # noqa: ANN401 -- ctypes' types
    """Return a function for what is asked of every word or object: it lets no other thread in meanwhile.

    Without types to take it converts nothing, and wants ``passed(handle)``, ``byref(...)`` and plain indices, which
    halves the cost of a call.
    """
    return PYFUNCTYPE(returned, *taken)(cast(function, c_void_p).value or 0)


passed = c_void_p.from_param
"""Make of a handle the argument of a swift function, once for many calls."""


class Rectangle(ctypes.Structure):
    """PDFium's FS_RECTF, in points of the page's own space: y grows upwards."""

    _fields_ = (("left", c_float), ("top", c_float), ("right", c_float), ("bottom", c_float))


class Matrix(ctypes.Structure):
    """PDFium's FS_MATRIX: x' = a x + c y + e, y' = b x + d y + f."""

    _fields_ = (("a", c_float), ("b", c_float), ("c", c_float), ("d", c_float), ("e", c_float), ("f", c_float))


Side, Colour = c_float, c_uint
"""What PDFium writes a bound and a part of a colour to."""
_P, _I, _OUT = c_void_p, c_int, c_void_p
load_document = _call(raw.FPDF_LoadMemDocument64, _P, c_char_p, c_size_t, c_char_p)
close_document = _call(raw.FPDF_CloseDocument, None, _P)
count_pages = _call(raw.FPDF_GetPageCount, _I, _P)
meta_text = _call(raw.FPDF_GetMetaText, c_ulong, _P, c_char_p, _OUT, c_ulong)
load_page = _call(raw.FPDF_LoadPage, _P, _P, _I)
close_page = _call(raw.FPDF_ClosePage, None, _P)
page_bounds = _call(raw.FPDF_GetPageBoundingBox, _I, _P, _OUT)
page_rotation = _call(raw.FPDFPage_GetRotation, _I, _P)
count_annotations = _call(raw.FPDFPage_GetAnnotCount, _I, _P)
get_annotation = _call(raw.FPDFPage_GetAnnot, _P, _P, _I)
annotation_kind = _call(raw.FPDFAnnot_GetSubtype, _I, _P)
close_annotation = _call(raw.FPDFPage_CloseAnnot, None, _P)
flatten = _call(raw.FPDFPage_Flatten, _I, _P, _I)
start_forms = _call(raw.FPDFDOC_InitFormFillEnvironment, _P, _P, _OUT)
end_forms = _call(raw.FPDFDOC_ExitFormFillEnvironment, None, _P)
count_attachments = _call(raw.FPDFDoc_GetAttachmentCount, _I, _P)
get_attachment = _call(raw.FPDFDoc_GetAttachment, _P, _P, _I)
attachment_name = _call(raw.FPDFAttachment_GetName, c_ulong, _P, _OUT, c_ulong)
attachment_file = _call(raw.FPDFAttachment_GetFile, _I, _P, _OUT, c_ulong, _OUT)
load_text = _call(raw.FPDFText_LoadPage, _P, _P)
close_text = _call(raw.FPDFText_ClosePage, None, _P)
count_chars = _call(raw.FPDFText_CountChars, _I, _P)
get_text = _call(raw.FPDFText_GetText, _I, _P, _I, _I, _OUT)
get_unicode = _swift(raw.FPDFText_GetUnicode, c_uint)
loose_box = _swift(raw.FPDFText_GetLooseCharBox)
char_origin = _call(raw.FPDFText_GetCharOrigin, _I, _P, _I, _OUT, _OUT)
char_object = _swift(raw.FPDFText_GetTextObject, _P)
has_map_error = _swift(raw.FPDFText_HasUnicodeMapError)
is_generated = _swift(raw.FPDFText_IsGenerated)
fill_colour = _swift(raw.FPDFText_GetFillColor)
render_mode = _swift(raw.FPDFTextObj_GetTextRenderMode, _I, _P)
count_objects = _call(raw.FPDFPage_CountObjects, _I, _P)
get_object = _swift(raw.FPDFPage_GetObject, _P)
object_kind = _swift(raw.FPDFPageObj_GetType, _I, _P)
object_bounds = _swift(raw.FPDFPageObj_GetBounds)
object_matrix = _call(raw.FPDFPageObj_GetMatrix, _I, _P, _OUT)
count_form_objects = _call(raw.FPDFFormObj_CountObjects, _I, _P)
get_form_object = _call(raw.FPDFFormObj_GetObject, _P, _P, c_ulong)
set_active = _call(raw.FPDFPageObj_SetIsActive, _I, _P, _I)
image_pixels = _call(raw.FPDFImageObj_GetImagePixelSize, _I, _P, _OUT, _OUT)
image_bytes = _call(raw.FPDFImageObj_GetImageDataRaw, c_ulong, _P, _OUT, c_ulong)
path_mode = _call(raw.FPDFPath_GetDrawMode, _I, _P, _OUT, _OUT)
path_fill = _call(raw.FPDFPageObj_GetFillColor, _I, _P, _OUT, _OUT, _OUT, _OUT)
make_bitmap = _call(raw.FPDFBitmap_CreateEx, _P, _I, _I, _I, _OUT, _I)
fill_bitmap = _call(raw.FPDFBitmap_FillRect, _I, _P, _I, _I, _I, _I, c_ulong)
render_page = _call(raw.FPDF_RenderPageBitmap, None, _P, _P, _I, _I, _I, _I, _I, _I)
free_bitmap = _call(raw.FPDFBitmap_Destroy, None, _P)

_made = tuple.__new__
"""A named tuple without the cost of its names."""
_QUIET_ANNOTATIONS = frozenset((raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP))
_FORM_INFO_VERSION = 2


class View(NamedTuple):
    """How a page is shown: its visible rectangle in its own space, and its clockwise quarter turns (0 to 3)."""

    left: float
    bottom: float
    right: float
    top: float
    turns: int

    @property
    def width_pt(self) -> float:
        """Return the width as displayed."""
        return self.top - self.bottom if self.turns % 2 else self.right - self.left

    @property
    def height_pt(self) -> float:
        """Return the height as displayed."""
        return self.right - self.left if self.turns % 2 else self.top - self.bottom

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a rectangle of the page's own space as a box of the displayed page, in points from the top left."""
        if self.turns == 0:
            return _made(Box, (left - self.left, self.top - top, right - self.left, self.top - bottom))
        if self.turns == 1:
            return Box(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
        if self.turns == 2:  # noqa: PLR2004 -- half a turn
            return Box(self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
        return Box(self.top - top, self.right - right, self.top - bottom, self.right - left)


@contextmanager
def document(data: bytes) -> Iterator[int]:
    """Yield the handle of an opened document, tried with the empty password.

    Raises:
        UnreadableDeckError: ``encrypted`` if it wants a password, ``empty`` for no bytes or pages, else ``damaged``.
    """
    if not data:
        raise UnreadableDeckError(reason=RefusalReason.EMPTY)
    with LOCK:
        handle = load_document(data, len(data), None)
        failure = raw.FPDF_GetLastError()
    if not handle:
        locked = failure in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise UnreadableDeckError(reason=RefusalReason.ENCRYPTED if locked else RefusalReason.DAMAGED)
    try:
        yield handle
    finally:
        with LOCK:
            close_document(handle)


@contextmanager
def page(opened: int, index: int) -> Iterator[int | None]:
    """Yield the handle of a page by its 0-based index, its forms and comments drawn into it; None if it is broken."""
    with LOCK:
        handle = load_page(opened, index)
        if handle and _has_drawn_annotations(handle):
            handle = _flattened(opened, index, handle)
        try:
            yield handle or None
        finally:
            if handle:
                close_page(handle)


def view_of(page_handle: int) -> View:
    """Return how a page is shown: the crop box within the media box, and its rotation."""
    bounds = Rectangle()
    page_bounds(page_handle, byref(bounds))
    left, right = sorted((bounds.left, bounds.right))
    bottom, top = sorted((bounds.bottom, bounds.top))
    return View(left, bottom, right, top, page_rotation(page_handle) % 4)


def title_of(opened: int) -> str | None:
    """Return the document's own title, or None if it gives none."""
    with LOCK:
        size = meta_text(opened, b"Title", None, 0)
        buffer = ctypes.create_string_buffer(max(size, 2))
        meta_text(opened, b"Title", buffer, size)
    title = buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace").strip()
    return title or None


def _has_drawn_annotations(page_handle: int) -> bool:
    for index in range(count_annotations(page_handle)):
        annotation = get_annotation(page_handle, index)
        kind = annotation_kind(annotation)
        close_annotation(annotation)
        if kind not in _QUIET_ANNOTATIONS:
            return True
    return False


def _flattened(opened: int, index: int, page_handle: int) -> int:
    info = raw.FPDF_FORMFILLINFO(version=_FORM_INFO_VERSION)
    forms = start_forms(opened, byref(info))
    flatten(page_handle, raw.FLAT_NORMALDISPLAY)
    close_page(page_handle)
    if forms:
        end_forms(forms)
    return load_page(opened, index)
