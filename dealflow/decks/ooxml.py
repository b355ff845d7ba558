"""Office files brought to their plain form: one main type, the usual namespaces, one branch of every alternative.

A show, a template or a file with macros differs from a normal one by the type of its main part; Strict Open XML by its
namespaces (ECMA-376 part 1 against part 4). Macros are never run and links never followed: parts are only text here.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Any, Final, TypeAlias

from dealflow.domain.claims.refusals import RefusalReason
from dealflow.errors import UnreadableDeckError

Element: TypeAlias = Any
"""An element of lxml, which has no types of its own."""

MOST_BYTES: Final = 500_000_000
TYPES_PART: Final = "[Content_Types].xml"
_SLIDES: Final = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
_DOCUMENT: Final = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_MAIN_TYPES: Final = (
    (
        re.compile(
            rb"application/vnd\.openxmlformats-officedocument\.presentationml\.(?:slideshow|template)\.main\+xml"
        ),
        _SLIDES,
    ),
    (
        re.compile(rb"application/vnd\.ms-powerpoint\.(?:presentation|slideshow|template)\.macroEnabled\.main\+xml"),
        _SLIDES,
    ),
    (re.compile(rb"application/vnd\.openxmlformats-officedocument\.wordprocessingml\.template\.main\+xml"), _DOCUMENT),
    (re.compile(rb"application/vnd\.ms-word\.(?:document|template)\.macroEnabled(?:Template)?\.main\+xml"), _DOCUMENT),
)
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_RENAMED: Final = {
    b"extendedProperties": b"extended-properties",
    b"customProperties": b"custom-properties",
}
NAMES: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "c15": "http://schemas.microsoft.com/office/drawing/2012/chart",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "dsp": "http://schemas.microsoft.com/office/drawing/2008/diagram",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_CHOICE: Final = f"{{{NAMES['mc']}}}Choice"
_FALLBACK: Final = f"{{{NAMES['mc']}}}Fallback"
_ALTERNATIVES: Final = f"{{{NAMES['mc']}}}AlternateContent"


def name(short: str) -> str:
    """Return a short name (``a:t``) as lxml writes it."""
    prefix, _, local = short.partition(":")
    return f"{{{NAMES[prefix]}}}{local}"


def plain(data: bytes) -> bytes:
    """Return an office file in its plain form, the same bytes where it has it already.

    Raises:
        UnreadableDeckError: ``damaged`` for no sound archive, ``too_large`` beyond 500 MB unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > MOST_BYTES:
                raise UnreadableDeckError(reason=RefusalReason.TOO_LARGE, bytes=unpacked, limit=MOST_BYTES)
            types = archive.read(TYPES_PART)
            is_strict = any(_STRICT.search(archive.read(part)) for part in archive.namelist() if _is_root(part))
            if not is_strict and not any(written.search(types) for written, _ in _MAIN_TYPES):
                return data
            return _rewritten(archive, is_strict=is_strict)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, EOFError, RuntimeError) as error:
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED) from error


def parsed(part: bytes) -> Element:
    """Return the root of a part; entities stay unresolved and nothing is loaded.

    Raises:
        UnreadableDeckError: ``damaged``.
    """
    from lxml import etree

    try:
        return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDeckError(reason=RefusalReason.DAMAGED) from error


def settle_alternatives(root: Element) -> None:
    """Put one branch in the place of every mc:AlternateContent below an element: what PowerPoint of today would show.

    The first choice that holds something to read is taken, since a fallback is a picture of it, or the same for older
    programs; a choice without words or pictures gives way to the fallback.
    """
    while (both := next(root.iter(_ALTERNATIVES), None)) is not None:
        branches = [*both.findall(_CHOICE), *both.findall(_FALLBACK)]
        best = next((branch for branch in branches if _says_something(branch)), branches[0] if branches else None)
        parent = both.getparent()
        if parent is None:
            return
        at = parent.index(both)
        tail = both.tail
        parent.remove(both)
        inner = list(best) if best is not None else []
        for step, element in enumerate(inner):
            parent.insert(at + step, element)
        if inner and tail:
            inner[-1].tail = (inner[-1].tail or "") + tail


def _says_something(branch: Element) -> bool:
    tags = tuple(map(name, ("a:t", "w:t", "a:blip", "a:tbl", "c:chart", "cx:chart", "dgm:relIds", "p:oleObj")))
    return next(branch.iter(*tags), None) is not None


def _is_root(part: str) -> bool:
    """Return whether a part tells how the whole package is written."""
    return part in {"ppt/presentation.xml", "word/document.xml", "xl/workbook.xml", "_rels/.rels"}


def _rewritten(archive: zipfile.ZipFile, *, is_strict: bool) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as written:
        for part in dict.fromkeys(archive.namelist()):
            content = archive.read(part)
            if part == TYPES_PART:
                for other, usual in _MAIN_TYPES:
                    content = other.sub(usual, content)
            if is_strict and part.endswith((".xml", ".rels")):
                content = _STRICT.sub(_transitional, content)
            written.writestr(part, content)
    return file.getvalue()


def _transitional(strict: re.Match[bytes]) -> bytes:
    """Return the namespace of the usual form: purl.oclc.org/ooxml/drawingml/main is .../drawingml/2006/main."""
    family, local = strict.groups()
    return b"http://schemas.openxmlformats.org/%s/2006/%s" % (family, _RENAMED.get(local, local))
